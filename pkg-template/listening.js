// Functions that are given away and may be thrown away. Called from wasm.

/**
 * A function that calls `end` the first time and nothing after that. One of wasm's own would call back
 * when it is collected, and that puts a page out of the browser's page cache.
 */
export function atMostOnce(end) {
  let left = end;
  return () => {
    const own = left;
    left = undefined;
    own?.();
  };
}
