// The rooms of the app, in the order of the navigation.

import { medallionRoom } from "../medallions/room.js";

/** A room has a name in the address, a title, and makes its element once. */
export const rooms = [{ name: "medallions", title: "Medallions", make: medallionRoom }];
