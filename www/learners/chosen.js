// Who learns in this window now. Several can at one device; each has a record of their own.

const KEY = "medallion learner";
/** Nobody, where that was chosen. */
const NOBODY = "";
const listeners = new Set();

let chosen;

/** A window keeps who sits there; a new one begins with who was chosen last. */
export function chosenLearner() {
  if (chosen === undefined) keepHere(read("sessionStorage") ?? read("localStorage") ?? NOBODY);
  return chosen === NOBODY ? undefined : chosen;
}

export function chooseLearner(id) {
  const before = chosenLearner();
  keepHere(id ?? NOBODY);
  // Who leaves here may not be who was chosen elsewhere.
  if (id !== undefined || read("localStorage") === before) write("localStorage", id ?? NOBODY);
  for (const listener of [...listeners]) listener(id);
}

/** Calls the listener when somebody else is chosen in this window. */
export function onChosenLearner(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function keepHere(id) {
  chosen = id;
  write("sessionStorage", id);
}

function read(store) {
  try {
    return globalThis[store].getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(store, id) {
  try {
    globalThis[store].setItem(KEY, id);
  } catch {
    // A forbidden store: the choice lives as long as the page.
  }
}
