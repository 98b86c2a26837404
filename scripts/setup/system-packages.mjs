// Browsers, their drivers, a C compiler, and what tests compare with. Only Debian's package manager is driven; elsewhere
// the names are said.

import { existsSync, readdirSync } from "node:fs";
import { mustRun, which } from "../lib/process.mjs";
import { pythonWithNetworkx } from "../lib/python.mjs";

export const compiler = systemPackages({ "build-essential": () => which("cc") });

export const chromium = systemPackages({ chromium: () => which("chromium") });

/** For the C part of measuring coverage in a browser. */
export const clang = systemPackages({ clang: () => which("clang") });

export const browsers = systemPackages({
  chromium: () => which("chromium"),
  "chromium-driver": () => which("chromedriver"),
  "firefox-esr": () => which("firefox-esr") ?? which("firefox"),
  "webkit2gtk-driver": () => which("WebKitWebDriver"),
  "libwebkit2gtk-4.1-0": miniBrowser,
  xvfb: () => which("xvfb-run"),
  xauth: () => which("xauth"),
});

/** For the test that compares graphs with another library. */
export const networkx = systemPackages({ "python3-networkx": pythonWithNetworkx });

/** The small browser that WebKitGTK's driver starts. */
export function miniBrowser() {
  const folder = "/usr/lib";
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .map((host) => `${folder}/${host}/webkit2gtk-4.1/MiniBrowser`)
    .find(existsSync);
}

function systemPackages(finders) {
  const missing = () => Object.keys(finders).filter((name) => !finders[name]());
  return {
    get name() {
      return `${missing().join(", ")} by apt-get`;
    },

    stands: () => missing().length === 0,

    obstacle() {
      if (process.getuid?.() === 0 && which("apt-get")) return undefined;
      return `missing: ${missing().join(", ")}. On Debian, as root: apt-get install ${missing().join(" ")}`;
    },

    async install() {
      const env = { DEBIAN_FRONTEND: "noninteractive" };
      // The package manager waits for whoever else is using it.
      const patient = ["-o", "DPkg::Lock::Timeout=300"];
      await mustRun("apt-get", [...patient, "update"], { env, show: false });
      await mustRun("apt-get", [...patient, "install", "--yes", "--no-install-recommends", ...missing()], {
        env,
        show: false,
      });
    },
  };
}
