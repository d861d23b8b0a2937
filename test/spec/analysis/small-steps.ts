// The machine for random processes: a configuration is a stack of tasks, the next one on top; a step takes the top one
// off, maybe puts others on, and maybe reads, writes or stands somewhere. Where the author's values decide, it goes both ways.

import { type Expr, type RandomProcess, resolveJump, type Stmt } from "./random-process.ts";

type Event = { kind: "read" | "write"; name: string } | { kind: "stand"; place: string } | null;

/** A function activation, by what the names of its variables begin with. */
interface Activation {
  readonly prefix: string;
}

type Task =
  | { t: "value"; expr: Expr; in: Activation }
  | { t: "test"; expr: Expr; in: Activation; yes: Stack; no: Stack }
  | { t: "event"; event: Event }
  | { t: "body"; body: readonly Stmt[]; in: Activation }
  | { t: "loop"; loop: Stmt & { k: "loop" }; in: Activation; first: boolean }
  | { t: "forof"; loop: Stmt & { k: "forof" }; in: Activation }
  | { t: "cases"; cases: Stmt & { k: "switch" }; from: number; in: Activation }
  /** Where a jump to the label goes: after it, past the tasks of the next turn for a `break`. */
  | { t: "target"; label: string; skip: number; loop: boolean }
  | { t: "return" };

/** Equal stacks are the same object. */
type Stack = { readonly id: number; readonly top: Task; readonly rest: Stack } | null;
type Step = { event: Event; next: Stack };

/** What the machine finds live at each place that it can reach. */
export function liveBySmallSteps(process: RandomProcess, lines: Map<Stmt, number>): Record<string, string[]> {
  const root: Activation = { prefix: "" };
  const stacks = new Map<string, NonNullable<Stack>>();
  const nodes = new Map<object, number>();
  const memory = new Map<Stack, Step[]>();
  const write = (...names: string[]): Task[] => names.map((name) => ({ t: "event", event: { kind: "write", name } }));
  const start = push(null, ...write("a", "b", "c"), { t: "body", body: process.main, in: root }, { t: "return" });
  const table: Record<string, string[]> = {};
  for (const { event, next } of explore(start)) {
    if (event?.kind === "stand") table[event.place] = [...readFirst(next)].sort();
  }
  return table;

  /** Each step that can be taken from any configuration that can be reached, unless `stop` says not to take it. */
  function explore(from: Stack, stop: (event: Event) => boolean = () => false): Step[] {
    const seen = new Set([from]);
    const pending = [from];
    const found: Step[] = [];
    for (let stack = pending.pop(); stack !== undefined; stack = pending.pop()) {
      for (const step of stepsFrom(stack)) {
        found.push(step);
        if (stop(step.event) || seen.has(step.next)) continue;
        seen.add(step.next);
        pending.push(step.next);
      }
    }
    return found;
  }

  /** Variables that some path reads before it writes them. */
  function readFirst(from: Stack): Set<string> {
    const names = explore(from).flatMap(({ event }) => (event?.kind === "read" ? [event.name] : []));
    const live = [...new Set(names)].filter((name) => {
      const steps = explore(from, (event) => event?.kind === "write" && event.name === name);
      return steps.some(({ event }) => event?.kind === "read" && event.name === name);
    });
    return new Set(live);
  }

  function push(onto: Stack, ...tasks: Task[]): Stack {
    let stack = onto;
    for (const task of tasks.reverse()) {
      const key = `${taskKey(task)} ${stack?.id}`;
      const known = stacks.get(key) ?? { id: stacks.size, top: task, rest: stack };
      stacks.set(key, known);
      stack = known;
    }
    return stack;
  }

  function tasksOf(stack: Stack): Task[] {
    return stack === null ? [] : [stack.top, ...tasksOf(stack.rest)];
  }

  function taskKey(task: Task): string {
    const id = (node: object): number => {
      if (!nodes.has(node)) nodes.set(node, nodes.size);
      return nodes.get(node)!;
    };
    switch (task.t) {
      case "value":
        return `v${id(task.expr)}${task.in.prefix}`;
      case "test":
        return `t${id(task.expr)}${task.in.prefix}(${task.yes?.id}|${task.no?.id})`;
      case "event":
        return JSON.stringify(task.event);
      case "body":
        return `b${task.body.map(id).join(",")}${task.in.prefix}`;
      case "loop":
        return `l${id(task.loop)}${task.first}${task.in.prefix}`;
      case "forof":
        return `f${id(task.loop)}${task.in.prefix}`;
      case "cases":
        return `c${id(task.cases)}.${task.from}${task.in.prefix}`;
      case "target":
        return `T${task.label}`;
      case "return":
        return "r";
    }
  }

  function stepsFrom(stack: Stack): Step[] {
    const known = memory.get(stack) ?? stepsOf(stack);
    memory.set(stack, known);
    return known;
  }

  function stepsOf(stack: Stack): Step[] {
    if (stack === null) return [];
    const { top, rest } = stack;
    const go = (...tasks: Task[]): Step => ({ event: null, next: push(rest, ...tasks) });
    const touch = (kind: "read" | "write", name: string, within: Activation): Task => ({
      t: "event",
      event: { kind, name: within.prefix + name },
    });
    switch (top.t) {
      case "event":
        return [{ event: top.event, next: rest }];
      case "target":
      case "return":
        return [go()];
      case "value": {
        const { expr } = top;
        const value = (e: Expr): Task => ({ t: "value", expr: e, in: top.in });
        switch (expr.k) {
          case "var":
            return [go(touch("read", expr.name, top.in))];
          case "state":
          case "fixed":
            return [go()];
          case "bump":
            return [go(touch("read", expr.name, top.in), touch("write", expr.name, top.in))];
          case "assign":
            return [go(value(expr.value), touch("write", expr.name, top.in))];
          case "not":
            return [go(value(expr.operand))];
          case "and":
            return [go({ t: "test", expr: expr.left, in: top.in, yes: push(null, value(expr.right)), no: null })];
          case "or":
            return [go({ t: "test", expr: expr.left, in: top.in, yes: null, no: push(null, value(expr.right)) })];
          case "pick":
            return [
              go({
                t: "test",
                expr: expr.test,
                in: top.in,
                yes: push(null, value(expr.one)),
                no: push(null, value(expr.other)),
              }),
            ];
        }
        break;
      }
      case "test": {
        const { expr, yes, no } = top;
        const test = (e: Expr, y: Stack, n: Stack): Task => ({ t: "test", expr: e, in: top.in, yes: y, no: n });
        const alone = (task: Task): Stack => push(null, task);
        switch (expr.k) {
          case "fixed":
            return [expr.value ? go(...tasksOf(yes)) : go(...tasksOf(no))];
          case "not":
            return [go(test(expr.operand, no, yes))];
          case "and":
            return [go(test(expr.left, alone(test(expr.right, yes, no)), no))];
          case "or":
            return [go(test(expr.left, yes, alone(test(expr.right, yes, no))))];
          case "pick":
            return [go(test(expr.test, alone(test(expr.one, yes, no)), alone(test(expr.other, yes, no))))];
          default: {
            const value: Task = { t: "value", expr, in: top.in };
            return [go(value, ...tasksOf(yes)), go(value, ...tasksOf(no))];
          }
        }
      }
      case "loop": {
        const { loop } = top;
        const again: Task = { ...top, first: false };
        const value = (expr: Expr): Task => ({ t: "value", expr, in: top.in });
        const turn = (...on: Task[]): Task => ({
          t: "test",
          expr: loop.test,
          in: top.in,
          yes: push(null, ...on),
          no: null,
        });
        const body: Task = { t: "body", body: loop.body, in: top.in };
        const target = (...after: Task[]): Task[] => [
          { t: "target", label: `L${lines.get(loop)}`, skip: after.length, loop: true },
          ...after,
        ];
        if (loop.kind === "dowhile") return [go(body, ...target(turn(again)))];
        const after = loop.kind === "for" ? [value(loop.update), again] : [again];
        const initial = loop.kind === "for" && top.first ? [touch("read", "b", top.in)] : [];
        return [go(...initial, turn(body, ...target(...after)))];
      }
      case "forof": {
        const line = lines.get(top.loop);
        const next: Task = { t: "event", event: { kind: "read", name: `${top.in.prefix}for:${line}` } };
        const body: Task = { t: "body", body: top.loop.body, in: top.in };
        const target: Task = { t: "target", label: `L${line}`, skip: 1, loop: true };
        return [go(next), go(next, touch("write", top.loop.name, top.in), body, target, top)];
      }
      case "cases":
        return top.from < top.cases.cases.length
          ? [go({ t: "body", body: top.cases.cases[top.from]!.body, in: top.in }, { ...top, from: top.from + 1 })]
          : [go()];
      case "body": {
        const [statement, ...others] = top.body;
        if (statement === undefined) return [go()];
        const later: Task = { t: "body", body: others, in: top.in };
        if (statement.k === "jump") return [{ event: null, next: jump(statement, top.in, rest) }];
        return startOf(statement, top.in).map((tasks) => go(...tasks, later));
      }
    }
    return [];
  }

  /** The ways in which a statement begins. */
  function startOf(statement: Exclude<Stmt, { k: "jump" }>, within: Activation): Task[][] {
    const line = lines.get(statement);
    const value = (expr: Expr): Task => ({ t: "value", expr, in: within });
    const event = (kind: "read" | "write", name: string): Task => ({ t: "event", event: { kind, name } });
    const stand: Task = { t: "event", event: { kind: "stand", place: `${within.prefix}${line}` } };
    switch (statement.k) {
      case "label":
        return [[stand]];
      case "do":
        return [[value(statement.expr)]];
      case "let": {
        const init = statement.init ? [event("read", `${within.prefix}b`)] : [];
        const own = `${within.prefix}a'${line}`;
        return [[...init, event("write", own), stand, event("read", own)]];
      }
      case "if": {
        const run = (body: readonly Stmt[]): Stack => push(null, { t: "body", body, in: within });
        const { test, one, other } = statement;
        return [[{ t: "test", expr: test, in: within, yes: run(one), no: run(other) }]];
      }
      case "loop":
        return [[{ t: "loop", loop: statement, in: within, first: true }]];
      case "forof":
        return [[event("write", `${within.prefix}for:${line}`), { t: "forof", loop: statement, in: within }]];
      case "switch": {
        // Tests come in order, each reads c; the default is taken when all of them have failed.
        const ways: Task[][] = [];
        const tests: Task[] = [];
        const end: Task = { t: "target", label: `L${line}`, skip: 0, loop: false };
        const enter = (from: number): Task[] => [{ t: "cases", cases: statement, from, in: within }, end];
        let otherwise = statement.cases.length;
        statement.cases.forEach(({ test }, index) => {
          if (!test && index === 0) otherwise = index;
          else {
            tests.push(event("read", `${within.prefix}c`));
            ways.push([...tests, ...enter(index)]);
          }
        });
        return [...ways, [...tests, ...enter(otherwise)]];
      }
      case "call": {
        if (within.prefix !== "") return [[]];
        const inside: Activation = { prefix: `q:${line}.` };
        const names = ["n", "c", "a", "b"].map((name) => inside.prefix + name);
        return [
          [
            value(statement.arg),
            ...write(...names),
            { t: "body", body: process.procedure, in: inside },
            event("read", `${inside.prefix}a`),
            { t: "return" },
            ...(statement.into === null ? [] : [event("write", statement.into)]),
          ],
        ];
      }
    }
  }

  function jump(statement: Stmt & { k: "jump" }, within: Activation, rest: Stack): Stack {
    const tasks = tasksOf(rest);
    const own = tasks.slice(
      0,
      tasks.findIndex(({ t }) => t === "return"),
    );
    const around = own.filter((task) => task.t === "target").reverse();
    const to = resolveJump(statement, around);
    if (to === null) {
      const read: Task = { t: "event", event: { kind: "read", name: `${within.prefix}b` } };
      return push(null, read, ...tasks.slice(own.length));
    }
    const position = own.findIndex((task) => task.t === "target" && task.label === to.to);
    const target = own[position] as Task & { t: "target" };
    // A continue goes on right after the target, where the next turn stands; a break skips that.
    return push(null, ...tasks.slice(position + 1 + (to.how === "continue" ? 0 : target.skip)));
  }
}
