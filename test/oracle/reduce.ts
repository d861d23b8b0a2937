// Makes a spec smaller while something stays true of it. What comes in is source text and a question; what goes out is text
// that no single edit makes smaller: dropping a statement, a field or an argument, or putting a part of an expression or of
// a statement in its place (delta debugging on the syntax tree, after Misherghi and Su's HDD, ICSE 2006).

import { parseSync, visitorKeys } from "oxc-parser";

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** `isSame` says whether a text still shows what is looked for. Gives up after some seconds. */
export async function reduceSpec(
  text: string,
  isSame: (text: string) => Promise<boolean>,
  seconds: number,
): Promise<string> {
  const end = Date.now() + 1000 * seconds;
  let best = text;
  for (;;) {
    const smaller = await findSmaller(best, isSame, end);
    if (smaller === null) return best.replace(/\n\s*\n+/g, "\n");
    best = smaller;
  }
}

async function findSmaller(
  text: string,
  isSame: (text: string) => Promise<boolean>,
  end: number,
): Promise<string | null> {
  const seen = new Set<string>();
  for (const edit of editsOf(text)) {
    if (Date.now() > end) return null;
    const next = text.slice(0, edit.start) + edit.by + text.slice(edit.end);
    if (next.length >= text.length || seen.has(next)) continue;
    seen.add(next);
    if (await isSame(next)) return next;
  }
  return null;
}

/** All edits, those that take most away first. */
function editsOf(text: string): Edit[] {
  const { program, errors } = parseSync("spec.ts", text);
  if (errors.length > 0) return [];
  const edits: Edit[] = [];
  const walk = (node: SyntaxNode, key: string, inList: boolean): void => {
    edits.push(...editsAt(text, node, key, inList));
    for (const name of visitorKeys[node.type] ?? []) {
      const child = node[name];
      if (Array.isArray(child)) for (const each of child) if (isNode(each)) walk(each, name, true);
      if (isNode(child)) walk(child, name, false);
    }
  };
  for (const statement of program.body) walk(statement as unknown as SyntaxNode, "body", true);
  const gain = ({ start, end, by }: Edit): number => end - start - by.length;
  return edits.sort((a, b) => gain(b) - gain(a));
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

const KEPT = new Set(["ImportDeclaration", "ExportDefaultDeclaration"]);

/** Names that mean something by where they stand, and left sides. */
const NAMING = new Set(["id", "params", "key", "property", "label", "local", "imported", "callee", "left"]);

function editsAt(text: string, node: SyntaxNode, key: string, inList: boolean): Edit[] {
  const { type, start, end } = node;
  const edits: Edit[] = [];
  const put = (by: string): number => edits.push({ start, end, by });
  const putChild = (name: string): void => {
    const child = node[name];
    if (isNode(child)) put(text.slice(child.start, child.end));
  };
  if (/(Statement|Declaration)$/.test(type) && !KEPT.has(type)) {
    put(inList ? "" : "{}");
    if (type !== "FunctionDeclaration") for (const name of ["consequent", "alternate", "body"]) putChild(name);
    if (type === "BlockStatement" && inList) put(text.slice(start + 1, end - 1));
  }
  if (type === "IfStatement" && isNode(node.alternate)) {
    edits.push({ start: (node.consequent as SyntaxNode).end, end, by: "" });
  }
  if (type === "SwitchCase") put("");
  if (type === "Property" || (inList && ["elements", "params", "arguments"].includes(key))) {
    const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
    edits.push({ start, end: end + comma, by: "" });
  }
  if (/Expression$|^Identifier$/.test(type) && !NAMING.has(key)) {
    for (const constant of ["0", "1", "true", "false"]) put(constant);
    for (const name of ["left", "right", "argument", "consequent", "alternate", "test", "object"]) putChild(name);
    if (Array.isArray(node.arguments)) for (const each of node.arguments) put(text.slice(each.start, each.end));
  }
  return edits;
}
