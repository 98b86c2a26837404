// Numbers, shares and times, as the language of the page writes them.

const language = document.documentElement.lang || "en";

const NUMBER = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const PERCENT = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
const LIST = new Intl.ListFormat(language, { type: "conjunction" });
const PLURAL = new Intl.PluralRules(language);
const UNITS = Object.fromEntries(
  ["second", "minute", "hour"].map((unit) => [
    unit,
    new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }),
  ]),
);

export const number = (value) => NUMBER.format(value);

/** Of a whole number of hundredths. */
export const percent = (hundredths) => PERCENT.format(hundredths / 100);

/** Of a share from 0 to 1; floored, so that nearly all is not all. */
export const share = (value) => percent(Math.floor(value * 100 + 1e-9));

export const list = (texts) => LIST.format(texts);

/** "1 step", "3 steps": the words by the plural forms of the language, `other` for those not given. */
export const plural = (value, words) => `${NUMBER.format(value)} ${words[PLURAL.select(value)] ?? words.other}`;

/** "1 hour and 5 minutes"; seconds only where there is no minute. */
export function duration(seconds) {
  if (seconds < 60) return UNITS.second.format(seconds);
  const minutes = Math.floor(seconds / 60);
  const parts = [];
  if (minutes >= 60) parts.push(UNITS.hour.format(Math.floor(minutes / 60)));
  if (minutes % 60 > 0 || parts.length === 0) parts.push(UNITS.minute.format(minutes % 60));
  return LIST.format(parts);
}
