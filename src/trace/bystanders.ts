// Why everybody else did not move: in, a run and what it shows; out, for each process and action that is not at the end of it, where
// it stands, whether it could have moved, and the guards that hold it. Of a run that goes round for ever they are those that take
// no step of the loop. The invariant: who is said to be held has no step there, and who could have moved has one.

import type { Finding, Trace } from "../explorer/exploration.ts";
import { statesOfTrace } from "../explorer/liveness/judgement.ts";
import { situationOf } from "../explorer/reference/interpreter.ts";
import type { State } from "../explorer/state.ts";
import type { Program } from "../spec/program/program.ts";
import { viewGuards, type WaitingView } from "./because.ts";
import { viewPlace, viewStanding } from "./view.ts";

export interface Bystander extends Omit<WaitingView, "waits"> {
  /** `ready`: it could move, and has to sooner or later; `free`: it could, and need not. */
  readonly waits: WaitingView["waits"] | "ready" | "ended";
  /** It is held in this state of the loop, and not in all of them. */
  readonly sometimes: boolean;
}

/** Who waits longest comes first; then in order of declaration. */
const ORDER: readonly Bystander["waits"][] = ["blocked", "ready", "free", "idle", "optional", "ended"];

export function viewBystanders(program: Program, trace: Trace, finding: Finding): readonly Bystander[] {
  const states = statesOfTrace(trace);
  const { loop } = trace;
  const goesRound = loop !== undefined && loop < trace.steps.length;
  const end = goesRound ? states.slice(loop, -1) : states.slice(-1);
  // Where nobody has to move it is asked of everybody; otherwise not of those whose steps show it.
  const atRest = finding.kind === "deadlock" || finding.kind === "quiescent" || loop === trace.steps.length;
  const shown = goesRound ? trace.steps.slice(loop) : atRest ? [] : trace.steps.slice(-1);
  const movers = new Set(shown.map(({ process }) => process));
  const known = new Set(finding.kind === "deadlock" ? finding.blocked : []);
  return program.processes
    .filter(({ id }) => !movers.has(id) && !known.has(id))
    .map(({ id }) => viewBystander(program, end, id))
    .sort((a, b) => ORDER.indexOf(a.waits) - ORDER.indexOf(b.waits));
}

/** In the first of the states in which it is held, or the first of all. */
function viewBystander(program: Program, states: readonly State[], id: number): Bystander {
  const { kind, locations } = program.processes[id]!;
  const isHeld = (state: State): boolean => situationOf(program, state, id).edges.length === 0;
  const hasEnded = (state: State): boolean => kind === "process" && locations[state.locations.get(id)!]!.id === 0;
  const first = states[0]!;
  const standing = viewStanding(program, first, id);
  if (hasEnded(first)) return { ...standing, waits: "ended", sometimes: false, guards: [], place: null };
  const held = states.find(isHeld);
  const state = held ?? first;
  const { edges, waits } = situationOf(program, state, id);
  const able = edges.every(({ optional }) => optional) ? "free" : "ready";
  return {
    ...standing,
    waits: held === undefined ? able : waits,
    sometimes: held !== undefined && states.length > 1 && !states.every(isHeld),
    guards: held === undefined ? [] : viewGuards(program, state, id),
    place: viewPlace(locations[state.locations.get(id)!]!.place.span, program.sources),
  };
}
