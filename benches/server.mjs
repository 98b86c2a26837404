// Serves the pages of the benchmark, the built package and the contestants. The headers make the
// page cross-origin isolated: browsers round times to 0.1 ms or more elsewhere.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { at } from "../scripts/lib/root.mjs";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};
const SERVED = ["/benches/page/", "/pkg/", "/node_modules/dexie/", "/node_modules/idb/"];

const CONTESTANT = /^\/benches\/page\/contestants\/(\w+)\.js$/;

/**
 * `pkg` is the folder of the package, if it is not the one that was built here; `bundles` the code of
 * contestants that the page cannot load as they are.
 */
export async function serve(pkg = at("pkg"), bundles = new Map()) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    try {
      if (!SERVED.some((folder) => pathname.startsWith(folder)) || pathname.includes("..")) throw new Error();
      const path = pathname.startsWith("/pkg/") ? join(pkg, pathname.slice(5)) : at(`.${pathname}`);
      const body = bundles.get(CONTESTANT.exec(pathname)?.[1]) ?? (await readFile(path));
      response.writeHead(200, {
        "content-type": TYPES[extname(pathname)] ?? "application/octet-stream",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
        "cache-control": "max-age=600",
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address();
  return {
    page: `http://localhost:${port}/benches/page/index.html`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
