// `npm run build`: leaves the finished npm package in pkg/.

import { pathToFileURL } from "node:url";
import { assemble, linkPackage } from "./build/assemble.mjs";
import { bindgen, compile, compiled, optimise, rejoin } from "./build/compile.mjs";
import { readCrates } from "./build/crates.mjs";
import { checkSize } from "./build/size.mjs";
import { split } from "./build/split.mjs";
import { stamp, stands } from "./build/stamp.mjs";
import { withLock } from "./lib/lock.mjs";
import { main } from "./lib/process.mjs";
import { setup } from "./setup.mjs";

export function build() {
  return withLock("build", async () => {
    const crates = await readCrates();
    await compile(crates);
    if (stands()) console.log("pkg/ is up to date");
    else {
      const { first, little, files, parts } = await split(compiled);
      await bindgen(first);
      await rejoin(little);
      await optimise(files);
      await assemble(crates, parts);
      stamp();
    }
    linkPackage();
    checkSize();
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await setup("build");
    await build();
  });
}
