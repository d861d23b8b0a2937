import { spec } from "allways";

const table: number[][] = [];

function* p() {
  yield "go";
}

function fill() {
  table[3].push(1);
}
fill();

export default spec("refused", { processes: { p } });
