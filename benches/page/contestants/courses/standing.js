// Our rules of readiness, for who has to work them out by hand from tasks, dependencies and one
// learner's progress.

const COUNTED = new Set(["task", "subtask", "step"]);

export class Standing {
  constructor(tasks, dependencies, progress) {
    this.tasks = new Map(tasks.map((task) => [task.id, task]));
    this.statuses = new Map(progress.map(({ task_id, status }) => [task_id, status]));
    this.waits = new Map();
    for (const { task_id, depends_on_id } of dependencies) {
      const list = this.waits.get(task_id);
      if (list) list.push(depends_on_id);
      else this.waits.set(task_id, [depends_on_id]);
    }
    this.parts = new Map();
    for (const task of tasks) {
      const list = this.parts.get(task.parent_id);
      if (list) list.push(task);
      else this.parts.set(task.parent_id, [task]);
    }
    for (const list of this.parts.values()) list.sort((one, other) => one.position - other.position);
  }

  isClosed(id) {
    return this.statuses.get(id) === "closed";
  }

  blockers(id) {
    return (this.waits.get(id) ?? []).filter((other) => !this.isClosed(other));
  }

  /** The earlier part of its ordered container that comes first. */
  gate(task) {
    if (!this.tasks.get(task.parent_id)?.ordered) return undefined;
    const first = this.parts.get(task.parent_id).find(({ id }) => !this.isClosed(id));
    return first && first.position < task.position ? first : undefined;
  }

  state(task_id) {
    const task = this.tasks.get(task_id);
    const locked_because = [];
    if (!this.isClosed(task_id)) {
      for (const other of this.blockers(task_id)) locked_because.push({ kind: "dependency", task_id: other });
      const first = this.gate(task);
      if (first) locked_because.push({ kind: "order", task_id: first.id });
      for (let above = this.tasks.get(task.parent_id); above; above = this.tasks.get(above.parent_id)) {
        const isLocked = !this.isClosed(above.id) && (this.blockers(above.id).length > 0 || this.gate(above));
        if (isLocked) locked_because.push({ kind: "ancestor", task_id: above.id });
      }
    }
    const status = this.statuses.get(task_id) ?? "open";
    const { title, task_type, priority } = task;
    return {
      task_id,
      title,
      task_type,
      priority,
      status,
      display: shown(status, locked_because.length > 0),
      locked_because,
    };
  }

  /** Every task with whether something is in its way, each before its parts. */
  *sweep() {
    const waiting = (this.parts.get(null) ?? []).map((task) => ({ task, inherited: false })).reverse();
    while (waiting.length > 0) {
      const { task, inherited, isBehind } = waiting.pop();
      const own = !this.isClosed(task.id) && (isBehind || this.blockers(task.id).length > 0);
      const isLocked = inherited || own;
      const parts = this.parts.get(task.id);
      yield { task, isLocked, parts };
      let hasGate = false;
      const below = [];
      for (const part of parts ?? []) {
        below.push({ task: part, inherited: isLocked, isBehind: task.ordered && hasGate });
        hasGate ||= !this.isClosed(part.id);
      }
      waiting.push(...below.reverse());
    }
  }

  ready(limit) {
    const found = [];
    for (const { task, isLocked, parts } of this.sweep()) {
      if (!parts && !isLocked && !this.isClosed(task.id)) {
        found.push({ task_id: task.id, ...task, status: this.statuses.get(task.id) ?? "open", place: found.length });
      }
    }
    const begun = (own) => (own.status === "in_progress" ? 0 : 1);
    const order = (one, other) => begun(one) - begun(other) || one.priority - other.priority || one.place - other.place;
    return found.sort(order).slice(0, limit);
  }

  list() {
    return this.nodes().map(({ task, state }) => ({ task_id: task.id, ...state }));
  }

  tree(root) {
    return this.nodes().find(({ task }) => task.id === root);
  }

  nodes() {
    const nodes = [];
    const byId = new Map();
    for (const { task, isLocked, parts } of this.sweep()) {
      const { id, title, task_type, priority } = task;
      const node = { task: { id, title, task_type, priority }, isLocked, parts, completed: 0, total: 0, children: [] };
      nodes.push(node);
      byId.set(id, node);
      byId.get(task.parent_id)?.children.push(node);
    }
    for (let at = nodes.length - 1; at >= 0; at -= 1) {
      const node = nodes[at];
      const { id, task_type } = node.task;
      const isClosed = this.isClosed(id);
      const counts = COUNTED.has(task_type) || !node.parts;
      node.isBegun = isClosed || this.statuses.get(id) === "in_progress";
      const own = [counts && isClosed ? 1 : 0, counts ? 1 : 0];
      let below = [0, 0];
      for (const child of node.children) {
        below = [below[0] + child.sum[0], below[1] + child.sum[1]];
        node.isBegun ||= child.isBegun;
      }
      node.sum = [own[0] + below[0], own[1] + below[1]];
      [node.completed, node.total] = node.parts ? below : own;
      node.percentage = node.total === 0 ? 0 : Math.floor((100 * node.completed) / node.total);
      const stored = this.statuses.get(id) ?? "open";
      const status = stored === "open" && node.parts && node.isBegun ? "in_progress" : stored;
      node.state = { status, display: shown(status, node.isLocked) };
    }
    return nodes;
  }
}

function shown(status, isLocked) {
  if (status === "closed") return "completed";
  if (isLocked) return "locked";
  return status === "in_progress" ? "in_progress" : "available";
}
