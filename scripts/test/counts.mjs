// How many tests ran: read from what the test programs print.

/** cargo's and wasm-bindgen's runners end every binary with such a line. */
export function countRust(output) {
  return sum(output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed/gm));
}

/** Node's runner, in its TAP form. */
export function countTap(output) {
  return sum(output.matchAll(/^# pass (\d+)\n# fail (\d+)/gm));
}

function sum(matches) {
  let passed = 0;
  let failed = 0;
  for (const match of matches) {
    passed += Number(match[1]);
    failed += Number(match[2]);
  }
  return { passed, failed };
}
