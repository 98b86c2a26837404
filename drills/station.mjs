// The server of the drill: gives the page and the package to the browser, and hears what the page
// tells. It lives on when the browser dies.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { text } from "node:stream/consumers";
import { at } from "../scripts/lib/root.mjs";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/** `hear(round, message)` is called for each message, in the order in which the page told them. */
export async function openStation({ packageFolder, hear }) {
  const folders = { "/package/": packageFolder, "/drills/page/": at("drills", "page") };
  /** Of each connection, when it is closed. */
  const connections = new Set();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    try {
      if (pathname === "/tell") {
        const messages = JSON.parse(await text(request));
        for (const message of messages) hear(Number(searchParams.get("round")), message);
        response.writeHead(204).end();
        return;
      }
      const folder = Object.keys(folders).find((start) => pathname.startsWith(start));
      if (!folder || pathname.includes("..")) throw new Error();
      const body = await readFile(join(folders[folder], pathname.slice(folder.length)));
      response.writeHead(200, { "content-type": TYPES[extname(pathname)] ?? "application/octet-stream" }).end(body);
    } catch {
      // A page that does not exist, or a message that was cut off by a kill.
      response.writeHead(404).end();
    }
  });
  server.on("connection", (socket) => {
    const closed = new Promise((resolve) => {
      socket.once("close", resolve);
    });
    connections.add(closed);
    closed.then(() => connections.delete(closed));
    // A kill resets it.
    socket.on("error", () => {});
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address();
  return {
    /** Of a round: what it does, and whether there is nothing yet. */
    page: (round, mode, isFirst) =>
      `http://localhost:${port}/drills/page/index.html?round=${round}&mode=${mode}${isFirst ? "&first" : ""}`,
    /** When all is heard that a dead browser has said. */
    silent: () => Promise.all(connections),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
