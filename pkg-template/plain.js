// What is plain JavaScript and needs no module. `makeError` and `isStub` are between us and it.

export { LLMError, MedallionError, SchemaValidationError, StoreError } from "./errors.js";
export { StubMedallionLLM } from "./stub-llm.js";
