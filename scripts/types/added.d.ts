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
