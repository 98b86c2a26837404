// The tools for agents as they are installed, a course to try them on, and what answers must be.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { course } from "./course.mjs";
import { project as install } from "./package.mjs";

export const NAMES = [
  ...["get_ready", "show_task", "get_context", "start_task", "submit", "add_comment", "get_comments", "go_back"],
  ...["request_help", "load_medallions", "checkpoint"],
];

/**
 * The package, what it checks input with, how it tells failures, and `open`, which makes a course and its tools: for all
 * tests of a file.
 */
export async function installedTools() {
  const folder = install({ after });
  const load = (file) => import(pathToFileURL(join(folder, "node_modules/medallion", file)));
  const [main, schema, failures] = await Promise.all([
    load("node.js"),
    load("tools/schema.js"),
    load("tools/failure.js"),
  ]);
  let names = 0;
  const open = async () => {
    const all = await course(main.Workspace, `tools-${names++}`);
    const tools = all.ws.tools({ learnerId: all.ada.id, projectId: all.project.id });
    return { ...all, tools };
  };
  return { main, schema, failures, open };
}

export async function succeeds(tools, name, input) {
  const answer = await tools.call(name, input);
  assert.equal(answer.success, true, `${name}: ${JSON.stringify(answer)}`);
  return answer;
}

export async function fails(tools, error_code, name, input) {
  const answer = await tools.call(name, input);
  assert.equal(answer.success, false, `${String(name)}: ${JSON.stringify(answer)}`);
  assert.equal(answer.error_code, error_code, JSON.stringify(answer));
  assert.ok(answer.message.length > 0);
  return answer;
}
