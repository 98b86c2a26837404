// Learners.

import { UsageError } from "../usage.mjs";

const LEVELS = ["beginner", "intermediate", "advanced"];

const create = {
  summary: "Makes a learner.",
  options: {
    name: { type: "string", value: "TEXT", help: "what they are called" },
    "auth-id": { type: "string", value: "ID", help: "who they are in your own login" },
    level: { type: "string", short: "l", value: "LEVEL", choices: LEVELS, help: "how much they know already" },
    metadata: { type: "string", short: "m", value: "JSON", help: "an object with whatever you want to remember" },
  },
  workspace: "write",
  async run({ ws, values }) {
    const data = await ws.learners.create({
      ...(values.name !== undefined && { name: values.name }),
      ...(values["auth-id"] !== undefined && { auth_id: values["auth-id"] }),
      ...(values.level !== undefined && { background_level: values.level }),
      ...(values.metadata !== undefined && { metadata: objectOf(values.metadata) }),
    });
    return { data, text: `Created learner: ${data.id}` };
  },
};

function objectOf(text) {
  try {
    const value = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // It is none.
  }
  throw new UsageError("--metadata is an object in JSON");
}

const list = {
  summary: "Lists the learners.",
  options: {
    limit: { type: "string", short: "n", value: "NUMBER", from: 1, help: "how many at most; 20 if left out" },
  },
  workspace: "read",
  async run({ ws, values: { limit = 20 } }) {
    const all = await ws.learners.list();
    const data = all.slice(0, limit);
    const lines = data.map(({ id, name }) => (name === null ? id : `${id}  ${name}`));
    if (data.length < all.length) lines.push(`${all.length - data.length} more`);
    return { data, text: lines.length === 0 ? "No learners found." : lines.join("\n") };
  },
};

const progress = {
  summary: "Says how far a learner is in a project.",
  arguments: ["LEARNER", "PROJECT"],
  workspace: "read",
  async run({ ws, args: [learnerId, projectId] }) {
    const data = await ws.progress.overview(learnerId, projectId);
    const lines = [
      `Completed: ${data.completed_tasks}/${data.total_tasks}`,
      `Percentage: ${data.completion_percentage}%`,
      `In progress: ${data.in_progress_tasks}`,
      `Blocked: ${data.blocked_tasks}`,
      `Skipped: ${data.skipped_tasks}`,
      `Objectives: ${data.objectives_achieved}/${data.total_objectives}`,
    ];
    return { data, text: lines.join("\n") };
  },
};

export const learner = { summary: "Learners", commands: { create, list, progress } };
