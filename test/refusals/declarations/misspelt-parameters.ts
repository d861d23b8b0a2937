import { int, params, spec } from "allways";

const config = params({ wakers: int(0, 3), events: int(0, 3) });

function* p() {
  yield "go";
  if (config.wakres > 0) {
    yield "wake";
  }
  config.events = 1;
}

export default spec("refused", { processes: { p } });
