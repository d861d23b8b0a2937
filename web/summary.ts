// What the report on a folder does beyond standing there: its rows are sorted and filtered, what an address leads to is unfolded.
// Without this script everything is there, in the order in which it was checked.

import "./summary.css";
import { applyTheme, nextTheme, rememberedTheme, THEME_WORDS } from "./theme.ts";

const rows = [...document.querySelectorAll<HTMLTableRowElement>("tr[data-outcome]")];
const sections = [...document.querySelectorAll<HTMLElement>("section.spec")];

for (const table of document.querySelectorAll("table")) makeSortable(table);
makeFilter();
makeTheme();
addEventListener("hashchange", unfold);
unfold();

/** A button in each head sorts by its column, up, down, and as it was. */
function makeSortable(table: HTMLTableElement): void {
  const body = table.tBodies[0]!;
  const original = [...body.rows];
  const heads = [...table.tHead!.rows[0]!.cells];
  for (const [column, head] of heads.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      const present = head.ariaSort;
      const next = present === "ascending" ? "descending" : present === "descending" ? null : "ascending";
      for (const other of heads) other.ariaSort = other === head ? next : null;
      const direction = next === "descending" ? -1 : 1;
      const sorted = next === null ? original : original.toSorted((a, b) => direction * compare(a, b, column));
      body.append(...sorted);
    });
    head.append(button);
  }
}

const collator = new Intl.Collator("en", { numeric: true });

function compare(a: HTMLTableRowElement, b: HTMLTableRowElement, column: number): number {
  const [left, right] = [a.cells[column]!, b.cells[column]!];
  const [first, second] = [left.dataset.sort, right.dataset.sort];
  if (first !== undefined && second !== undefined) return Number(first) - Number(second);
  return collator.compare(left.textContent!, right.textContent!);
}

function makeFilter(): void {
  const tools = document.querySelector<HTMLElement>(".tools");
  if (!tools) return;
  const [search, kind, output] = [
    tools.querySelector("input")!,
    tools.querySelector("select")!,
    tools.querySelector("output")!,
  ];
  const all = output.textContent!;
  const update = (): void => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent!.toLowerCase();
      const isWanted =
        words.every((word) => text.includes(word)) &&
        (kind.value === "all" || row.dataset.outcome === kind.value || row.classList.contains(kind.value));
      row.hidden = !isWanted;
      if (isWanted) shown++;
    }
    for (const section of sections)
      section.classList.toggle("empty", section.querySelector("tr[data-outcome]:not([hidden])") === null);
    output.textContent = shown === rows.length ? all : `${shown} of ${all}`;
  };
  search.addEventListener("input", update);
  kind.addEventListener("change", update);
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    search.focus();
  });
  tools.hidden = false;
  // Browsers keep what was in it when one comes back.
  update();
}

function makeTheme(): void {
  let theme = rememberedTheme();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "theme";
  const show = (): void => {
    applyTheme(theme);
    button.textContent = THEME_WORDS[theme];
    button.ariaLabel = `Colours: ${THEME_WORDS[theme]}`;
    button.title = `Change to ${nextTheme(theme)}`;
  };
  button.addEventListener("click", () => {
    theme = nextTheme(theme);
    show();
  });
  show();
  document.querySelector("header")!.prepend(button);
}

/** Shows what an address leads to: a row that a filter hides, details that are folded. */
function unfold(): void {
  const target = location.hash === "" ? null : document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null) return;
  if (target instanceof HTMLTableRowElement) target.hidden = false;
  const details = target.closest("details");
  if (details) details.open = true;
  target.scrollIntoView({ block: target instanceof HTMLTableRowElement ? "center" : "start" });
}
