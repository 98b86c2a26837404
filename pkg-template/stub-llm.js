// A model that needs no model: what it is told at first becomes the summary. Given to a checkpoint,
// the wasm side recognises it and uses its own; called by hand, it answers the same from here.

import { LLMError } from "./errors.js";

const LONGEST = 300;

/** All there are: a proxy of one is none. */
const MADE = new WeakSet();

/** Writes medallions without a model: the first session's summary becomes the medallion's. */
export class StubMedallionLLM {
  constructor() {
    MADE.add(this);
  }

  /**
   * A new medallion whose summary is the session's, cut at 300 characters and not trimmed. The full
   * text of a longer one stands in `summary.high_level_full`.
   */
  async generate(scope, evidence) {
    somethingToSay(evidence);
    const points = [...evidence.session_summary];
    const high_level = points.slice(0, LONGEST).join("");
    const full = points.length > LONGEST ? { high_level_full: evidence.session_summary } : {};
    const now = new Date().toISOString();
    const random = crypto.getRandomValues(new Uint8Array(6));
    const hex = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return {
      meta: {
        medallion_id: `med-${hex}`,
        schema_version: "medallion.v1",
        model: "stub-llm",
        created_at: now,
        updated_at: now,
        knowledge_min_ts: null,
        knowledge_max_ts: null,
        status: "active",
      },
      scope: { graph_nodes: [...(scope.graph_nodes ?? [])], tags: [...(scope.tags ?? [])] },
      summary: { high_level, subsystems: [], ...full },
      decisions: [],
      open_questions: [],
      affordances: { recommended_entry_points: [], avoid_repeating: [], invariants: null },
    };
  }

  /** The same medallion at a later time: what the evidence says is written down nowhere. */
  async update(existing, evidence) {
    somethingToSay(evidence);
    const earliest = Date.parse(existing.meta.updated_at) + 1;
    const updated_at = new Date(Math.max(Date.now(), earliest)).toISOString();
    return { ...structuredClone(existing), meta: { ...structuredClone(existing.meta), updated_at } };
  }
}

function somethingToSay(evidence) {
  if (evidence.session_summary.trim() === "") {
    const [path, message] = ["evidence.session_summary", "session_summary cannot be empty"];
    throw new LLMError("LLM_INVALID", message, { path, details: { errors: [{ path, message }] } });
  }
}

const OWN = StubMedallionLLM.prototype;
const { generate, update } = OWN;

/** Whether this is the stub itself, and not something made from it, spied on or patched. */
export function isStub(llm) {
  try {
    const isOurs = MADE.has(llm) && Object.getPrototypeOf(llm) === OWN;
    return isOurs && llm.generate === generate && llm.update === update;
  } catch {
    return false;
  }
}
