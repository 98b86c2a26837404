//! Reading a plan from its front matter, in every variant that exists (spec A3.4).

use std::borrow::Cow;

use super::effort::{Effort, effort_keys};
use super::front_matter;
use super::markdown;
use super::model::{Plan, Task};
use super::reading_batches::read_batches;
use super::reading_measures::{read_blockers, read_criteria};
use super::status::PlanStatus;
use super::values::PlanCriterionKind;
use crate::domain::ascii;
use crate::domain::yaml::{self, Document, Entry, Id, Kind, Value};

/// Reads a plan; whatever cannot be read is left for the problems to name.
pub(super) fn read<'a>(text: &'a str, path: Option<&str>) -> Plan<'a> {
    let front = front_matter::find(text);
    let document = front.map(|front| yaml::parse(text, front.yaml));
    let mut plan = Plan {
        text,
        front,
        document: None,
        prd: None,
        phase: None,
        title: None,
        status: None,
        tasks: Vec::new(),
        batches: Vec::new(),
        critical_path: None,
        total_time: None,
        criteria: Vec::new(),
        blockers: Vec::new(),
    };
    match document {
        Some(document) => {
            read_front_matter(&document, &mut plan);
            plan.document = Some(document);
        }
        None => markdown::read(text, &mut plan),
    }
    let file = path.and_then(|path| path.rsplit(['/', '\\']).next());
    let body = front.map_or(0, |front| front.body);
    plan.title = plan
        .title
        .or_else(|| markdown::first_heading(text.get(body..).unwrap_or_default()))
        .or_else(|| file.map(|file| file.strip_suffix(".md").unwrap_or(file).to_owned()));
    plan.phase = plan.phase.or_else(|| file.and_then(phase_of_file));
    plan.prd = plan.prd.or_else(|| {
        let directory = path?.rsplit(['/', '\\']).nth(1)?;
        (!matches!(directory, "" | "." | ".." | "progress")).then(|| directory.to_owned())
    });
    plan
}

/// `phase-3-progress.md`, `phase-3-4-progress.md`, `phases-1-3-…`, `all-phases-…`.
fn phase_of_file(file: &str) -> Option<String> {
    let lower = file.to_ascii_lowercase();
    if lower.contains("all-phases") {
        return Some("all".into());
    }
    let rest = lower.get(lower.rfind("phase")? + "phase".len()..)?;
    let mut rest = ascii::trim_start(rest, "s-_");
    let mut phase = String::new();
    // What stands between two phases has a dot: `1.5`.
    while let Some((number, behind)) = rest.split_at_checked(ascii::digits(rest)) {
        let sign = match behind.as_bytes().first() {
            None => "",
            Some(b'-' | b'_') => "-",
            Some(b'.') => ".",
            Some(_) => break,
        };
        if number.is_empty() {
            break;
        }
        phase.push_str(number);
        phase.push_str(sign);
        rest = behind.get(1..).unwrap_or_default();
    }
    let phase = ascii::trim_end(&phase, "-.");
    (!phase.is_empty()).then(|| phase.to_owned())
}

fn read_front_matter(document: &Document<'_>, plan: &mut Plan<'_>) {
    let root = document.root;
    let first = |keys: &[&str]| {
        keys.iter().find_map(|key| document.get(root, key).and_then(|id| text(document, id)))
    };
    plan.prd = first(&["prd", "prd_name", "feature_slug", "feature"]);
    plan.title = first(&["title", "phase_title", "phase_name", "name"]);
    plan.status = first(&["status"]);
    let listed = |key: &str| {
        let phases = texts(document, document.get(root, key)?);
        match (phases.first(), phases.last()) {
            (Some(first), Some(last)) if phases.len() > 1 => Some(format!("{first}-{last}")),
            (first, _) => first.cloned(),
        }
    };
    plan.phase = first(&["phase"]).or_else(|| ["phase", "phases"].into_iter().find_map(listed));
    if let Some(id) = document.get(root, "tasks") {
        plan.tasks = read_tasks(document, id);
    }
    if let Some(id) = document.get(root, "parallelization") {
        plan.batches = read_batches(document, id);
        let field = |key: &str| document.get(id, key);
        plan.critical_path = field("critical_path").map(|id| texts(document, id));
        plan.total_time = field("estimated_total_time").and_then(|id| text(document, id));
    }
    for (key, kind) in [
        ("success_criteria", PlanCriterionKind::Criterion),
        ("quality_gates", PlanCriterionKind::Gate),
    ] {
        if let Some(id) = document.get(root, key) {
            plan.criteria.extend(read_criteria(document, id, kind));
        }
    }
    if let Some(id) = document.get(root, "blockers") {
        plan.blockers = read_blockers(document, id);
    }
}

/// The text of a scalar that is not blank.
pub(super) fn text(document: &Document<'_>, id: Id) -> Option<String> {
    said(document, id).map(Cow::into_owned)
}

fn said<'a>(document: &Document<'a>, id: Id) -> Option<Cow<'a, str>> {
    document.scalar(id).filter(|text| !text.trim_ascii().is_empty())
}

/// The texts of a list, of a scalar with commas, or of the values of a map.
pub(super) fn texts(document: &Document<'_>, id: Id) -> Vec<String> {
    let mut found = Vec::new();
    // Aliases could unfold to more than anybody can hold; without them nothing has more parts.
    let mut left = document.text.len();
    collect_texts(document, id, 0, &mut left, &mut found);
    found
}

fn collect_texts(
    document: &Document<'_>,
    id: Id,
    depth: usize,
    left: &mut usize,
    found: &mut Vec<String>,
) {
    const DEEPEST: usize = 4;
    let Some(fewer) = left.checked_sub(1) else { return };
    *left = fewer;
    match &document.node(id).kind {
        Kind::Missing | Kind::Alias(_) => {}
        Kind::Scalar(_) => {
            let Some(text) = document.scalar(id) else { return };
            let mut add = |part: &str| {
                let part = part.trim();
                if !part.is_empty() && !is_nothing(part) {
                    found.push(part.to_owned());
                }
            };
            // An item of a list may have commas of its own.
            if depth == 0 { text.split(',').for_each(add) } else { add(&text) }
        }
        Kind::List(list) if depth < DEEPEST => {
            for item in &list.items {
                collect_texts(document, item.value, depth + 1, left, found);
            }
        }
        Kind::Map(map) if depth < DEEPEST => {
            // `{id: X, ...}` names X, `{path: X, action: modify}` too; `{blocks: [X], needs: Y}` names
            // all of them.
            let named = ["id", "task", "task_id", "path", "file", "name"];
            let named = named.iter().find_map(|key| document.get(id, key));
            match named {
                Some(named) => collect_texts(document, named, depth + 1, left, found),
                None => (map.entries.iter().filter(|entry| !entry.is_merge()))
                    .for_each(|entry| collect_texts(document, entry.value, depth + 1, left, found)),
            }
        }
        Kind::List(_) | Kind::Map(_) => {}
    }
}

/// Whether a word says that there is nothing.
pub(super) fn is_nothing(word: &str) -> bool {
    ["none", "n/a", "-", "—"].iter().any(|none| word.eq_ignore_ascii_case(none))
}

fn read_tasks(document: &Document<'_>, id: Id) -> Vec<Task> {
    match &document.node(id).kind {
        Kind::List(list) => (list.items.iter().enumerate())
            .map(|(number, item)| read_task(document, item.value, item.dash, None, number))
            .collect(),
        Kind::Map(map) => (map.entries.iter().filter(|entry| !entry.is_merge()).enumerate())
            .map(|(number, entry)| {
                read_task(document, entry.value, entry.key.start, Some(entry), number)
            })
            .collect(),
        _ => Vec::new(),
    }
}

const LABELS: [&str; 3] = ["title", "name", "description"];
const ASSIGNEES: [&str; 3] = ["assigned_to", "assignee", "assigned"];
const DEPENDENCIES: [&str; 2] = ["dependencies", "depends_on"];

/// The first of these keys of a map that says something, else the first that it has.
pub(super) fn first_entry<'d, 'a>(
    document: &'d Document<'a>,
    id: Id,
    keys: &[&str],
) -> Option<&'d Entry<'a>> {
    let mut found = keys.iter().filter_map(|key| document.entry(id, key));
    let first = found.next()?;
    let Some(second) = found.next() else { return Some(first) };
    let mut says = [first, second].into_iter().chain(found);
    let says = says.find(|entry| !texts(document, entry.value).is_empty());
    Some(says.unwrap_or(first))
}

/// The key of a task's label, of those that it has.
pub(super) fn label_key(document: &Document<'_>, task: Id) -> Option<&'static str> {
    LABELS
        .into_iter()
        .find(|key| document.get(task, key).is_some_and(|id| said(document, id).is_some()))
}

/// The key under which a task names what it waits for.
pub(super) fn dependencies_key(document: &Document<'_>, task: Id) -> &'static str {
    let own = first_entry(document, task, &DEPENDENCIES);
    let key = DEPENDENCIES.into_iter().find(|key| own.is_some_and(|own| own.name == *key));
    key.unwrap_or("dependencies")
}

fn read_task(
    document: &Document<'_>,
    id: Id,
    place: usize,
    entry: Option<&Entry<'_>>,
    number: usize,
) -> Task {
    // Looked up once for all that is looked up in it.
    let map = document.map(id);
    let value = |key: &str| map?.entry(key).map(|entry| entry.value);
    let get = |key: &str| text(document, value(key)?);
    let key = entry.map(|entry| entry.name.clone().into_owned());
    // What waits for it is read without blanks at the ends as well.
    let own_id = get("id").map(|id| id.trim().to_owned()).or_else(|| key.clone());
    let status_text = get("status");
    let status = status_text.as_deref().and_then(PlanStatus::fold);
    let label_key = label_key(document, id);
    // A task may be a text alone.
    let label = label_key.and_then(get).or_else(|| text(document, id)).unwrap_or_default();
    let assigned = first_entry(document, id, &ASSIGNEES);
    let waits = first_entry(document, id, &DEPENDENCIES);
    let mut used = Vec::with_capacity(10);
    let (effort, unreadable_effort) = read_effort(document, &value, &mut used);
    used.extend(["id", "status", "priority", "phase"].into_iter().chain(label_key));
    used.extend([assigned, waits].into_iter().flatten().map(|entry| &*entry.name));
    let others = others(document, id, &used);
    let files = ["files", "file", "file_targets", "expected_files"].into_iter().filter_map(value);
    Task {
        has_id: own_id.is_some(),
        key,
        id: own_id.unwrap_or_else(|| format!("#{}", number + 1)),
        label,
        status: status.unwrap_or(PlanStatus::Pending),
        original_status: status_text,
        assigned_to: assigned.map(|entry| texts(document, entry.value)).unwrap_or_default(),
        dependencies: waits.map(|entry| texts(document, entry.value)),
        effort,
        unreadable_effort,
        priority: get("priority"),
        phase: get("phase"),
        blockers: blockers_of(document, id),
        blocked_by: ["blocked_by", "blocker"]
            .into_iter()
            .filter_map(value)
            .filter_map(|own| match document.map(own) {
                Some(_) => document.get(own, "blocked_by"),
                None => value("blocked_by").filter(|by| *by == own),
            })
            .flat_map(|by| texts(document, by))
            .collect(),
        files: files.flat_map(|id| texts(document, id)).collect(),
        others,
        node: Some(id),
        is_box: false,
        place,
    }
}

/// What a task says that it is blocked by, in words: a text, or what one with an `issue` says.
fn blockers_of(document: &Document<'_>, id: Id) -> Vec<String> {
    let Some(blocker) = document.get(id, "blocker") else { return Vec::new() };
    let said = |(_, own): (_, Id)| {
        let words = first_entry(document, own, &["issue", "title", "description", "reason"]);
        text(document, words.map_or(own, |words| words.value))
    };
    let is_no = |words: &String| {
        is_nothing(words) || ["no", "false"].iter().any(|no| words.eq_ignore_ascii_case(no))
    };
    let own = match document.list(blocker) {
        Some(_) => items(document, blocker),
        None => vec![(None, blocker)],
    };
    own.into_iter().filter_map(said).filter(|words| !is_no(words)).collect()
}

/// What the readable estimates say, whose keys are added, and the key and text of one that is
/// unreadable where there are no others.
fn read_effort(
    document: &Document<'_>,
    value: &dyn Fn(&str) -> Option<Id>,
    keys: &mut Vec<&str>,
) -> (Effort, Option<(String, String)>) {
    let mut unreadable = None;
    let mut all = Effort::default();
    for key in effort_keys() {
        let Some(text) = value(key).and_then(|id| said(document, id)) else { continue };
        match Effort::read(key, &text) {
            // Of each unit the first that is said counts.
            Some(effort) => {
                all.points = all.points.or(effort.points);
                all.minutes = all.minutes.or(effort.minutes);
                keys.push(key);
            }
            None => unreadable = unreadable.or(Some((key.to_owned(), text.into_owned()))),
        }
    }
    (all, unreadable.filter(|_| keys.is_empty()))
}

/// The items of a list, or the entries of a map with their keys. A word that says that there is
/// nothing is none.
pub(super) fn items(document: &Document<'_>, id: Id) -> Vec<(Option<String>, Id)> {
    let says = |id: Id| !said(document, id).is_some_and(|word| is_nothing(word.trim_ascii()));
    match &document.node(id).kind {
        Kind::List(list) => {
            let items = list.items.iter().map(|item| item.value);
            items.filter(|item| says(*item)).map(|item| (None, item)).collect()
        }
        Kind::Map(map) => (map.entries.iter().filter(|entry| !entry.is_merge()))
            .map(|entry| (Some(entry.name.clone().into_owned()), entry.value))
            .collect(),
        Kind::Scalar(_) if text(document, id).is_some() && says(id) => vec![(None, id)],
        _ => Vec::new(),
    }
}

/// What a map says under other keys.
pub(super) fn others(document: &Document<'_>, id: Id, used: &[&str]) -> Value {
    let entries = document.map(id).into_iter().flat_map(|map| &map.entries);
    let others = entries.filter(|entry| !used.contains(&&*entry.name));
    let name = |entry: &Entry<'_>| entry.name.clone().into_owned();
    Value::Map(others.map(|entry| (name(entry), Value::of(document, entry.value))).collect())
}
