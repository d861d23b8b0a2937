import { spec } from "allways";

function* ping(): Generator<string, void> {
  yield "ping";
  yield* pong();
}

function* pong(): Generator<string, void> {
  yield "pong";
  yield* ping();
}

function* p() {
  yield* ping();
}

export default spec("refused", { processes: { p } });
