// A place in the author's text, as a link to it.

import type { JSX } from "preact";
import type { PagePlace, TracePage } from "../src/trace/page-data.ts";

interface PlaceProps {
  readonly trace: TracePage;
  readonly place: PagePlace;
  readonly show: (place: PagePlace) => void;
  /** Where the page has one file, its name need not be said everywhere. */
  readonly brief?: boolean;
}

export function PlaceButton({ trace, place, show, brief = false }: PlaceProps): JSX.Element {
  const { file, line, source } = place;
  const name = brief && trace.sources.length === 1 ? `:${line}` : `${file.split("/").at(-1)}:${line}`;
  if (source < 0) return <span class="place">{name}</span>;
  return (
    <button
      type="button"
      class="place"
      title={`${file}:${line}`}
      aria-label={`${file}:${line}`}
      onClick={() => show(place)}
    >
      {name}
    </button>
  );
}
