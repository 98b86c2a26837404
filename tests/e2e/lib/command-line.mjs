// The command line of the installed package, and what it says.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { project, scratch } from "./package.mjs";

/** The installed command. */
export const installed = (t) => join(project(t), "node_modules", ".bin", "medallion");

/** Runs commands in a folder of their own. */
export function shell(t, bin) {
  const folder = scratch(t);
  const run = (line, { input = "" } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn(bin, line, {
        cwd: folder,
        env: { PATH: process.env.PATH, MEDALLION_WORKSPACE: "w.jsonl" },
      });
      let [out, err] = ["", ""];
      child.stdout.on("data", (data) => (out += data));
      child.stderr.on("data", (data) => (err += data));
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, out, err }));
      child.stdin.on("error", () => {});
      child.stdin.end(input);
    });
  const does = async (...line) => {
    const { code, out, err } = await run(line);
    assert.deepEqual({ code, err }, { code: 0, err: "" }, `${line.join(" ")}\n${out}`);
    return out;
  };
  return {
    folder,
    run,
    /** What it says when it succeeds. */
    does,
    data: async (...line) => JSON.parse(await does(...line, "--json")),
    /** What it says when it does not. */
    async fails(code, ...line) {
      const end = await run(line);
      assert.equal(end.code, code, `${line.join(" ")}\n${end.out}${end.err}`);
      assert.equal(end.out, "");
      assert.match(end.err, /^medallion: /);
      assert.doesNotMatch(end.err, /\n {4}at |node_modules|undefined|\[object/);
      return end.err;
    },
    file(name, text) {
      writeFileSync(join(folder, name), text);
      return name;
    },
  };
}
