// The validator that the app ships, on the checks that authors wrote: right and wrong differ, and what it does not know
// never passes.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { registerValidators } from "../../www/work/validators.js";

const DATA = process.env.MEDALLION_DATA ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));
const COURSES = join(DATA, "courses");
const SAMPLE = new URL("../../www/sample/course.json", import.meta.url);

const validators = new Map();
registerValidators({ progress: { setValidator: (name, judge) => validators.set(name, judge) } });
const judge = validators.get("code_test");

const STAND_IN = {
  title: "Of the same form",
  tasks: [
    { title: "a", validation: { type: "python_output", expected: { output_contains: ["Soil", "pH\\n7"] } } },
    { title: "b", validation: { type: "python_output", expected: { no_errors: true } } },
  ],
};

function checksIn(node) {
  const parts = ["epics", "chapters", "tasks", "subtasks", "steps"].flatMap((list) => node[list] ?? []);
  return [...(node.validation ? [[node.title, node.validation]] : []), ...parts.flatMap(checksIn)];
}

const verdict = (rule, output, content = "print(1)") =>
  judge({ content, ...(output !== undefined && { answers: { output } }) }, { rule });

test("each authored check makes a right and a wrong output differ", (t) => {
  const isThere = existsSync(COURSES);
  if (!isThere) t.diagnostic(`NOT RUN ON REAL DATA: ${COURSES} is not there; a course of the same form stands in`);
  const files = isThere ? readdirSync(COURSES).map((name) => readFileSync(join(COURSES, name), "utf8")) : [];
  const courses = [STAND_IN, ...[...files, readFileSync(SAMPLE, "utf8")].map((text) => JSON.parse(text))];
  const checks = courses.flatMap(checksIn);
  if (isThere) assert.equal(checks.length, 2 + 13);
  for (const [title, rule] of checks) {
    const wanted = [rule.expected.output_contains ?? "done"].flat().join("\n").replaceAll("\\n", "\n");
    const right = verdict(rule, wanted);
    assert.equal(right.passed, true, `${title}: ${right.message}`);
    assert.match(right.message, /ran nothing/);
    for (const [output, content] of [
      [undefined],
      ["Traceback (most recent call last)\nNameError: x"],
      [wanted, "  "],
      // A line break is in whatever is printed.
      ...(rule.expected.output_contains && wanted.trim() ? [["something else"]] : []),
    ])
      assert.equal(verdict(rule, output, content).passed, false, `${title}: ${JSON.stringify(output)}`);
  }
});

test("what this page does not know never passes, and says so", () => {
  const rule = { expected: { output_contains: ["1"], return_code: 0 } };
  const { passed, message } = verdict(rule, "1");
  assert.equal(passed, false);
  assert.match(message, /cannot judge "return_code": ask for help/);
});

test("queries are left to a review", () => {
  assert.deepEqual([...validators.keys()], ["code_test"]);
});
