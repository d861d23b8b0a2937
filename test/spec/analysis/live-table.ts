// Shows what is live at each label of a small process: `{ "read": ["v"], "lock:7.try": ["lock:7.who"] }`, where `lock:7.`
// stands for the call in line 7 and `for:3` for the hidden state of the loop in line 3.

import { resolveBindings } from "../../../src/spec/analysis/bindings.ts";
import { type CallPath, extendPath, locationKey, rootPath, variableKey } from "../../../src/spec/analysis/keys.ts";
import { computeLiveness, type LivenessHost } from "../../../src/spec/analysis/liveness.ts";
import { type Extent, type FunctionNode, isYieldLabel, unwrap, walkSyntax } from "../../../src/spec/analysis/syntax.ts";
import { functionNamed, lineOf, parse } from "./parse.ts";

export interface TableOptions {
  /** Values of top-level names. */
  readonly scope?: Readonly<Record<string, unknown>>;
  /** Values of the process's parameters, by name; being no state, they are not shown. */
  readonly values?: Readonly<Record<string, unknown>>;
  readonly state?: ReadonlySet<object>;
  /** Names of locals that are aliases of parts of other locals. */
  readonly aliases?: readonly string[];
}

/** The process is the function `p`; other generator functions of the text are procedures. */
export function liveTable(text: string, options: TableOptions = {}): Record<string, string[]> {
  const parsed = parse(text, options.scope);
  const { module } = parsed;
  const fn = functionNamed(parsed, "p");
  const parameters = new Map(
    [...resolveBindings(fn).declarations.values()]
      .filter(({ kind, name }) => kind === "param" && Object.hasOwn(options.values ?? {}, name))
      .map((declared) => [declared, options.values?.[declared.name]]),
  );
  const host: LivenessHost = {
    procedureOf: ({ callee }) => {
      const name = unwrap(callee);
      const called = name.type === "Identifier" ? parsed.functions.get(name.name) : undefined;
      return called?.generator ? { fn: called, module } : null;
    },
    isAlias: ({ name }) => options.aliases?.includes(name) ?? false,
    isState: (value) => options.state?.has(value) ?? false,
  };
  const names = new Map<string, string>();
  const places = new Map<string, string>();
  nameAll(fn, rootPath, "");
  const table: Record<string, string[]> = {};
  for (const [place, live] of computeLiveness({ fn, module }, parameters, host)) {
    const shown = [...live].map((key) => names.get(key) ?? key);
    table[places.get(place) ?? place] = shown.filter((name) => !Object.hasOwn(options.values ?? {}, name)).sort();
  }
  return table;

  function nameAll(within: FunctionNode, path: CallPath, prefix: string): void {
    const declare = (node: Extent, name: string) => {
      names.set(variableKey(path, node, module.file), prefix + name);
    };
    for (const { node, name } of resolveBindings(within).declarations.values()) declare(node, name);
    walkSyntax(within, (node) => {
      if (node.type === "ForOfStatement") declare(node, `for:${lineOf(text, node.start)}`);
      if (node.type === "ExpressionStatement") {
        const yielding = isYieldLabel(node);
        if (yielding !== null) places.set(locationKey(path, yielding.node, module.file), prefix + yielding.label);
      }
      if (node.type !== "YieldExpression" || !node.delegate || node.argument?.type !== "CallExpression") return;
      const call = node.argument;
      const procedure = host.procedureOf(call, null as never);
      if (procedure === null) return;
      if (procedure.fn === fn) return;
      const name = `${text.slice(call.callee.start, call.callee.end)}:${lineOf(text, call.start)}.`;
      nameAll(procedure.fn, extendPath(path, call, module.file), prefix + name);
    });
  }
}
