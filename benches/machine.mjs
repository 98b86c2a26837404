// What the numbers were taken on.

import { cpus, release, totalmem, type } from "node:os";

export function machine() {
  const [{ model }] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${model.trim()}), ${gigabytes} GB, ${type()} ${release()}`;
}
