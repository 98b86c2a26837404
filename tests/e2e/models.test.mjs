// What a checkpoint makes of a model and of those around it, as JavaScript has them: signals that
// end it, errors that are thrown, people who are asked.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installed } from "./lib/package.mjs";

const LIMIT = { timeout: 30_000 };
const SCOPE = { tags: ["t"] };
const EVIDENCE = { session_summary: "Said." };
const SAID = { summary: { high_level: "Said." }, affordances: {} };

const main = await installed();
let names = 0;

const open = () => main.Workspace.open(`models-${names++}`, { storage: "memory" });
const never = new Promise(() => {});
const model = (say) => ({ generate: say, update: say });

/** A promise, and the function that resolves it. */
function deferred() {
  const own = {};
  own.promise = new Promise((resolve) => {
    own.resolve = resolve;
  });
  return own;
}

const STILL = {
  "the model's answer": (reached) => ({ llm: model(() => (reached(), never)) }),
  "what somebody says who is asked": (reached) => ({ llm: model(() => SAID), approve: () => (reached(), never) }),
};

for (const [what, parts] of Object.entries(STILL)) {
  test(`a signal ends a checkpoint that waits for ${what}`, LIMIT, async () => {
    const ws = await open();
    const stop = new AbortController();
    const stands = deferred();
    const request = { scope: SCOPE, evidence: EVIDENCE, signal: stop.signal, ...parts(stands.resolve) };
    const checkpoint = ws.checkpoint(request);
    await stands.promise;
    const reason = new Error("the user left");
    stop.abort(reason);
    await assert.rejects(checkpoint, (error) => {
      assert.deepEqual([error.code, error.cause], ["ABORTED", reason]);
      return true;
    });
    assert.equal(await ws.medallions.count(), 0);
    await ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm: model(() => SAID) });
    assert.equal(await ws.medallions.count(), 1);
    await ws.close();
  });
}

test("a signal ends a checkpoint that waits for its turn", LIMIT, async () => {
  const ws = await open();
  const [asked, answer] = [deferred(), deferred()];
  const slow = model(() => (asked.resolve(), answer.promise));
  const first = ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm: slow });
  const stop = new AbortController();
  const unasked = model(() => assert.fail("its turn never comes"));
  const second = ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm: unasked, signal: stop.signal });
  await asked.promise;
  await ws.sync();
  stop.abort();
  await assert.rejects(second, (error) => {
    assert.deepEqual([error.code, error.cause?.name], ["ABORTED", "AbortError"]);
    return true;
  });
  answer.resolve(SAID);
  await first;
  assert.equal(await ws.medallions.count(), 1);
  await ws.close();
});

test("a signal that has been given begins nothing, and null is none, as for fetch", LIMIT, async () => {
  const ws = await open();
  const unasked = model(() => assert.fail("nobody is asked"));
  const given = ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm: unasked, signal: AbortSignal.abort("late") });
  await assert.rejects(given, (error) => error.code === "ABORTED" && error.cause === "late");
  await ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, signal: null });
  assert.equal(await ws.medallions.count(), 1);
  await ws.close();
});

test("a model is told of the signal, each time it is asked, so that it ends its request", LIMIT, async () => {
  const ws = await open();
  const { signal } = new AbortController();
  const answers = [SAID, { summary: {} }, SAID];
  const told = [];
  const llm = model((about, evidence, repair, options) => {
    told.push([repair === undefined, options]);
    return answers.shift();
  });
  for (let times = 0; times < 2; times += 1) {
    await ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm, signal });
  }
  const options = { signal };
  assert.deepEqual(told, [
    [true, options],
    [true, options],
    [false, options],
  ]);
  assert.ok(told.every(([, own]) => own.signal === signal));
  answers.push(SAID);
  await ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm, signal: null });
  assert.deepEqual(told.at(-1), [true, {}]);
  await ws.close();
});

test("an error of ours that a model throws stays what it is", LIMIT, async () => {
  const ws = await open();
  const errors = [
    new main.LLMError("LLM_FAILED", "the quota is used up", { path: "headers", details: { wait: 7 } }),
    new main.LLMError("LLM_INVALID", "a refusal", { path: "choices[0]" }),
    new main.LLMError("LLM_INVALID", "nothing at all"),
  ];
  for (const own of errors) {
    const llm = model(async () => {
      throw own;
    });
    await assert.rejects(ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm }), (error) => {
      assert.ok(error instanceof main.LLMError);
      const { code, path, details, retryable, cause } = error;
      assert.deepEqual([code, path, retryable], [own.code, own.path, own.retryable]);
      if (code === "LLM_INVALID") {
        const [told, ...more] = details.errors;
        assert.deepEqual([told.path, more], [own.path ?? "", []]);
        assert.ok(told.message.endsWith(own.message), told.message);
      } else {
        assert.deepEqual(details, own.details);
      }
      assert.equal(cause, own);
      assert.ok(error.message.endsWith(own.message), error.message);
      return true;
    });
  }
  const llm = model(() => {
    throw new main.StoreError("CLOSED", "another workspace");
  });
  const failed = ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm });
  await assert.rejects(failed, (error) => error.code === "LLM_FAILED" && error.cause.code === "CLOSED");
  assert.equal(await ws.medallions.count(), 0);
  await ws.close();
});

test("an answer as text may say no more than one as an object, and is asked for again", LIMIT, async () => {
  const ws = await open();
  const text = (more) => `{"summary":{"high_level":"Said."},"affordances":{},"later":{"deep":[0,${more}]}}`;
  const wrong = { ...SAID, later: { deep: [0, "\ud800"] } };
  for (const answer of [text(String.raw`"\ud800"`), text("1e999"), `\`\`\`json\n${text("1e999")}\n\`\`\``, wrong]) {
    const failed = ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm: model(() => answer) });
    await assert.rejects(failed, (error) => {
      assert.ok(error instanceof main.LLMError);
      assert.deepEqual([error.code, error.path], ["LLM_INVALID", "later.deep[1]"]);
      return true;
    });
  }
  assert.equal(await ws.medallions.count(), 0);
  let asked = 0;
  const better = model(() => text((asked += 1) === 1 ? "1e999" : String.raw`"\ud83d\ude00"`));
  const made = await ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm: better });
  assert.deepEqual([asked, made.later], [2, { deep: [0, "😀"] }]);
  await ws.close();
});

test("a stub that is spied on, patched, extended or wrapped is asked like any other model", LIMIT, async () => {
  const { StubMedallionLLM } = main;
  const answer = async () => ({ ...SAID, summary: { high_level: "Its own." } });
  const own = { "an own method": Object.assign(new StubMedallionLLM(), { generate: answer }) };
  own["a subclass"] = new (class extends StubMedallionLLM {
    generate = answer;
  })();
  own["a proxy"] = new Proxy(new StubMedallionLLM(), {
    get: (target, key) => (key === "generate" ? answer : Reflect.get(target, key)),
  });
  let reads = 0;
  own["a proxy that watches"] = new Proxy(new StubMedallionLLM(), {
    get: (target, key) => (key === "generate" ? ((reads += 1), answer) : Reflect.get(target, key)),
  });
  own["made from it"] = Object.create(new StubMedallionLLM(), { generate: { value: answer } });
  for (const [what, llm] of Object.entries(own)) {
    const ws = await open();
    const made = await ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm });
    assert.equal(made.summary.high_level, "Its own.", what);
    await ws.close();
  }
  assert.ok(reads > 0);
  const { generate } = StubMedallionLLM.prototype;
  StubMedallionLLM.prototype.generate = answer;
  try {
    const ws = await open();
    const made = await ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm: new StubMedallionLLM() });
    assert.equal(made.summary.high_level, "Its own.");
    await ws.close();
  } finally {
    StubMedallionLLM.prototype.generate = generate;
  }
  const ws = await open();
  const made = await ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm: new StubMedallionLLM() });
  assert.equal(made.meta.model, "stub-llm");
  await ws.close();
});

test(
  "a model is told what it answered, word for word, also where that was text that cannot be used",
  LIMIT,
  async () => {
    const wrong = ['{"summary":{}}', "Certainly! {", '{"later":1e999}', "\ud800"];
    for (const answer of [...wrong, { summary: {} }]) {
      const ws = await open();
      const told = [];
      const llm = model((_, __, repair) => {
        if (repair === undefined) return answer;
        told.push(repair.answer);
        return SAID;
      });
      await ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm });
      const text = typeof answer === "string" ? answer : JSON.stringify(answer);
      // What is no character is written as JSON writes it.
      assert.deepEqual(told, [text === "\ud800" ? "\\ud800" : text]);
      await ws.close();
    }
  },
);

test(
  "an answer that is no document fails the check, and what a host gives wrongly is not the model's",
  LIMIT,
  async () => {
    const ws = await open();
    for (const answer of [null, 5, NaN, new Map(), undefined, "no JSON"]) {
      const failed = ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm: model(() => answer) });
      await assert.rejects(failed, (error) => {
        assert.equal(error.code, "LLM_INVALID");
        assert.match(error.message, /^Generated medallion schema validation failed: the model's answer: /);
        return true;
      });
    }
    await ws.close();
    const boom = () => {
      throw new Error("boom");
    };
    for (const option of ["newId", "now"]) {
      const odd = await main.Workspace.open(`models-${names++}`, { storage: "memory", [option]: boom });
      await assert.rejects(odd.checkpoint({ scope: SCOPE, evidence: EVIDENCE }), (error) => {
        assert.doesNotMatch(error.message, /medallion/);
        return true;
      });
      await odd.close();
    }
  },
);
