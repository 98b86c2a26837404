// The stub, by hand: it is plain JavaScript and needs no module.

import type { Evidence, Medallion, MedallionLLM, MedallionScope } from "./index.js";

/** Writes medallions without a model: the session's summary becomes the medallion's. */
export class StubMedallionLLM implements MedallionLLM {
  /** A new medallion whose summary is the session's, cut at 300 characters and not trimmed. */
  generate(scope: MedallionScope, evidence: Evidence): Promise<Medallion>;
  /** The same medallion at a later time: a stub merges nothing. */
  update(existing: Medallion, evidence: Evidence): Promise<Medallion>;
}
