// THIRD_PARTY.md: the licences of all code inside the module that is not ours.

import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const STANDARD_LIBRARY = {
  name: "The Rust standard library",
  version: "",
  license: "MIT OR Apache-2.0",
  repository: "https://github.com/rust-lang/rust",
};

const INTRODUCTION = `The WebAssembly module of this package contains code of these libraries. Where a licence offers a
choice, MIT is ours. A library without a text below ships none: the licence named in its row holds.`;

export function notices({ linked }) {
  const texts = new Map();
  for (const crate of linked) {
    for (const text of licenceTexts(crate)) texts.set(text, [...(texts.get(text) ?? []), crate.name]);
  }
  const row = ({ name, version, license, repository }) => `| ${name} | ${version} | ${license} | ${repository ?? ""} |`;
  return [
    "# Third-party notices",
    INTRODUCTION,
    [
      "| name | version | licence | source |",
      "| --- | --- | --- | --- |",
      ...[...linked, STANDARD_LIBRARY].map(row),
    ].join("\n"),
    ...[...texts].map(([text, names]) => `## ${names.join(", ")}\n\n\`\`\`text\n${text}\n\`\`\``),
    "",
  ].join("\n\n");
}

function licenceTexts({ manifest_path }) {
  const folder = dirname(manifest_path);
  const files = [folder, join(folder, "LICENSES")]
    .flatMap(filesIn)
    .filter((path) => /licen[cs]e|copying|notice|^MIT|^Apache/i.test(basename(path)));
  const others = /apache|unlicense|copying/i;
  const chosen = files.some((path) => /mit/i.test(basename(path)))
    ? files.filter((path) => !others.test(basename(path)))
    : files;
  return chosen.map((path) => readFileSync(path, "utf8").trim());
}

function filesIn(folder) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}
