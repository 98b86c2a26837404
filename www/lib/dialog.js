// Asks before something is done: a dialog that stays open, with the error, until it worked.

import { fill, freshId, h } from "./element.js";
import { attempt } from "./failure.js";

/**
 * Opens a dialog with a title, content and two buttons. `confirm` gets the form's values when the
 * first button is pressed; if it throws, the error is shown. Resolves to whether it was confirmed.
 */
export function ask({ title, content, label, danger = false, confirm }) {
  const titleId = freshId("title");
  const problems = h("div");
  const cancel = h("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel");
  const go = h("button", { type: "submit", class: `button ${danger ? "danger" : "primary"}` }, label);
  const form = h(
    "form",
    { class: "stack", method: "dialog", onsubmit: submit },
    h("h2", { id: titleId }, title),
    content,
    problems,
    h("div", { class: "row end" }, cancel, go),
  );
  const dialog = h("dialog", { "aria-labelledby": titleId }, form);
  const before = document.activeElement;
  let confirmed = false;

  async function submit(event) {
    event.preventDefault();
    go.disabled = true;
    const worked = await attempt(problems, () => confirm(Object.fromEntries(new FormData(form))));
    go.disabled = false;
    if (!worked) return;
    confirmed = true;
    dialog.close();
  }

  // Who goes back goes away from what was asked, too.
  const away = () => dialog.close();
  addEventListener("hashchange", away);
  document.body.append(dialog);
  dialog.showModal();
  // What is dangerous should not happen by pressing Enter once too often.
  (form.querySelector("input, select, textarea") ?? (danger ? cancel : go)).focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      removeEventListener("hashchange", away);
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(confirmed);
    });
  });
}

/** A labelled line of text for a form. */
export function textField({ name, label, hint, value = "", required = false }) {
  const id = freshId(name);
  const hintId = hint && freshId("hint");
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label, !required && h("span", { class: "quiet" }, " (optional)")),
    hint && h("p", { class: "hint", id: hintId }, hint),
    h("input", { id, name, value, required, "aria-describedby": hintId, autocomplete: "off" }),
  );
}

/** A labelled choice for a form; options are `[value, text]`. */
export function choiceField({ name, label, hint, options, value }) {
  const id = freshId(name);
  const hintId = hint && freshId("hint");
  const select = h("select", { id, name, "aria-describedby": hintId });
  fill(
    select,
    options.map(([own, text]) => h("option", { value: own, selected: own === value }, text)),
  );
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    hint && h("p", { class: "hint", id: hintId }, hint),
    select,
  );
}
