// The page of a trace: what was found, the steps as a sequence diagram, and beside it the author's source, the state and the
// properties at the step that is looked at. On a narrow screen one of these is shown at a time.

import type { JSX } from "preact";
import { useCallback, useState } from "preact/hooks";
import type { PagePlace, TracePage } from "../src/trace/page-data.ts";
import { Controls } from "./controls.tsx";
import { Diagram } from "./diagram.tsx";
import { Filter } from "./filter.tsx";
import { Header } from "./header.tsx";
import { Help } from "./help.tsx";
import { Properties } from "./properties.tsx";
import { useSelection } from "./selection.ts";
import { Source } from "./source.tsx";
import { StateTable } from "./state-table.tsx";
import { type TabName, Tabs } from "./tabs.tsx";
import { spokenStep } from "./words.ts";

/** A place that somebody asked for; it is shown until they move on. */
export interface Visit {
  readonly place: PagePlace;
  readonly step: number;
}

interface AppProps {
  readonly trace: TracePage;
  /** The trace as a document, in JSON. */
  readonly document: () => string;
}

export function App({ trace, document: text }: AppProps): JSX.Element {
  const selection = useSelection(trace);
  const [tab, setTab] = useState<TabName>("steps");
  const [visit, setVisit] = useState<Visit | null>(null);
  const [help, setHelp] = useState(false);
  const { step } = selection;
  const show = useCallback(
    (place: PagePlace): void => {
      setVisit({ place, step });
      setTab("source");
    },
    [step],
  );
  return (
    <div class="page" data-tab={tab}>
      <Header trace={trace} selection={selection} show={show} document={text} help={() => setHelp(true)} />
      <Tabs tab={tab} setTab={setTab} />
      <main>
        <section class="panel steps" id="panel-steps" aria-labelledby="head-steps">
          <Filter trace={trace} selection={selection} />
          <Diagram trace={trace} selection={selection} />
        </section>
        <section class="panel source" id="panel-source" aria-labelledby="head-source">
          <Source trace={trace} step={step} visit={visit?.step === step ? visit.place : null} />
        </section>
        <section class="panel state" id="panel-state" aria-labelledby="head-state">
          <StateTable trace={trace} selection={selection} show={show} />
        </section>
        <section class="panel properties" id="panel-properties" aria-labelledby="head-properties">
          <Properties trace={trace} selection={selection} show={show} />
        </section>
      </main>
      <Controls trace={trace} selection={selection} help={() => setHelp(true)} />
      <p class="aside" aria-live="polite">
        {spokenStep(trace, step)}
      </p>
      <Help open={help} close={() => setHelp(false)} />
    </div>
  );
}
