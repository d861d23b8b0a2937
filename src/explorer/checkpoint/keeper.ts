// Keeps what a breadth-first search knows on disk, and lets another one go on from there. In, a search between two levels;
// out, a checkpoint in a folder: its levels, counters and what was found. Levels are never changed once they are complete,
// so each is written once, and a checkpoint costs what is new in it. The invariants: it is taken at the end of a level,
// where nothing is half done; and what cannot be written is said, and is no reason to end the search.

import { realpathSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { usage } from "../../spec/source/diagnostic.ts";
import { shownPath } from "../../spec/source/files.ts";
import type { CheckpointOptions, CheckpointReport, Milestone } from "../exploration.ts";
import type { Session } from "../search/session.ts";
import type { Partitions } from "../store/partitions.ts";
import { CheckpointWriter, readCheckpoint } from "./folder.ts";
import { differenceOf, type Identity, identityOf } from "./identity.ts";
import type { Manifest, Segment } from "./manifest.ts";
import { reasonOf } from "./refusal.ts";
import { restore } from "./restore.ts";
import { statesOfLevels } from "./states.ts";

/** Without other orders: not more often than that, and not more than this share of the time. */
const EVERY_MILLISECONDS = 30_000;
const SHARE = 1 / 20;

/** A search whose states can be written down. */
export interface Levelled extends Session {
  holdings: Partitions;
}

export class Keeper {
  readonly #asked: CheckpointOptions;
  readonly #identity: Identity;
  /** What the search goes on from. */
  readonly #from: Manifest | null;
  /** Null where no checkpoints are written, or no more. */
  #writer: CheckpointWriter | null;
  /** What has been written of the levels. */
  readonly #segments: Segment[];
  #last: Manifest | null = null;
  #lastEnd = performance.now();
  #took = 0;
  #problem: string | null = null;

  private constructor(
    asked: CheckpointOptions,
    identity: Identity,
    writer: CheckpointWriter | null,
    resumed: Manifest | null,
    segments: readonly Segment[],
  ) {
    this.#asked = asked;
    this.#identity = identity;
    this.#writer = writer;
    this.#from = resumed;
    this.#segments = [...segments];
  }

  /**
   * Reads the checkpoint to go on from, if there is one, and sees to the folder for others; next comes `begin`.
   * @throws SpecError for a checkpoint that does not fit or is damaged, and for a folder that cannot be used
   */
  static async open(search: Levelled, asked: CheckpointOptions): Promise<Keeper> {
    const { program, options, engine } = search;
    const { folder, resume } = asked;
    const identity = identityOf(program, engine.compiled.layout, options, asked.version);
    const resumed = resume === null ? null : await readFitting(resume, identity);
    const goesOn = resumed !== null && folder !== null && isSame(folder, resume!);
    const writer = folder === null ? null : await CheckpointWriter.open(folder, goesOn);
    return new Keeper(asked, identity, writer, resumed, goesOn ? resumed.segments : []);
  }

  /** Has a search that has only just begun go on from where the other one was. `arrange` is called after each level. */
  async begin(search: Levelled, arrange: () => Promise<void>): Promise<void> {
    const goesOn = this.#segments.length > 0;
    if (this.#from !== null) await restore(search, this.#from, this.#asked.resume!, arrange);
    // That it cannot be written should show now, and not in an hour.
    if (!goesOn) await this.#writeFirst(search);
    this.#lastEnd = performance.now();
  }

  /** Whether it is time for the next checkpoint. */
  isDue(): boolean {
    const since = performance.now() - this.#lastEnd;
    const { every } = this.#asked;
    return every === null ? since >= Math.max(EVERY_MILLISECONDS, this.#took / SHARE) : since >= every;
  }

  /** Writes a checkpoint of a search that is between two levels. */
  async save(search: Levelled): Promise<void> {
    const began = performance.now();
    try {
      await this.#write(search);
      this.#problem = null;
    } catch (error) {
      this.#complain(`no checkpoint could be written to ${this.#shown}: ${reasonOf(error)}; the search goes on`);
    }
    this.#lastEnd = performance.now();
    this.#took = this.#lastEnd - began;
  }

  /** Writes the levels that have not been written yet, because they are about to leave memory. Without them there is no other. */
  async secure(search: Levelled): Promise<void> {
    if (this.#writer === null) return;
    try {
      await this.#writeLevels(this.#writer, search);
    } catch (error) {
      this.#writer = null;
      this.#complain(`no more checkpoints are written to ${this.#shown}: ${reasonOf(error)}; the search goes on`);
    }
  }

  /** Says what came of it. `finished`: the search has given its answer, so the folder may be used for another one. */
  async close(finished: boolean): Promise<CheckpointReport> {
    const report = { resumed: this.#from && milestoneOf(this.#from), saved: this.#last && milestoneOf(this.#last) };
    if (!finished || this.#last === null || this.#writer === null) return report;
    try {
      await this.#writer.publish({ ...this.#last, finished });
    } catch (error) {
      // The last checkpoint is as good as it was.
      reasonOf(error);
    }
    return report;
  }

  get #shown(): string {
    return shownPath(this.#asked.folder!);
  }

  async #writeFirst(search: Levelled): Promise<void> {
    try {
      await this.#write(search);
    } catch (error) {
      throw usage(`no checkpoint can be written to ${this.#shown}: ${reasonOf(error)}`, []);
    }
  }

  async #write(search: Levelled): Promise<void> {
    const writer = this.#writer;
    if (writer === null) return;
    const { holdings, goals, engine, began } = search;
    await this.#writeLevels(writer, search);
    const manifest: Manifest = {
      identity: this.#identity,
      finished: false,
      stride: engine.stride,
      levels: Array.from({ length: holdings.levels }, (_, i) => holdings.sizeOf(i + 1)),
      coverage: holdings.readCoverage(),
      cut: holdings.cut,
      goals: goals.upTo(holdings.levels),
      milliseconds: performance.now() - began,
      segments: [...this.#segments],
    };
    if (!(await writer.publish(manifest))) {
      this.#writer = null;
      this.#complain(`another process writes checkpoints to ${this.#shown}; this one writes no more, but goes on`);
      return;
    }
    if (this.#last === null) await writer.tidy(manifest);
    this.#last = manifest;
  }

  async #writeLevels(writer: CheckpointWriter, { holdings }: Levelled): Promise<void> {
    const written = this.#segments.reduce((sum, { levels }) => sum + levels, 0);
    if (holdings.levels <= written) return;
    const states = statesOfLevels(holdings, written + 1, holdings.levels);
    this.#segments.push(await writer.write(holdings.levels - written, states));
  }

  /** Once for as long as it lasts. */
  #complain(problem: string): void {
    if (problem !== this.#problem) this.#asked.onProblem(problem);
    this.#problem = problem;
  }
}

async function readFitting(folder: string, asked: Identity): Promise<Manifest> {
  const manifest = await readCheckpoint(folder);
  const difference = differenceOf(manifest.identity, asked);
  if (difference === null) return manifest;
  throw usage(`the checkpoint in ${shownPath(folder)} does not fit: ${difference.what}`, [difference.hint]);
}

/** Both are folders, the second of which exists. */
function isSame(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

function milestoneOf({ levels, milliseconds }: Manifest): Milestone {
  const states = levels.reduce((sum, size) => sum + size, 0);
  return { states, depth: levels.filter((size) => size > 0).length, milliseconds };
}
