// Who learns at this device now. Several can; each has a record of their own.

const KEY = "medallion learner";
const listeners = new Set();

let memory;

export function chosenLearner() {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return memory;
  }
}

export function chooseLearner(id) {
  memory = id;
  try {
    if (id === undefined) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, id);
  } catch {
    // A forbidden store: the choice lives as long as the page.
  }
  for (const listener of [...listeners]) listener(id);
}

/** Calls the listener when somebody else is chosen, here or in another window. */
export function onChosenLearner(listener) {
  const elsewhere = (event) => event.key === KEY && listener(event.newValue ?? undefined);
  listeners.add(listener);
  addEventListener("storage", elsewhere);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", elsewhere);
  };
}
