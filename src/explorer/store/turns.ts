// Waiting for the next level. What comes in is the number of the last one on a board that all threads see; what goes out
// is another number. The invariant: who returns has something new to do, however often it was woken for nothing: a
// thread may be done with a level before the one that posted it gets to wake others.

/** Looks at the board so often before it sleeps until the next turn. */
const SPINS = 20_000;

/** The turn at a place of a board once it is another one than the last. */
export function awaitTurnAfter(board: Int32Array, place: number, last: number): number {
  for (let i = 0; i < SPINS; i++) {
    const turn = Atomics.load(board, place);
    if (turn !== last) return turn;
  }
  for (;;) {
    Atomics.wait(board, place, last);
    const turn = Atomics.load(board, place);
    if (turn !== last) return turn;
  }
}
