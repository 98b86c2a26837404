// Shows what Chromium does to a database whose disk was full, without any part of this package:
// `node drills/full-disk.mjs`, as root. Plain IndexedDB; records are added until that fails, there is
// room again, some more are added, and the browser is killed and started again.

import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { browsersOf } from "./browsers.mjs";
import { fill, mounted } from "./disk.mjs";

const PAGE = `<!doctype html><title>full disk</title><link rel="icon" href="data:," /><script type="module">
  let loss = "";
  const open = () =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open("plain", 1);
      opening.onupgradeneeded = (event) => {
        loss = event.dataLoss + " " + event.dataLossMessage;
        opening.result.createObjectStore("records", { autoIncrement: true });
      };
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
  const add = (database, size) =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction("records", "readwrite");
      transaction.objectStore("records").add("x".repeat(size));
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
  const count = async (database) => {
    const request = database.transaction("records").objectStore("records").count();
    await new Promise((resolve) => (request.onsuccess = resolve));
    return request.result;
  };
  const tell = (what) => fetch("/" + what, { method: "POST" });

  let database = await open();
  const found = await count(database);
  if (location.search === "?again") {
    await tell("told?count=" + found + "&loss=" + loss);
  } else {
    for (let number = 0; number < 20; number += 1) await add(database, 20_000);
    await tell("fill");
    let failure;
    while (!failure) await add(database, 100_000).catch((error) => (failure = error?.name ?? "no reason given"));
    await tell("free");
    for (let left = 3; left > 0; ) {
      try {
        await add(database, 20_000);
        left -= 1;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 500));
        database = await open().catch(() => database);
      }
    }
    await tell("told?count=" + (await count(database)) + "&failure=" + failure);
  }
</script>`;

const disk = mounted();
const filler = join(disk.folder, "filler");
let heard = () => {};
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  if (pathname === "/fill") fill(filler, disk.folder);
  if (pathname === "/free") rmSync(filler);
  response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
  if (pathname === "/told") heard(Object.fromEntries(searchParams));
});
await once(server.listen(0, "127.0.0.1"), "listening");
const address = `http://localhost:${server.address().port}/`;
const browsers = await browsersOf("chromium");

async function start(query) {
  const answer = new Promise((resolve) => {
    heard = resolve;
  });
  const browser = browsers.start(join(disk.folder, "profile"), address + query);
  const said = await answer;
  await browser.kill();
  return said;
}

const { count, failure } = await start("");
console.log(`first start: a write failed with ${failure}; then there was room, and there were ${count} records`);
for (const which of ["second", "third"]) {
  const { count: left, loss } = await start("?again");
  console.log(`${which} start: ${left} records${loss.startsWith("total") ? `; the browser says: ${loss}` : ""}`);
}
await browsers.close();
disk.release();
server.closeAllConnections();
server.close();
