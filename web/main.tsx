// Where the page begins: the data that lies in it is read and drawn. In, the JSON of two elements, what the page shows and the
// trace as a document; out, the page.

import { render } from "preact";
import type { PageData } from "../src/trace/page-data.ts";
import { pageSources } from "../src/trace/page-sources.ts";
import { App } from "./app.tsx";
import "./page.css";

const data = JSON.parse(textOf("trace")) as PageData;
const { sources } = JSON.parse(textOf("document")) as { readonly sources?: Parameters<typeof pageSources>[0] };
const trace = { ...data, sources: pageSources(sources ?? []) };
render(<App trace={trace} document={() => textOf("document")} />, document.getElementById("page")!);

function textOf(id: string): string {
  return document.getElementById(id)!.textContent!;
}
