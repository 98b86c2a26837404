// The stub, by hand: it is plain JavaScript and needs no module.

import type { EvidenceInput, Medallion, MedallionLLM, MedallionScopeInput } from "./index.js";

/** Writes medallions without a model: the first session's summary becomes the medallion's. */
export class StubMedallionLLM implements MedallionLLM {
  /**
   * A new medallion whose summary is the session's, cut at 300 characters and not trimmed. The full
   * text of a longer one stands in `summary.high_level_full`.
   */
  generate(scope: MedallionScopeInput, evidence: EvidenceInput): Promise<Medallion>;
  /** The same medallion at a later time: what the evidence says is written down nowhere. */
  update(existing: Medallion, evidence: EvidenceInput): Promise<Medallion>;
}
