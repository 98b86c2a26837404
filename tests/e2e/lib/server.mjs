// A web server for a test: a folder, and what the test itself answers.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { later } from "./later.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** `{origin, asked}`; `answers` are `{path: (request, url) => body | {headers, body}}`. */
export async function serve(t, folder, answers = {}) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    asked.push(url.pathname);
    try {
      const answer = answers[url.pathname];
      if (answer) {
        const given = (await answer(request, url)) ?? "";
        const { headers = {}, body } = typeof given === "string" ? { body: given } : given;
        response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(body);
        return;
      }
      const path = url.pathname.endsWith("/") ? `${url.pathname}index.html` : url.pathname;
      const body = await readFile(join(folder, normalize(path)));
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  later(t, () => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://localhost:${server.address().port}`, asked };
}

/** A page without a bundler, for which `medallion` is the installed package. */
export const page = (script) => `<!doctype html>
<meta charset="utf-8" /><title>test</title><link rel="icon" href="data:," />
<script type="importmap">{ "imports": { "medallion": "/node_modules/medallion/index.js" } }</script>
<script type="module">${script}</script>`;
