// Huge pages for the memory of a large search. What comes in is a buffer that is still untouched for the most part; what
// goes out is advice to the system to give it memory by 2 MiB instead of 4 KiB at a time, which saves most of the time that
// first writes take, and many misses of the processor's table of pages. Linux alone lets a program ask for them, by a call
// that Node does not offer, hence the library. The invariant: advice changes no answer, so where it cannot be given, nothing is said.

import { createRequire } from "node:module";

/** Of <linux/mman.h>. */
const MADV_HUGEPAGE = 14;

type Advise = (address: Uint8Array, bytes: number, advice: number) => number;

/** What is used of the library. */
interface ForeignFunctions {
  readonly load: (library: null) => { readonly func: (declaration: string) => Advise };
}

/** `undefined`: not looked for yet; `null`: there is none. */
let advise: Advise | null | undefined;

/** Asks for huge pages for all of a buffer. */
export function adviseHugePages(buffer: ArrayBufferLike): void {
  if (advise === undefined) advise = findAdvise();
  advise?.(new Uint8Array(buffer), buffer.byteLength, MADV_HUGEPAGE);
}

function findAdvise(): Advise | null {
  if (process.platform !== "linux") return null;
  try {
    const library = createRequire(import.meta.url)(`@koromix/koffi-linux-${process.arch}`) as ForeignFunctions;
    return library.load(null).func("int madvise(void *address, size_t bytes, int advice)");
  } catch {
    // An optional dependency, for some processors only.
    return null;
  }
}
