// A file of any size in and out again, and how large the module became. For this package only.

let memory;
for (const name of ["instantiate", "instantiateStreaming"]) {
  const own = WebAssembly[name];
  WebAssembly[name] = async (...args) => {
    const made = await own.apply(WebAssembly, args);
    memory = (made.instance ?? made).exports.memory;
    return made;
  };
}

let ws;
let exported;
let work;

const begun = {
  import: () => ws.import(document.querySelector("input").files[0]),
  async export() {
    exported = await ws.export();
    return exported.size;
  },
  /** What was exported is what is there: nothing comes. */
  importAgain: () => ws.import(exported),
  check: async () => ({ count: await ws.medallions.count(), last: (await ws.medallions.list({ limit: 1 })).total }),
};

export const jobs = {
  async openForLargeFile({ name }) {
    const { Workspace } = await import("/pkg/index.js");
    ws = await Workspace.open(name);
    document.body.innerHTML = `<input type="file" aria-label="The file" />`;
    return memory.buffer.byteLength;
  },

  /** Begins something that may take longer than a driver waits. */
  beginLarge({ what }) {
    const since = performance.now();
    work = { done: false };
    begun[what]().then(
      (value) => Object.assign(work, { done: true, value, seconds: (performance.now() - since) / 1000 }),
      (error) => Object.assign(work, { done: true, error: String(error?.stack ?? error) }),
    );
  },

  largeOutcome: () => ({ ...work, linear: memory.buffer.byteLength }),
};
