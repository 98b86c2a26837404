// Says when a transaction that writes the image, or rewrites entries of the log, begins and ends.
// New entries are added with `add`; only what takes the place of something is `put`.

import { tellAtOnce } from "./station.js";

const WORK = { image: "image", log: "history" };

export function watchTransactions() {
  const known = new WeakSet();
  const { put } = IDBObjectStore.prototype;
  let count = 0;
  IDBObjectStore.prototype.put = function watched(...args) {
    const request = put.apply(this, args);
    const { name, transaction } = this;
    if (WORK[name] && !known.has(transaction)) {
      known.add(transaction);
      const number = (count += 1);
      const say = (type) => tellAtOnce({ type, work: WORK[name], number });
      say("transaction begun");
      for (const end of ["complete", "abort"]) transaction.addEventListener(end, () => say("transaction ended"));
    }
    return request;
  };
}
