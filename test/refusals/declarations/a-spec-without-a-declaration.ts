import { spec } from "allways";

export default spec("refused");
