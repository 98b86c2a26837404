// What a tool answers with when it cannot do what it was asked: an object, never an exception.

import { MedallionError } from "../errors.js";
import { shorten } from "./shorten.js";

/** The reference's code for each of ours; what is not here is `INTERNAL_ERROR`. */
const CODES = {
  INVALID: "VALIDATION_FAILED",
  NOT_FOUND: "NOT_FOUND",
  INVALID_TRANSITION: "INVALID_STATE",
  LOCKED: "BLOCKED",
  PERMISSION_DENIED: "PERMISSION_DENIED",
};

/** How many reasons of a lock are told: as many as its message names. */
const REASONS = 3;

/** A failure that a tool finds out by itself. */
export class ToolError extends Error {
  constructor(error_code, message, details) {
    super(message);
    this.error_code = error_code;
    this.details = details;
  }
}

export function unknownTool(name, names) {
  const called = typeof name === "string" ? `called ${JSON.stringify(name.slice(0, 100))}` : "without a name";
  return new ToolError("UNKNOWN_TOOL", `There is no tool ${called}.`, { code: "INVALID", tools: names });
}

export function invalidInput(name, problems) {
  const all = problems.map(({ path, message }) => `${path || "it"} ${message}`);
  const message = `The input of ${name} is invalid: ${all.slice(0, 5).join("; ")}.`;
  return new ToolError("VALIDATION_FAILED", message, { code: "INVALID", errors: problems.slice(0, 20) });
}

export function notFound(message) {
  return new ToolError("NOT_FOUND", message, { code: "NOT_FOUND" });
}

export function invalidState(message) {
  return new ToolError("INVALID_STATE", message, { code: "INVALID_TRANSITION" });
}

/** Whatever was thrown, as an answer. */
export function failure(error) {
  try {
    return shorten(described(error), { items: 20 });
  } catch {
    // Something that throws when it is looked at.
    return { success: false, error_code: "INTERNAL_ERROR", message: "Something went wrong inside." };
  }
}

function described(error) {
  if (error instanceof ToolError) {
    return { success: false, error_code: error.error_code, message: error.message, details: error.details };
  }
  if (error instanceof MedallionError) {
    const { code, path, retryable } = error;
    const { locked_because, ...more } = error.details ?? {};
    const reasons = locked_because && { locked_because: locked_because.slice(0, REASONS) };
    const details = { code, ...(path && { path }), ...(retryable && { retryable }), ...more, ...reasons };
    return { success: false, error_code: CODES[code] ?? "INTERNAL_ERROR", message: error.message, details };
  }
  return {
    success: false,
    error_code: "INTERNAL_ERROR",
    message: `Something went wrong inside: ${error?.message ?? error}`,
  };
}
