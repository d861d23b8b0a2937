import { spec } from "allways";

function* p() {
  yield "go";
}

export default spec("refused", {
  processes: { p },
  always: { "": () => true, fine: () => true },
  scenarios: {
    one: { check: "fine", expect: "holds" },
    two: { check: [3], expect: "holds" },
  },
});
