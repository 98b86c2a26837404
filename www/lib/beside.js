// Files that are kept beside the app.

/** The answer for one; what is no answer (a page that says that nothing is there) is an error. */
export async function fetchBeside(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname.split("/").at(-1)} could not be fetched: ${response.status}.`);
  return response;
}
