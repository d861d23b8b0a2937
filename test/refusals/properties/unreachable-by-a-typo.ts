import { list, old, oneOf, shared, spec } from "allways";

const s = shared({ phase: oneOf("idle", "committed"), list: list(2, oneOf("in", "out")) });

function* p() {
  yield "go";
  s.phase = "committed";
}

export default spec("refused", {
  processes: { p },
  always: { "stays idle": () => s.phase === "idel", "is in": () => s.list.includes("inn") },
  quiescent: { "is committed": () => s.phase === "comitted" },
  reachable: { "gets in": () => s.list.some((way) => way === "on") },
  step: { "never goes back": () => !(old(() => s.phase) === "commited" && s.phase === "idle") },
});
