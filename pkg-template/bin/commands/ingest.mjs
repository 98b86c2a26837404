// Taking in a course.

import { readInput } from "../input.mjs";
import { DONE, problemLines, REFUSED } from "../run.mjs";

export const ingest = {
  summary: "Takes in a course from a file, all of it or nothing.",
  arguments: ["FILE"],
  options: {
    "dry-run": { type: "boolean", help: "only say what would happen" },
    update: { type: "string", value: "ID", help: "the project that is to become what the file says; evidence stays" },
    "keep-ids": { type: "boolean", help: "keep the ids that stand in the file" },
  },
  workspace: "write",
  async run({ ws, values, args: [file] }) {
    const isDry = values["dry-run"] === true;
    const data = await ws.tasks.import(await readInput(file), {
      dryRun: isDry,
      keepIds: values["keep-ids"] === true,
      ...(values.update !== undefined && { update: values.update }),
    });
    const { project_id, task_count, objective_count, created, updated, retired, ignored, problems } = data;
    const lines = [
      isDry ? "Dry run: nothing was stored." : `Ingested project: ${project_id}`,
      `Tasks: ${task_count}`,
      `Objectives: ${objective_count}`,
      ...(values.update === undefined ? [] : [`Created: ${created}, updated: ${updated}, retired: ${retired}`]),
      ...ignored.map((path) => `Ignored: ${path}`),
      ...problemLines(problems).map((problem) => `Problem: ${problem}`),
    ];
    return { data, text: lines.join("\n"), code: problems.length > 0 ? REFUSED : DONE };
  },
};
