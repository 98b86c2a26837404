//! What the tests of plans share.

use medallion::Error;
use medallion::domain::plan::{self, ParseOptions, PlanEdit, PlanReport};
use medallion::domain::schema;
use medallion::domain::time::Timestamp;

/// A phase in the form of the seed document, written for this repository.
pub const SEED: &str = include_str!("../golden/plans/phase-0-progress.md");

/// The files below this directory of the shared data, with their names. It is beside the
/// repository, or where `MEDALLION_SHARED` says; where it is missing this is said aloud.
pub fn shared(directory: &str) -> Vec<(String, String)> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let root = std::env::var("MEDALLION_SHARED").unwrap_or_else(|_| default.to_owned());
    let path = std::path::Path::new(&root).join(directory);
    let Ok(entries) = std::fs::read_dir(&path) else {
        eprintln!("NOT TESTED ON REAL FILES: there is no {}", path.display());
        return Vec::new();
    };
    let mut files: Vec<(String, String)> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// The sample of this repository and, where it is at hand, the seed document itself.
pub fn seeds() -> Vec<String> {
    let seed = shared("seeds").into_iter().find(|(name, _)| name.starts_with("001_"));
    std::iter::once(SEED.to_owned()).chain(seed.map(|(_, text)| text)).collect()
}

/// 2026-11-21T06:00:00Z.
pub fn now() -> Timestamp {
    "2026-11-21T06:00:00.000Z".parse().unwrap()
}

pub fn parse(text: &str) -> PlanReport {
    plan::parse(text, &ParseOptions::default())
}

/// The edit that this JSON says.
pub fn op(json: &str) -> PlanEdit {
    schema::parse(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

pub fn try_edit(text: &str, ops: &[&str]) -> Result<String, Error> {
    let ops: Vec<PlanEdit> = ops.iter().map(|json| op(json)).collect();
    plan::edit(text, &ops, now())
}

pub fn edit(text: &str, ops: &[&str]) -> String {
    try_edit(text, ops).unwrap_or_else(|error| panic!("{ops:?}: {error}\n{text}"))
}

pub fn code(text: &str, op: &str) -> &'static str {
    try_edit(text, &[op]).map_or_else(|error| error.code().as_str(), |_| "edited")
}

/// The lines that went and that came, as a difference shows them.
pub fn changed(before: &str, after: &str) -> Vec<String> {
    let before: Vec<&str> = before.split_inclusive('\n').collect();
    let after: Vec<&str> = after.split_inclusive('\n').collect();
    let same = before.iter().zip(&after).take_while(|(old, new)| old == new).count();
    let (before, after) = (&before[same..], &after[same..]);
    let pairs = before.iter().rev().zip(after.iter().rev());
    let same = pairs.take_while(|(old, new)| old == new).count();
    let (before, after) = (&before[..before.len() - same], &after[..after.len() - same]);
    // The longest common subsequence of lines.
    let mut common = vec![vec![0_usize; after.len() + 1]; before.len() + 1];
    for (i, old) in before.iter().enumerate().rev() {
        for (j, new) in after.iter().enumerate().rev() {
            common[i][j] = match old == new {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < before.len() || j < after.len() {
        if i < before.len() && j < after.len() && before[i] == after[j] {
            (i, j) = (i + 1, j + 1);
        } else if j < after.len() && (i == before.len() || common[i][j + 1] > common[i + 1][j]) {
            out.push(format!("+{}", after[j].trim_end_matches(['\n', '\r'])));
            j += 1;
        } else {
            out.push(format!("-{}", before[i].trim_end_matches(['\n', '\r'])));
            i += 1;
        }
    }
    out
}

/// A plan with this front matter.
pub fn front(yaml: &str) -> String {
    format!("---\n{yaml}---\n\n# Body\n\n---\n\nuntouched: yes\n")
}

/// An edit that says how far a task is.
pub fn set(task: &str, status: &str) -> String {
    format!(r#"{{"op":"set_task_status","task_id":"{task}","status":"{status}"}}"#)
}
