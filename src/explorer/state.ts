// A state as people and tools see it: an immutable record with value equality, never used between a step and the
// visited set of the fast core. Cells hold int32 values as program.ts defines them.

import { type Map as ImmutableMap, Record as ImmutableRecord, List, type RecordOf } from "immutable";

export interface StateFields {
  /** By column id: its cells. */
  readonly shared: List<List<number>>;
  /** By process id: where it stands. Actions stand at 0. */
  readonly locations: List<number>;
  /** By process id: local id → cells, the live locals of its location and no others. */
  readonly locals: List<ImmutableMap<number, List<number>>>;
}

export type State = RecordOf<StateFields>;

export const makeState: ImmutableRecord.Factory<StateFields> = ImmutableRecord<StateFields>(
  { shared: List(), locations: List(), locals: List() },
  "State",
);
