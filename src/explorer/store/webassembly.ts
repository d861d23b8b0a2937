// The few parts of the WebAssembly interface that we use. Their declarations come with the browser's in TypeScript's
// library, which a program for Node should not see.

export interface Memory {
  /** Another one after `grow`; seen by several threads if the memory is shared. */
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  /** By so many pages of 64 KiB. Throws a RangeError if that cannot be had. */
  grow(pages: number): number;
}

interface WebAssemblyInterface {
  readonly Memory: new (limits: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared?: boolean;
  }) => Memory;
  readonly RuntimeError: new (message?: string) => Error;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: unknown };
}

export const webAssembly: WebAssemblyInterface = (globalThis as unknown as { WebAssembly: WebAssemblyInterface })
  .WebAssembly;
