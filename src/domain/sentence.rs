//! What people wrote, between sentences of ours.

/// Signs that end a sentence, in the scripts that have their own.
const ENDS: [char; 9] = ['.', '!', '?', '…', '。', '！', '？', '؟', '।'];

/// What somebody wrote, with a full stop where it does not end like a sentence.
pub(crate) fn sentence(words: &str) -> String {
    let words = words.trim_end();
    let stop = if words.ends_with(ENDS) { "" } else { "." };
    format!("{words}{stop}")
}
