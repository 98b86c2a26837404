// Tools for an agent: what a learner may do, as JSON Schemas and by name. They decide nothing: each
// calls the workspace as that learner, and answers in an object, whatever happens.

import { makeError, SchemaValidationError } from "./errors.js";
import { toJson } from "./json.js";
import { failure, invalidInput, notFound, unknownTool } from "./tools/failure.js";
import { inTurn } from "./tools/in-turn.js";
import { getContext, showTask } from "./tools/look.js";
import { checkpoint, loadMedallions } from "./tools/memory.js";
import { getReady } from "./tools/ready.js";
import { problemsOf } from "./tools/schema.js";
import { loosened, strict } from "./tools/strict.js";
import { addComment, getComments, requestHelp } from "./tools/talk.js";
import { goBack, startTask, submit } from "./tools/work.js";
import { isSignal, kindOf } from "./values.js";

const TOOLS = [
  getReady,
  showTask,
  getContext,
  startTask,
  submit,
  addComment,
  getComments,
  goBack,
  requestHelp,
  loadMedallions,
  checkpoint,
];

/**
 * The tools of one learner, in one project or in any. `twin` gives another handle of who takes them, and `hold` keeps
 * a handle open until a promise is settled, though somebody closes the workspace.
 */
export function toolsOf(workspace, options, { twin, hold }) {
  const { learnerId, projectId, llm } = checkOptions(options);
  const ws = workspace.as({ learnerId, role: "learner" });
  const line = inTurn(aborted);
  let host;
  const schemas = new Map(TOOLS.map((tool) => [tool.name, schemaFor(tool.input, projectId)]));

  const isInside = (task) => projectId === undefined || task.project_id === projectId;
  const outside = (task_id) => notFound(`task ${task_id} does not exist in this project`);
  const tools = {
    ws,
    learnerId,
    llm,
    /** A task of the project. */
    async task(task_id) {
      const task = await ws.tasks.get(task_id);
      if (task === undefined || !isInside(task)) throw outside(task_id);
      return task;
    },
    /**
     * All that is known about one. How it is taught is no learner's to read: that is seen as the handle sees it from
     * which the tools were taken, so that a tutor knows it.
     */
    async context(task_id) {
      const [context, task] = await Promise.all([ws.progress.context(learnerId, task_id), host.tasks.get(task_id)]);
      if (!isInside(context.task)) throw outside(task_id);
      return { ...context, guidance: task?.tutor_guidance ?? context.guidance };
    },
    /** How many tasks of a project can be worked on, of which answers show the first. */
    async totalReady(project_id) {
      return (await ws.progress.readyPage(learnerId, project_id, { limit: 1 })).total;
    },
  };

  async function checkLearner() {
    if ((await ws.learners.get(learnerId)) === undefined) throw notFound(`learner ${learnerId} does not exist`);
  }

  /** What a call asks for, as it is said now. */
  function read(name, input) {
    const tool = typeof name === "string" ? TOOLS.find((own) => own.name === name) : undefined;
    if (tool === undefined) throw unknownTool(name, [...schemas.keys()]);
    const schema = schemas.get(name);
    const given = loosened(schema, jsonOf(name, input));
    const problems = problemsOf(schema, given);
    if (problems.length > 0) throw invalidInput(name, problems);
    const asked = { ...usual(schema), ...given };
    if (projectId !== undefined && Object.hasOwn(tool.input.properties, "project_id")) asked.project_id = projectId;
    return { tool, asked };
  }

  async function run({ tool, asked }, signal) {
    await checkLearner();
    if (asked.project_id !== undefined) await tools.task(asked.project_id);
    return { success: true, ...(await tool.run(tools, asked, signal)) };
  }

  return {
    schemas: (wanted = {}) => {
      const shape = isStrict(wanted) ? strict : structuredClone;
      return TOOLS.map(({ name, description }) => ({ name, description, input_schema: shape(schemas.get(name)) }));
    },
    call: async (name, input, more) => {
      let over;
      try {
        const signal = signalOf(more);
        const call = read(name, input);
        const until = new Promise((resolve) => {
          over = resolve;
        });
        host ??= twin(workspace);
        for (const handle of [host, ws]) hold(handle, until);
        return await line(() => run(call, signal), signal);
      } catch (error) {
        return failure(error);
      } finally {
        over?.();
      }
    },
  };
}

/** What is bound does not appear. */
function schemaFor(input, projectId) {
  if (projectId === undefined) return input;
  const isFree = (name) => name !== "project_id";
  const properties = Object.entries(input.properties).filter(([name]) => isFree(name));
  return { ...input, properties: Object.fromEntries(properties), required: input.required.filter(isFree) };
}

/** What stands for what is left out. */
function usual({ properties }) {
  const given = Object.entries(properties).filter(([, { default: value }]) => value !== undefined);
  return Object.fromEntries(given.map(([name, { default: value }]) => [name, value]));
}

/** The input as JSON has it; some models give their arguments as text, and no text where there are none. */
function jsonOf(name, input) {
  try {
    const isNothing = input === undefined || input === null || (typeof input === "string" && input.trim() === "");
    const value = isNothing ? {} : typeof input === "string" ? JSON.parse(input) : input;
    return JSON.parse(toJson(value));
  } catch (problem) {
    const { path = "", message } = problem;
    throw invalidInput(name, [{ path, message: typeof input === "string" ? `must be JSON: ${message}` : message }]);
  }
}

function isStrict(options) {
  const wanted = onlyOption("strict", options) ?? false;
  if (typeof wanted !== "boolean") throw invalid("strict", "must be true or false");
  return wanted;
}

const aborted = ({ reason }) =>
  makeError("ABORTED", "the call was aborted; nothing was done", undefined, undefined, reason);

function signalOf(options = {}) {
  const signal = onlyOption("signal", options) ?? undefined;
  if (signal !== undefined && !isSignal(signal)) {
    throw invalid("signal", `must be an AbortSignal, is ${kindOf(signal)}`);
  }
  return signal;
}

function onlyOption(name, options) {
  if (typeof options !== "object" || options === null) throw invalid("", "must be an object");
  const unknown = Object.keys(options).find((own) => own !== name);
  if (unknown !== undefined) throw invalid(unknown, `is no option; there is ${name}`);
  return options[name];
}

function checkOptions(options) {
  if (typeof options !== "object" || options === null) throw invalid("", "must be an object with a learnerId");
  const { learnerId, projectId, llm, ...others } = options;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw invalid(unknown, "is no option; there are learnerId, projectId, llm");
  if (typeof learnerId !== "string") throw invalid("learnerId", "must be text");
  if (projectId !== undefined && typeof projectId !== "string") throw invalid("projectId", "must be text");
  return { learnerId, projectId, llm };
}

const invalid = (path, message) => new SchemaValidationError("INVALID", `${path || "options"}: ${message}`, { path });
