//! The text that a session is told: sections, in them the pieces of a kind side by side.

use super::{Format, PartKind, Piece, Section, Subject};
use crate::domain::schema::to_json;

/// Stands before medallions, so that a model knows what they are (spec A: prompts, 9.1).
const INTRODUCTION: &str =
    "Notes of earlier sessions, the newest first. They hold unless you are told otherwise.";

/// How the pieces of a kind are written.
struct Manner {
    /// Above them; nothing where there is only one, which then is a paragraph.
    heading: Option<&'static str>,
    /// Before each of them where it is one line.
    label: &'static str,
    /// The member of an object that holds them.
    key: &'static str,
}

fn manner(kind: PartKind, subject: Subject) -> Manner {
    let list = |heading, label, key| Manner { heading: Some(heading), label, key };
    let paragraph = |label, key| Manner { heading: None, label, key };
    match (kind, subject) {
        (PartKind::Task, Subject::Learner) => list("Begun", "begun", "in_progress"),
        (PartKind::Task, _) => paragraph("", "state"),
        (PartKind::Lock, _) => list("Locked", "locked", "locks"),
        (PartKind::Summary, Subject::Task) => paragraph("task", "description"),
        (PartKind::Summary, _) => paragraph("summary", "summary"),
        (PartKind::Invariant, _) => list("Must stay true", "must stay true", "invariants"),
        (PartKind::OpenQuestion, _) => list("Open questions", "open", "open_questions"),
        (PartKind::Decision, _) => list("Decisions", "decided", "decisions"),
        (PartKind::EntryPoint, _) => list("Begin with", "begin with", "recommended_entry_points"),
        (PartKind::AvoidRepeating, _) => list("Do not repeat", "do not repeat", "avoid_repeating"),
        (PartKind::Subsystem, _) => list("Parts", "part", "subsystems"),
        (PartKind::Criterion, _) => list("Right when", "right when", "criteria"),
        (PartKind::Feedback, _) => list("Last judged", "last judged", "feedback"),
        (PartKind::Objective, _) => list("To be learned", "to be learned", "objectives"),
        (PartKind::Guidance, _) => list("How to teach it", "how to teach it", "guidance"),
        (PartKind::Ancestor, _) => list("Part of", "part of", "ancestors"),
        (PartKind::Child, _) => list("Its parts", "has", "children"),
        (PartKind::Ready, _) => list("Can be worked on", "ready", "ready"),
        (PartKind::Narrative, _) => list("Story", "story", "narrative"),
        (PartKind::Content, _) => list("Material", "material", "content"),
        (PartKind::StatusSummary, _) => list("Noted before", "noted before", "summaries"),
    }
}

/// What a text is made of, for a budget to be reckoned with before it is made.
#[derive(Debug, Default)]
pub struct Fragments {
    /// What stands once around pieces: the introduction, above a section, above the pieces of a kind.
    pub frames: Vec<String>,
    /// All pieces, in the order of sections.
    pub pieces: Vec<Fragment>,
}

/// A piece by itself.
#[derive(Debug)]
pub struct Fragment {
    /// Its words.
    pub words: String,
    /// What must stand around it, by the number among the frames.
    pub frames: Vec<usize>,
}

/// The fragments of sections.
#[must_use]
pub fn fragments(sections: &[Section], format: Format) -> Fragments {
    let mut all = Fragments { frames: vec![introduction(format)], pieces: Vec::new() };
    for section in sections {
        let introduced = (section.subject == Subject::Medallion).then_some(0);
        let above = all.frames.len();
        all.frames.push(head(section, format));
        let mut kind = None;
        for piece in &section.pieces {
            if kind != Some(piece.kind) {
                kind = Some(piece.kind);
                all.frames.push(heading(piece.kind, section.subject, format));
            }
            let frames = introduced.into_iter().chain([above, all.frames.len() - 1]).collect();
            all.pieces.push(Fragment { words: words(piece, section.subject, format), frames });
        }
    }
    all
}

/// The text of the pieces for which `is_in` says so, by their number among all pieces; empty if
/// there is none.
#[must_use]
pub fn render(sections: &[Section], format: Format, is_in: &dyn Fn(usize) -> bool) -> String {
    let mut before = 0;
    let mut chosen = Vec::new();
    for section in sections {
        let numbered = section.pieces.iter().enumerate();
        let pieces = numbered.filter(|(number, _)| is_in(before + number));
        let pieces: Vec<&Piece> = pieces.map(|(_, piece)| piece).collect();
        before += section.pieces.len();
        if !pieces.is_empty() {
            chosen.push((section, grouped(&pieces)));
        }
    }
    match (chosen.is_empty(), format) {
        (true, _) => String::new(),
        (false, Format::Json) => json(&chosen),
        (false, _) => prose(&chosen, format),
    }
}

type Chosen<'a> = (&'a Section, Vec<(PartKind, Vec<&'a Piece>)>);

/// By kind, in the order of kinds.
fn grouped<'a>(pieces: &[&'a Piece]) -> Vec<(PartKind, Vec<&'a Piece>)> {
    let of = |kind: PartKind| {
        let own = pieces.iter().filter(move |piece| piece.kind == kind);
        (kind, own.copied().collect::<Vec<&Piece>>())
    };
    PartKind::ALL.iter().map(|kind| of(*kind)).filter(|(_, own)| !own.is_empty()).collect()
}

fn prose(chosen: &[Chosen<'_>], format: Format) -> String {
    let mut out = String::new();
    if chosen.iter().any(|(section, _)| section.subject == Subject::Medallion) {
        out.push_str(&introduction(format));
    }
    for (section, groups) in chosen {
        out.push_str(if out.is_empty() { "" } else { "\n" });
        out.push_str(&head(section, format));
        for (kind, pieces) in groups {
            out.push_str(&heading(*kind, section.subject, format));
            for piece in pieces {
                out.push_str(&words(piece, section.subject, format));
            }
        }
    }
    out
}

/// What stands before all medallions.
fn introduction(format: Format) -> String {
    match format {
        Format::Json => ["\"note\":", &to_json(INTRODUCTION), ",\"medallions\":[]"].concat(),
        Format::Markdown | Format::Compact => [INTRODUCTION, "\n"].concat(),
    }
}

/// What stands above the pieces of a kind.
fn heading(kind: PartKind, subject: Subject, format: Format) -> String {
    let Manner { heading, key, .. } = manner(kind, subject);
    match (format, heading) {
        (Format::Compact, _) => String::new(),
        (Format::Json, _) => [",\"", key, "\":[]"].concat(),
        (Format::Markdown, Some(heading)) => ["\n", heading, ":\n\n"].concat(),
        (Format::Markdown, None) => "\n".to_owned(),
    }
}

/// What stands above the pieces of a section.
fn head(section: &Section, format: Format) -> String {
    match format {
        Format::Markdown => ["## ", &one_line(&section.title), "\n"].concat(),
        Format::Compact => ["# ", &one_line(&section.title), "\n"].concat(),
        Format::Json => section.facts.clone(),
    }
}

/// One piece, as it stands among others of its kind.
fn words(piece: &Piece, subject: Subject, format: Format) -> String {
    let Manner { heading, label, .. } = manner(piece.kind, subject);
    let brief = piece.brief.0.as_ref().unwrap_or(&piece.plain);
    match format {
        // What is counted; among others it is joined by commas.
        Format::Json => [piece.value.text(), ","].concat(),
        Format::Compact if label.is_empty() => [&*one_line(brief), "\n"].concat(),
        Format::Compact => [label, ": ", &one_line(brief), "\n"].concat(),
        Format::Markdown if heading.is_none() => [piece.plain.trim(), "\n"].concat(),
        Format::Markdown => ["- ", &piece.plain.trim().replace('\n', "\n  "), "\n"].concat(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn json(chosen: &[Chosen<'_>]) -> String {
    let mut members = Vec::new();
    for subject in Subject::ALL {
        let own = chosen.iter().filter(|(section, _)| section.subject == *subject);
        let own: Vec<String> = own.map(object_of).collect();
        let Some(first) = own.first() else { continue };
        match subject {
            Subject::Medallion => {
                let note = to_json(INTRODUCTION);
                members
                    .push(["\"note\":", &note, ",\"medallions\":[", &own.join(","), "]"].concat());
            }
            Subject::Task => members.push(["\"task\":", first].concat()),
            Subject::Learner => members.push(["\"learner\":", first].concat()),
        }
    }
    ["{", &members.join(","), "}"].concat()
}

fn object_of((section, groups): &Chosen<'_>) -> String {
    let mut out = ["{", &section.facts].concat();
    for (kind, pieces) in groups {
        let Manner { key, heading, .. } = manner(*kind, section.subject);
        let values: Vec<&str> = pieces.iter().map(|piece| piece.value.text()).collect();
        let values = values.join(",");
        match heading {
            None => out.extend([",\"", key, "\":", &values]),
            Some(_) => out.extend([",\"", key, "\":[", &values, "]"]),
        }
    }
    out.push('}');
    out
}
