// Learning material.

import { readInput } from "../input.mjs";
import { UsageError } from "../usage.mjs";

const TYPES = ["markdown", "code", "video_ref", "external_link"];

const create = {
  summary: "Makes learning material, of a text or of a file.",
  options: {
    type: { type: "string", short: "t", value: "TYPE", choices: TYPES, help: "markdown if left out" },
    body: { type: "string", short: "b", value: "TEXT", help: "the material" },
    file: { type: "string", short: "f", value: "FILE", help: "where the material is; - for the standard input" },
  },
  workspace: "write",
  async run({ ws, values: { type = "markdown", body, file } }) {
    if ((body === undefined) === (file === undefined)) throw new UsageError("either --body or --file is needed");
    const data = await ws.tasks.createContent({ content_type: type, body: body ?? (await readInput(file)) });
    return { data, text: `Created content: ${data.id}` };
  },
};

const attach = {
  summary: "Shows learning material with a task.",
  arguments: ["CONTENT", "TASK"],
  workspace: "write",
  async run({ ws, args: [contentId, taskId] }) {
    const data = await ws.tasks.attachContent(contentId, taskId);
    return { data, text: `Attached ${contentId} to ${taskId}` };
  },
};

export const content = { summary: "Learning material", commands: { create, attach } };
