// The error classes of the package. One file for all entry points, so that `instanceof` holds
// whichever of them made the error. The wasm side calls `makeError`; nobody else needs to.

/** Every error of this package: `code` is from one closed list, `path` says where. */
export class MedallionError extends Error {
  constructor(code, message, { path, details, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    if (path !== undefined) this.path = path;
    if (details !== undefined) this.details = details;
    // What the program closed stays closed; a connection that was lost has a cause.
    this.retryable = RETRYABLE.has(code) || (code === "CLOSED" && cause !== undefined);
  }
  /** What it says, for JSON and for other threads: of an error they keep next to nothing. The cause may be anything. */
  toJSON() {
    const { name, message, code, path, details, retryable } = this;
    return { name, message, code, path, details, retryable };
  }
  // Minifiers rename classes; what people read in a console should not change with that.
  get name() {
    return "MedallionError";
  }
}

/** Something handed in, stored or imported is not of the right shape. */
export class SchemaValidationError extends MedallionError {
  get name() {
    return "SchemaValidationError";
  }
}

/** The store could not do it. */
export class StoreError extends MedallionError {
  get name() {
    return "StoreError";
  }
}

/** The model failed, or its answer could not be used. */
export class LLMError extends MedallionError {
  get name() {
    return "LLMError";
  }
}

const RETRYABLE = new Set(["CONFLICT", "QUOTA", "BLOCKED_BY_OTHER_TAB", "UNAVAILABLE", "DEGRADED", "LLM_FAILED"]);

const CLASS_OF = {
  INVALID: SchemaValidationError,
  NOT_FOUND: StoreError,
  ALREADY_EXISTS: StoreError,
  CONFLICT: StoreError,
  QUOTA: StoreError,
  BLOCKED_BY_OTHER_TAB: StoreError,
  CLOSED: StoreError,
  CORRUPT: StoreError,
  EVICTED: StoreError,
  UNAVAILABLE: StoreError,
  DEGRADED: StoreError,
  VERSION_TOO_NEW: StoreError,
  LLM_FAILED: LLMError,
  LLM_INVALID: LLMError,
};

/** Called from wasm: what one of our own errors of a model says; nothing for any other value. */
export function llmError(value) {
  try {
    if (!(value instanceof LLMError) || CLASS_OF[value.code] !== LLMError) return undefined;
    const { code, message, path, details } = value;
    return [code, String(message), path, details === undefined ? undefined : JSON.stringify(details)];
  } catch {
    return undefined;
  }
}

/** Called from wasm: the class follows from the code. */
export function makeError(code, message, path, details, cause) {
  return new (CLASS_OF[code] ?? MedallionError)(code, message, { path, details, cause });
}
