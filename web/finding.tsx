// What the run shows: the property that broke, or who waits for ever; and whether that was expected.

import type { JSX } from "preact";
import type { PagePlace, TracePage } from "../src/trace/page-data.ts";
import { groupWaiting } from "./names.ts";
import { PlaceButton } from "./place.tsx";

interface FindingProps {
  readonly trace: TracePage;
  readonly show: (place: PagePlace) => void;
  readonly go: (step: number) => void;
}

/** As many sentences are told at once, where there is room. */
const FEW = 3;
const isRoomy = innerWidth > 760;

export function Finding({ trace, show, go }: FindingProps): JSX.Element {
  const { finding, frame } = trace;
  if (finding === null) return <p class="finding fine">Nothing is violated where this run ends.</p>;
  const { head, property, text, place, blocked } = finding;
  return (
    <div class="finding broken">
      <p>
        <strong>{head}</strong>
        {property !== null && <span class="property">{property}</span>}
        {text !== "" && <code>{text}</code>}
        {place !== null && <PlaceButton trace={trace} place={place} show={show} />}
        {frame.expectation !== null && <Expectation {...frame.expectation} />}
      </p>
      {blocked.length > 0 && (
        <ul>
          {groupWaiting(blocked).map(({ who, guards }) => (
            <li key={who}>
              <span>{who} waits for ever</span>
              {guards.map((guard) => (
                <code key={guard}>{guard}</code>
              ))}
            </li>
          ))}
        </ul>
      )}
      <Because {...finding} last={trace.steps.length} go={go} />
    </div>
  );
}

type BecauseProps = Pick<NonNullable<TracePage["finding"]>, "because" | "since" | "blocked"> &
  Pick<FindingProps, "go"> & { readonly last: number };

/** The values that the broken condition read, the step that made it false, who waits for what. */
function Because({ because, since, blocked, last, go }: BecauseProps): JSX.Element | null {
  if (because.length === 0) return null;
  return (
    <details class="because" open={isRoomy && because.length <= FEW && blocked.length === 0}>
      <summary>because</summary>
      <ul>
        {because.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {since !== null && since < last && (
        <button type="button" class="link" onClick={() => go(since)}>
          Go to step {since}
        </button>
      )}
    </details>
  );
}

function Expectation({ met, expected }: NonNullable<TracePage["frame"]["expectation"]>): JSX.Element {
  return met ? (
    <span class="expectation met">as the scenario expects</span>
  ) : (
    <span class="expectation unmet">the scenario expects: {expected}</span>
  );
}
