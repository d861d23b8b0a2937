import { spec } from "allways";

function helper() {
  yield "go";
}

function* p() {
  yield "go";
  await helper();
  [1].some(() => {
    yield "inner";
  });
}

export default spec("refused", { processes: { p } });
