import { bool, shared, spec, when } from "allways";

const s = shared({ b: bool() });

function* p() {
  yield "go";
}

export default spec("refused", {
  processes: { p },
  always: {
    "is held": () => {
      when(s.b);
      return true;
    },
  },
});
