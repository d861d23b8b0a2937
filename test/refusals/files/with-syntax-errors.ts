import { spec } from "allways";

function* p( {
  yield "go";
}
