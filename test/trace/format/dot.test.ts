// DOT, laid out by Graphviz itself.

import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { expect, test } from "vitest";
import { writeDot } from "../../../src/trace/format/dot.ts";
import { pollCancel } from "../../report/poll-cancel.ts";
import { traceOf } from "../../report/trace-of.ts";
import { HOSTILE_DOCUMENT } from "./documents.ts";

/** Nodes and edges as Graphviz understood them. */
async function read(dot: string): Promise<{ nodes: string[]; edges: string[] }> {
  const graphviz = await Graphviz.load();
  const { objects, edges } = JSON.parse(graphviz.layout(dot, "dot_json", "dot")) as {
    objects: { label: string }[];
    edges: { label: string }[];
  };
  return { nodes: objects.map(({ label }) => label), edges: edges.map(({ label }) => label) };
}

test("is a chain of states", async () => {
  const { nodes, edges } = await read(writeDot(await traceOf(pollCancel())));
  expect(nodes).toHaveLength(10);
  expect(edges).toHaveLength(9);
  expect(nodes[5]).toBe("req.refs 0 → 1\\l");
  expect(edges[4]).toBe("5. cancel[0]: get ownership\\l");
});

test("is read by Graphviz, whatever texts hold", async () => {
  const { nodes, edges } = await read(writeDot(HOSTILE_DOCUMENT));
  expect(nodes).toHaveLength(HOSTILE_DOCUMENT.steps.length + 1);
  expect(edges).toHaveLength(HOSTILE_DOCUMENT.steps.length);
});
