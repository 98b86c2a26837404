// The status of a medallion, as a shape and as a word.

import { h } from "../lib/element.js";
import { STATUS } from "../lib/words.js";

export const seal = (status) =>
  h("span", { class: `seal is-${status}` }, h("span", { class: "seal-shape", "aria-hidden": "true" }), STATUS[status]);
