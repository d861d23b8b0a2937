// What a large search asks of the system for its memory.

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { adviseHugePages } from "../../../src/explorer/store/huge-pages.ts";
import { openMemory, openSharedMemory } from "../../../src/explorer/store/memory.ts";

/** Bytes of this process for which huge pages were asked for, as the system tells them. */
function advised(): number {
  let sum = 0;
  for (const mapping of readFileSync("/proc/self/smaps", "utf8").split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)) {
    if (/^VmFlags:.* hg\b/m.test(mapping)) sum += Number(/^Size: +(\d+) kB/m.exec(mapping)![1]) * 1024;
  }
  return sum;
}

/** All memories of these tests, lest one be given back while another is measured. */
const kept: object[] = [];

function keep<T extends object>(memory: T): T {
  kept.push(memory);
  return memory;
}

const canAsk =
  process.platform === "linux" &&
  ["x64", "arm64"].includes(process.arch) &&
  existsSync("/sys/kernel/mm/transparent_hugepage/enabled");

describe.runIf(canAsk)("huge pages", () => {
  it("are asked for all of a memory that threads share", () => {
    const before = advised();
    const { memory } = keep(openSharedMemory(2 ** 26));
    expect(memory.buffer.byteLength).toBe(2 ** 26);
    expect(advised() - before).toBe(2 ** 26);
  });

  it("are not asked for while a memory is small, but once it is enlarged", () => {
    const before = advised();
    const { memory, enlarge } = keep(openMemory(2 ** 20, 2 ** 26));
    expect([memory.buffer.byteLength, advised() - before]).toEqual([2 ** 22, 0]);
    enlarge();
    expect([memory.buffer.byteLength, advised() - before]).toEqual([2 ** 26, 2 ** 26]);
  });

  it("are asked for a memory that is large at once", () => {
    const before = advised();
    keep(openMemory(2 ** 25, 2 ** 26));
    expect(advised() - before).toBe(2 ** 25);
  });
});

it("advice leaves what is in a buffer as it is", () => {
  const buffer = new ArrayBuffer(2 ** 22);
  new Uint32Array(buffer).fill(7);
  adviseHugePages(buffer);
  expect(new Uint32Array(buffer).every((number) => number === 7)).toBe(true);
});
