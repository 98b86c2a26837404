// The sample course: learning this very library, kept beside the app.

import { fetchBeside } from "../lib/beside.js";

/** `{id, words}` of the course, which is brought in unless it is here, and a sentence about what came. */
export async function loadSampleCourse(workspace) {
  const here = await sampleCourse(workspace);
  if (here) return here;
  const response = await fetchBeside(new URL("../sample/course.json", import.meta.url));
  try {
    const { project_id: id, task_count: tasks } = await workspace.tasks.import(await response.text(), {
      reason: "sample course",
    });
    return { id, words: `The sample course is here: ${tasks} tasks came in one commit.` };
  } catch (error) {
    // Another window may have been a moment faster.
    await workspace.sync();
    const other = await sampleCourse(workspace);
    if (!other) throw error;
    return other;
  }
}

async function sampleCourse(workspace) {
  const here = await workspace.tasks.projectBySlug(SLUG);
  return here && { id: here.id, words: "The sample course is here already." };
}

const SLUG = "learn-medallion";
