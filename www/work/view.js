// Everything that the pages of a task show a learner, read at once.

/** `{context, judged, help, titles}`. Questions are read through the host's handle, which sees all of them. */
export async function workView(mine, learnerId, taskId, workspace) {
  const context = await mine.progress.context(learnerId, taskId);
  const { submissions, state } = context;
  const [verdicts, help, titles] = await Promise.all([
    Promise.all(submissions.map(({ id }) => mine.progress.validations(id))),
    workspace.progress.helpRequests({ projectId: context.task.project_id }),
    titlesOf(
      mine,
      state.locked_because.flatMap((lock) => lock.unlock),
    ),
  ]);
  const isOwn = (request) => request.learner_id === learnerId && request.task_id === taskId;
  return {
    context,
    judged: submissions.map((submission, place) => [submission, verdicts[place]]),
    help: help.filter(isOwn),
    titles,
  };
}

/** What tasks are called, by their ids. */
export async function titlesOf(workspace, ids) {
  const unique = [...new Set(ids)];
  const tasks = await Promise.all(unique.map((id) => workspace.tasks.get(id)));
  return new Map(unique.map((id, place) => [id, tasks[place]?.title ?? id]));
}
