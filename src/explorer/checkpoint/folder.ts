// The folder of a checkpoint on disk: files with levels, which are only ever added, and one manifest that names those that
// count. In, bytes and a manifest; out, the same after whatever has happened between. The invariant: the manifest is
// replaced in one go, after all that it names is on the disk, so there is a whole checkpoint at every moment.

import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { usage } from "../../spec/source/diagnostic.ts";
import { shownPath } from "../../spec/source/files.ts";
import { type Manifest, printManifest, readManifest, SEGMENT_NAME, type Segment } from "./manifest.ts";
import { damaged, reasonOf } from "./refusal.ts";

const MANIFEST = "checkpoint.allways";

/** Bytes read at once. */
const READ_BYTES = 2 ** 20;

/** Writes checkpoints into a folder. */
export class CheckpointWriter {
  readonly #folder: string;
  /** Tells this process's files from those of others. */
  readonly #id = randomBytes(4).toString("hex");
  #files = 0;
  /** The text of the manifest that is there; null for none. */
  #present: string | null;

  private constructor(folder: string, present: string | null) {
    this.#folder = folder;
    this.#present = present;
  }

  /** `resumed`: what is there is gone on from. Without that, only what has ended is replaced. */
  static async open(folder: string, resumed: boolean): Promise<CheckpointWriter> {
    try {
      await makeFolder(resolve(folder));
    } catch (error) {
      throw usage(`${shownPath(folder)} cannot be made for checkpoints: ${reasonOf(error)}`, []);
    }
    const present = await readable(folder);
    if (present !== null && !resumed) refuseUnfinished(folder, present);
    return new CheckpointWriter(folder, present);
  }

  /** Writes some levels into a file of their own; to count, it must be named by a manifest. */
  async write(levels: number, chunks: Iterable<Uint8Array>): Promise<Segment> {
    const file = `levels-${this.#id}-${this.#files++}.states`;
    const path = join(this.#folder, file);
    const hash = createHash("sha256");
    let bytes = 0;
    try {
      await withFile(path, "wx", async (handle) => {
        for (const chunk of chunks) {
          hash.update(chunk);
          await writeAll(handle, chunk);
          bytes += chunk.length;
        }
        await handle.sync();
      });
    } catch (error) {
      await rm(path, { force: true }).catch(() => {});
      throw error;
    }
    return { file, levels, bytes, sha256: hash.digest("hex") };
  }

  /** Makes this the checkpoint of the folder. False if another process has meanwhile written one of its own. */
  async publish(manifest: Manifest): Promise<boolean> {
    const there = await readText(this.#folder);
    // Where somebody has removed it, what it names may be gone, too.
    if (there === null && this.#present !== null) await stat(join(this.#folder, MANIFEST));
    if (there !== this.#present) return false;
    const text = printManifest(manifest);
    const fresh = join(this.#folder, `${MANIFEST}.${this.#id}`);
    try {
      await withFile(fresh, "w", async (handle) => {
        await writeAll(handle, Buffer.from(text));
        await handle.sync();
      });
      await rename(fresh, join(this.#folder, MANIFEST));
    } catch (error) {
      await rm(fresh, { force: true }).catch(() => {});
      throw error;
    }
    this.#present = text;
    await syncFolder(this.#folder);
    return true;
  }

  /** Removes what processes that are gone have left behind. */
  async tidy({ segments }: Manifest): Promise<void> {
    const named = new Set(segments.map(({ file }) => file));
    for (const file of await readdir(this.#folder)) {
      const isLeft = (SEGMENT_NAME.test(file) && !named.has(file)) || file.startsWith(`${MANIFEST}.`);
      if (isLeft) await rm(join(this.#folder, file), { force: true });
    }
  }
}

/** Reads the checkpoint in a folder. @throws SpecError if there is none, or it is not as it was written */
export async function readCheckpoint(folder: string): Promise<Manifest> {
  const text = await readable(folder);
  if (text === null) {
    const there = await stat(folder).catch(() => null);
    if (there === null) throw usage(`there is no checkpoint: ${shownPath(folder)} does not exist`, []);
    if (!there.isDirectory()) throw usage(`there is no checkpoint: ${shownPath(folder)} is not a folder`, []);
    throw usage(`there is no checkpoint in ${shownPath(folder)}`, []);
  }
  const manifest = readManifest(text);
  if (typeof manifest === "string") throw damaged(folder, manifest);
  for (const segment of manifest.segments) await verify(folder, segment);
  return manifest;
}

/** The bytes of a file with levels, a whole number of so many at a time. */
export async function* readSegment(folder: string, { file }: Segment, multiple: number): AsyncGenerator<Uint8Array> {
  const handle = await open(join(folder, file), "r");
  try {
    const buffer = Buffer.alloc(Math.max(1, Math.floor(READ_BYTES / multiple)) * multiple);
    for (let held = 0; ; ) {
      const { bytesRead } = await handle.read(buffer, held, buffer.length - held);
      held += bytesRead;
      if (bytesRead !== 0 && held < buffer.length) continue;
      if (held > 0) yield buffer.subarray(0, held);
      if (bytesRead === 0) return;
      held = 0;
    }
  } finally {
    await handle.close();
  }
}

async function verify(folder: string, segment: Segment): Promise<void> {
  const path = join(folder, segment.file);
  try {
    const { size } = await stat(path);
    if (size < segment.bytes) throw damaged(folder, `${segment.file} has been cut off`);
    if (size > segment.bytes) throw damaged(folder, `${segment.file} is longer than it was`);
    const hash = createHash("sha256");
    for await (const chunk of readSegment(folder, segment, 1)) hash.update(chunk);
    if (hash.digest("hex") === segment.sha256) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw damaged(folder, `${segment.file} is missing`);
    throw usage(`${shownPath(path)} cannot be read: ${reasonOf(error)}`, []);
  }
  throw damaged(folder, `${segment.file} does not have the checksum it should have`);
}

/** The text of the manifest; null if there is none. */
async function readText(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, MANIFEST), "latin1");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}

async function readable(folder: string): Promise<string | null> {
  try {
    return await readText(folder);
  } catch (error) {
    throw usage(`${shownPath(join(folder, MANIFEST))} cannot be read: ${reasonOf(error)}`, []);
  }
}

function refuseUnfinished(folder: string, text: string): void {
  const manifest = readManifest(text);
  const shown = shownPath(folder);
  if (typeof manifest === "string") {
    throw usage(`${shown} has a checkpoint already, and it is damaged: ${manifest}`, ["remove the folder first"]);
  }
  if (manifest.finished) return;
  throw usage(`${shown} has the checkpoint of a search of "${manifest.identity.spec}" that has not ended`, [
    `--resume ${shown} goes on from it; to begin anew, remove the folder first`,
  ]);
}

/** With the folders around it. Node's own way to do that never ends where the system allows no folder, as below /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(folder)).isDirectory()) return;
    const parent = dirname(folder);
    if (code !== "ENOENT" || (await exists(parent))) throw error;
    await makeFolder(parent);
    await mkdir(folder);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function withFile(path: string, flags: string, use: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(path, flags);
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at);
    at += bytesWritten;
  }
}

/** So that a file keeps its new name whatever happens. Not every system knows how. */
async function syncFolder(folder: string): Promise<void> {
  try {
    await withFile(folder, "r", (handle) => handle.sync());
  } catch (error) {
    reasonOf(error);
  }
}
