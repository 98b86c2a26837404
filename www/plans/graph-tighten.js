// Moves what stands in columns together. dagre keeps long lines straight at any price: a graph of many of them comes out
// two or three times as high as its fullest column. The order within each column, which it found, stays.

const ROUNDS = 8;
/** Between two boxes, and between a line and whatever is beside it. */
const GAP = { boxes: 18, lines: 12 };

/**
 * `columns` are lists of `{y, height}` from top to bottom, `chains` are lists of those that one line joins. Sets each `y`,
 * which is a middle, near those it is joined with, and answers the height of all, whose top is 0.
 */
export function tighten(columns, chains) {
  const before = neighbours(chains, (place) => place - 1);
  const behind = neighbours(chains, (place) => place + 1);
  const offsets = columns.map(offsetsOf);
  const sweep = (column, beside) => {
    const items = columns[column];
    put(
      items,
      items.map((item) => mean(beside.get(item) ?? []) ?? item.y),
      offsets[column],
    );
  };
  const order = [...columns.keys()];
  for (const column of order) put(columns[column], offsets[column], offsets[column]);
  // The last way is the one that is read, so that chains run straight from their beginning.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const column of order.toReversed()) sweep(column, behind);
    for (const column of order) sweep(column, before);
  }
  const all = columns.flat();
  const top = all.reduce((least, { y, height }) => Math.min(least, y - height / 2), Infinity);
  for (const item of all) item.y -= top;
  return all.reduce((most, { y, height }) => Math.max(most, y + height / 2), 0);
}

/** What each is joined with on one side. */
function neighbours(chains, beside) {
  const found = new Map();
  for (const chain of chains) {
    for (const [place, item] of chain.entries()) {
      const other = chain[beside(place)];
      if (other) found.set(item, [...(found.get(item) ?? []), other]);
    }
  }
  return found;
}

/** How far each is from the first where all stand as close as they may; half of it above 0. */
function offsetsOf(items) {
  let at = 0;
  const offsets = items.map((item, place) => {
    const before = items[place - 1];
    if (before) {
      const gap = before.height > 0 && item.height > 0 ? GAP.boxes : GAP.lines;
      at += (before.height + item.height) / 2 + gap;
    }
    return at;
  });
  return offsets.map((own) => own - at / 2);
}

const mean = (items) => (items.length > 0 ? items.reduce((sum, { y }) => sum + y, 0) / items.length : undefined);

/** As near as possible to where each wants to be, in order and at a distance: those that would overlap move as one. */
function put(items, wanted, offsets) {
  const blocks = [];
  for (const place of items.keys()) {
    blocks.push({ sum: wanted[place] - offsets[place], count: 1 });
    for (;;) {
      const [before, last] = blocks.slice(-2);
      if (blocks.length < 2 || before.sum / before.count <= last.sum / last.count) break;
      blocks.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count });
    }
  }
  let place = 0;
  for (const { sum, count } of blocks) {
    for (const end = place + count; place < end; place += 1) items[place].y = sum / count + offsets[place];
  }
}
