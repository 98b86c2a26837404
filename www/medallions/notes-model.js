// A model without a model: lines of a session's notes become decisions, questions and affordances.
// The same notes always give the same answer; nothing leaves the page.

const LINE = /^\s*[-*]?\s*(decided|question|invariant|next|avoid|answered|dropped)\s*:\s*(\S.*)$/i;
const SURE = /\s*\((\d{1,3})\s*%\)\s*$/;
const PRIORITY = /\s*\((low|medium|high)\)\s*$/i;
const BECAUSE = /\s+because\s+/i;
const DEFAULT_CONFIDENCE = 0.7;

/** What the user interface says of it. */
export const NOTES_HELP = [
  [
    "decided: Keep the log because it is readable (80 %)",
    "a decision, its reason and how sure it is; 70 % if nothing is said",
  ],
  ["question: Do we need an image? (high)", "an open question and its priority; medium if nothing is said"],
  ["next: src/store/mod.rs", "where to begin"],
  ["invariant: One write path", "what must stay true"],
  ["avoid: A leader among tabs", "what need not be tried again"],
  ["answered: Q-001, or dropped: D-002", "takes that question or decision out; the history keeps it"],
];

/** Both methods that a checkpoint asks of a model. */
export const notesModel = {
  generate(_scope, evidence) {
    return answer({ decisions: [], open_questions: [], affordances: EMPTY }, evidence, undefined);
  },
  update(existing, evidence) {
    return answer(existing, evidence, existing.summary);
  },
};

const EMPTY = { recommended_entry_points: [], avoid_repeating: [], invariants: null };

function answer(existing, evidence, summary) {
  const notes = read(evidence);
  const gone = new Set(notes.gone.map(({ id }) => id));
  const { affordances, numbers_given: last = {} } = existing;
  const decided = numbered("D", existing.decisions, notes.decided, "statement", last.D);
  const asked = numbered("Q", existing.open_questions, notes.question, "question", last.Q);
  const invariants = joined(affordances.invariants ?? [], notes.invariant);
  return {
    meta: { model: "notes" },
    summary: {
      high_level: notes.prose || summary?.high_level || inShort(notes),
      subsystems: summary?.subsystems ?? [],
    },
    decisions: [...existing.decisions.filter(({ id }) => !gone.has(id)), ...decided.items],
    open_questions: [...existing.open_questions.filter(({ id }) => !gone.has(id)), ...asked.items],
    affordances: {
      recommended_entry_points: joined(affordances.recommended_entry_points, notes.next),
      avoid_repeating: joined(affordances.avoid_repeating, notes.avoid),
      invariants: invariants.length > 0 ? invariants : affordances.invariants,
    },
    retired: notes.gone,
    // A number is given once, also where nothing of it is left.
    numbers_given: { D: decided.last, Q: asked.last },
  };
}

/** The notes by kind. Whatever is no note is prose: of the summary only, transcripts are long. */
function read({ session_summary: summary, transcripts }) {
  const notes = { decided: [], question: [], invariant: [], next: [], avoid: [], gone: [] };
  const prose = linesOf(summary).filter((line) => !take(line, notes));
  for (const line of (transcripts ?? []).flatMap(linesOf)) take(line, notes);
  return { ...notes, prose: prose.join(" ").replace(/\s+/g, " ").trim() };
}

const linesOf = (text) => text.split(/\r\n?|\n/);

function take(line, notes) {
  const match = LINE.exec(line);
  if (!match) return false;
  const [kind, text] = [match[1].toLowerCase(), match[2].trim()];
  if (kind === "decided") notes.decided.push(decision(text));
  else if (kind === "question") notes.question.push(question(text));
  else if (kind === "answered" || kind === "dropped") notes.gone.push({ id: text, reason: kind });
  else notes[kind].push(text);
  return true;
}

function decision(text) {
  const sure = SURE.exec(text);
  const [statement, ...rationale] = text.replace(SURE, "").split(BECAUSE);
  const confidence = sure ? Math.min(Number(sure[1]), 100) / 100 : DEFAULT_CONFIDENCE;
  return { statement, rationale: rationale.join(" because "), confidence };
}

function question(text) {
  const priority = PRIORITY.exec(text);
  return { question: text.replace(PRIORITY, ""), blocked_on: [], priority: priority?.[1].toLowerCase() ?? "medium" };
}

/** New items with ids that go on from those ever given; what is there already is not said twice. */
function numbered(letter, existing, fresh, field, before = 0) {
  const numbers = existing.map(({ id }) => Number(/(\d+)$/.exec(id)?.[1] ?? 0));
  const known = new Set(existing.map((item) => item[field]));
  let last = Math.max(before, ...numbers);
  const items = [];
  for (const item of fresh) {
    if (known.has(item[field])) continue;
    known.add(item[field]);
    items.push({ id: `${letter}-${String((last += 1)).padStart(3, "0")}`, ...item });
  }
  return { items, last };
}

const joined = (before, after) => [...new Set([...before, ...after])];

function inShort({ decided, question: questions }) {
  const first = decided[0]?.statement ?? questions[0]?.question;
  return first ?? "Notes without a summary";
}
