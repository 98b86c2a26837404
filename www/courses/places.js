// Where things of a course are in the app.

import { address } from "../lib/route.js";

export const coursesAddress = () => address(["courses"]);
export const taskAddress = (projectId, taskId) =>
  taskId === projectId ? address(["courses", "p", projectId]) : address(["courses", "p", projectId, "t", taskId]);
export const teachAddress = (projectId) => address(["courses", "p", projectId, "teach"]);
export const trailAddress = (query) => address(["courses", "trail"], query);
