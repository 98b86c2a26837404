// Shows an error in words, near what caused it.

import { h } from "./element.js";

/** What went wrong: the sentence, the place in what was handed in, and the code to search for. */
export function failure(error) {
  const all = error.details?.errors;
  const listed = Array.isArray(all) && all.length > 1;
  return h(
    "div",
    { class: "failure", role: "alert" },
    h("p", {}, h("strong", {}, "That did not work. "), listed ? "" : sentence(error)),
    listed &&
      h(
        "ul",
        {},
        all.map((problem) => h("li", {}, sentence(problem))),
      ),
    error.code && h("p", { class: "quiet" }, "Code: ", h("code", {}, error.code)),
  );
}

function sentence({ path, message }) {
  if (!path) return message;
  const own = message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
  return [h("code", {}, path), ` ${own}`];
}

/** Puts an error into its place, or clears the place. */
export function showFailure(place, error) {
  place.replaceChildren(...(error ? [failure(error)] : []));
}

/** Runs something; where it is about what is not there any more, or never was, `gone` says so instead. */
export async function unlessMissing(work, gone) {
  try {
    await work();
  } catch (error) {
    if (error.code !== "NOT_FOUND") throw error;
    gone();
  }
}

/** Runs something; what it throws is shown in that place. Answers whether it went well. */
export async function attempt(place, work) {
  showFailure(place);
  try {
    await work();
    return true;
  } catch (error) {
    showFailure(place, error);
    return false;
  }
}
