// Jobs with plans.

import { Workspace, editPlan, parsePlan } from "/pkg/index.js";
import { timeEach } from "../clock.js";
import { result } from "../digest.js";
import { planOf } from "../plans.js";

const shown = ({ tasks, batches, schedule, ready }) => ({
  ...{ tasks: tasks.length, batches: batches.length, ready: ready.length },
  makespan: schedule.points?.makespan,
});

const numbers = (count, seed) => Array.from({ length: count }, (_, at) => seed * 1000 + at);

export const jobs = {
  /** In a fresh page: loading the module, and the reports of many files of some 6 KB. */
  async parseFiles({ files }) {
    const texts = numbers(files, 1).map((number) => planOf(number, { tasks: 27 }));
    const bytes = texts.reduce((sum, text) => sum + text.length, 0);
    const { times, answers } = await timeEach([texts], async (all) => {
      const reports = [];
      for (const text of all) reports.push(await parsePlan(text));
      return reports;
    });
    return { ...(await result({ times, answers: answers.flat().map(shown) })), parts: { bytes } };
  },

  async parsePlan({ calls, tasks, lines, seed }) {
    const texts = numbers(calls, seed).map((number) => planOf(number, { tasks, lines }));
    await parsePlan(texts[0]);
    const { times, answers } = await timeEach(texts, (text) => parsePlan(text));
    return result({ times, answers: answers.map(shown) });
  },

  async editPlan({ calls, tasks, lines, seed }) {
    const texts = numbers(calls, seed).map((number) => planOf(number, { tasks, lines }));
    const edits = texts.map((text, at) => ({ text, task_id: `P${seed * 1000 + at}-${tasks}` }));
    const change = ({ text, task_id }) =>
      editPlan(text, [{ op: "set_task_status", task_id, status: "blocked", note: "waits" }]);
    await change(edits[0]);
    return result(await timeEach(edits, change));
  },

  async setTaskStatus({ calls, tasks, seed }) {
    const ws = await Workspace.open(`plans-${seed}`);
    const { id } = await ws.plans.import(planOf(seed, { tasks }), { path: "plan.md" });
    const statuses = numbers(calls, seed).map((_, at) => (at % 2 === 0 ? "in_progress" : "pending"));
    const { times, answers } = await timeEach(statuses, (status) => ws.plans.setTaskStatus(id, `P${seed}-1`, status));
    await ws.close();
    await Workspace.delete(`plans-${seed}`);
    return result({ times, answers: answers.map(shown) });
  },

  /** What is ready in a plan that was asked about once before. */
  async queryPlan({ calls, tasks, seed }) {
    const ws = await Workspace.open(`plans-${seed}`);
    await ws.plans.import(planOf(seed, { tasks }), { path: "plan.md" });
    const ask = () => ws.plans.query({ ready: true, critical: true });
    await ask();
    const { times, answers } = await timeEach(numbers(calls, seed), ask);
    await ws.close();
    await Workspace.delete(`plans-${seed}`);
    return result({ times, answers: answers.map((found) => found.length) });
  },
};
