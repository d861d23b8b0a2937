export type Kind = "a" | "b";

function hidden() {}

export function helper() {
  hidden();
}
