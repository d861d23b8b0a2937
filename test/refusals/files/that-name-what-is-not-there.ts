import { spec } from "allways";

const s = shared({ x: 1 });
const t = spce("refused");
