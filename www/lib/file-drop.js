// A place to drop a file, or to choose one.

import { freshId, h } from "./element.js";

/** `take` gets each file; the same one can be chosen again. */
export function fileDrop({ label, hint, accept, take }) {
  const id = freshId("file");
  const hintId = freshId("hint");
  const input = h("input", { type: "file", id, accept, "aria-describedby": hintId, onchange: choose });
  const element = h(
    "div",
    { class: "field drop", ondragover: over, ondragleave: out, ondrop: drop },
    h("label", { for: id }, label),
    h("p", { class: "hint", id: hintId }, hint),
    input,
  );

  async function choose() {
    const [file] = input.files;
    if (file) await take(file);
    forget();
  }

  function forget() {
    input.value = "";
  }

  function over(event) {
    event.preventDefault();
    element.classList.add("is-over");
  }

  function out() {
    element.classList.remove("is-over");
  }

  function drop(event) {
    event.preventDefault();
    out();
    const [file] = event.dataTransfer.files;
    if (file) take(file);
  }

  return element;
}
