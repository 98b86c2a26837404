// The rooms of the app, in the order of the navigation.

import { coursesRoom } from "../courses/room.js";
import { learningRoom } from "../learning/room.js";
import { medallionRoom } from "../medallions/room.js";
import { plansRoom } from "../plans/room.js";

/** A room has a name in the address, a title, and makes its element once. */
export const rooms = [
  { name: "medallions", title: "Medallions", make: medallionRoom },
  { name: "courses", title: "Courses", make: coursesRoom },
  { name: "learning", title: "Learning", make: learningRoom },
  { name: "plans", title: "Plans", make: plansRoom },
];
