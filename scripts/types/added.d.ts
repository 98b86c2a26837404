// What the JavaScript of the entry points adds to the generated classes: goes into index.d.ts.

export interface Workspace {
  /** Tools for an agent: what this learner may do, as JSON Schemas and by name. */
  tools(options: ToolsOptions): AgentTools;
}

export interface Progress {
  /**
   * Counts how long a learner is active with a task in this page, and writes it down every half a
   * minute and at the end. Hidden tabs, a minute without input and sleeping machines do not count.
   */
  track(learnerId: string, taskId: string): ActiveTimeTracking;
}

export interface OpenOptions {
  /**
   * In Node, with `storage: "memory"`: the file that the workspace is kept in. It is read now, if
   * it is there, and written back by `flush` and `close`: as a whole, and only if nobody else has
   * changed it meanwhile (`CONFLICT`). Elsewhere, and with `medallion/inline` and `medallion/slim`,
   * there are no files, and it is `INVALID`.
   */
  file?: string | URL | undefined;
}
