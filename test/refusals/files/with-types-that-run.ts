import { spec } from "allways";

enum Phase {
  Idle,
}

namespace Poll {
  export const x = 1;
}

class Counter {
  constructor(private n: number) {}
}

const n = <number>1;

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
