// A Python that has networkx, for the tests that ask another library.

import { spawnSync } from "node:child_process";

/** Debian's own first: another one in the path need not see the packages of the system. */
const CANDIDATES = ["/usr/bin/python3", "python3"];

let found;

/** The program; undefined if there is none. */
export function pythonWithNetworkx() {
  const has = (program) => spawnSync(program, ["-c", "import networkx"], { stdio: "ignore" }).status === 0;
  found ??= CANDIDATES.find(has);
  return found;
}
