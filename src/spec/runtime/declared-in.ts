// Which file declares a spec that was imported like any module, by a test or a program, instead of being loaded by allways:
// in, the stack of the call of spec(); out, the file whose evaluation made the call. The invariant: it is only a place to look;
// whoever takes it loads that file and sees for itself.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Several copies of allways can live in one process: a test runner has a module graph of its own. */
const FILE = Symbol.for("allways.declaredIn");

/** Remembers where `caller`, which runs now, was called from. */
export function rememberFile(definition: object, caller: (...given: never[]) => unknown): void {
  const files = filesOnStack(caller);
  // The innermost may be a helper that makes specs; the outermost of the author's is the module that exports this one.
  const file = files.findLast((name) => !/[\\/]node_modules[\\/]/.test(name)) ?? files[0];
  if (file !== undefined) Object.defineProperty(definition, FILE, { value: file });
}

/** The absolute path; null where the stack did not say. */
export function declaredIn(definition: object): string | null {
  return (definition as { readonly [FILE]?: string })[FILE] ?? null;
}

function filesOnStack(caller: (...given: never[]) => unknown): string[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = 100;
    Error.prepareStackTrace = (_, sites) => sites.slice(0, endOf(sites)).map((site) => site.getFileName() ?? "");
    Error.captureStackTrace(holder, caller);
    return (holder.stack as string[])
      .map((name) => (name.startsWith("file:") ? fileURLToPath(name) : name))
      .filter((name) => existsSync(name));
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Whoever awaits the module, such as the test that imports it, did not make the call. */
function endOf(sites: readonly NodeJS.CallSite[]): number {
  const end = sites.findIndex((site) => (site as AsyncSite).isAsync?.() ?? false);
  return end < 0 ? sites.length : end;
}

/** Node's type definitions do not know of it. */
type AsyncSite = NodeJS.CallSite & { readonly isAsync?: () => boolean };
