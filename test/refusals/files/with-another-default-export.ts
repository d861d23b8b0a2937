export default { name: "refused" };
