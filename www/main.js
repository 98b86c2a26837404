// The app opens its workspace and says so.

import { Workspace } from "medallion";

const workspace = await Workspace.open("app");
document.querySelector("#state").textContent = `The workspace "${workspace.name}" is open.`;
