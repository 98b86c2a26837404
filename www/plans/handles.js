// Which file each plan came from, as long as this page is open: by it a plan is saved back.

const known = new Map();

/** `text` is what the file held when it was last read or written here. */
export const rememberFile = (id, handle, text) => known.set(id, { handle, text });

/** `{handle, text}`, or undefined. */
export const fileOf = (id) => known.get(id);
