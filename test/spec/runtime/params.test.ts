import { afterEach, describe, expect, test } from "vitest";
import { bool, int, list, map, oneOf, params, record, set, shared, since } from "../../../src/spec/index.ts";
import type { Value } from "../../../src/spec/program/domain.ts";
import { showValue } from "../../../src/spec/program/enumerate.ts";
import { beginEvaluation, endEvaluation } from "../../../src/spec/runtime/evaluation.ts";
import { makeExecution, perform } from "../../../src/spec/runtime/execution.ts";
import { isSince } from "../../../src/spec/runtime/params.ts";
import { refusal, step } from "./running.ts";

const declare = () =>
  params(
    {
      kernel: oneOf("5.17", "6.0", "6.1"),
      cancellers: int(0, 3, 1),
      wakes: list(4, oneOf("IN", "OUT"), ["IN", "OUT"]),
      retry: bool(),
      width: int(2, 4),
    },
    (p) => ({ retry: since(p.kernel, "6.1"), width: p.cancellers + 1, late: since(p.kernel, "6.0") }),
  );

/** Parameters as the evaluation reports them: `cancellers=1 …`. */
function evaluate(settings: Readonly<Record<string, string | Value>>): string {
  beginEvaluation(settings);
  declare();
  return endEvaluation()
    .parameters.map(({ name, value }) => `${name}=${showValue(value)}`)
    .join(" ");
}

afterEach(() => {
  beginEvaluation({});
  endEvaluation();
});

describe("parameters", () => {
  test("have their domains' initial values, or defaults derived from the others", () => {
    expect(evaluate({})).toBe('kernel=5.17 cancellers=1 wakes=["IN", "OUT"] retry=false width=2 late=false');
  });

  test("take settings as text and as values", () => {
    expect(evaluate({ kernel: "6.1", cancellers: "2", wakes: "OUT" })).toBe(
      'kernel=6.1 cancellers=2 wakes=["OUT"] retry=true width=3 late=true',
    );
    expect(evaluate({ kernel: "6.0", cancellers: 3, wakes: [] })).toBe(
      "kernel=6.0 cancellers=3 wakes=[] retry=false width=4 late=true",
    );
  });

  test("take sets and maps as arrays of what is in them, as their declarations do", () => {
    beginEvaluation({ names: ["y"], sizes: [["x", 2]] });
    const few = params({ names: set(oneOf("x", "y"), ["x"]), sizes: map(oneOf("x", "y"), int(0, 3)) });
    expect([few.names.has("x"), few.names.has("y"), few.sizes.get("x")]).toEqual([false, true, 2]);
    const derived = params({ marks: set(int(0, 3)) }, () => ({ marks: [1, 2] }));
    expect(derived.marks.size).toBe(2);
    endEvaluation();
  });

  test("keep an explicit setting against a derived default", () => {
    expect(evaluate({ kernel: "6.1", retry: "false", width: 4, late: false })).toBe(
      'kernel=6.1 cancellers=1 wakes=["IN", "OUT"] retry=false width=4 late=false',
    );
  });

  test("are constants, lists too", () => {
    const p = declare();
    expect([...p.wakes]).toEqual(["IN", "OUT"]);
    expect(Object.isFrozen(p)).toBe(true);
    expect(refusal(() => step(() => p.wakes.push("IN")))).toBe(
      "wakes is a parameter and cannot be written\n  copy(…) gives a value to work on",
    );
  });

  test("have their defaults when plain node runs the spec", () => {
    expect(declare().cancellers).toBe(1);
    expect(declare().retry).toBe(false);
  });
});

describe("refused settings", () => {
  test("are all reported together, with suggestions", () => {
    expect(
      refusal(() => evaluate({ cancelers: "1", kernel: "6.2", cancellers: "7", wakes: ["IN", "UP"], xyz: 1 })),
    ).toBe(
      [
        'kernel: "6.2" is not one of "5.17", "6.0", "6.1"',
        '  did you mean "6.0"?',
        'cancellers: "7" is not an integer from 0 to 3',
        'wakes: ["IN", "UP"] is not a list of at most 4, each one of "IN", "OUT"',
        "there is no parameter cancelers",
        '  did you mean "cancellers"?',
        "there is no parameter xyz",
        '  there is "kernel", "cancellers", "wakes", "retry", "width", "late"',
      ].join("\n"),
    );
  });

  test("have the exit code of a wrong invocation", () => {
    expect(() => evaluate({ nothing: "1" })).toThrow(expect.objectContaining({ code: 151 }));
  });

  test("of a spec without parameters say so", () => {
    beginEvaluation({ n: "1" });
    expect(refusal(() => endEvaluation())).toBe("there is no parameter n\n  the spec has no parameters");
  });
});

describe("refused declarations", () => {
  test.each([
    [
      "a default that is no domain",
      () => params({ n: 3 as never }),
      "params({ n: … }): 3 is not a domain\n  domains are int, bool, oneOf, record, union, array, list, set and map",
    ],
    [
      "a derived parameter without a domain",
      () => params({ n: int(0, 1) }, (p) => ({ m: p.n + 1 })),
      'params(…): the derived parameter "m" has no domain\n  declare it beside the others, as in params({ m: int(0, 3) }, …)',
    ],
    [
      "a derived default outside",
      () => params({ n: int(0, 1), m: int(0, 1) }, () => ({ m: 2 })),
      'params(…): the derived default of "m", 2, is not an integer from 0 to 1\n  derive a value of its domain',
    ],
    [
      "a parameter declared twice",
      () => {
        beginEvaluation({});
        params({ n: bool() });
        params({ n: bool() });
      },
      'the parameter "n" is declared twice\n  import it from the module that declares it, or rename one',
    ],
    [
      "parameters in a step",
      () => step(() => params({ n: bool() })),
      "params(…) inside a step or a property\n  parameters are declared at module level",
    ],
  ])("%s", (_, body, message) => {
    expect(refusal(body)).toBe(message);
  });
});

describe("since", () => {
  test("goes by the order in which the versions are listed, at module level and in steps", () => {
    beginEvaluation({ kernel: "6.0" });
    const p = declare();
    expect([since(p.kernel, "5.17"), since(p.kernel, "6.0"), since(p.kernel, "6.1")]).toEqual([true, true, false]);
    const { parameters } = endEvaluation();
    expect(perform(makeExecution("step", parameters), () => since(p.kernel, "6.0"))).toBe(true);
    expect(isSince(parameters, "6.0", "6.1")).toBe(false);
  });

  test("refuses versions nobody declared", () => {
    beginEvaluation({});
    const p = declare();
    expect(refusal(() => since(p.kernel, "6.3" as never))).toBe(
      'since(…, "6.3"): the parameter has no such value\n  did you mean "6.0"?',
    );
    expect(refusal(() => since("7.0", "7.0"))).toBe(
      'since("7.0", …): no parameter takes this value\n  its first argument is a parameter',
    );
  });

  test("refuses to guess between two orders", () => {
    beginEvaluation({});
    params({ a: oneOf("x", "y"), b: oneOf("y", "x") });
    expect(refusal(() => since<"x" | "y">("x", "y"))).toBe(
      'since("x", "y"): two parameters list these in different order\n  give the values of one parameter other names',
    );
  });
});

test("an evaluation reports its shared records in order, and forgets those of a failed one", () => {
  beginEvaluation({});
  shared({ lost: bool() });
  beginEvaluation({});
  const first = shared({ n: bool() });
  const second = shared({ r: record({ n: bool() }) });
  expect(endEvaluation().shared.map(({ object }) => object)).toEqual([first, second]);
  shared({ unrecorded: bool() });
  beginEvaluation({});
  expect(endEvaluation()).toEqual({ parameters: [], shared: [] });
});
