// The file of one workspace: loading it, and writing it back when something has changed.

import { SchemaValidationError, StoreError } from "../errors.js";
import { readMarked, replaceFile } from "./replace-file.js";

const FORMAT = "medallion-workspace";

export class KeptFile {
  /** Of the file as it was last read or written. */
  #mark;
  /** What was in it, but for the time that its first line tells. Where nothing is, no file is. */
  #stored = content("{}", "");
  /** What the file lacks by its own word, as its first line says it: that stays in it. */
  #lacking = {};
  /** The same for people. */
  lacks = [];
  /** The newest event that the file knows. */
  #seen = 0;
  /** Calls that overlap take turns. */
  #turn = Promise.resolve();

  /** `host` is a handle of the workspace that nobody else has: it stays open as long as any. */
  constructor(path, host) {
    this.path = path;
    this.host = host;
  }

  async load() {
    if ((await this.host.events.list({ limit: 1 })).total > 0) {
      throw new SchemaValidationError("INVALID", "a workspace of this name is open already without this file", {
        path: "file",
      });
    }
    const { text: all, mark } = await readMarked(this.path);
    if (all === undefined) return;
    // Past a byte order mark, as `import` goes. No text that stands in it has a line break of its own, so
    // that it is the same file where something has changed those (`core.autocrlf` of git).
    const text = all.trimStart().replaceAll("\r\n", "\n");
    const { damaged, unread } = check(this.path, split(text).first);
    const { problems, lacks = [] } = await this.host.import(text);
    if (problems.length > 0) {
      const details = { errors: problems };
      throw new StoreError("CORRUPT", `${this.path} cannot be taken in whole`, { details });
    }
    this.#mark = mark;
    this.#stored = contentOf(text);
    this.#lacking = { damaged, unread };
    this.lacks = lacks;
    for await (const { event_type, seq } of this.#events()) {
      // The policy of the file may have been followed meanwhile.
      if (event_type === "pruned") continue;
      this.#seen = seq;
      break;
    }
  }

  /** What has happened, the newest first. */
  async *#events() {
    let before;
    do {
      const { items, next } = await this.host.events.list({ limit: 100, before });
      yield* items;
      before = next;
    } while (before !== undefined);
  }

  /** Whether anything has happened that the file does not know. */
  async #hasNews() {
    for await (const event of this.#events()) {
      if (event.seq <= this.#seen) return false;
      if (!isIdle(event)) return true;
    }
    return false;
  }

  /** Writes the file, unless it holds all there is already. */
  save() {
    const saved = this.#turn.then(() => this.#write());
    this.#turn = saved.catch(() => {});
    return saved;
  }

  async #write() {
    await this.host.flush();
    // Who only reads writes nothing, though the file may say otherwise what is here: of what was
    // erased it has a line.
    if (!(await this.#hasNews())) return;
    const [newest] = (await this.host.events.list({ limit: 1 })).items;
    const text = lacking(await (await this.host.export()).text(), this.#lacking);
    const now = contentOf(text);
    if (now !== this.#stored) this.#mark = await replaceFile(this.path, text, this.#mark);
    this.#stored = now;
    this.#seen = newest.seq;
  }
}

/** That the history was looked through, and nothing went. */
const isIdle = (event) => event.event_type === "pruned" && event.old_value?.lines === 0;

function split(text) {
  const end = text.indexOf("\n");
  return end < 0 ? { first: text, rest: "" } : { first: text.slice(0, end), rest: text.slice(end + 1) };
}

function contentOf(text) {
  const { first, rest } = split(text);
  return content(first, rest);
}

/** Of the first line only what is to be kept of the history is content. */
function content(first, rest) {
  return JSON.stringify(JSON.parse(first).keep ?? {}) + rest;
}

/** The same file, which lacks this besides. */
function lacking(text, { damaged = 0, unread = [] }) {
  if (damaged === 0 && unread.length === 0) return text;
  const { first, rest } = split(text);
  const said = JSON.parse(first);
  if (damaged > 0) said.damaged = (said.damaged ?? 0) + damaged;
  if (unread.length > 0) said.unread = [...unread, ...(said.unread ?? [])];
  return `${JSON.stringify(said)}\n${rest}`;
}

/** The first line. Other files can be imported; writing them back would make something else of them. */
function check(path, first) {
  try {
    const said = JSON.parse(first);
    if (said.format === FORMAT) return said;
  } catch {
    // It is none.
  }
  const message = `${path} is no workspace file: export makes one, and import takes in others`;
  throw new SchemaValidationError("INVALID", message, { path: "file" });
}
