// `medallionSchema()`, read by somebody else's validator, says the same as our own checker.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import Ajv from "ajv/dist/2020.js";
import { mutants } from "./lib/mutate.mjs";
import { project } from "./lib/package.mjs";

const COUNT = 5000;

let parse;
let schema;
let validate;

before(async (t) => {
  const installed = await import(pathToFileURL(join(project(t), "node_modules/medallion/node.js")));
  parse = installed.parseMedallion;
  schema = await installed.medallionSchema();
  validate = new Ajv({ allErrors: true, strict: true }).compile(schema);
});

test("the module says of each field what the sources say", () => {
  const kept = new URL("../golden/medallion.v1.schema.json", import.meta.url);
  assert.deepEqual(schema, JSON.parse(readFileSync(kept, "utf8")));
});

test("the schema and the checker agree on generated and changed documents", { timeout: 120_000 }, async () => {
  const seen = { right: 0, wrong: 0 };
  for (const document of mutants(COUNT, 42)) {
    const text = JSON.stringify(document);
    const expected = validate(document) && holdsTogether(document);
    const { error, medallion } = await parse(text).then(
      (read) => ({ medallion: read }),
      (failed) => ({ error: failed }),
    );
    const said = expected ? `${error?.path}: ${error?.message}` : JSON.stringify(validate.errors);
    assert.equal(error === undefined, expected, `${said}\n${text}`);
    seen[expected ? "right" : "wrong"] += 1;
    if (medallion) assert.ok(validate(medallion), `what was read does not fit: ${JSON.stringify(validate.errors)}`);
    else assert.match(error.code, /^(INVALID|VERSION_TOO_NEW)$/);
  }
  assert.ok(Math.min(seen.right, seen.wrong) > COUNT / 10, JSON.stringify(seen));
});

/** What a schema cannot say. */
function holdsTogether({ meta, decisions = [], open_questions = [] }) {
  const { created_at, updated_at, knowledge_min_ts, knowledge_max_ts } = meta;
  const unique = (items) => new Set(items.map(({ id }) => id)).size === items.length;
  return (
    instant(created_at) <= instant(updated_at) &&
    (!knowledge_min_ts || !knowledge_max_ts || instant(knowledge_min_ts) <= instant(knowledge_max_ts)) &&
    [created_at, updated_at, knowledge_min_ts, knowledge_max_ts, meta.superseded_by?.at].every(hasFourDigitYear) &&
    unique(decisions) &&
    unique(open_questions)
  );
}

const FORM =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)?)?$/;

/** Nanoseconds since 1970. */
function instant(text) {
  const [, ...parts] = FORM.exec(text);
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts;
  const [fraction = "", sign = "+", zoneHour = 0, zoneMinute = 0] = parts.slice(6);
  const moment = new Date(0);
  moment.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  moment.setUTCHours(Number(hour), Number(minute), Number(second));
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000 * (sign === "-" ? -1 : 1);
  return BigInt(moment.getTime() - offset) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

/** In UTC; a zone may shift the first and the last day of the calendar out of it. */
function hasFourDigitYear(text) {
  if (!text) return true;
  const year = new Date(Number(instant(text) / 1_000_000n)).getUTCFullYear();
  return year >= 0 && year <= 9999;
}
