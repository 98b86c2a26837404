// What is asked of the numbers: design section 7, and issues 4 to 6. Each bar reads the summary of a row, `{ours, dexie}`
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

const medianBelow = (row, limit) => ({
  row,
  wanted: `median below ${limit} ms`,
  measure: ({ ours }) => ({ value: `${ours.median.toFixed(2)} ms`, met: ours.median < limit }),
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
  // Tasks.
  ...["ready", "ready after a submission", "ready after a new dependency"].flatMap((row) => [
    atLeast(row, 20),
    p95Below(row, 5),
  ]),
  ...["start", "submit"].map((row) => p95Below(row, 15)),
  p95Below("import of a course", 2000),
  p95Below("tree", 80),
  medianBelow("dependency that would close a circle", 1),
  // Plans.
  p95Below("report of a front matter of 100 lines", 2),
  p95Below("report of 500 files, cold", 1000),
  p95Below("edit of a front matter of 100 lines", 5),
  p95Below("report of a plan of 10,000 tasks", 20),
  p95Below("stored plan of 10,000 tasks: what is ready", 20),
  // Steps.
  p95Below("opening a course of 2,000 steps", 50),
  ...["next", "status", "tree"].map((row) => p95Below(`${row} at 2,000 steps`, 5)),
  ...["half an answer saved", "one answer handed in"].map((row) => p95Below(row, 15)),
];
