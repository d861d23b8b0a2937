// TypeScript that has a meaning of its own at run time, and module syntax that a spec has no use for: a syntax tree comes
// in, diagnostics go out. The invariant: what is not refused here can be run once its types are blanked out (erase.ts).

import { type Node, type Program as SyntaxTree, visitorKeys } from "oxc-parser";
import type { Diagnostic, Span } from "./diagnostic.ts";

/** One diagnostic for each piece of such syntax. */
export function refuseSyntax(file: string, program: SyntaxTree): Diagnostic[] {
  const found: Diagnostic[] = [];
  visit(program, (node) => {
    const refusal = refusalOf(node);
    if (refusal === null) return true;
    const span: Span = { file, start: node.start, end: refusal.end ?? node.end };
    found.push({ message: refusal.message, span, hints: [refusal.hint] });
    return false;
  });
  return [...found, ...repeatedFunctions(file, program)];
}

/** Two bodies for one name: for all the parser knows the first could be a signature of the second. */
function repeatedFunctions(file: string, program: SyntaxTree): Diagnostic[] {
  const first = new Set<string>();
  return program.body.flatMap((statement): Diagnostic[] => {
    const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (node?.type !== "FunctionDeclaration" || node.id === null || node.body === null) return [];
    const { name, start, end } = node.id;
    if (!first.has(name)) {
      first.add(name);
      return [];
    }
    return [{ message: `the function ${name} is declared twice`, span: { file, start, end }, hints: ["rename one"] }];
  });
}

interface Refusal {
  readonly message: string;
  readonly hint: string;
  readonly end?: number;
}

function refusalOf(node: Node): Refusal | null {
  switch (node.type) {
    case "TSEnumDeclaration":
      if (node.declare) return null;
      return {
        message: "an enum is not erasable TypeScript",
        hint: 'use oneOf("a", "b") for a domain, or one const for each number',
        end: node.id.end,
      };
    case "TSModuleDeclaration":
      if (node.declare) return null;
      return {
        message: "a namespace is not erasable TypeScript",
        hint: "put its declarations at module level, or into a file of their own",
        end: node.id.end,
      };
    case "TSParameterProperty":
      return {
        message: "a parameter property is not erasable TypeScript",
        hint: "declare the field, and assign it in the constructor",
      };
    case "Decorator":
      return { message: "decorators are not supported", hint: "call the function yourself" };
    case "TSTypeAssertion":
      return { message: "<T>x is not erasable TypeScript", hint: "write x as T", end: node.expression.start };
    case "TSImportEqualsDeclaration":
      if (node.importKind === "type") return null;
      return { message: "import = is not erasable TypeScript", hint: 'write import { name } from "module"' };
    case "TSExportAssignment":
      return { message: "export = is not erasable TypeScript", hint: 'write export default spec("name", { … })' };
    case "VariableDeclaration":
      if (node.kind !== "using" && node.kind !== "await using") return null;
      return {
        message: `${node.kind} is not supported in a spec`,
        hint: "write const",
        end: node.start + node.kind.length,
      };
    case "ImportExpression":
      return { message: "import() is not supported in a spec", hint: "import at the top of the file" };
    default:
      return null;
  }
}

/** Every node, types included, but for what is only declared. */
function visit(node: Node, enter: (node: Node) => boolean): void {
  if ((node.type === "TSModuleDeclaration" && node.declare) || !enter(node)) return;
  const descend = (child: unknown): void => {
    if (Array.isArray(child)) child.forEach(descend);
    else if (typeof child === "object" && child !== null && "type" in child) visit(child as Node, enter);
  };
  for (const key of visitorKeys[node.type] ?? []) descend((node as unknown as Record<string, unknown>)[key]);
}
