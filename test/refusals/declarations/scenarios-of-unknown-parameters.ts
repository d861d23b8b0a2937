import { int, params, spec } from "allways";

const { wakers } = params({ wakers: int(0, 3) });

function* p() {
  yield "go";
}

export default spec("refused", {
  processes: { p },
  scenarios: { one: { set: { wakres: 2 }, expect: "holds" } },
});
