//! What is wrong with the YAML of a plan, in words: where it is, and what to do about it.

use super::values::{PlanProblemKind as Kind, PlanSeverity as Severity};
use crate::domain::yaml::{self, Document, Fault, FaultKind, Id};

/// The path of the value that a fault is in, and the value.
pub(super) fn way_to(document: &Document<'_>, fault: &Fault) -> (String, Id) {
    let mut way = String::new();
    let mut id = document.root;
    loop {
        let place = fault.span.start;
        // A mixed list is meant itself, not the key that does not belong into it.
        let is_target = fault.kind == FaultKind::MixedList
            && document
                .list(id)
                .is_some_and(|list| list.strays.iter().any(|stray| stray.key.start == place));
        let step = match (is_target, &document.node(id).kind) {
            (false, yaml::Kind::Map(map)) => {
                let entry = map.entries.iter().rfind(|entry| {
                    entry.key.start <= place && place <= document.span_of(entry.value).end
                });
                entry.map(|entry| (format!(".{}", entry.name), entry.value))
            }
            (false, yaml::Kind::List(list)) => {
                let item = list.items.iter().enumerate().rfind(|(_, item)| {
                    item.dash <= place && place <= document.span_of(item.value).end
                });
                item.map(|(number, item)| (format!("[{number}]"), item.value))
            }
            _ => None,
        };
        let Some((step, next)) = step else { break };
        way.push_str(&step);
        id = next;
    }
    (way.trim_start_matches('.').to_owned(), id)
}

/// How bad a fault is.
pub(super) fn severity(kind: FaultKind) -> Severity {
    match kind {
        FaultKind::DuplicateKey => Severity::Warning,
        _ => Severity::Error,
    }
}

/// What a fault is called, what it means, what to do, and whether writing the value anew mends it.
pub(super) fn explain(kind: FaultKind) -> (Kind, &'static str, &'static str, bool) {
    match kind {
        FaultKind::Indentation => (
            Kind::Indentation,
            "this line does not stand under anything that it could belong to",
            "Move it to the column of the lines that it belongs to; which ones, only you know.",
            false,
        ),
        FaultKind::Tab => (
            Kind::Tab,
            "YAML allows no tab here",
            "Use blanks; how many, the lines around it say, and no edit moves lines.",
            false,
        ),
        FaultKind::MixedList => (
            Kind::MixedList,
            "a key stands among the items of a list",
            "Indent it to the keys that it belongs to; of which item or map, only you know.",
            false,
        ),
        FaultKind::UnquotedColon => (
            Kind::UnquotedColon,
            "a text with a colon and a blank needs quotes",
            "Put it in quotes.",
            true,
        ),
        FaultKind::ReservedCharacter => (
            Kind::ReservedCharacter,
            "a text that begins with this character needs quotes",
            "Put it in quotes.",
            true,
        ),
        FaultKind::UnclosedQuote => {
            (Kind::UnclosedQuote, "this quote has no end", "Close it at the end of the line.", true)
        }
        FaultKind::UnclosedFlow => (
            Kind::UnclosedFlow,
            "this bracket or brace has no end",
            "Close it; where it ends, only you know.",
            false,
        ),
        FaultKind::TextBehind => (
            Kind::TextBehind,
            "something stands behind the closing quote",
            "Put all of it in quotes.",
            true,
        ),
        FaultKind::MissingComma => (
            Kind::MissingComma,
            "a comma is missing before this",
            "Write it, or put the whole text in quotes; which of the two is meant, only you know.",
            false,
        ),
        FaultKind::StrayComma => (
            Kind::MissingComma,
            "nothing stands before this comma",
            "Take it out, or write what is missing; which of the two is meant, only you know.",
            false,
        ),
        FaultKind::UnknownEscape => (
            Kind::UnknownEscape,
            "this backslash means nothing in double quotes",
            "Write two of them for one that is meant, or take it out; which, only you know.",
            false,
        ),
        FaultKind::StrayDash => (
            Kind::UnexpectedText,
            "no list can begin here",
            "Put its items on the lines below, or the text in quotes; which, only you know.",
            false,
        ),
        FaultKind::UnexpectedText => (
            Kind::UnexpectedText,
            "this line is neither a key nor an item",
            "Indent it if it belongs to the value above, or take it out; which, only you know.",
            false,
        ),
        FaultKind::DuplicateKey => (
            Kind::DuplicateKey,
            "this key stands here for the second time; the last one counts",
            "Take one of them out; which, only you know.",
            false,
        ),
        FaultKind::UnknownAlias => (
            Kind::UnknownAlias,
            "there is no anchor of this name",
            "Put it in quotes if it is text; what was meant, only you know.",
            false,
        ),
        FaultKind::MergeKey => (
            Kind::MergeKey,
            "what is merged in here is not read, and no numbers that rest on it are compared",
            "Write out the fields that are meant; which of them, only you know.",
            false,
        ),
        FaultKind::TooDeep => (
            Kind::TooDeep,
            "this is nested too deeply to be read",
            "Write it less deeply; no edit can do that for you.",
            false,
        ),
    }
}
