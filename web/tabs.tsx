// On a narrow screen: which part of the page is shown. On a wide one all are, and these buttons are not there.

import type { JSX } from "preact";

const TABS = ["steps", "source", "state", "properties"] as const;
export type TabName = (typeof TABS)[number];

interface TabsProps {
  readonly tab: TabName;
  readonly setTab: (tab: TabName) => void;
}

export function Tabs({ tab, setTab }: TabsProps): JSX.Element {
  return (
    <nav class="tabs" aria-label="Parts of this page">
      {TABS.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === tab}
          aria-controls={`panel-${name}`}
          onClick={() => setTab(name)}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
