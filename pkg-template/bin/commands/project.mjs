// Projects.

import { readMarked, replaceFile } from "../../node/replace-file.js";
const SHOWN = 200;

const create = {
  summary: "Makes a project.",
  arguments: ["TITLE"],
  options: {
    description: { type: "string", short: "d", value: "TEXT", help: "what it is about" },
    slug: { type: "string", value: "NAME", help: "your own name for it" },
  },
  workspace: "write",
  async run({ ws, values: { description, slug }, args: [title] }) {
    const data = await ws.tasks.create({
      task_type: "project",
      title,
      ...(description !== undefined && { description }),
      ...(slug !== undefined && { project_slug: slug }),
    });
    return { data, text: `Created project: ${data.id}\n${data.title}` };
  },
};

const list = {
  summary: "Lists the projects.",
  options: {
    limit: { type: "string", short: "n", value: "NUMBER", from: 1, help: "how many at most; 20 if left out" },
  },
  workspace: "read",
  async run({ ws, values: { limit = 20 } }) {
    const all = await ws.tasks.projects();
    const data = all.slice(0, limit);
    const lines = data.map(({ id, title, project_slug, version }) => {
      return `${id}  ${title}${project_slug === null ? "" : ` (${project_slug}, version ${version})`}`;
    });
    if (data.length < all.length) lines.push(`${all.length - data.length} more`);
    return { data, text: lines.length === 0 ? "No projects found." : lines.join("\n") };
  },
};

const show = {
  summary: "Shows a project.",
  arguments: ["ID"],
  workspace: "read",
  async run({ ws, args: [id] }) {
    // Unlike `get`, this says so when there is none.
    const children = await ws.tasks.children(id);
    const project = await ws.tasks.get(id);
    const tasks = await ws.tasks.count({ projectId: project.project_id });
    const { title, description } = project;
    const start = [...description].slice(0, SHOWN).join("");
    const lines = [
      `${id}  ${title}`,
      ...(start === "" ? [] : [start === description ? start : `${start}…`]),
      `Children: ${children.length}`,
      `Tasks in the project, itself included: ${tasks}`,
    ];
    return { data: { project, children, task_count: tasks }, text: lines.join("\n") };
  },
};

const exportProject = {
  summary: "Gives a project out as a course.",
  arguments: ["ID"],
  options: {
    output: { type: "string", short: "o", value: "FILE", help: "where to; the standard output if left out" },
    format: { type: "string", short: "f", value: "FORMAT", choices: ["json", "jsonl"], help: "json if left out" },
  },
  workspace: "read",
  async run({ ws, values: { output, format = "json" }, args: [id] }) {
    const course = await ws.tasks.export(id, { format });
    if (output === undefined) return { data: { course }, text: course };
    const { mark } = await readMarked(output);
    await replaceFile(output, course.endsWith("\n") ? course : `${course}\n`, mark);
    return { data: { output }, text: `Exported to ${output}` };
  },
};

export const project = { summary: "Projects", commands: { create, list, show, export: exportProject } };
