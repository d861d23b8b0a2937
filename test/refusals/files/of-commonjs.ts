const { spec } = require("allways");

module.exports = spec("refused", {});
