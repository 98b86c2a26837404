// What is measured: one row of the table for each, in the order of the table.

export const CONTESTANTS = ["medallion", "dexie", "idb"];
export const SIZES = [100, 10_000, 100_000];
export const WORK_SIZE = 10_000;

const K = (size) => (size >= 1000 ? `${size / 1000}k` : String(size));

/** Rows of one database of 10,000 that is made and dropped in each round. */
export const WORK = [
  { row: "bulk create of 10k", job: "bulkCreate" },
  { row: "create, one by one", job: "create", calls: 100 },
  { row: "update, one by one", job: "update", calls: 100 },
  { row: "get, warm", job: "getWarm", calls: 100 },
];

/** Rows of the databases that stay, in a page that has asked before. */
export const warm = (sizes) =>
  sizes.flatMap((size) =>
    ["node", "tag"].map((kind) => ({
      ...{ row: `scope query by ${kind} at ${K(size)}, warm`, job: "queryWarm" },
      ...{ kind, size, calls: 50 },
    })),
  );

/** Rows that need a fresh page for each contestant. */
export const cold = (sizes) => [
  ...sizes
    .filter((size) => size >= 1000)
    .map((size) => ({ row: `get at ${K(size)}, cold`, job: "getCold", size, calls: 30 })),
  ...sizes.flatMap((size) =>
    ["node", "tag"].map((kind) => ({
      ...{ row: `scope query by ${kind} at ${K(size)}, cold`, job: "queryCold" },
      ...{ kind, size, calls: size >= 1000 ? 15 : 5 },
    })),
  ),
];

/** Rows that need a fresh page, then a fresh browser, and nothing before. */
export const starts = (sizes, where) =>
  sizes.map((size) => ({ row: `first query at ${K(size)}, new ${where}`, job: "coldStart", size }));
