// Documents that are almost right: a correct one with one to three things changed.

import { documentOf, randomFrom } from "../../../benches/page/documents.js";

const TIMES = [
  ...["2025-01-31", "2025-02-29", "2024-02-29", "2025-02-30", "1900-02-29", "2000-02-29", "0000-01-01", "9999-12-31"],
  ...[
    "2025-01-31T12:00:00",
    "2025-01-31 12:00:00Z",
    "2025-01-31t12:00:00z",
    "2025-01-31T12:00Z",
    "2025-01-31T24:00:00Z",
  ],
  ...["2025-01-31T12:00:60Z", "2025-06-30T23:59:60Z", "2025-01-31T12:00:00.1Z", "2025-01-31T12:00:00.123456789Z"],
  ...[
    "2025-01-31T12:00:00.1234567890Z",
    "2025-01-31T12:00:00.Z",
    "2025-01-31T12:00:00+09:00",
    "2025-01-31T12:00:00+0900",
    "2025-01-31T12:00-05",
    "2025-01-31T12:00.5Z",
  ],
  ...["2025-01-31T12:00:00-23:59", "2025-01-31T12:00:00+24:00", "2025-01-31T12:00:00+09:60", "2025-01-31T12:00:00.5"],
  ...[
    "2025-13-01",
    "2025-00-10",
    "2025-1-31",
    "20250131",
    "2025-01-31Z",
    "2025-01-31+01:00",
    "+2025-01-31",
    "-2025-01-31",
  ],
  ...[
    "12025-01-31T00:00:00Z",
    "2025-01-31T12:00:00 Z",
    " 2025-01-31",
    "2025-01-31T12:00:00Z\n",
    "２025-01-31",
    "yesterday",
  ],
  ...[
    "2025-01-31T12:00:00,5Z",
    "2025-01-31_12:00:00Z",
    "2025-01-31T12:00:00−01:00",
    "2025-01-31T1:00:00Z",
    "2025-W05-5",
  ],
];

const TEXTS = ["", " ", "a", "med-1", "active", "stable", "high", "medallion.v1", "medallion.v2", "ACTIVE", "é", "🎓"];

const VALUES = [
  ...[null, true, false, 0, -0, 1, 0.5, -0.1, 1.0000001, 1e-9, 300, 2 ** 53, 1e300],
  ...[[], {}, [null], [""], ["a", "a"], [[]], [1], [{}], { a: 1 }, "\u0000", "a\u0007b", "\u0085", "\u00a0", "\u200b"],
  ...["x".repeat(256), "x".repeat(257), "x".repeat(300), "x".repeat(301), "x".repeat(512), "x".repeat(513)],
  ...["🎓".repeat(256), "🎓".repeat(257), "🎓".repeat(300), "🎓".repeat(301), "🎓".repeat(512), "🎓".repeat(513)],
  ...[...TIMES, ...TEXTS],
];

const SUPERSEDED = { medallion_id: "med-2", reason: null, at: "2025-01-31T12:00:00Z" };

export function* mutants(count, seed) {
  const random = randomFrom(seed);
  for (let number = 0; number < count; number += 1) {
    const document = documentOf(number);
    if (random.next() < 0.3) document.meta.superseded_by = { ...SUPERSEDED };
    const changes = random.below(4);
    for (let change = 0; change < changes; change += 1) mutate(document, random);
    yield document;
  }
}

function mutate(document, random) {
  const places = [...placesOf(document)];
  const { parent, key, isTime } = random.one(places);
  const dice = random.next();
  if (dice < 0.2) remove(parent, key);
  else if (dice < 0.25) parent[Array.isArray(parent) ? parent.length : `unknown-${key}`] = random.one(VALUES);
  else if (dice < 0.3 && Array.isArray(parent)) parent.push(structuredClone(parent[key]));
  else parent[key] = structuredClone(random.one(isTime && dice < 0.8 ? TIMES : VALUES));
}

function remove(parent, key) {
  if (Array.isArray(parent)) parent.splice(key, 1);
  else delete parent[key];
}

function* placesOf(parent) {
  for (const key of Object.keys(parent)) {
    const value = parent[key];
    yield { parent, key, isTime: /_at$|_ts$|^at$/.test(key) };
    if (value !== null && typeof value === "object") yield* placesOf(value);
  }
}
