// What this page can judge of programs, which it does not run: the text that was pasted as their output, compared with
// what the author expects. Queries it cannot judge: what they change is in no text that could be pasted, and a validator
// either passes or fails. Without one they wait for a review.

const HONEST = "This page ran nothing: it compared what was pasted as the output.";
const KNOWN = new Set(["output_contains", "output_matches", "code_contains", "query_contains", "no_errors"]);
const FAILED_RUN = /^(Traceback \(most recent call last\)|\w*Error:)/m;

/** Registers what the courses need that the sample rooms show. */
export function registerValidators(workspace) {
  workspace.progress.setValidator("code_test", (submission, criterion) => {
    const failures = findFailures(submission, criterion.rule.expected ?? {});
    return {
      passed: failures.length === 0,
      message: failures.length === 0 ? `The output is as expected. ${HONEST}` : `${failures.join(" ")} ${HONEST}`,
    };
  });
}

function findFailures({ content, answers }, expected) {
  const output = typeof answers?.output === "string" ? answers.output.replaceAll("\r\n", "\n") : "";
  if (content.trim() === "") return ["There is no program."];
  const failures = [];
  const unknown = Object.keys(expected).filter((key) => !KNOWN.has(key));
  if (unknown.length > 0)
    failures.push(`This page cannot judge ${quoted(unknown)}: ask for help, so that somebody reviews it.`);
  // Programs may print nothing; who expects something must be shown it.
  if (output === "" && Object.keys(expected).length > 0) failures.push("Paste what the program printed.");
  else if (FAILED_RUN.test(output)) failures.push("The output shows an error.");
  const missing = texts(expected.output_contains).filter((text) => !`${output}\n`.includes(text));
  if (output !== "" && missing.length > 0) failures.push(`The output lacks ${quoted(missing)}.`);
  const unmatched = texts(expected.output_matches).filter((pattern) => !new RegExp(pattern, "m").test(output));
  if (output !== "" && unmatched.length > 0) failures.push(`The output does not have the form ${quoted(unmatched)}.`);
  const absent = [...texts(expected.code_contains), ...texts(expected.query_contains)].filter(
    (text) => !content.toLowerCase().includes(text.toLowerCase()),
  );
  if (absent.length > 0) failures.push(`The program does not use ${quoted(absent)}.`);
  return failures;
}

/** Authors write line breaks as two signs, too. */
const texts = (value) => [value ?? []].flat().map((text) => String(text).replaceAll("\\n", "\n"));
const quoted = (all) => all.map((text) => JSON.stringify(text)).join(", ");
