// How far the estimate of `ws.resume` is from two real vocabularies, by kind of text:
// `node benches/tokens.mjs`, on the package in pkg/. The vocabularies are installed when they are first asked for.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { mustRun } from "../scripts/lib/process.mjs";
import { at } from "../scripts/lib/root.mjs";

const FOLDER = at("target", "tokens");
const VOCABULARIES = ["o200k_base", "cl100k_base"];

const TEXTS = {
  "markdown (README)": pieces(readFileSync(at("README.md"), "utf8")),
  "code (Rust)": pieces(readFileSync(at("src", "domain", "resume", "selection.rs"), "utf8")),
  "code (JavaScript)": pieces(readFileSync(at("pkg-template", "track.js"), "utf8")),
  English: [
    "The agent split the parser into two files and decided that errors carry their path.",
    "It is still open whether the cache should be shared between tabs, since nobody measured it.",
  ],
  German: [
    "Der Agent hat den Parser in zwei Dateien aufgeteilt und beschlossen, dass Fehler ihren Pfad tragen.",
    "Offen ist noch, ob der Zwischenspeicher zwischen Tabs geteilt werden soll.",
  ],
  Russian: ["Агент разделил парсер на два файла и решил, что ошибки несут свой путь."],
  Chinese: ["代理将解析器拆分为两个文件，并决定错误应携带其路径。缓存是否应在标签页之间共享仍未确定。"],
};

/** Paragraphs. */
function pieces(text) {
  return text.split("\n\n").filter((paragraph) => paragraph.trim() !== "");
}

if (!existsSync(`${FOLDER}/node_modules/gpt-tokenizer`)) {
  await mustRun("npm", ["install", "--prefix", FOLDER, "--no-save", "--silent", "gpt-tokenizer@4.0.0"]);
}
const { Workspace } = await import(pathToFileURL(at("pkg", "node.js")));
const from = createRequire(`${FOLDER}/`);
const counters = VOCABULARIES.map((name) => from(`gpt-tokenizer/cjs/encoding/${name}`).encode);

console.log(`| text | estimated | ${VOCABULARIES.join(" | ")} | estimated ÷ counted |`);
console.log("|---|---:|---:|---:|---:|");
for (const [kind, texts] of Object.entries(TEXTS)) {
  const ws = await Workspace.open(kind, { storage: "memory" });
  const scope = { graph_nodes: ["repo:muse"] };
  const decisions = texts.map((statement, number) => ({
    ...{ id: `D-${number}`, statement, rationale: "", confidence: 0.5 },
  }));
  await ws.medallions.create({ scope, summary: { high_level: "" }, decisions, affordances: {} });
  const { text, tokens } = await ws.resume({ scope, tokenBudget: 1_000_000 });
  const counted = counters.map((encode) => encode(text).length);
  const ratios = counted.map((count) => (tokens / count).toFixed(2)).join(" and ");
  console.log(`| ${kind} | ${tokens} | ${counted.join(" | ")} | ${ratios} |`);
  await ws.close();
}
