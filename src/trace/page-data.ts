// What the page of a trace shows, as the script in the page reads it: everything is text that is ready to be shown, and what
// repeats is kept once and named by its number. The invariant: this file imports nothing, because the page is built apart.

/** Where the page lies, if it is part of a report on more than this trace. */
export interface PageFrame {
  /** A page that this one belongs to, relative to it. */
  readonly back: { readonly href: string; readonly text: string } | null;
  /** Whether this is what its scenario expects; null if nothing was expected. */
  readonly expectation: { readonly met: boolean; readonly expected: string } | null;
}

/** The data that lie in a page; its sources lie in the document beside it. */
export type PageData = Omit<TracePage, "sources">;

export interface TracePage {
  readonly frame: PageFrame;
  readonly spec: string;
  readonly scenario: string | null;
  readonly file: string;
  readonly parameters: readonly PageNamed[];
  /** The command that runs the trace again. */
  readonly command: string;
  /** What is wrong where it ends; null if nothing is. */
  readonly finding: PageFinding | null;
  readonly initialChoices: string;
  /** Of a run without end: the number of the state that the last one is again. */
  readonly loop: number | null;
  readonly contextSwitches: number;
  /** Processes that move, and one for all actions. */
  readonly lanes: readonly string[];
  /** Those that are there in the first state. */
  readonly processes: readonly PageProcess[];
  readonly variables: readonly PageVariable[];
  readonly steps: readonly PageStep[];
  /** By the number of the state (0 = initial). There is none after a last step that failed. */
  readonly states: readonly PageState[];
  /** What `values` of states count from 0. */
  readonly texts: readonly string[];
  /** What `stands` of states count from 0. */
  readonly standings: readonly PageStanding[];
  readonly properties: readonly PageProperty[];
  /** By number, as places have it. */
  readonly sources: readonly PageSource[];
}

export interface PageNamed {
  readonly name: string;
  readonly value: string;
}

export interface PagePlace {
  /** Into `sources`; -1 where the text is not known. */
  readonly source: number;
  readonly file: string;
  readonly line: number;
}

export interface PageFinding {
  /** `violated at rest` */
  readonly head: string;
  readonly property: string | null;
  readonly text: string;
  readonly place: PagePlace | null;
  readonly fingerprint: string;
  readonly blocked: readonly { readonly process: string; readonly guards: readonly string[] }[];
  /** Why, in sentences. */
  readonly because: readonly string[];
  /** The step that made it false; null if it was false from the start, or that is not known. */
  readonly since: number | null;
}

export interface PageProcess {
  readonly name: string;
  /** Null for one that never moves. */
  readonly lane: number | null;
}

export interface PageVariable {
  readonly name: string;
  /** The shared record or the process it belongs to. */
  readonly group: string;
  /** Null for one of a shared record. */
  readonly process: number | null;
  /** The condition that broke reads it. */
  readonly read: boolean;
}

export interface PageStep {
  readonly lane: number;
  /** With its instance. */
  readonly who: string;
  readonly label: string;
  /** Functions called on the way to the label, without the process's own. */
  readonly path: readonly string[];
  readonly choices: string;
  readonly changes: readonly string[];
  /** The variables that it changed. */
  readonly changed: readonly number[];
  readonly notes: readonly string[];
  readonly place: PagePlace;
  readonly failed: boolean;
}

export interface PageState {
  /** By variable: into `texts`; -1 where it is not live. */
  readonly values: readonly number[];
  /** By process: into `standings`; -1 where it has ended. */
  readonly stands: readonly number[];
}

export interface PageStanding {
  readonly label: string;
  readonly path: readonly string[];
  readonly place: PagePlace | null;
}

/** What is true of a property in a state; `none`: nothing is asked of it. */
export type PageTruth = "true" | "false" | "fails" | "none";

export interface PageProperty {
  readonly name: string;
  readonly kind: string;
  readonly text: string;
  readonly place: PagePlace;
  readonly checked: boolean;
  /** Its truth from this state on, in order, until the next. */
  readonly spans: readonly { readonly from: number; readonly truth: PageTruth }[];
}

export interface PageSource {
  readonly file: string;
  readonly lines: readonly string[];
}
