//! What a JSON text can say and a JavaScript value cannot: half of a surrogate pair, and a number
//! beyond all bounds.
//!
//! Fields that this version does not know are kept as they were written, unread. A text that is
//! handed in is looked through for both, once: what was let in could never be written again. What
//! is stored is read without asking.

use super::check::{ENOUGH, within_field, within_item};
use super::read::{Read, Reader};
use super::scan::end_of_plain;
use crate::domain::error::{Code, Error, Problem, Result};

/// Checks a text that was handed in. Whether it is JSON at all is for others to say.
///
/// # Errors
/// `INVALID` with the path of each problem.
///
/// ```
/// use medallion::domain::schema::check_given;
///
/// assert!(check_given(r#"{"later":["\ud83d\ude00",1e308]}"#).is_ok());
/// for wrong in [r#""\ud83d""#, "1e309"] {
///     let error = check_given(&format!(r#"{{"later":[0,{wrong}]}}"#)).unwrap_err();
///     assert_eq!(error.path(), Some("later[1]"));
/// }
/// ```
pub fn check_given(text: &str) -> Result<()> {
    if is_sayable(text) {
        return Ok(());
    }
    let Ok(mut reader) = Reader::new(text) else { return Ok(()) };
    let mut problems = Vec::new();
    find(&mut reader, DEEPEST, &mut String::new(), &mut problems);
    match problems.is_empty() {
        true => Ok(()),
        false => Err(Error::problems(Code::Invalid, problems)),
    }
}

/// As deep as anything that is kept.
const DEEPEST: u32 = 100;

#[cold]
fn find(reader: &mut Reader<'_>, depth: u32, path: &mut String, problems: &mut Vec<Problem>) {
    let raw = reader.raw();
    if is_sayable(raw) || problems.len() >= ENOUGH {
        return;
    }
    let inside = &mut Reader::known(raw);
    let message = match (raw.as_bytes().first(), depth.checked_sub(1)) {
        (Some(b'{'), Some(depth)) => {
            // Visiting does not fail.
            let _ =
                inside.raw_members(&mut |key, reader| find_in(key, reader, depth, path, problems));
            return;
        }
        (Some(b'['), Some(depth)) => {
            let mut number = 0;
            let _ = inside.items(&mut |reader| {
                within_item(path, number, &mut |path| find(reader, depth, path, problems));
                number += 1;
                Ok(())
            });
            return;
        }
        (Some(b'{' | b'['), None) => "is nested too deeply",
        (Some(b'"'), _) => "must be Unicode, has half of a surrogate pair",
        _ => "must be a finite number, is beyond all bounds",
    };
    problems.push(Problem::new(&*path, message));
}

/// The same for a member of an object, whose key may be what is wrong.
fn find_in(
    key: &str,
    reader: &mut Reader<'_>,
    depth: u32,
    path: &mut String,
    problems: &mut Vec<Problem>,
) -> Read<()> {
    match serde_json::from_str::<String>(key) {
        Ok(key) => within_field(path, &key, &mut |path| find(reader, depth, path, problems)),
        Err(_) => {
            reader.raw();
            let message = "has a key that is not Unicode, but half of a surrogate pair";
            problems.push(Problem::new(&*path, message));
        }
    }
    Ok(())
}

/// Whether a JavaScript value can say all of a text, which may be several JSON documents.
pub(crate) fn is_sayable(json: &str) -> bool {
    let bytes = json.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let end = match byte {
            b'"' => end_of_unicode(bytes, at + 1),
            b'-' | b'0'..=b'9' => end_of_finite(json, at),
            _ => Some(at + 1),
        };
        match end {
            Some(end) => at = end,
            None => return false,
        }
    }
    true
}

/// Where a text ends, unless an escape in it stands for half of a surrogate pair.
fn end_of_unicode(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at = end_of_plain(bytes, at);
        if bytes.get(at) != Some(&b'\\') {
            return Some(at + 1);
        }
        at += match (half(bytes, at), half(bytes, at + ESCAPE)) {
            (None, _) => 2,
            (Some(Half::First), Some(Half::Second)) => 2 * ESCAPE,
            _ => return None,
        };
    }
}

/// As long as `\ud800`.
const ESCAPE: usize = 6;

enum Half {
    First,
    Second,
}

fn half(bytes: &[u8], at: usize) -> Option<Half> {
    match bytes.get(at..)?.first_chunk()? {
        [b'\\', b'u', b'd' | b'D', b'8' | b'9' | b'a' | b'A' | b'b' | b'B'] => Some(Half::First),
        [b'\\', b'u', b'd' | b'D', b'c'..=b'f' | b'C'..=b'F'] => Some(Half::Second),
        _ => None,
    }
}

/// Where a number ends, unless it is beyond all bounds.
fn end_of_finite(json: &str, from: usize) -> Option<usize> {
    /// Fewer digits say nothing that is too great.
    const FEW: usize = 300;
    let (mut end, mut has_exponent) = (from, false);
    while let Some(byte) = json.as_bytes().get(end) {
        match byte {
            b'e' | b'E' => has_exponent = true,
            b'0'..=b'9' | b'.' | b'+' | b'-' => {}
            _ => break,
        }
        end += 1;
    }
    let is_plain = !has_exponent && end - from <= FEW;
    let is_finite = is_plain || serde_json::from_str::<f64>(json.get(from..end)?).is_ok();
    is_finite.then_some(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn problems(text: &str) -> Vec<(String, String)> {
        let error = check_given(text).err();
        let all = error.iter().flat_map(|error| error.all_problems());
        all.map(|problem| (problem.path.clone(), problem.message.clone())).collect()
    }

    #[test]
    fn all_that_cannot_be_said_is_named_with_its_path() {
        let text = r#"{"a":"\ud800","b":[1,"\uDc00 x",{"c":-1e999}],"\ud83d":1,"d":{"\ud83dx":[]},"e\u0066":1E+400}"#;
        let half = "must be Unicode, has half of a surrogate pair";
        let key = "has a key that is not Unicode, but half of a surrogate pair";
        let great = "must be a finite number, is beyond all bounds";
        let expected =
            [("a", half), ("b[1]", half), ("b[2].c", great), ("", key), ("d", key), ("ef", great)];
        let expected = expected.map(|(path, message)| (path.to_owned(), message.to_owned()));
        assert_eq!(problems(text), expected);
        for (text, message) in [(r#""\ud800""#, half), ("1e309", great), (&"9".repeat(400), great)]
        {
            assert_eq!(problems(text), [(String::new(), message.to_owned())]);
        }
    }

    #[test]
    fn however_deep_it_stands_something_is_said() {
        let deep = [&"[".repeat(100_000), "1e999", &"]".repeat(100_000)].concat();
        assert!(problems(&deep).iter().all(|(_, message)| message == "is nested too deeply"));
        assert_eq!(problems(&deep).len(), 1);
    }

    #[test]
    fn what_is_no_json_is_left_to_others() {
        for text in [
            "",
            "\"",
            "\"\\",
            "\"\\u",
            "\"\\ud8",
            "\"\\ud800",
            "{\"a\":1e999",
            "\\é",
            "-",
            "1e999x",
        ] {
            assert_eq!(problems(text), [], "{text}");
        }
    }

    fn json() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "a",
            "é",
            "😀",
            r"\n",
            r#"\""#,
            r"\\",
            r"\\u",
            r"\u0041",
            r"\ud83d",
            r"\uDE00",
            r"\ud83d\ude00",
            r"\uDBFF\uDFFF",
            "d800",
            "1e999",
        ]);
        let text =
            prop::collection::vec(piece, 0..4).prop_map(|all| format!("\"{}\"", all.concat()));
        let number = prop::sample::select(vec![
            "0", "-1", "1e308", "-1.7e308", "1.8E308", "1e309", "-1e+400", "1e-999", "0.5e1",
            "true",
        ]);
        let digits = (290_usize..320).prop_map(|count| "9".repeat(count));
        let leaf = prop_oneof![text.clone(), number.prop_map(str::to_owned), digits];
        leaf.prop_recursive(3, 12, 3, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3)
                    .prop_map(|all| format!("[ {} ]", all.join(" ,"))),
                prop::collection::vec((text.clone(), inner), 0..3).prop_map(|all| {
                    let members = all.iter().map(|(key, value)| format!("{key} : {value}"));
                    format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_let_in_is_what_can_be_held(text in json()) {
            let can_be_held = serde_json::from_str::<Value>(&text).is_ok();
            prop_assert_eq!(check_given(&text).is_ok(), can_be_held, "{}", text);
        }
    }
}
