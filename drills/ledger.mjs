// What the page was told is stored, and what is wrong with what is found after a kill. Knows
// messages only: no browser, no time.

/** As the page names them: `batch-1-7-2of5` is one of five in one commit. */
const BATCH = /^(batch-\d+-\d+)-\d+of(\d+)$/;
const COURSE = /of (\d+)$/;

export class Ledger {
  #begun = new Map();
  #stored = [];
  #prints = new Map();
  #chains = new Map();
  #erased = { begun: new Set(), stored: new Set() };
  /** How many versions are kept at least: all, until something was taken out. */
  #kept = Infinity;
  #seeds;

  /** Takes a message of the page in; `round` tells apart commits of the same number. */
  hear(round, message) {
    if (message.type === "seeded") this.#seeds = message;
    if (message.type === "begun") this.#begins(round, message);
    if (message.type === "stored") this.#isStored(round, message);
  }

  get acknowledged() {
    return this.#stored.length;
  }

  /** How many commits of a round were begun and have not been acknowledged. */
  inFlight(round) {
    return [...this.#begun.keys()].filter((key) => key.startsWith(`${round}:`)).length;
  }

  #begins(round, message) {
    this.#begun.set(`${round}:${message.number}`, message);
    if (message.kind === "erase") this.#erased.begun.add(message.record);
    if (message.kind === "keep") this.#kept = Math.min(this.#kept, message.versions);
  }

  #isStored(round, message) {
    this.#begun.delete(`${round}:${message.number}`);
    this.#stored.push(message);
    const { kind, record, version, print, secret } = message;
    if (kind === "note") this.#prints.set(record, print);
    if (kind === "chain") {
      if (!this.#chains.has(record)) this.#chains.set(record, new Map());
      this.#chains.get(record).set(version, print);
    }
    if (kind === "erase") this.#erased.stored.add(record).add(secret);
  }

  /** A sentence for everything that is wrong with what was found; `{lost, torn, other}`. */
  faults(found) {
    const records = new Map(found.records);
    return {
      lost: [...this.#lost(found, records)],
      torn: [...torn(found, records)],
      other: [...this.#unsound(found, records)],
    };
  }

  *#lost(found, records) {
    const projects = new Map(found.projects.map((project) => [project.id, project]));
    const submissions = new Set(
      found.projects.flatMap(({ tasks }) => tasks.flatMap((task) => task.submissions.map(({ id }) => id))),
    );
    if (found.raw.loss !== undefined) yield "the whole database";
    if (found.seeds.count !== this.#seeds.count) yield `${found.seeds.count} of ${this.#seeds.count} first medallions`;
    for (const { kind, record, records: batch = [], project, submission } of this.#stored) {
      const all = kind === "batch" ? batch : [record];
      const isMedallion = ["note", "chain", "batch"].includes(kind);
      if (isMedallion && !all.every((id) => records.has(id))) yield `${kind} ${all.join(", ")} is gone`;
      if (kind === "secret" && !this.#erased.begun.has(record) && !records.has(record)) yield `${record} is gone`;
      if (kind === "erase" && records.has(record)) yield `${record} was erased and is there`;
      if (kind === "course" && !projects.has(project)) yield `course ${project} is gone`;
      if (kind === "submission" && !submissions.has(submission)) yield `submission ${submission} is gone`;
    }
    for (const [record, acknowledged] of this.#chains) {
      const versions = new Map(found.chains[record] ?? []);
      const newest = Math.max(0, ...versions.keys());
      for (const version of acknowledged.keys()) {
        const mayBeGone = newest - version >= this.#kept;
        if (!versions.has(version) && !mayBeGone) yield `version ${version} of ${record} is gone`;
      }
    }
  }

  *#unsound(found, records) {
    const { problems, degraded } = found.health;
    for (const problem of problems) yield `health: ${JSON.stringify(problem)}`;
    if (degraded) yield "health: degraded";
    if (found.seeds.print !== this.#seeds.print) yield "the first medallions are not what they were";
    if (records.size !== found.records.length) yield "a medallion is listed twice";
    if (found.count !== found.seeds.count + records.size) yield `${found.count} are counted, others listed`;
    for (const [record, print] of this.#prints) {
      if (records.has(record) && records.get(record) !== print) yield `${record} is not what was acknowledged`;
    }
    for (const [record, history] of Object.entries(found.chains)) {
      const acknowledged = this.#chains.get(record) ?? new Map();
      const [[newest, print] = []] = history;
      if (print !== records.get(record)) yield `${record}: the newest version is not the one that is listed`;
      for (const [place, [version, own]] of history.entries()) {
        if (version !== newest - place) yield `${record}: version ${version} stands at ${place}`;
        if ((acknowledged.get(version) ?? own) !== own) yield `${record}: version ${version} has changed`;
      }
    }
    for (const secret of found.raw.secrets) {
      if (this.#erased.stored.has(secret)) yield `${secret} was erased and stands in the database`;
    }
  }
}

/** Commits of several records of which some are there, and others not. */
function* torn(found, records) {
  const batches = new Map();
  for (const id of records.keys()) {
    const [, batch, size] = BATCH.exec(id) ?? [];
    if (batch) batches.set(batch, { size: Number(size), count: (batches.get(batch)?.count ?? 0) + 1 });
  }
  for (const [batch, { size, count }] of batches) {
    if (count !== size) yield `${batch}: ${count} of ${size}`;
  }
  for (const { title, tasks } of found.projects) {
    const leaves = tasks.filter(({ type }) => type === "subtask");
    const wanted = Number(COURSE.exec(title)?.[1]);
    if (leaves.length !== wanted || tasks.length !== wanted + 2) yield `${title}: ${tasks.length} tasks`;
    for (const { id, status, submissions } of leaves) {
      const passed = submissions.filter((submission) => submission.passed > 0).length;
      const isDone = status === "closed";
      if (submissions.length !== Number(isDone) || passed !== submissions.length) {
        yield `${title}: ${id} is ${status} with ${submissions.length} submissions, ${passed} of them judged`;
      }
    }
    const isDone = leaves.every(({ status }) => status === "closed");
    for (const { id, type, status } of tasks) {
      if (type !== "subtask" && (status === "closed") !== isDone) yield `${title}: ${id} is ${status}`;
    }
  }
}
