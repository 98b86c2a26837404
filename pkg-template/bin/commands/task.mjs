// Tasks below a project.

const TYPES = ["epic", "task", "subtask", "chapter", "step"];
const LEVELS = ["remember", "understand", "apply", "analyze", "evaluate", "create"];

const create = {
  summary: "Makes a task below another one.",
  arguments: ["TITLE"],
  options: {
    parent: { type: "string", short: "p", value: "ID", required: true, help: "what it is a part of" },
    description: { type: "string", short: "d", value: "TEXT", help: "what it is about" },
    ac: { type: "string", value: "TEXT", help: "what must be true of the work" },
    type: { type: "string", short: "t", value: "TYPE", choices: TYPES, help: "task if left out" },
    priority: {
      type: "string",
      short: "P",
      value: "NUMBER",
      from: 0,
      help: "0 is the most urgent, 4 the least; 2 if left out",
    },
  },
  workspace: "write",
  async run({ ws, values: { parent, description, ac, type = "task", priority = 2 }, args: [title] }) {
    const data = await ws.tasks.create({
      parent_id: parent,
      title,
      task_type: type,
      priority,
      ...(description !== undefined && { description }),
      ...(ac !== undefined && { acceptance_criteria: ac }),
    });
    return { data, text: `Created: ${data.id}` };
  },
};

const addObjective = {
  summary: "Says what is learned with a task.",
  arguments: ["TASK", "DESCRIPTION"],
  options: {
    level: { type: "string", short: "l", value: "LEVEL", choices: LEVELS, help: "apply if left out" },
  },
  workspace: "write",
  async run({ ws, values: { level = "apply" }, args: [id, description] }) {
    const data = await ws.tasks.addObjective(id, { description, level });
    return { data, text: `Added objective: ${data.id}` };
  },
};

export const task = { summary: "Tasks below a project", commands: { create, "add-objective": addObjective } };
