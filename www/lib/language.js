// As which language writes them, numbers, times and lists are written: the one place that makes formatters.
//
// The words of the app are English, so what makes words (units, plural forms, lists, "3 minutes ago") stays with the
// language of the page, in the digits of the reader's; numbers and dates are written as the reader's language does.

const PAGE = document.documentElement.lang || "en";
const RTL = new Set(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

let numbers = PAGE;
let words = PAGE;
let made = new Map();

/**
 * From now on it is written as that language does, and the page runs its way; as the page does, where none is given or
 * nobody knows it. Answers whether that is another one than before.
 */
export function readIn(language) {
  const next = known(language) ?? PAGE;
  if (next === numbers) return false;
  const { numberingSystem } = new Intl.NumberFormat(next).resolvedOptions();
  numbers = next;
  words = `${PAGE}-u-nu-${numberingSystem}`;
  made = new Map();
  if (RTL.has(new Intl.Locale(next).language)) document.documentElement.dir = "rtl";
  else document.documentElement.removeAttribute("dir");
  return true;
}

function known(language) {
  if (typeof language !== "string") return undefined;
  try {
    return Intl.NumberFormat.supportedLocalesOf(language)[0];
  } catch {
    return undefined;
  }
}

/** A formatter of the page's words, in the reader's digits. */
export const ofWords = (Kind, options) => make(Kind, words, options);

/** A formatter of numbers or dates, as the reader's language writes them. */
export const ofNumbers = (Kind, options) => make(Kind, numbers, options);

function make(Kind, language, options) {
  const key = JSON.stringify([Kind.name, language, options]);
  if (!made.has(key)) made.set(key, new Kind(language, options));
  return made.get(key);
}
