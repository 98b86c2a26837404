// What the command line can do: a group of commands for each name, or a single one.

import { content } from "./commands/content.mjs";
import { ingest } from "./commands/ingest.mjs";
import { learner } from "./commands/learner.mjs";
import { project } from "./commands/project.mjs";
import { task } from "./commands/task.mjs";
import { plan } from "./plan/commands.mjs";

export const commands = { project, ingest, task, content, learner, plan };
