// JavaScript values as JSON text, and nothing lost on the way without an error. Called from wasm.

import { isWellFormed } from "./values.js";

/** The JSON text of a value. Throws `{path, message}` for what JSON cannot say. */
export function toJson(value) {
  return textOf(value, (isText) => find(value, [], isText));
}

/**
 * A list as JSON texts, `size` items in each, written when they are asked for: who stores the first ones need not wait
 * for the last. What the list says is settled by `settle`.
 */
export class JsonChunks {
  #list;
  #size;
  #at = 0;
  /** What was written and not asked for yet. */
  #written = [];

  constructor(list, size) {
    if (!Array.isArray(list)) throw { path: "", message: "must be a list" };
    this.#list = list;
    this.#size = size;
  }

  /** The next text; `undefined` behind the last. Throws as `toJson` does, and what is behind that need not be asked. */
  next() {
    const { text, problem } = this.#written.shift() ?? this.#write();
    if (problem) throw problem;
    return text;
  }

  /** Writes what is left. Whatever becomes of the list then does not matter. */
  settle() {
    let last;
    do {
      last = this.#write();
      this.#written.push(last);
    } while (last.text !== undefined);
    this.#list = [];
  }

  #write() {
    const first = this.#at;
    const items = this.#list.slice(first, first + this.#size);
    if (items.length === 0) return {};
    this.#at += items.length;
    try {
      return { text: textOf(items, (isText) => findInList(items, [this.#list], isText, first)) };
    } catch (problem) {
      this.#list = [];
      return { problem };
    }
  }
}

/** The text of a value, unless `problemOf` finds what JSON cannot say. */
function textOf(value, problemOf) {
  // Most values are plain, and for these one quick look at each member is enough.
  if (!isPlain(value, 0)) refuse(problemOf(anyText));
  const text = JSON.stringify(value);
  // Half of a surrogate pair is escaped in a JSON text: one search in place of one for each text in the value.
  if (text?.includes("\\ud")) refuse(problemOf(isWellFormed));
  return text;
}

function refuse(problem) {
  if (problem) throw problem;
}

const anyText = () => true;

// Deeper than any document, and less deep than what the wasm side can compare.
const DEEPEST = 100;

/** Whether JSON can say all of a value for certain: what contains itself is too deep. */
function isPlain(value, depth) {
  const kind = typeof value;
  if (kind === "number") return Number.isFinite(value);
  if (kind !== "object") return kind === "string" || kind === "boolean" || kind === "undefined";
  if (value === null) return true;
  if (depth > DEEPEST || value.toJSON !== undefined) return false;
  if (Array.isArray(value)) {
    for (let number = 0; number < value.length; number += 1) {
      const item = value[number];
      if (item === undefined || !isPlain(item, depth + 1)) return false;
    }
    return true;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  // What somebody has added to all objects is looked at, too, and can only make this careful.
  for (const key in value) if (!isPlain(value[key], depth + 1)) return false;
  return true;
}

/** What JSON cannot say of a value, and where; `above` is what the value stands in, `isText` says what texts may be. */
function find(value, above, isText) {
  switch (typeof value) {
    case "string":
      return isText(value) ? undefined : at("must be Unicode, has half of a surrogate pair");
    case "boolean":
    case "undefined":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : at(`must be a finite number, is ${value}`);
    case "object":
      break;
    default:
      return at(`must be JSON, is a ${typeof value}`);
  }
  if (value === null) return undefined;
  if (typeof value.toJSON === "function") {
    if (value instanceof Date && Number.isNaN(value.getTime())) return at("must be a valid date");
    return value instanceof Date ? undefined : find(value.toJSON(), above, isText);
  }
  if (above.length > DEEPEST) return at("is nested too deeply");
  if (above.includes(value)) return at("must not contain itself");
  above.push(value);
  const problem = Array.isArray(value) ? findInList(value, above, isText) : findInObject(value, above, isText);
  above.pop();
  return problem;
}

/** `first` is the place of the first item in the list that a caller knows. */
function findInList(list, above, isText, first = 0) {
  for (let number = 0; number < list.length; number += 1) {
    const item = list[number];
    const problem = item === undefined ? at("must be JSON, is undefined") : find(item, above, isText);
    if (problem) return under(`[${first + number}]`, problem);
  }
  return undefined;
}

function findInObject(object, above, isText) {
  const kind = Object.prototype.toString.call(object);
  if (kind !== "[object Object]") return at(`must be JSON, is a ${kind.slice(8, -1)}`);
  for (const key in object) {
    if (!Object.hasOwn(object, key)) continue;
    if (!isText(key)) return at("has a key that is not Unicode, but half of a surrogate pair");
    const problem = find(object[key], above, isText);
    if (problem) return under(key, problem);
  }
  return undefined;
}

const at = (message) => ({ path: "", message });

function under(step, problem) {
  const joint = problem.path === "" || problem.path.startsWith("[") ? "" : ".";
  return { path: `${step}${joint}${problem.path}`, message: problem.message };
}
