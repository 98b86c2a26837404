// Why a part of the module could not be loaded the last time. It is kept where it is loaded, and
// told with the error that the module makes of it.

const reasons = new Map();

export function keepFailure(part, reason) {
  reasons.set(part, reason);
}

/** Called from wasm. */
export const failureOf = (part) => reasons.get(part);
