// A value, with what the step changed in it.

import type { JSX } from "preact";
import { differenceOf, linesOf, type Piece } from "./difference.ts";
import { memo } from "./memo.ts";

interface ValueProps {
  /** Null where it is as it was. */
  readonly before: string | null;
  readonly now: string;
}

/** Longer ones take a line for each element. */
const LINE = 34;
/** Shorter ones are crossed out as a whole. */
const WHOLE = 18;

export const Value: (props: ValueProps) => JSX.Element = memo(function Value({ before, now }: ValueProps): JSX.Element {
  if (before !== null && !isComposite(before, now)) {
    return (
      <>
        <del>{before}</del> <span aria-hidden="true">→</span> <ins>{now}</ins>
      </>
    );
  }
  const pieces: readonly Piece[] = before === null ? [{ kind: "kept", text: now }] : differenceOf(before, now);
  return (
    <>
      {linesOf(pieces, LINE).map((line, number) => (
        <span key={number} class={number > 0 ? "value-line" : undefined}>
          {line.map(({ kind, text }, index) =>
            kind === "kept" ? text : kind === "gone" ? <del key={index}>{text}</del> : <ins key={index}>{text}</ins>,
          )}
        </span>
      ))}
    </>
  );
});

function isComposite(before: string, now: string): boolean {
  return /^[[{]/.test(now) && /^[[{]/.test(before) && before.length + now.length > WHOLE;
}
