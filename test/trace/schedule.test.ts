// Schedules as text: what people paste is what they get back.

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSchedule, printSchedule, type Schedule } from "../../src/trace/schedule.ts";

const step = (process: string, ...choices: [string, string | number][]) => ({
  process,
  choices: choices.map(([name, option]) => ({ name, option })),
});

describe("a schedule on one line", () => {
  test("repeats are counted, choices named", () => {
    const words = [step("cancel[0]"), step("taskWork"), step("taskWork"), step("cancel[0]", ["v", "2"])];
    expect(printSchedule({ initial: [], words })).toBe("cancel[0] taskWork*2 cancel[0]:v=2");
  });

  test("the same process with another choice is another word", () => {
    const words = [step("p", ["v", "1"]), step("p", ["v", "2"]), step("p", ["v", "2"])];
    expect(printSchedule({ initial: [], words })).toBe("p:v=1 p:v=2*2");
  });

  test("several choices of one step stand in order, options without a text by number", () => {
    const words = [step("hear[1,true]", ["m", "commit"], ["m", 3], ["v", "-1"])];
    expect(printSchedule({ initial: [], words })).toBe("hear[1,true]:m=commit,m=#3,v=-1");
  });

  test("choices of init come first, and a process called init is quoted", () => {
    const initial = [{ name: "leader", option: "2" }];
    const line = 'init:leader=2 "init"*2';
    expect(printSchedule({ initial, words: [step("init"), step("init")] })).toBe(line);
    expect(parseSchedule(line)).toEqual({ initial, words: [step("init"), step("init")] });
  });

  test("names and options with other characters are quoted as JSON quotes them", () => {
    const words = [step('hear[{kind: "a"}]', ["message", 'a "b", c*2']), step("über")];
    expect(printSchedule({ initial: [], words })).toBe('"hear[{kind: \\"a\\"}]":message="a \\"b\\", c*2" über');
  });

  test("spaces between words are as many as you like", () => {
    expect(parseSchedule("  a*2 \t b\n")).toEqual({ initial: [], words: [step("a"), step("a"), step("b")] });
  });

  test("an empty line is the initial state", () => {
    expect(parseSchedule("")).toEqual({ initial: [], words: [] });
  });

  test("whatever is printed is read back as it was", () => {
    const name = fc.oneof(
      fc.string(),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("init", "a", "a[0]", "#1", "x*2"),
    );
    const choice = fc.record({ name, option: fc.oneof(name, fc.nat(999_999_999)) });
    const word = fc.record({ process: name, choices: fc.array(choice, { maxLength: 3 }) });
    const words = fc
      .array(fc.tuple(word, fc.integer({ min: 1, max: 3 })))
      .map((all) => all.flatMap(([one, count]) => Array.from({ length: count }, () => one)));
    const schedule: fc.Arbitrary<Schedule> = fc.record({ initial: fc.array(choice, { maxLength: 2 }), words });
    fc.assert(
      fc.property(schedule, (given) => {
        expect(parseSchedule(printSchedule(given))).toEqual(given);
      }),
    );
  });

  test.each([
    ["a b*", "schedule: expected a number at its end"],
    ["a:v b", 'schedule: expected "=" and the option of v before " b"'],
    ["a:=1", 'schedule: expected the name of a choice before "=1"'],
    ["a:v=", "schedule: expected the option of v at its end"],
    ["a*2b", 'schedule: expected a space between two steps before "b"'],
    ["a init:x=1", "schedule: init comes first and once at its end"],
    ["*2", 'schedule: expected the name of a process before "*2"'],
    ["a*9999999", "schedule: more than 1000000 steps at its end"],
    ['"a', 'schedule: expected the name of a process before "\\"a"'],
    ['"\\x"', "schedule: not a string as JSON writes it at its end"],
  ])("%s is refused", (line, message) => {
    expect(() => parseSchedule(line)).toThrow(expect.objectContaining({ message, code: 151 }));
  });
});
