//! From the text of a course to a flat list of its nodes, each with its path and its own members.

use rustc_hash::FxHashSet;

use super::LISTS;
use crate::domain::curriculum::place::DEEPEST;
use crate::domain::error::Problem;
use crate::domain::schema::{self, Json, Mismatch, Reader, Tree};

/// A node of a course, as it is written.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    /// Where it stands: `epics[1].tasks[0]`; empty for the project.
    pub path: String,
    /// The number of the node above it.
    pub parent: Option<usize>,
    /// Under which key it stands; empty for the project.
    pub list: &'static str,
    /// Its members but for the lists of its parts, as they are written.
    pub members: Vec<(String, &'a str)>,
    /// Whether it has parts.
    pub has_parts: bool,
}

impl<'a> Node<'a> {
    /// A member as it is written.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.members.iter().find(|(own, _)| own == key).map(|(_, raw)| *raw)
    }

    /// A member that is text.
    pub fn text(&self, key: &str) -> Option<String> {
        serde_json::from_str(self.get(key)?).ok()
    }

    /// The path of something in it.
    pub fn at(&self, inside: &str) -> String {
        Problem::new(inside, "").under(&self.path).path
    }
}

/// A node that was found and not yet looked into.
struct Found<'a> {
    raw: &'a str,
    path: String,
    parent: Option<usize>,
    list: &'static str,
    depth: usize,
}

/// All nodes in the order of the text, the project first.
pub(super) fn read<'a>(text: &'a str, problems: &mut Vec<Problem>) -> Vec<Node<'a>> {
    let (root, lines) = match documents(text) {
        Ok(documents) => documents,
        Err(problem) => {
            problems.push(problem);
            return Vec::new();
        }
    };
    let mut nodes: Vec<Node<'a>> = Vec::new();
    let mut waiting =
        vec![Found { raw: root, path: String::new(), parent: None, list: "", depth: 1 }];
    while let Some(found) = waiting.pop() {
        let number = nodes.len();
        let Some((members, parts)) = look_into(&found, problems) else { continue };
        let is_document = number == 0 || (!lines.is_empty() && found.parent == Some(0));
        let is_line = |key: &str| key == "type" && is_document;
        let members = members.into_iter().filter(|(key, _)| !is_line(key)).collect();
        let mut below: Vec<Found<'a>> = Vec::new();
        for (list, raw) in parts {
            add_parts(list, raw, &found, number, &mut below, problems);
        }
        if number == 0 && !below.is_empty() {
            check_lines(&lines, &below, problems);
        } else if number == 0 {
            below.extend(lines.iter().enumerate().map(|(place, (_, raw))| Found {
                raw,
                path: format!("epics[{place}]"),
                parent: Some(0),
                list: "epics",
                depth: 2,
            }));
        }
        let has_parts = !below.is_empty();
        let Found { path, parent, list, depth, .. } = found;
        if depth >= DEEPEST && has_parts {
            problems.push(Problem::new(path.clone(), format!("has parts {DEEPEST} levels down")));
            below.clear();
        }
        nodes.push(Node { path, parent, list, members, has_parts });
        waiting.extend(below.into_iter().rev());
    }
    nodes
}

/// The members of a node, and apart from them its lists of parts.
type Members<'a> = (Vec<(String, &'a str)>, Vec<(&'static str, &'a str)>);

fn look_into<'a>(found: &Found<'a>, problems: &mut Vec<Problem>) -> Option<Members<'a>> {
    let (mut members, mut parts) = (Vec::new(), Vec::new());
    let mut keys = FxHashSet::default();
    let visited = Reader::known(found.raw).members(&mut |key, reader| {
        let raw = reader.raw();
        match LISTS.iter().find(|list| **list == key) {
            _ if !keys.insert(key.to_string()) => {
                let path = Problem::new(key, "").under(&found.path).path;
                problems.push(Problem::new(path, "stands there twice"));
            }
            Some(list) => parts.push((*list, raw)),
            None => members.push((key.into_owned(), raw)),
        }
        Ok(())
    });
    match visited {
        Ok(()) => Some((members, parts)),
        Err(_) => {
            problems.push(Problem::new(found.path.clone(), "must be an object"));
            None
        }
    }
}

fn add_parts<'a>(
    list: &'static str,
    raw: &'a str,
    above: &Found<'a>,
    parent: usize,
    below: &mut Vec<Found<'a>>,
    problems: &mut Vec<Problem>,
) {
    let place = Problem::new(list, "").under(&above.path).path;
    let mut count = 0;
    let visited = Reader::known(raw).items(&mut |reader| {
        below.push(Found {
            raw: reader.raw(),
            path: format!("{place}[{count}]"),
            parent: Some(parent),
            list,
            depth: above.depth + 1,
        });
        count += 1;
        Ok(())
    });
    if visited == Err(Mismatch::KIND) {
        problems.push(Problem::new(place, "must be a list"));
    }
}

/// Behind a whole tree the reference only repeats its parts. What says something else would be
/// lost.
fn check_lines(lines: &[(usize, &str)], parts: &[Found<'_>], problems: &mut Vec<Problem>) {
    let said = |raw: &str| {
        let members = match Tree::parse(raw)? {
            Tree::Object(members) => members,
            _ => return None,
        };
        Some(Tree::Object(members.into_iter().filter(|(key, _)| key != "type").collect()))
    };
    let known: Vec<Option<Tree>> = parts.iter().map(|part| said(part.raw)).collect();
    for (number, raw) in lines {
        if !known.contains(&said(raw)) {
            let message = "is no part of the course on the first line, which has its parts: \
                           write them there, or leave them out there";
            problems.push(Problem::new(format!("line {number}"), message));
        }
    }
}

/// What a course says that only JSON text can (`check_given`), with its place.
pub(super) fn unsayable(text: &str) -> Vec<Problem> {
    if schema::is_sayable(text) {
        return Vec::new();
    }
    // What is wrong with the text as a whole is said by whoever reads it.
    let Ok((root, lines)) = documents(text) else { return Vec::new() };
    let found = |json: &str| {
        let error = schema::check_given(json).err();
        error.map_or_else(Vec::new, |error| error.all_problems().to_vec())
    };
    let mut problems = found(root);
    for (number, line) in lines {
        let place = format!("line {number}");
        problems.extend(found(line).into_iter().map(|problem| problem.under(&place)));
    }
    problems
}

/// The project, and what stands on lines of its own behind it, with their numbers.
type Documents<'a> = (&'a str, Vec<(usize, &'a str)>);

fn documents(text: &str) -> Result<Documents<'_>, Problem> {
    let broken = |text: &str| {
        let error = schema::parse::<Json>(text).err();
        let first = error.and_then(|error| error.all_problems().first().cloned());
        first.unwrap_or_else(|| Problem::new("", "is not JSON"))
    };
    if Reader::new(text).is_ok() {
        return Ok((text, Vec::new()));
    }
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    match lines.next() {
        Some((_, first)) if Reader::new(first).is_ok() => {
            let mut parts = Vec::new();
            for (number, line) in lines {
                if Reader::new(line).is_err() {
                    return Err(broken(line).under(&format!("line {}", number + 1)));
                }
                parts.push((number + 1, line));
            }
            Ok((first, parts))
        }
        _ => Err(broken(text)),
    }
}
