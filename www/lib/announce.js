// Tells what happened to those who do not see it, and shows it for a moment to those who do.

const SHOWN_MS = 4000;

let fading;

/** Says a sentence in the page's live region. With `seen: false` it is only heard: who looks sees it anyway. */
export function announce(sentence, { seen = true } = {}) {
  const region = document.querySelector("#announcements");
  // The same sentence twice would not be said again.
  region.textContent = region.textContent === sentence ? `${sentence}\u00a0` : sentence;
  region.classList.toggle("unseen", !seen);
  clearTimeout(fading);
  fading = setTimeout(() => region.classList.add("unseen"), SHOWN_MS);
}
