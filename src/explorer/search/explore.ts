// The search that was asked for. A Program and options come in; the Exploration of the engine they name goes out.

import { unreachable } from "../../spec/source/diagnostic.ts";
import type { Explorer } from "../exploration.ts";

/** Explores with the compiled program: breadth-first, depth-first or by random walks, as `options.search` says. */
export const explore: Explorer = async (program, options) => {
  switch (options.search) {
    case "bfs":
      return (await import("./breadth-first.ts")).exploreBreadthFirst(program, options);
    case "dfs":
      return (await import("./depth-first.ts")).exploreDepthFirst(program, options);
    case "random":
      return (await import("./random-walk.ts")).exploreRandomly(program, options);
    default:
      return unreachable(options.search);
  }
};
