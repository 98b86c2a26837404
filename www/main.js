// The app: opens its workspace, then shows the shell with its rooms.

import { Workspace } from "medallion";
import { failure } from "./lib/failure.js";
import { h } from "./lib/element.js";
import { keepFocus } from "./lib/focus.js";
import { shell } from "./shell/shell.js";
import { registerValidators } from "./work/validators.js";

const app = document.querySelector("#app");

try {
  const workspace = await Workspace.open("medallion-app", { actor: "app" });
  registerValidators(workspace);
  keepFocus();
  app.replaceChildren(...shell(workspace));
} catch (error) {
  app.replaceChildren(
    h("main", { class: "opening" }, h("h1", {}, "The workspace could not be opened"), failure(error)),
  );
}
