// The jobs. Each answers with the times of its calls and a digest of what they resolved to.

import { jobs as footprint } from "./jobs/footprint.js";
import { jobs as largeFile } from "./jobs/large-file.js";
import { jobs as medallions } from "./jobs/medallions.js";
import { jobs as plans } from "./jobs/plans.js";
import { jobs as steps } from "./jobs/steps.js";
import { jobs as tasks } from "./jobs/tasks.js";

const jobs = { ...medallions, ...tasks, ...plans, ...steps, ...footprint, ...largeFile };

window.runJob = (job, options) => jobs[job](options);
