// The head of the page: what the trace is of, what it shows, and what can be taken away from it.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PagePlace, TracePage } from "../src/trace/page-data.ts";
import { copyText } from "./clipboard.ts";
import type { Selection } from "./selection.ts";
import { traceText } from "./words.ts";

interface HeaderProps {
  readonly trace: TracePage;
  readonly selection: Selection;
  readonly show: (place: PagePlace) => void;
}

export function Header({ trace, selection, show }: HeaderProps): JSX.Element {
  const { spec, scenario, file, finding, steps, contextSwitches, loop, command } = trace;
  return (
    <header>
      <div class="title">
        <h1>
          {spec}
          {scenario !== null && <span class="scenario">{scenario}</span>}
        </h1>
        <div class="actions">
          <CopyButton label="Copy as text" text={() => traceText(trace, selection.shown)} />
          <CopyButton label="Copy command" text={() => command} />
          <ThemeButton />
        </div>
      </div>
      <Finding trace={trace} show={show} />
      <p class="facts">
        <span class="file">{file}</span>
        <span>{count(steps.length, "step")}</span>
        <span>{count(contextSwitches, "context switch", "es")}</span>
        {loop !== null && <span>{loopWords(loop, steps.length)}</span>}
        {finding !== null && (
          <span class="fingerprint" title="The same for the same run of the same functions">
            fingerprint <code>{finding.fingerprint}</code>
          </span>
        )}
      </p>
      <Parameters trace={trace} />
    </header>
  );
}

function Finding({ trace, show }: Omit<HeaderProps, "selection">): JSX.Element {
  const { finding } = trace;
  if (finding === null) return <p class="finding fine">Nothing is violated where this run ends.</p>;
  const { head, property, text, place, blocked } = finding;
  return (
    <div class="finding broken">
      <p>
        <strong>{head}</strong>
        {property !== null && <span class="property">{property}</span>}
        {text !== "" && <code>{text}</code>}
        {place !== null && <PlaceButton place={place} show={show} />}
      </p>
      {blocked.length > 0 && (
        <ul>
          {blocked.map(({ process, guards }) => (
            <li key={process}>
              {process} waits for ever{guards.length > 0 && <> for </>}
              {guards.map((guard) => (
                <code key={guard} class="guard">
                  {guard}
                </code>
              ))}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Parameters({ trace }: { readonly trace: TracePage }): JSX.Element | null {
  const { parameters, command } = trace;
  return (
    <details class="more">
      <summary>{parameters.length > 0 ? `Command and ${count(parameters.length, "parameter")}` : "Command"}</summary>
      <pre>{command}</pre>
      {parameters.length > 0 && (
        <dl>
          {parameters.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </details>
  );
}

/** A line of the author's text that a click leads to. */
export function PlaceButton({ place, show }: { place: PagePlace; show: (place: PagePlace) => void }): JSX.Element {
  const name = `${place.file.split("/").at(-1)}:${place.line}`;
  if (place.source < 0) return <span class="place">{name}</span>;
  return (
    <button type="button" class="place" title={`${place.file}:${place.line}`} onClick={() => show(place)}>
      {name}
    </button>
  );
}

function CopyButton({ label, text }: { readonly label: string; readonly text: () => string }): JSX.Element {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), 1600);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (): Promise<void> => setSaid((await copyText(text())) ? "Copied" : "Not copied");
  return (
    <button type="button" class="button" onClick={copy}>
      <span aria-live="polite">{said ?? label}</span>
    </button>
  );
}

const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

function ThemeButton(): JSX.Element {
  const [theme, setTheme] = useState<Theme>(remembered);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("allways theme", theme);
    } catch {
      // Nowhere to keep it: it lasts as long as the page.
    }
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
  return (
    <button type="button" class="button" onClick={() => setTheme(next)} title={`Change to ${next}`}>
      <span class="aside">Colours: </span>
      {theme === "auto" ? "Auto" : theme === "light" ? "Light" : "Dark"}
    </button>
  );
}

function remembered(): Theme {
  try {
    const kept = localStorage.getItem("allways theme");
    return THEMES.find((name) => name === kept) ?? "auto";
  } catch {
    return "auto";
  }
}

function loopWords(loop: number, steps: number): string {
  return loop === steps ? "stays in its last state for ever" : `goes round steps ${loop + 1} to ${steps} for ever`;
}

export function count(number: number, noun: string, plural = "s"): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : plural}`;
}
