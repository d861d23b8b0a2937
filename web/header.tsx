// The head of the page: what the trace is of, what it shows, and what can be taken away from it.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PagePlace, TracePage } from "../src/trace/page-data.ts";
import { copyText, saveText } from "./clipboard.ts";
import { Finding } from "./finding.tsx";
import type { Selection } from "./selection.ts";
import { applyTheme, nextTheme, rememberedTheme, THEME_WORDS, type Theme } from "./theme.ts";
import { count, traceText } from "./words.ts";

interface HeaderProps {
  readonly trace: TracePage;
  readonly selection: Selection;
  readonly show: (place: PagePlace) => void;
  /** The trace as a document. */
  readonly document: () => string;
  readonly help: () => void;
}

export function Header({ trace, selection, show, document: text, help }: HeaderProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const { spec, scenario, file, frame, steps, contextSwitches, loop, command, parameters } = trace;
  return (
    <header class={open ? "open" : ""}>
      {frame.back !== null && (
        <nav class="back" aria-label="Report">
          <a href={frame.back.href}>
            <span aria-hidden="true">←</span> {frame.back.text}
          </a>
        </nav>
      )}
      <div class="title">
        <h1>
          {spec}
          {scenario !== null && <span class="scenario">{scenario}</span>}
        </h1>
        <div class="actions">
          <CopyButton label="Copy as text" text={() => traceText(trace, selection.shown)} />
          <CopyButton label="Copy command" text={() => command} />
          <button type="button" class="button" onClick={() => saveText(text(), "trace.json")}>
            Save as JSON
          </button>
          <ThemeButton />
          <button type="button" class="button" aria-label="Keys" title="Keys (?)" onClick={help}>
            ?
          </button>
        </div>
      </div>
      <Finding trace={trace} show={show} go={selection.go} />
      <div class="facts">
        <span class="file">{file}</span>
        <span>{count(steps.length, "step")}</span>
        <span>{count(contextSwitches, "context switch", "es")}</span>
        {loop !== null && <span>{loopWords(loop, steps.length)}</span>}
        <button type="button" class="fold" aria-expanded={open} aria-controls="more" onClick={() => setOpen(!open)}>
          {parameters.length > 0 ? `Command and ${count(parameters.length, "parameter")}` : "Command"}
        </button>
      </div>
      <div class="more" id="more" hidden={!open}>
        <More trace={trace} />
      </div>
    </header>
  );
}

function More({ trace }: { readonly trace: TracePage }): JSX.Element {
  const { parameters, command, finding } = trace;
  return (
    <>
      <pre>{command}</pre>
      {finding !== null && (
        <p class="fingerprint">
          fingerprint <code>{finding.fingerprint}</code>, the same for the same run of the same functions
        </p>
      )}
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
    </>
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
    <button type="button" class="button" data-copy={label} onClick={copy}>
      <span aria-live="polite">{said ?? label}</span>
    </button>
  );
}

function ThemeButton(): JSX.Element {
  const [theme, setTheme] = useState<Theme>(rememberedTheme);
  useEffect(() => applyTheme(theme), [theme]);
  const next = nextTheme(theme);
  return (
    <button type="button" class="button" onClick={() => setTheme(next)} title={`Change to ${next}`}>
      <span class="aside">Colours: </span>
      {THEME_WORDS[theme]}
    </button>
  );
}

function loopWords(loop: number, steps: number): string {
  return loop === steps ? "stays in its last state for ever" : `goes round steps ${loop + 1} to ${steps} for ever`;
}
