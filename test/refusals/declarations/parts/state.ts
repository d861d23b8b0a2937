import { bool, shared } from "allways";

export const state = shared({ x: bool() });
