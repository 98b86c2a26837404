// The text of a file, so that the same bytes go back into it.

/** A byte order mark stays in it; what is not UTF-8 is refused, since it would come back as something else. */
export async function textOf(file) {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new Error(`${file.name} is not UTF-8 text. Save it as UTF-8 where it was written, and try again.`, {
      cause: error,
    });
  }
}
