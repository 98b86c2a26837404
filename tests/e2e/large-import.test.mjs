// A file that is larger than what the module holds at once: it comes and goes piece by piece.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { project, scratch } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";

const LIMIT = { timeout: 300_000 };
const MEGABYTE = 1 << 20;
const COUNT = 6_000;
const EACH = 16_000;

const PAGE = page(`
  let memory;
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const own = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await own.apply(WebAssembly, args);
      memory ??= (made.instance ?? made).exports.memory;
      return made;
    };
  }
  const { Workspace } = await import("medallion");

  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    for (let bit = 0; bit < 8; bit += 1) byte = (byte >>> 1) ^ (byte & 1 ? 0xedb88320 : 0);
    return byte;
  });
  const encoder = new TextEncoder();
  /** The file, in parts, as another program would write it. */
  function file(count, size) {
    let crc = -1;
    const at = "2026-01-31T12:00:00.000Z";
    const parts = Array.from({ length: count }, (_, number) => {
      const id = "med-" + number;
      const meta = { medallion_id: id, model: "m", created_at: at, updated_at: at };
      const notes = ("Number " + number + ". ").repeat(size / 10).slice(0, size);
      const summary = { high_level: "About " + number, subsystems: [{ name: "s", status: "stable", notes }] };
      const body = { meta, scope: { tags: ["t"] }, summary, affordances: {} };
      const bytes = encoder.encode(JSON.stringify({ kind: "medallion", id, rev: 1, event: "created", actor: "a", at, body }) + "\\n");
      for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 255];
      return new Blob([bytes]);
    });
    const records = { medallion: count };
    const first = { format: "medallion-workspace", version: 1, workspace: "w", exported_at: at, lines: count, records, crc: ~crc >>> 0 };
    return new Blob([JSON.stringify(first) + "\\n", ...parts]);
  }

  let ws, made;
  window.calls = {
    open: async (name) => { ws = await Workspace.open(name); },
    close: () => ws.close(),
    make: (count, size) => { made = file(count, size); return made.size; },
    import: () => ws.import(made),
    begin: () => {
      window.ended = false;
      ws.import(made).finally(() => (window.ended = true));
    },
    entries: () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open("medallion:" + ws.name);
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const counted = request.result.transaction("log").objectStore("log").count();
          counted.onsuccess = () => {
            request.result.close();
            resolve(counted.result);
          };
        };
      }),
    export: async () => {
      const told = [];
      made = await ws.export({ onProgress: ({ done, total }) => told.push([done, total]) });
      return { size: made.size, told };
    },
    count: () => ws.medallions.count(),
    get: async (id) => (await ws.medallions.get(id))?.summary.high_level,
    memory: () => memory.buffer.byteLength,
  };
  window.result = true;
`);

async function open(t) {
  const { origin } = await serve(t, project(t, { "index.html": PAGE }));
  const context = await launch(t, scratch(t));
  context.setDefaultTimeout(250_000);
  const tab = await context.newPage();
  const fresh = async () => {
    await tab.goto(`${origin}/`);
    await tab.waitForFunction(() => window.result);
  };
  await fresh();
  const call = (name, ...args) => tab.evaluate(([own, given]) => window.calls[own](...given), [name, args]);
  return { tab, fresh, call };
}

test("a file of 96 MB is imported and exported within a bounded memory", LIMIT, async (t) => {
  const { call } = await open(t);
  await call("open", "large");
  const size = await call("make", COUNT, EACH);
  assert.ok(size > 90 * MEGABYTE, `${size}`);
  const before = await call("memory");
  assert.deepEqual(await call("import"), { records: COUNT, skipped: 0, problems: [] });
  const imported = (await call("memory")) - before;
  const exported = await call("export");
  const all = (await call("memory")) - before;
  t.diagnostic(`memory grew by ${imported / MEGABYTE} MB, and with the export by ${all / MEGABYTE} MB`);
  assert.ok(all < 48 * MEGABYTE, `grew by ${all}`);

  assert.equal(await call("count"), COUNT);
  assert.ok(Math.abs(exported.size - size) < size / 50, `${exported.size} of ${size}`);
  const [done, total] = exported.told.at(-1);
  assert.equal(done, total);
  assert.ok(exported.told.length > 5);
  assert.deepEqual(
    exported.told.map(([own]) => own),
    exported.told.map(([own]) => own).sort((one, other) => one - other),
  );
  // What was exported is what was imported: nothing comes.
  assert.deepEqual(await call("import"), { records: 0, skipped: COUNT, problems: [] });
  await call("close");
  await call("open", "large");
  assert.equal(await call("get", "med-4321"), "About 4321");
});

test("an import whose page goes is there whole or not at all, and can be done again", LIMIT, async (t) => {
  const { tab, fresh, call } = await open(t);
  const seen = [];
  for (const written of [1, 150, 300, 450]) {
    await call("open", "cut");
    await call("make", COUNT / 4, EACH);
    const least = (await call("entries")) + written;
    await call("begin");
    await tab.waitForFunction((own) => window.calls.entries().then((count) => window.ended || count >= own), least);
    await fresh();
    await call("open", "cut");
    seen.push(await call("count"));
  }
  t.diagnostic(`seen: ${seen}`);
  assert.ok(
    seen.every((count) => count === 0 || count === COUNT / 4),
    `${seen}`,
  );
  await call("make", COUNT / 4, EACH);
  await call("import");
  assert.equal(await call("count"), COUNT / 4);
});
