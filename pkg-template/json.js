// JavaScript values as JSON text, and nothing lost on the way without an error. Called from wasm.

import { isWellFormed } from "./values.js";

/** The JSON text of a value. Throws `{path, message}` for what JSON cannot say. */
export function toJson(value) {
  refuse(value);
  return whole(JSON.stringify(value), value);
}

/** The JSON texts of a list, `size` items in each. */
export function toJsonChunks(list, size) {
  if (!Array.isArray(list)) throw { path: "", message: "must be a list" };
  refuse(list);
  const chunks = [];
  for (let at = 0; at < list.length; at += size) {
    chunks.push(whole(JSON.stringify(list.slice(at, at + size)), list));
  }
  return chunks;
}

/** Half of a surrogate pair is escaped in a JSON text: one search in place of one for each text in the value. */
function whole(text, value) {
  const problem = text?.includes("\\ud") && find(value, [], isWellFormed);
  if (problem) throw problem;
  return text;
}

/** Throws what JSON cannot say. Most values are plain, and for these one quick look at each member is enough. */
function refuse(value) {
  const problem = isPlain(value, 0) ? undefined : find(value, [], anyText);
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
  const isList = Array.isArray(value);
  if (!isList && Object.getPrototypeOf(value) !== Object.prototype) return false;
  const members = isList ? value : Object.values(value);
  for (let number = 0; number < members.length; number += 1) {
    const member = members[number];
    if (!isPlain(member, depth + 1) || (isList && member === undefined)) return false;
  }
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

function findInList(list, above, isText) {
  for (let number = 0; number < list.length; number += 1) {
    const item = list[number];
    const problem = item === undefined ? at("must be JSON, is undefined") : find(item, above, isText);
    if (problem) return under(`[${number}]`, problem);
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
