// The errors of this package, by hand: what the module throws is made in errors.js.

/** Codes of a `StoreError`. */
export type StoreErrorCode =
  | "NOT_FOUND"
  | "ALREADY_EXISTS"
  | "CONFLICT"
  | "QUOTA"
  | "BLOCKED_BY_OTHER_TAB"
  | "CLOSED"
  | "CORRUPT"
  | "EVICTED"
  | "UNAVAILABLE"
  | "DEGRADED"
  | "VERSION_TOO_NEW";

/** Codes of an `LLMError`. */
export type LLMErrorCode = "LLM_FAILED" | "LLM_INVALID";

/** Every code there is. */
export type ErrorCode =
  | "INVALID"
  | StoreErrorCode
  | LLMErrorCode
  | "CYCLE"
  | "DUPLICATE"
  | "INVALID_TRANSITION"
  | "LOCKED"
  | "PERMISSION_DENIED"
  | "UNSAFE_EDIT"
  | "BUDGET_TOO_SMALL"
  | "ABORTED"
  | "POISONED";

/** What an error may carry besides its code and message. */
export interface ErrorParts {
  path?: string | undefined;
  details?: Readonly<Record<string, unknown>> | undefined;
  cause?: unknown;
}

/** Every error of this package: `code` is from one closed list, `path` says where. */
export class MedallionError extends Error {
  constructor(code: ErrorCode, message: string, parts?: ErrorParts);
  /** What went wrong, from one closed list. */
  readonly code: ErrorCode;
  /** Where in the value that was handed in, stored or imported. */
  readonly path?: string;
  /** More, by code: for `INVALID` and `LLM_INVALID` `errors`, each with its `path` and `message`. */
  readonly details?: Readonly<Record<string, unknown>>;
  /**
   * Whether the same call may succeed later. `CLOSED` only says so where the connection was lost: what the
   * program closed stays closed. `CONFLICT` does not where somebody else has changed the file of a workspace.
   */
  readonly retryable: boolean;
  /** What the browser or a model gave as the reason. */
  readonly cause?: unknown;
  /**
   * What it says but for its cause, as a plain object: `JSON.stringify` asks for it, and it can be
   * posted, which with the error itself loses the code and the path.
   */
  toJSON(): {
    name: string;
    message: string;
    code: ErrorCode;
    path: string | undefined;
    details: Readonly<Record<string, unknown>> | undefined;
    retryable: boolean;
  };
}

/** Something handed in, stored or imported is not of the right shape. */
export class SchemaValidationError extends MedallionError {
  constructor(code: "INVALID", message: string, parts?: ErrorParts);
  readonly code: "INVALID";
}

/** The store could not do it. */
export class StoreError extends MedallionError {
  constructor(code: StoreErrorCode, message: string, parts?: ErrorParts);
  readonly code: StoreErrorCode;
}

/** The model failed, or its answer could not be used. */
export class LLMError extends MedallionError {
  constructor(code: LLMErrorCode, message: string, parts?: ErrorParts);
  readonly code: LLMErrorCode;
}
