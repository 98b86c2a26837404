// The error classes that users see; `makeError` is between us and the module.

export { LLMError, MedallionError, SchemaValidationError, StoreError } from "./errors.js";
