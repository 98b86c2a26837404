// Numbers as readers write them, in whatever digits.

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { documentElement: { lang: "en", dir: "", removeAttribute() {} } };
const { readNumber } = await import("../../www/lib/amounts.js");
const { readIn } = await import("../../www/lib/language.js");

test("a number is read in the digits of every script, whatever the reader's language writes", () => {
  for (const language of ["en", "ar", "de", "hi"]) {
    readIn(language);
    for (const [text, plain] of Object.entries({
      4: "4",
      "٤": "4",
      "-۱۲": "-12",
      "\u2212٣٫٥": "-3.5",
      " १०९ ": "109",
      "𝟎𝟗𝟘𝟡𝟶𝟿": "090909",
      "1e3": "1e3",
    })) {
      assert.equal(readNumber(text), plain, `${text} in ${language}`);
    }
    for (const text of ["", "four", "٤ ٤", "²", "½", "٤٫٤٫٤"]) assert.equal(readNumber(text), undefined, text);
  }
  readIn("de");
  assert.equal(readNumber("2,5"), "2.5");
});
