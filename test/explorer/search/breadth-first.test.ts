import { exploreBreadthFirst } from "../../../src/explorer/search/breadth-first.ts";
import { describeExplorer } from "../conformance.ts";

describeExplorer({ name: "breadth-first", explore: exploreBreadthFirst });
