// Numbers, shares and times, as the reader's language writes them.

import { ofNumbers, ofWords } from "./language.js";

const { DateTimeFormat, ListFormat, NumberFormat, PluralRules, RelativeTimeFormat } = Intl;

export const number = (value) => ofNumbers(NumberFormat, { maximumFractionDigits: 1 }).format(value);

const isDigit = (code) => /\p{Nd}/u.test(String.fromCodePoint(code));

/** A digit of any script as 0 to 9. In Unicode those of a script stand side by side, from the zero on. */
function digit(sign) {
  const code = sign.codePointAt(0);
  let zero = code;
  while (isDigit(zero - 1)) zero -= 1;
  return String((code - zero) % 10);
}

/** What stands for the point as the reader's language writes it, and beside Arabic digits. */
function points() {
  const parts = ofNumbers(NumberFormat).formatToParts(1.5);
  return ["\u066b", parts.find(({ type }) => type === "decimal").value];
}

/** The text of a number as programs write it, from how the reader or a program writes it; undefined for anything else. */
export function readNumber(text) {
  const known = new Map([["\u2212", "-"], ...points().map((own) => [own, "."])]);
  const plain = text
    .trim()
    .replace(/\p{Nd}/gu, digit)
    .replace(/./gu, (sign) => known.get(sign) ?? sign);
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? plain : undefined;
}

/** Of a whole number of hundredths. */
export const percent = (hundredths) =>
  ofNumbers(NumberFormat, { style: "percent", maximumFractionDigits: 0 }).format(hundredths / 100);

/** Of a share from 0 to 1; floored, so that nearly all is not all. */
export const share = (value) => percent(Math.floor(value * 100 + 1e-9));

/** "a, b, and c". */
export const list = (texts) => ofWords(ListFormat, { type: "conjunction" }).format(texts);

/** "a, b, or c". */
export const either = (texts) => ofWords(ListFormat, { type: "disjunction" }).format(texts);

/** "1 step", "3 steps": the words by the plural forms of the language, `other` for those not given. */
export const plural = (value, words) => `${number(value)} ${words[ofWords(PluralRules).select(value)] ?? words.other}`;

const unit = (value, name) =>
  ofWords(NumberFormat, { style: "unit", unit: name, unitDisplay: "long", maximumFractionDigits: 0 }).format(value);

/** "1 hour and 5 minutes"; seconds only where there is no minute. */
export function duration(seconds) {
  if (seconds < 60) return unit(seconds, "second");
  const minutes = Math.floor(seconds / 60);
  const parts = [];
  if (minutes >= 60) parts.push(unit(Math.floor(minutes / 60), "hour"));
  if (minutes % 60 > 0 || parts.length === 0) parts.push(unit(minutes % 60, "minute"));
  return list(parts);
}

export const dateAndTime = (text) =>
  ofNumbers(DateTimeFormat, { dateStyle: "medium", timeStyle: "short" }).format(new Date(text));

const STEPS = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86400, "hour", 3600],
  [86400 * 14, "day", 86400],
];

/** "3 minutes ago"; for what is longer ago, the date. */
export function ago(text, now = Date.now()) {
  const seconds = (Date.parse(text) - now) / 1000;
  if (Math.abs(seconds) < 5) return "just now";
  const step = STEPS.find(([below]) => Math.abs(seconds) < below);
  if (!step) return dateAndTime(text);
  return ofWords(RelativeTimeFormat, { numeric: "auto" }).format(Math.round(seconds / step[2]), step[1]);
}

export function bytes(value) {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let place = 0;
  let rest = value;
  while (rest >= 1000 && place < units.length - 1) {
    rest /= 1000;
    place += 1;
  }
  return `${number(rest)} ${units[place]}`;
}
