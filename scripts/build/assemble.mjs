// Puts the package together: the template, the generated glue, the module, types and notices.

import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Failure } from "../lib/process.mjs";
import { at } from "../lib/root.mjs";
import { declarations } from "../types.mjs";
import { buildId, withBuild } from "./build-id.mjs";
import { glueFolder } from "./compile.mjs";
import { notices } from "./notices.mjs";

export const pkg = at("pkg");

export async function assemble(crates, parts) {
  const staging = at("target", "pkg");
  rmSync(staging, { recursive: true, force: true });
  cpSync(at("pkg-template"), staging, { recursive: true });
  for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) cpSync(at(licence), join(staging, licence));
  const write = (name, text) => writeFileSync(join(staging, name), text);

  const files = readdirSync(glueFolder).filter((name) => name.endsWith(".wasm"));
  const glueText = glue(staging);
  const bare = Object.fromEntries(files.map((file) => [file, readFileSync(join(glueFolder, file))]));
  const build = buildId(bare, glueText);
  const modules = Object.fromEntries(files.map((file) => [file, withBuild(bare[file], build)]));
  for (const file of files) write(file, modules[file]);
  write("part-files.js", partFiles(parts, build));
  write("part-urls.js", partUrls(files));
  write("inline-module.js", inlineModule(modules));
  write("medallion.js", glueText);
  write("THIRD_PARTY.md", notices(crates));
  write("package.json", manifest(crates.own));
  write("index.d.ts", await declarations(readFileSync(join(glueFolder, "medallion.d.ts"), "utf8"), staging));

  rmSync(pkg, { recursive: true, force: true });
  renameSync(staging, pkg);
}

/** Which files belong to a part of the module, and which build they are from. */
function partFiles(parts, build) {
  const rows = Object.entries(parts).map(([part, files]) => `  ${part}: ${JSON.stringify(files)},\n`);
  return `// Which files belong to a part of the module, besides medallion_bg.wasm.\nexport const PARTS = {\n${rows.join("")}};\n\n// Which build they are from; each says so itself.\nexport const BUILD = ${JSON.stringify(build)};\n`;
}

/**
 * Names each file where a bundler sees it, and copies it: once, and nowhere else. A name put together would have it
 * copy everything. Not all places that import this have addresses: none is made before it is asked for, and
 * that it cannot be made is no exception, but an answer.
 */
function partUrls(files) {
  const rows = files.map((file) => `  ${JSON.stringify(file)}: () => new URL("./${file}", import.meta.url),\n`);
  return `// Where the files of the module are.\nconst URLS = {\n${rows.join("")}};\n\nexport const url = async (file) => URLS[file]();\n`;
}

function inlineModule(modules) {
  const rows = Object.entries(modules).map(
    ([file, bytes]) => `  ${JSON.stringify(file)}:\n    "${bytes.toString("base64")}",\n`,
  );
  return `// The files of the module as base64.\nexport const FILES = {\n${rows.join("")}};\n`;
}

/**
 * JavaScript that Rust imports arrives as copies, in a folder named by a hash. The entry points
 * import the same files: `instanceof` holds only if there is one copy, so the glue uses theirs.
 */
function glue(staging) {
  const folder = join(glueFolder, "snippets");
  const copies = existsSync(folder) ? readdirSync(folder) : [];
  for (const copy of copies.filter((name) => !name.startsWith("medallion-"))) {
    cpSync(join(folder, copy), join(staging, "snippets", copy), { recursive: true });
  }
  return (
    readFileSync(join(glueFolder, "medallion.js"), "utf8")
      .replace('/* @ts-self-types="./medallion.d.ts" */\n', "")
      .replace(/ from (['"])\.\/__wasm_split\.js\1/g, ' from "./parts.js"')
      // The same text as a key is the module's own name for its import and has to stay.
      .replace(/ from (['"])\.\/snippets\/medallion-[0-9a-f]+\/(.+?)\1/g, (_, quote, file) => {
        const name = file.replace(/^pkg-template\//, "");
        if (name === file) throw new Failure(`Rust imports ${file}: JavaScript for it belongs into pkg-template/`);
        return ` from ${quote}./${name}${quote}`;
      })
  );
}

function manifest({ version, description }) {
  const template = JSON.parse(readFileSync(at("pkg-template", "package.json"), "utf8"));
  return `${JSON.stringify({ ...template, version, description }, null, 2)}\n`;
}

/** Lets everything in this repository import the package by its name, as a user would. */
export function linkPackage() {
  const link = at("node_modules", "medallion");
  mkdirSync(at("node_modules"), { recursive: true });
  if (existsSync(link)) return;
  rmSync(link, { force: true });
  symlinkSync("../pkg", link, "junction");
}
