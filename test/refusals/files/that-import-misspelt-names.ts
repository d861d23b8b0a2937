import { shard, spec, whn } from "allways";
import { hepler, Kind, hidden } from "./parts/helper.ts";

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
