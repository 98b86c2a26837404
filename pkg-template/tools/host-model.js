// The host's model as it writes the checkpoints of an agent: what it leaves out without a word stays,
// but for what the agent calls resolved.

import { isStub } from "../stub-llm.js";

/** The model, which need not say itself that these ids go. What is no model is what it was. */
export function withResolved(llm, resolved) {
  const isModel = typeof llm?.generate === "function" && typeof llm.update === "function";
  if (resolved.length === 0 || !isModel || isStub(llm)) return llm;
  return {
    generate: (...args) => llm.generate(...args),
    update: async (...args) => retiring(await llm.update(...args), resolved),
  };
}

function retiring(answer, resolved) {
  try {
    const said = JSON.parse(typeof answer === "string" ? unfenced(answer) : JSON.stringify(answer));
    if (typeof said !== "object" || said === null || Array.isArray(said)) return answer;
    const { retired = [] } = said;
    if (!Array.isArray(retired)) return answer;
    const others = resolved.filter((id) => !retired.some((own) => own?.id === id));
    return { ...said, retired: [...retired, ...others.map((id) => ({ id, reason: "resolved" }))] };
  } catch {
    // What is wrong with it is said by whoever reads it.
    return answer;
  }
}

/** The inside of a code fence of Markdown, or the text as it is. */
const unfenced = (text) => /^\s*```[^\n]*\n([^]*?)```\s*$/.exec(text)?.[1] ?? text;
