// Where the page begins: the data that lies in it is read and drawn. In, the JSON of the element `trace`; out, the page.

import { render } from "preact";
import type { TracePage } from "../src/trace/page-data.ts";
import { App } from "./app.tsx";
import "./page.css";

const data = document.getElementById("trace")!.textContent!;
render(<App trace={JSON.parse(data) as TracePage} />, document.getElementById("page")!);
