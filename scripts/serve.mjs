// Serves the app of www/ while it is worked on. It uses the built package by its name, through
// its real exports, as an app of a user would.

import { createServer } from "vite";
import { at } from "./lib/root.mjs";

export async function serve({ port }) {
  const server = await createServer({
    configFile: false,
    root: at("www"),
    // Vite would move the package's code away from the module beside it.
    optimizeDeps: { exclude: ["medallion"] },
    server: { port, fs: { allow: [at("www"), at("pkg")] } },
  });
  await server.listen();
  const [address] = server.resolvedUrls.local;
  console.log(`The app is at ${address}`);
}
