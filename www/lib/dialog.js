// Asks before something is done: a dialog that stays open, with the error, until it worked.

import { unlessRunning } from "./coalesced.js";
import { fill, freshId, h } from "./element.js";
import { attempt } from "./failure.js";
import { goBackTo, placeOf } from "./focus.js";

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
    {
      class: "stack",
      method: "dialog",
      onsubmit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    h("h2", { id: titleId }, title),
    content,
    problems,
    h("div", { class: "row end" }, cancel, go),
  );
  const dialog = h("dialog", { "aria-labelledby": titleId }, form);
  const before = placeOf(document.activeElement);
  let confirmed = false;

  const submit = unlessRunning(async () => {
    const worked = await attempt(problems, async () => {
      try {
        await confirm(Object.fromEntries(new FormData(form)));
      } catch (error) {
        fieldOf(error)?.focus();
        throw error;
      }
    });
    if (!worked) return;
    confirmed = true;
    dialog.close();
  });

  /** The field that an error is about. */
  function fieldOf({ field, path }) {
    const name = field ?? path?.split(".").at(-1);
    return name && [...form.elements].find((own) => own.name === name);
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
      const { activeElement: active } = document;
      // Another page may have been opened by what was done, and have the focus.
      const isElsewhere = active !== document.body && !dialog.contains(active);
      dialog.remove();
      if (!isElsewhere) goBackTo(before);
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
    sayingSomething(h("input", { id, name, value, required, "aria-describedby": hintId, autocomplete: "off" })),
  );
}

/** A field that must say something is not content with blanks. */
export function sayingSomething(field) {
  field.addEventListener("input", () => {
    const isBlank = field.required && field.value !== "" && field.value.trim() === "";
    field.setCustomValidity(isBlank ? "Blanks alone say nothing." : "");
  });
  return field;
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
