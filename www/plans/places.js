// Where plans and the views of one are in the app.

import { address } from "../lib/route.js";

export const plansAddress = () => address(["plans"]);

/** The board is the view that a plan opens with. */
export const planAddress = (id, view = "board") =>
  address(view === "board" ? ["plans", "p", id] : ["plans", "p", id, view]);

/** The tasks of all plans that are as the query asks. */
export const findAddress = (query) => address(["plans", "find"], query);
