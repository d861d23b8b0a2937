import { int, oneOf, record, shared, spec, union } from "allways";

const Message = union(
  record({ kind: "prepared", rm: int(0, 3) }),
  record({ kind: "commit", to: oneOf("a", "b") }),
);
const s = shared({ message: Message, word: oneOf("prepared", "commit"), other: record({ rm: int(0, 3) }) });

function* p() {
  yield "go";
  s.message = { kind: "prepraed", rm: 1 };
  s.message = { kind: "commit", rm: 1 };
  s.message = { rm: 1 };
  s.message = { kind: s.word, rm: 1 };
  s.message = { kind: "prepared", rm: true };
  s.message = s.other;
  s.message.kind = "commit";
  s.message.rn = 1;
}

export default spec("refused", { processes: { p } });
