// Where things of the room for learning are in the app.

import { address } from "../lib/route.js";

export const deskAddress = () => address(["learning"]);
export const profileAddress = () => address(["learning", "profile"]);
export const courseAddress = (rootId) => address(["learning", "c", rootId]);
export const stepAddress = (rootId, taskId) =>
  taskId === rootId ? courseAddress(rootId) : address(["learning", "c", rootId, "s", taskId]);
export const pathAddress = (rootId) => address(["learning", "c", rootId, "path"]);
