// Adds to the graph the paths through a statement. In: a statement and the ends from which control comes; out: the ends
// from which it goes on to the next statement. The invariant: loops may run any number of times, and the hidden state of
// a for-of is read wherever the loop may go on.

import type { ForInStatement, ForOfStatement, Node, Statement, SwitchStatement } from "oxc-parser";
import { bindingsOf } from "../bindings.ts";
import { applyOperator, constantOf } from "../constants.ts";
import { isFunction, unwrap } from "../syntax.ts";
import { assign, branch, evaluate, noteAliases } from "./expression.ts";
import { type Frame, keyOf, readVariable, rootOf, type Target } from "./frame.ts";
import { addEvent, addNode, connect, type Ends } from "./graph.ts";

export function runStatement(frame: Frame, node: Statement, at: Ends, labels: readonly string[] = []): Ends {
  if (at.length === 0) return at;
  switch (node.type) {
    case "BlockStatement":
      return runStatements(frame, node.body, at);
    case "ExpressionStatement":
      return evaluate(frame, node.expression, at);
    case "VariableDeclaration":
      return runDeclaration(frame, node, at);
    case "IfStatement": {
      const { yes, no } = branch(frame, node.test, at);
      const then = runStatement(frame, node.consequent, yes);
      return [...then, ...(node.alternate === null ? no : runStatement(frame, node.alternate, no))];
    }
    case "WhileStatement":
    case "ForStatement":
    case "DoWhileStatement":
      return runLoop(frame, node, at, labels);
    case "ForOfStatement":
    case "ForInStatement":
      return runForOf(frame, node, at, labels);
    case "SwitchStatement":
      return runSwitch(frame, node, at, labels);
    case "LabeledStatement":
      return runLabelled(frame, node.body, at, [...labels, node.label.name]);
    case "BreakStatement": {
      const name = node.label?.name;
      findTarget(frame, (to) => (name === undefined ? to.bare : to.labels.includes(name)))?.breaks.push(...at);
      return [];
    }
    case "ContinueStatement": {
      const name = node.label?.name;
      const target = findTarget(
        frame,
        (to) => to.continues !== null && (name === undefined || to.labels.includes(name)),
      );
      target?.continues?.push(...at);
      return [];
    }
    case "ReturnStatement":
      frame.returns.push(...(node.argument === null ? at : evaluate(frame, node.argument, at)));
      return [];
    case "ThrowStatement":
      evaluate(frame, node.argument, at);
      return [];
    case "TryStatement": {
      const tried = runStatement(frame, node.block, at);
      const caught = node.handler === null ? [] : runStatement(frame, node.handler.body, [...at, ...tried]);
      const ends = [...tried, ...caught];
      return node.finalizer === null ? ends : runStatement(frame, node.finalizer, ends);
    }
    default:
      return at;
  }
}

function runStatements(frame: Frame, body: readonly Statement[], at: Ends): Ends {
  let ends = at;
  for (const statement of body) ends = runStatement(frame, statement, ends);
  return ends;
}

function runDeclaration(frame: Frame, node: Statement & { type: "VariableDeclaration" }, at: Ends): Ends {
  let ends = at;
  for (const { id, init } of node.declarations) {
    if (init !== null) {
      noteAliases(frame, bindingsOf(id), init);
      ends = isFunction(unwrap(init)) ? ends : evaluate(frame, init, ends);
    }
    // `let v;` makes v undefined, `var v;` leaves it as it is.
    if (init !== null || node.kind !== "var") ends = assign(frame, id, ends);
  }
  return ends;
}

function findTarget(frame: Frame, fits: (target: Target) => boolean): Target | undefined {
  return frame.targets.findLast(fits);
}

function within(frame: Frame, target: Target): Frame {
  return { ...frame, targets: [...frame.targets, target] };
}

function runLabelled(frame: Frame, body: Statement, at: Ends, labels: readonly string[]): Ends {
  switch (body.type) {
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForStatement":
    case "ForOfStatement":
    case "ForInStatement":
    case "SwitchStatement":
    case "LabeledStatement":
      return runStatement(frame, body, at, labels);
    default: {
      const target: Target = { labels, bare: false, breaks: [], continues: null };
      return [...runStatement(within(frame, target), body, at), ...target.breaks];
    }
  }
}

type PlainLoop = Statement & { type: "WhileStatement" | "DoWhileStatement" | "ForStatement" };

function runLoop(frame: Frame, node: PlainLoop, at: Ends, labels: readonly string[]): Ends {
  const target = { labels, bare: true, breaks: [] as number[], continues: [] as number[] };
  const inside = within(frame, target);
  let start = at;
  if (node.type === "ForStatement" && node.init !== null) start = runInitial(frame, node.init, start);
  const head = addNode(frame.graph, start, { kind: "join" });
  if (head === null) return [];
  if (node.type === "DoWhileStatement") {
    const body = runStatement(inside, node.body, [head]);
    const { yes, no } = branch(frame, node.test, [...body, ...target.continues]);
    connect(frame.graph, yes, head);
    return [...no, ...target.breaks];
  }
  const { yes, no } = node.test === null ? { yes: [head], no: [] } : branch(frame, node.test, [head]);
  let again: Ends = [...runStatement(inside, node.body, yes), ...target.continues];
  if (node.type === "ForStatement" && node.update !== null) again = evaluate(frame, node.update, again);
  connect(frame.graph, again, head);
  return [...no, ...target.breaks];
}

function runInitial(frame: Frame, init: Node, at: Ends): Ends {
  return init.type === "VariableDeclaration" ? runDeclaration(frame, init, at) : evaluate(frame, init, at);
}

function runForOf(frame: Frame, node: ForOfStatement | ForInStatement, at: Ends, labels: readonly string[]): Ends {
  const evaluated = evaluate(frame, node.right, at);
  const variable = keyOf(frame, node);
  const started = addEvent(frame.graph, evaluated, { kind: "write", variable });
  const head = addNode(frame.graph, started, { kind: "read", variable });
  if (head === null) return [];
  // Where the collection is in a local, each turn reads it again.
  const root = rootOf(frame, node.right);
  const next = root === null ? [head] : readVariable(frame, root, [head]);
  const target = { labels, bare: true, breaks: [] as number[], continues: [] as number[] };
  const declaring = node.left.type === "VariableDeclaration" ? node.left.declarations[0]!.id : node.left;
  if (node.left.type === "VariableDeclaration")
    noteAliases(frame, bindingsOf(node.left.declarations[0]!.id), node.right);
  const body = runStatement(within(frame, target), node.body, assign(frame, declaring, next));
  connect(frame.graph, [...body, ...target.continues], head);
  return [...next, ...target.breaks];
}

function runSwitch(frame: Frame, node: SwitchStatement, at: Ends, labels: readonly string[]): Ends {
  const { constants } = frame.context;
  const subject = constantOf(node.discriminant, constants);
  let testing = evaluate(frame, node.discriminant, at);
  const entries = node.cases.map(({ test }): Ends => {
    if (test === null) return [];
    testing = evaluate(frame, test, testing);
    const value = constantOf(test, constants);
    const equal = subject && value && applyOperator("===", subject.value, value.value);
    if (!equal) return testing;
    const entry = equal.value === true ? testing : [];
    if (equal.value === true) testing = [];
    return entry;
  });
  const otherwise = node.cases.findIndex(({ test }) => test === null);
  if (otherwise >= 0) entries[otherwise] = testing;
  const target: Target = { labels, bare: true, breaks: [], continues: null };
  let ends: Ends = [];
  node.cases.forEach(({ consequent }, index) => {
    ends = runStatements(within(frame, target), consequent, [...ends, ...entries[index]!]);
  });
  return [...ends, ...target.breaks, ...(otherwise >= 0 ? [] : testing)];
}
