// Shows what Chromium does when it was killed while it wrote to its log: `node drills/torn-log.mjs`.
// Plain IndexedDB, a record for each start; the cut stands for a write that a kill ended half-way.

import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browsersOf } from "./browsers.mjs";

const PAGE = `<!doctype html><title>torn log</title><link rel="icon" href="data:," /><script type="module">
  let loss = "";
  const opening = indexedDB.open("plain", 1);
  opening.onupgradeneeded = (event) => {
    loss = event.dataLoss + " " + event.dataLossMessage;
    opening.result.createObjectStore("records", { autoIncrement: true });
  };
  opening.onsuccess = () => {
    const transaction = opening.result.transaction("records", "readwrite");
    const records = transaction.objectStore("records");
    records.add("x".repeat(20000));
    const count = records.count();
    transaction.oncomplete = () => fetch("/told?count=" + count.result + "&loss=" + loss, { method: "POST" });
  };
</script>`;

let heard = () => {};
const server = createServer((request, response) => {
  response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  if (pathname === "/told") heard(Object.fromEntries(searchParams));
});
await once(server.listen(0, "127.0.0.1"), "listening");
const address = `http://localhost:${server.address().port}/`;
const profile = mkdtempSync(join(tmpdir(), "medallion-torn-"));
const browsers = await browsersOf("chromium");

async function start(what) {
  const answer = new Promise((resolve) => {
    heard = resolve;
  });
  const browser = browsers.start(profile, address);
  const { count, loss } = await answer;
  await browser.kill();
  console.log(`${what}: ${count} records${loss.startsWith("total") ? `; the browser says: ${loss}` : ""}`);
}

/** Takes the last bytes from the log file. */
function cut() {
  const folder = join(profile, "Default", "IndexedDB");
  const database = readdirSync(folder).find((name) => name.endsWith(".leveldb"));
  const log = readdirSync(join(folder, database)).find((name) => name.endsWith(".log"));
  const file = join(folder, database, log);
  truncateSync(file, statSync(file).size - 15_000);
}

await start("first start");
await start("second start");
cut();
await start("third start, after the log was cut in the second record");
await start("fourth start");
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
server.closeAllConnections();
server.close();
