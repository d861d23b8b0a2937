// How Node is given the texts we prepared: hooks into its module loader, which answer for the spec's own modules and for
// "allways" and leave all other modules alone. Where Node runs hooks beside the importing code (`module.registerHooks`)
// they look into our table; on Node 20 they run in a thread of their own, to which the table's entries are posted.
// The invariant: a module is ours if and only if its URL carries our mark, which names the evaluation it belongs to.

import module from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Texts of modules by URL, without the mark. */
export type Texts = ReadonlyMap<string, string>;

/** What "allways" resolves to. */
export const languageUrl = "allways:language";

type Next = (name: string, context: object) => unknown;

interface Hooks {
  resolve(specifier: string, context: { parentURL?: string }, next: Next): unknown;
  load(url: string, context: object, next: Next): unknown;
}

/**
 * Both kinds of hooks. On Node 20 the text of this very function is evaluated in the other thread, so it stands on its own.
 * @param mark `?allways=` and what tells this instance of the loader from others in the same process
 * @param normalize one spelling for all URLs of a file
 */
function makeHooks(mark: string, texts: () => Texts, normalize: (url: string) => string): Hooks {
  return {
    resolve(specifier, context, next) {
      const parent = context.parentURL ?? "";
      const at = parent.indexOf(mark);
      if (at < 0) {
        if (!specifier.includes(mark)) return next(specifier, context);
        return { url: specifier, format: "module", shortCircuit: true };
      }
      if (specifier === "allways") {
        return { url: `allways:language${parent.slice(at)}`, format: "module", shortCircuit: true };
      }
      if (/^\.\.?\//.test(specifier)) {
        const url = normalize(new URL(specifier, parent).href) + parent.slice(at);
        return { url, format: "module", shortCircuit: true };
      }
      return next(specifier, context);
    },
    load(url, context, next) {
      const at = url.indexOf(mark);
      if (at < 0) return next(url, context);
      return { format: "module", source: texts().get(url.slice(0, at)), shortCircuit: true };
    },
  };
}

/** Installs the hooks, once in the life of a process; the function it gives adds texts or changes them. */
export function installHooks(mark: string): (url: string, text: string) => void {
  const texts = new Map<string, string>();
  // Node 20's type definitions know neither function.
  const { registerHooks } = module as { registerHooks?: (hooks: Hooks) => void };
  if (registerHooks !== undefined) {
    const normalize = (url: string): string => pathToFileURL(fileURLToPath(url)).href;
    registerHooks(makeHooks(mark, () => texts, normalize));
    return (url, text) => texts.set(url, text);
  }
  const { port1: here, port2: there } = new MessageChannel();
  const thread = `
    import { fileURLToPath, pathToFileURL } from "node:url";
    import { receiveMessageOnPort } from "node:worker_threads";
    const texts = new Map();
    let port;
    const receive = () => {
      for (let got; (got = receiveMessageOnPort(port)) !== undefined; ) texts.set(...got.message);
      return texts;
    };
    const normalize = (url) => pathToFileURL(fileURLToPath(url)).href;
    export const initialize = (data) => { port = data; };
    export const { resolve, load } = (${makeHooks})(${JSON.stringify(mark)}, receive, normalize);
  `;
  module.register(`data:text/javascript,${encodeURIComponent(thread)}`, { data: there, transferList: [there] });
  return (url, text) => {
    // An entry is in the other thread's queue before the import that needs it is requested: the hook only takes it out.
    if (texts.get(url) === text) return;
    texts.set(url, text);
    here.postMessage([url, text]);
  };
}
