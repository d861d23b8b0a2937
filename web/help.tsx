// What the keys do, in a window over the page: `?` opens it, Escape closes it.

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [["←", "→"], "a step back, a step on"],
  [["↑", "↓"], "the same"],
  [["k", "j"], "the same, from anywhere"],
  [["⇧ ←", "⇧ →"], "where another process takes over"],
  [["Page Up", "Page Down"], "ten steps"],
  [["Home", "End"], "the initial state, the last step"],
  [["/"], "filter by variable"],
  [["c"], "copy the trace as text"],
  [["?"], "this window"],
];

interface HelpProps {
  readonly open: boolean;
  readonly close: () => void;
}

export function Help({ open, close }: HelpProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current!.open) dialog.current!.showModal();
    else if (!open) dialog.current!.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="head-help" onClose={close}>
      <h2 id="head-help">Keys</h2>
      <dl>
        {KEYS.map(([keys, words]) => (
          <div key={words + keys[0]}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p>
        A row is one atomic step. The line of the source that is marked is where the step began; the names beside lines
        say where each process stands after it. <code>#step=7</code> at the end of the address leads to step 7.
      </p>
      <form method="dialog">
        <button type="submit" class="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
