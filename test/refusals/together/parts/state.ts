import { int, shared } from "allways";

export const state = shared({ x: int(0, 3) });

export function put(n: number) {
  state.x = n;
  state.z = n;
}
