// What design section 7 asks of the numbers. Each bar reads the summary of a row, `{ours, dexie}`
// with `median` and `p95`, and says what it found.

const times = (row) => row.dexie.median / row.ours.median;

const atLeast = (row, wanted) => ({
  row,
  wanted: `at least ${wanted} times as fast as Dexie`,
  measure: (cells) => ({ value: `${times(cells).toFixed(1)} times`, met: times(cells) >= wanted }),
});

const p95Below = (row, limit) => ({
  row,
  wanted: `p95 below ${limit} ms`,
  measure: ({ ours }) => ({ value: `${ours.p95.toFixed(2)} ms`, met: ours.p95 < limit }),
});

const notSlower = (row) => ({
  row,
  wanted: "not slower than Dexie",
  measure: (cells) => ({ value: `${times(cells).toFixed(2)} times`, met: times(cells) >= 1 }),
});

export const BARS = [
  atLeast("bulk create of 10k", 5),
  atLeast("create, one by one", 1.5),
  atLeast("scope query by tag at 10k, warm", 50),
  atLeast("scope query by tag at 10k, cold", 1.5),
  atLeast("scope query by node at 10k, cold", 1.5),
  ...["10k", "100k"].flatMap((size) =>
    ["page", "browser"].map((where) => notSlower(`first query at ${size}, new ${where}`)),
  ),
  ...["create, one by one", "update, one by one", "get, warm", "get at 10k, cold"].map((row) => p95Below(row, 10)),
  ...["10k", "100k"].flatMap((size) =>
    ["node", "tag"].flatMap((kind) =>
      ["warm", "cold"].map((heat) => p95Below(`scope query by ${kind} at ${size}, ${heat}`, size === "10k" ? 5 : 10)),
    ),
  ),
];
