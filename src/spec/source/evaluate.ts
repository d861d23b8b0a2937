// Lets Node evaluate a spec's modules: every text as its author wrote it, types blanked out, with one line behind it that
// hands the values of its top-level names to us. Each evaluation is a fresh instance of all of the spec's own modules.
// "allways" is, for all of them, the very modules this file runs with. The invariant: stack traces, breakpoints and the
// debugger see the author's files, lines and columns.

import { pathToFileURL } from "node:url";
import { topLevelNames } from "./exports.ts";
import { installHooks, languageUrl } from "./hooks.ts";
import { standAlone } from "./lone-module.ts";
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
  /** The language's module, as a text. */
  readonly language: string;
  /** Whether stacks name a text as it calls itself. Test runners name it by its URL. */
  readonly namesTexts: boolean;
  /** Installs the hooks when it is first called. */
  readonly provide: (url: string, text: string) => void;
  readonly importModule: (url: string) => Promise<Scope>;
}

const ownName = "allways:import";

let evaluator: Promise<Evaluator> | null = null;
let evaluations = 0;

async function createEvaluator(exported: Scope): Promise<Evaluator> {
  // Several instances of this module can live in one process (a test runner resets its modules): each has its own key.
  const globals = globalThis as unknown as Record<symbol, Host>;
  let instance = 0;
  while (Symbol.for(`allways:${instance}`) in globals) instance++;
  const key = `globalThis[Symbol.for("allways:${instance}")]`;
  const host: Host = { language: exported, scopes: new Map() };
  globals[Symbol.for(`allways:${instance}`)] = host;
  const mark = `?allways=${instance}.`;
  // An import written here would be the test runner's when it runs us, with a module graph of its own.
  const native = dataUrl(
    `export default (url) => import(url); export const { stack } = new Error(); //# sourceURL=${ownName}`,
  );
  const { default: importModule, stack } = (await import(native)) as {
    default: Evaluator["importModule"];
    stack: unknown;
  };
  const names = Object.keys(exported).filter((name) => name !== "default");
  const language = names.map((name) => `export const ${name} = ${key}.language.${name};`).join("\n");
  let hooks: Evaluator["provide"] | null = null;
  const provide: Evaluator["provide"] = (url, text) => {
    if (hooks === null) {
      hooks = installHooks(mark);
      hooks(languageUrl, language);
    }
    hooks(url, text);
  };
  return { host, key, mark, language, namesTexts: !String(stack).includes("data:"), provide, importModule };
}

/**
 * Evaluates the files, the spec's own first among them; they import one another by relative paths.
 * Rejects with whatever the spec throws while it is loaded.
 */
export async function evaluate(sources: readonly SourceFile[], language: Scope): Promise<Evaluation> {
  evaluator ??= createEvaluator(language);
  const { host, mark, importModule, ...evaluating } = await evaluator;
  const query = `${mark}${++evaluations}`;
  const urls = sources.map(({ file }) => pathToFileURL(file).href);
  const provideAll = (): void => {
    sources.forEach((source, i) => {
      evaluating.provide(urls[i]!, instrument(source, urls[i]!, evaluating.key));
    });
  };
  const alone = sources.length === 1 ? loneModule(sources[0]!, urls[0]! + query, evaluating) : null;
  if (alone === null) provideAll();
  try {
    const exports = await importModule(alone ?? urls[0]! + query).catch((error: unknown) => {
      if (alone === null || !isUnreadable(error)) throw error;
      // Nothing of it has run. Under its own URL Node says where in the file the fault is.
      provideAll();
      return importModule(urls[0]! + query);
    });
    const modules = sources.map((source, i) => withScope(source, host.scopes.get(urls[i]! + query)!));
    return { exports, modules };
  } finally {
    for (const url of urls) host.scopes.delete(url + query);
  }
}

/** The URL that is the module itself, if it can be one. `name` is what its scope is kept under, different each time. */
function loneModule(
  source: SourceFile,
  name: string,
  { key, language, namesTexts }: Pick<Evaluator, "key" | "language" | "namesTexts">,
): string | null {
  const alone = !namesTexts ? null : standAlone(source, dataUrl(language));
  if (alone === null) return null;
  const line = scopeLine(source, key, JSON.stringify(name), pathToFileURL(source.file).href);
  return dataUrl(`${ended(alone.text)};${alone.imports}${line}`);
}

/** Whether Node could not make a module of the text of a `data:` URL. Above such a stack stands the URL and the line. */
function isUnreadable(error: unknown): boolean {
  return error instanceof SyntaxError && (error.stack ?? "").startsWith("data:");
}

function dataUrl(text: string): string {
  return `data:text/javascript,${encodeURIComponent(text)}`;
}

const instrumented = new WeakMap<SourceFile, string>();

/** The text Node evaluates where modules import one another. */
function instrument(source: SourceFile, url: string, key: string): string {
  const known = instrumented.get(source);
  if (known !== undefined) return known;
  const text = ended(source.erased) + scopeLine(source, key, "import.meta.url", url);
  instrumented.set(source, text);
  return text;
}

function ended(text: string): string {
  return /[\n\r\u2028\u2029]$/.test(text) ? text : `${text}\n`;
}

/** The line behind the text. It also says the file's name without our mark, for stack traces and the debugger. */
function scopeLine(source: SourceFile, key: string, name: string, url: string): string {
  const names = topLevelNames(source.program).join(", ");
  return `;${key}.scopes.set(${name}, () => ({ ${names} })); //# sourceURL=${url}`;
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
