// The place in the app, as the address says it: `#/room/part?name=value`.

/** `{parts, query}` of the current address. */
export function route() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return { parts: path.split("/").filter(Boolean).map(decode), query: new URLSearchParams(query) };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a place. */
export function address(parts, query = {}) {
  const path = parts.map(encodeURIComponent).join("/");
  const text = new URLSearchParams(query).toString();
  return `#/${path}${text && `?${text}`}`;
}

export function go(parts, query) {
  location.hash = address(parts, query);
}

/** Calls the listener now and whenever the place changes. */
export function onRoute(listener) {
  addEventListener("hashchange", () => listener(route()));
  listener(route());
}
