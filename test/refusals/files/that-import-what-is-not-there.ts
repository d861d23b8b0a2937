import { shard, spec, whn } from "allways";
import { helper } from "./parts/helpr.ts";
import { helper as again } from "./parts/helper";
import data from "./parts/data.json" with { type: "json" };

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
