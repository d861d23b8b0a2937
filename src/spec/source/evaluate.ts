// Lets Node evaluate a spec's modules: every text as its author wrote it, types blanked out, with one line behind it that
// hands the values of its top-level names to us. Each evaluation is a fresh instance of all of the spec's own modules.
// "allways" is, for all of them, the very modules this file runs with. The invariant: stack traces, breakpoints and the
// debugger see the author's files, lines and columns.

import { pathToFileURL } from "node:url";
import { topLevelNames } from "./exports.ts";
import { installHooks, languageUrl } from "./hooks.ts";
import type { Module } from "./module.ts";
import type { SourceFile } from "./parse.ts";

type Scope = Readonly<Record<string, unknown>>;

export interface Evaluation {
  /** What the spec's file exports. */
  readonly exports: Scope;
  /** In the order of the sources. */
  readonly modules: readonly Module[];
}

/** What evaluated modules find of us, under a global symbol. */
interface Host {
  readonly language: Scope;
  readonly scopes: Map<string, () => Scope>;
}

interface Evaluator {
  readonly host: Host;
  readonly key: string;
  readonly mark: string;
  readonly provide: (url: string, text: string) => void;
  readonly importModule: (url: string) => Promise<Scope>;
}

let evaluator: Promise<Evaluator> | null = null;
let evaluations = 0;

async function createEvaluator(language: Scope): Promise<Evaluator> {
  // Several instances of this module can live in one process (a test runner resets its modules): each has its own key.
  const globals = globalThis as unknown as Record<symbol, Host>;
  let instance = 0;
  while (Symbol.for(`allways:${instance}`) in globals) instance++;
  const key = `globalThis[Symbol.for("allways:${instance}")]`;
  const host: Host = { language, scopes: new Map() };
  globals[Symbol.for(`allways:${instance}`)] = host;
  const mark = `?allways=${instance}.`;
  // An import written here would be the test runner's when it runs us, with a module graph of its own.
  const native = "data:text/javascript,export default (url) => import(url)";
  const { default: importModule } = (await import(native)) as { default: Evaluator["importModule"] };
  const provide = installHooks(mark);
  const names = Object.keys(language).filter((name) => name !== "default");
  provide(languageUrl, names.map((name) => `export const ${name} = ${key}.language.${name};`).join("\n"));
  return { host, key, mark, provide, importModule };
}

/**
 * Evaluates the files, the spec's own first among them; they import one another by relative paths.
 * Rejects with whatever the spec throws while it is loaded.
 */
export async function evaluate(sources: readonly SourceFile[], language: Scope): Promise<Evaluation> {
  evaluator ??= createEvaluator(language);
  const { host, key, mark, provide, importModule } = await evaluator;
  const query = `${mark}${++evaluations}`;
  const urls = sources.map(({ file }) => pathToFileURL(file).href);
  sources.forEach((source, i) => {
    provide(urls[i]!, instrument(source, urls[i]!, key));
  });
  try {
    const exports = await importModule(urls[0]! + query);
    const modules = sources.map((source, i) => withScope(source, host.scopes.get(urls[i]! + query)!));
    return { exports, modules };
  } finally {
    for (const url of urls) host.scopes.delete(url + query);
  }
}

const instrumented = new WeakMap<SourceFile, string>();

/** The text Node evaluates. Its last line also says the file's name without our mark, for stack traces and the debugger. */
function instrument(source: SourceFile, url: string, key: string): string {
  const known = instrumented.get(source);
  if (known !== undefined) return known;
  const names = topLevelNames(source.program).join(", ");
  const end = /[\n\r\u2028\u2029]$/.test(source.erased) ? "" : "\n";
  const line = `;${key}.scopes.set(import.meta.url, () => ({ ${names} })); //# sourceURL=${url}`;
  const text = source.erased + end + line;
  instrumented.set(source, text);
  return text;
}

function withScope(source: SourceFile, read: () => Scope): Module {
  let scope: Scope | null = null;
  return {
    ...source,
    scope: () => {
      scope ??= read();
      return scope;
    },
  };
}
