// A field for several short texts: each becomes a token that can be taken out again.

import { announce } from "./announce.js";
import { fill, freshId, h } from "./element.js";

/**
 * `{element, values(), set(list), focus()}`. Enter and the comma make a token, so does leaving the field;
 * Backspace in the empty field takes the last one out. `suggest` gives texts known so far; `changed` is called when
 * there is one more or less.
 */
export function tokenInput({ name, label, hint, example, suggest = () => [], changed = () => {} }) {
  const id = freshId(name);
  const hintId = freshId("hint");
  const listId = freshId("suggestions");
  let tokens = [];

  const list = h("ul", { class: "tokens", "aria-label": `${label} so far` });
  const suggestions = h("datalist", { id: listId });
  const input = h("input", {
    id,
    placeholder: example,
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: false,
    list: listId,
    "aria-describedby": hintId,
    onkeydown: key,
    oninput: () => input.value.includes(",") && take(),
    onblur: take,
    onfocus: () =>
      fill(
        suggestions,
        suggest().map((value) => h("option", { value })),
      ),
  });

  function key(event) {
    if (event.key === "Enter" && input.value.trim() !== "") {
      event.preventDefault();
      take();
    } else if (event.key === "Backspace" && input.value === "" && tokens.length > 0) {
      remove(tokens.at(-1));
    }
  }

  function take() {
    const fresh = input.value
      .split(/[,\n]/)
      .map((text) => text.trim())
      .filter((text) => text !== "" && !tokens.includes(text));
    input.value = "";
    if (fresh.length === 0) return;
    tokens = [...new Set([...tokens, ...fresh])];
    draw();
    changed();
    announce(`Added ${fresh.join(", ")} to ${label.toLowerCase()}.`, { seen: false });
  }

  function remove(token) {
    tokens = tokens.filter((other) => other !== token);
    draw();
    changed();
    input.focus();
    announce(`Removed ${token} from ${label.toLowerCase()}.`, { seen: false });
  }

  function draw() {
    fill(
      list,
      tokens.map((token) =>
        h(
          "li",
          { class: "token", dir: "auto" },
          token,
          h(
            "button",
            { type: "button", class: "remove", "aria-label": `Remove ${token}`, onclick: () => remove(token) },
            "×",
          ),
        ),
      ),
    );
    list.hidden = tokens.length === 0;
  }

  draw();
  const element = h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    h("p", { class: "hint", id: hintId }, hint),
    list,
    input,
    suggestions,
  );
  return {
    element,
    input,
    current: () => [...tokens],
    values: () => {
      take();
      return [...tokens];
    },
    set: (values) => {
      tokens = [...values];
      draw();
    },
  };
}
