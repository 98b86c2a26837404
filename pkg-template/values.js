// What a value of the caller's is, and a function to give to the caller. Nothing here throws but `keysOf` and
// `blobOf`, whatever proxy or getter it meets: what is thrown through wasm would leave a promise pending for ever.
// Called from wasm.

/** What a value is, in a word that the wasm side knows, or in words for people. */
export function kindOf(value) {
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "object") return typeof value === "undefined" ? "undefined" : `a ${typeof value}`;
  return quietly(() => (Array.isArray(value) ? "a list" : "an object")) ?? "a proxy that was revoked";
}

/** Whether a text is Unicode, without half of a surrogate pair. */
export const isWellFormed = (value) => !/\p{Surrogate}/u.test(value);

/** A text in which half of a surrogate pair is written as JSON writes it. */
export const inUnicode = (text) => text.replace(/\p{Surrogate}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`);

/** The id of a record that a command answers with. */
export const idOf = (record) => record?.meta?.medallion_id ?? record?.id;

/** Whether it is a list. */
export const isList = (value) => quietly(() => Array.isArray(value)) ?? false;

/** The items of a list; nothing if it is none. */
export const itemsOf = (value) => quietly(() => (Array.isArray(value) ? [...value] : undefined));

/** Whether it is an `AbortSignal` that tells when it is given, which not all proxies of one do. */
export const isSignal = (value) =>
  quietly(() => {
    if (!(value instanceof AbortSignal)) return false;
    value.addEventListener("abort", ignore);
    value.removeEventListener("abort", ignore);
    return typeof value.aborted === "boolean" && "reason" in value;
  }) ?? false;

const ignore = () => {};

/** Models that wait for nobody: a proxy of one is none. */
const AT_ONCE = new WeakSet();

/** Makes one of a model of ours. */
export const answersAtOnce = (model) => AT_ONCE.add(model);

/** Whether it is one. */
export const isAtOnce = (model) => AT_ONCE.has(model);

/** What a value comes to, whatever kind of promise it is. */
export const promised = async (value) => value;

/** A value as a file: text becomes one. Nothing for what can be none. */
export function blobOf(value) {
  if (typeof value === "string") return isWellFormed(value) ? new Blob([value]) : undefined;
  return value instanceof Blob ? value : undefined;
}

/** Some of its bytes. */
export async function bytesOf(blob, from, to) {
  return new Uint8Array(await blob.slice(from, to).arrayBuffer());
}

/** The names of an object's own members. */
export const keysOf = (value) => Object.keys(value);

/**
 * A function that calls `end` the first time and nothing after that, for the caller to throw away. One of
 * wasm's own would call back when it is collected, and that puts a page out of the browser's page cache.
 */
export function atMostOnce(end) {
  let left = end;
  return () => {
    const own = left;
    left = undefined;
    own?.();
  };
}

/** Makes an uncaught error of what a listener has thrown: Node has no `reportError`, there it is thrown by nobody. */
export function uncaught(error) {
  const thrown = () => {
    throw error;
  };
  if (typeof globalThis.reportError === "function") quietly(() => globalThis.reportError(error));
  else queueMicrotask(thrown);
}

function quietly(look) {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** Whether a regular expression is found in a text. Throws for one that is none. */
export function isMatch(pattern, flags, text) {
  // "g" and "y" would make the answer depend on the question before.
  return new RegExp(pattern, flags.replace(/[gy]/g, "")).test(text);
}

/** A text as two texts are compared: in normal form, and in lower case where case does not matter. */
export function fold(text, ignoreCase) {
  const normal = text.normalize("NFC");
  return ignoreCase ? normal.toLowerCase() : normal;
}
