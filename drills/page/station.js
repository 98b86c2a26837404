// What the page says to the server of the drill, which outlives the browser. Messages arrive in the
// order in which they were told.

const round = new URL(location).searchParams.get("round");
const waiting = [];
let isSending = false;

export function tell(message) {
  waiting.push(message);
  if (!isSending) send();
}

/** Past all that waits: for what is over in a few milliseconds. */
export const tellAtOnce = (message) => post([message]);

async function send() {
  isSending = true;
  while (waiting.length > 0) await post(waiting.splice(0));
  isSending = false;
}

const post = (messages) => fetch(`/tell?round=${round}`, { method: "POST", body: JSON.stringify(messages) });
