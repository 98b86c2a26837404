// A model without a model: lines of a session's notes become decisions, questions and affordances.
// The same notes always give the same answer; nothing leaves the page.

const LINE = /^\s*[-*]?\s*(decided|question|invariant|next|avoid|answered|dropped)\s*:\s*(\S.*)$/i;
const SURE = /\s*\((\d{1,3})\s*%\)\s*$/;
const PRIORITY = /\s*\((low|medium|high)\)\s*$/i;
const BECAUSE = /\s+because\s+/i;
const GONE = /^(\S+?)[,;:.]?(?:\s+(.*))?$/;

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
  ["answered: Q-001, or dropped: D-002, it was too slow", "takes that question or decision out; the history keeps it"],
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
  const { affordances, numbers_given: last = {} } = existing;
  const there = [...existing.decisions, ...existing.open_questions].map(({ id }) => id);
  const notes = read(evidence, there);
  const gone = new Set(notes.gone.map(({ id }) => id));
  const stays = ({ id }) => !gone.has(id);
  const decided = existing.decisions.filter(stays);
  const asked = existing.open_questions.filter(stays);
  const invariants = joined(affordances.invariants ?? [], notes.invariant);
  // A number is given once, also where nothing of it is left.
  const given = { D: lastOf(existing.decisions, last.D), Q: lastOf(existing.open_questions, last.Q) };
  const decisions = brought(decided, notes.decided, "statement", DECISION, numbering("D", given));
  const open_questions = brought(asked, notes.question, "question", QUESTION, numbering("Q", given));
  return {
    meta: { model: "notes" },
    summary: {
      high_level: notes.prose || summary?.high_level || inShort(notes),
      subsystems: summary?.subsystems ?? [],
    },
    decisions,
    open_questions,
    affordances: {
      recommended_entry_points: joined(affordances.recommended_entry_points, notes.next),
      avoid_repeating: joined(affordances.avoid_repeating, notes.avoid),
      invariants: invariants.length > 0 ? invariants : affordances.invariants,
    },
    retired: notes.gone,
    numbers_given: given,
  };
}

/** The notes by kind. Whatever is no note is prose: of the summary only, transcripts are long. */
function read({ session_summary: summary, transcripts }, there) {
  const notes = { decided: [], question: [], invariant: [], next: [], avoid: [], gone: [] };
  const prose = linesOf(summary).filter((line) => !take(line, notes, there));
  for (const line of (transcripts ?? []).flatMap(linesOf)) take(line, notes, there);
  return { ...notes, prose: prose.join(" ").replace(/\s+/g, " ").trim() };
}

const linesOf = (text) => text.split(/\r\n?|\n/);

/** Whether a line is a note. One that takes out what is not there says nothing but what it says. */
function take(line, notes, there) {
  const match = LINE.exec(line);
  if (!match) return false;
  const [kind, text] = [match[1].toLowerCase(), match[2].trim()];
  if (kind === "answered" || kind === "dropped") return takeOut(kind, text, notes, there);
  if (kind === "decided") notes.decided.push(decision(text));
  else if (kind === "question") notes.question.push(question(text));
  else notes[kind].push(text);
  return true;
}

function takeOut(kind, text, notes, there) {
  const [, named, why] = GONE.exec(text) ?? [];
  const id = there.find((own) => own.toLowerCase() === named?.toLowerCase());
  if (id === undefined) return false;
  if (!notes.gone.some((own) => own.id === id)) notes.gone.push({ id, reason: why ? `${kind}: ${why}` : kind });
  return true;
}

/** What a line says of a decision, and nothing that it does not say. */
function decision(text) {
  const sure = SURE.exec(text);
  const [statement, ...rationale] = text.replace(SURE, "").split(BECAUSE);
  return {
    statement,
    ...(rationale.length > 0 && { rationale: rationale.join(" because ") }),
    ...(sure && { confidence: Math.min(Number(sure[1]), 100) / 100 }),
  };
}

function question(text) {
  const priority = PRIORITY.exec(text);
  return { question: text.replace(PRIORITY, ""), ...(priority && { priority: priority[1].toLowerCase() }) };
}

const DECISION = { rationale: "", confidence: 0.7 };
const QUESTION = { blocked_on: [], priority: "medium" };

/** What is there, up to date with what notes say of it, and behind it what is new. */
function brought(existing, notes, field, defaults, nextId) {
  const items = [...existing];
  const places = new Map(items.map((item, at) => [sameWords(item[field]), at]));
  for (const { [field]: words, ...said } of notes) {
    const key = sameWords(words);
    if (!places.has(key)) places.set(key, items.push({ id: nextId(), [field]: words, ...defaults }) - 1);
    const at = places.get(key);
    items[at] = { ...items[at], ...said };
  }
  return items;
}

/** What differs in blanks, capitals or the marks at its end was not said twice, as with an agent's tools. */
const sameWords = (text) =>
  text
    .normalize()
    .toLowerCase()
    .trim()
    .replace(/\s+/g, " ")
    .replace(/[.!?\s]+$/, "");

/** Gives the next id, and remembers that it did. */
const numbering = (letter, given) => () => `${letter}-${String((given[letter] += 1)).padStart(3, "0")}`;

const lastOf = (items, before = 0) => Math.max(before, ...items.map(({ id }) => Number(/(\d+)$/.exec(id)?.[1] ?? 0)));

const joined = (before, after) => [...new Set([...before, ...after])];

function inShort({ decided, question: questions }) {
  const first = decided[0]?.statement ?? questions[0]?.question;
  return first ?? "Notes without a summary";
}
