// What the run shows: the property that broke, or who waits for ever; and whether that was expected.

import type { JSX } from "preact";
import type { PagePlace, TracePage } from "../src/trace/page-data.ts";
import { groupWaiting } from "./names.ts";
import { PlaceButton } from "./place.tsx";

interface FindingProps {
  readonly trace: TracePage;
  readonly show: (place: PagePlace) => void;
}

export function Finding({ trace, show }: FindingProps): JSX.Element {
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
    </div>
  );
}

function Expectation({ met, expected }: NonNullable<TracePage["frame"]["expectation"]>): JSX.Element {
  return met ? (
    <span class="expectation met">as the scenario expects</span>
  ) : (
    <span class="expectation unmet">the scenario expects: {expected}</span>
  );
}
