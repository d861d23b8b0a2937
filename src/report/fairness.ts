// How a run without end is fair, process by process: in, its trace; out, for each process that something is owed to, which
// step of the loop is its own, or where nothing obliges it.

import type { Trace } from "../explorer/exploration.ts";
import { judgeFairness, statesOfTrace } from "../explorer/liveness/judgement.ts";
import type { Program } from "../spec/program/program.ts";
import { viewStanding } from "../trace/view.ts";
import { printable, wrapItems } from "./layout.ts";
import type { Style } from "./style.ts";
import type { FairnessView } from "./verdict.ts";

export function viewFairness(program: Program, trace: Trace): readonly FairnessView[] {
  const states = statesOfTrace(trace);
  return judgeFairness(program, trace).map((note) => {
    const { name, kind } = program.processes[note.process]!;
    const held = note.kind === "held" ? note.state : null;
    const label = held === null || kind === "action" ? null : viewStanding(program, states[held]!, note.process).label;
    return {
      process: note.process,
      name,
      fairness: note.fairness,
      step: note.kind === "moves" ? note.step : null,
      held,
      label,
    };
  });
}

/** Lines below the steps: how it goes on, and to whom that is fair. */
export function layLoop(loop: number, steps: number, fairness: readonly FairnessView[], style: Style): string[] {
  const round = steps - loop;
  const head =
    round === 0
      ? "stays here for ever: nobody is obliged to move"
      : `then step ${loop + 1} again: ${round === 1 ? "this step" : `these ${round} steps`} for ever`;
  if (round === 0 || fairness.length === 0) return [`  ${style.color.bold(head)}`];
  const items = fairness.map(({ name, step, held, label, fairness: kind }) => {
    if (step !== null) return `${name} moves in step ${step}`;
    const where = label === null ? "" : ` at "${label}"`;
    const when =
      kind === "strong" ? "never has to move" : `need not move ${held === 0 ? "at the start" : `after step ${held}`}`;
    return printable(`${name} ${when}${where}`, style.ascii);
  });
  const lines = wrapItems(["this is fair:", ...items], ", ", Math.max(8, style.width - 2));
  return [
    `  ${style.color.bold(head)}`,
    ...lines.map((line) => `  ${style.color.dim(line.replace("fair:,", "fair:"))}`),
  ];
}
