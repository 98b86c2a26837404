// What is typed into the form survives leaving it and a reload, in this window, until it is saved.

/** `{read(), write(value), forget()}` for the form of that name. */
export function draft(name) {
  const key = `medallion draft ${name}`;
  return {
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(key)) ?? undefined;
      } catch {
        return undefined;
      }
    },
    write(value) {
      try {
        sessionStorage.setItem(key, JSON.stringify(value));
      } catch {
        // A full or forbidden store: the draft lives as long as the form.
      }
    },
    forget: () => sessionStorage.removeItem(key),
  };
}
