// What the numbers were taken on, and how busy it was with other things before.

import { cpus, loadavg, release, totalmem, type } from "node:os";

export function machine() {
  const [{ model }] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${model.trim()}), ${gigabytes} GB, ${type()} ${release()}, load ${loadavg()[0].toFixed(1)}`;
}
