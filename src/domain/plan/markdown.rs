//! Reading plans that have no front matter: check boxes with ids, and tables (spec A3.4.12).

use super::effort::Effort;
use super::front_matter::lines;
use super::model::{Criterion, Plan, Task};
use super::reading::is_nothing;
use super::status::PlanStatus;
use super::values::PlanCriterionKind;
use crate::domain::ascii;
use crate::domain::yaml::Value;

/// The first heading of the highest level.
pub(super) fn first_heading(text: &str) -> Option<String> {
    let line = lines(text).find_map(|(_, line)| line.strip_prefix("# "))?;
    Some(line.trim_ascii().to_owned()).filter(|line| !line.is_empty())
}

/// A check box in a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct CheckBox<'a> {
    pub indent: usize,
    /// Where the character between its brackets stands in the line, and behind it.
    pub mark: (usize, usize),
    pub status: PlanStatus,
    pub text: &'a str,
}

/// The check box of a line, if it has one.
pub(super) fn check_box(line: &str) -> Option<CheckBox<'_>> {
    let bare = line.trim_ascii_start();
    let indent = line.len() - bare.len();
    let item = bare.strip_prefix(['-', '*', '+'])?.trim_ascii_start();
    let inner = item.strip_prefix('[')?;
    let (mark, text) = inner.split_once(']')?;
    let status = match mark {
        " " | "" => PlanStatus::Pending,
        "x" | "X" => PlanStatus::Completed,
        "~" | "/" | "-" => PlanStatus::InProgress,
        "!" => PlanStatus::Blocked,
        sign if sign.chars().count() == 1 => PlanStatus::fold(sign)?,
        _ => return None,
    };
    let start = line.len() - inner.len();
    let is_text = ascii::begins(text, " \t");
    is_text.then(|| CheckBox {
        indent,
        mark: (start, start + mark.len()),
        status,
        text: text.trim_ascii(),
    })
}

/// The mark that stands for a status: one of the two that all read, or what other boxes of the text
/// have for it.
pub(super) fn mark_of(text: &str, status: PlanStatus) -> Option<&str> {
    let of_line = |(_, line)| {
        let found = check_box(line).filter(|found| found.status == status)?;
        line.get(found.mark.0..found.mark.1)
    };
    match status {
        PlanStatus::Pending => Some(" "),
        PlanStatus::Completed => Some("x"),
        _ => lines(text).find_map(of_line),
    }
}

pub(super) fn read(text: &str, plan: &mut Plan<'_>) {
    let mut reader = Reader::default();
    let mut table: Option<Table> = None;
    let mut aside: Option<&str> = None;
    for (place, line) in lines(text) {
        let line = line.trim_ascii_end();
        if is_aside(line.trim_ascii_start(), &mut aside) {
            continue;
        }
        if let Some(cells) = row(line) {
            match &mut table {
                None => table = Some(Table::of(&cells)),
                Some(table) => table.read(&cells, place, &mut reader),
            }
            continue;
        }
        table = None;
        if line.starts_with('#') {
            reader.heading(line);
        } else if let Some(found) = check_box(line) {
            reader.check_box(found, place);
        } else if let Some((name, value)) = field(line) {
            reader.field(&name, value, ascii::begins(line, " \t"), plan);
        }
    }
    let has_ids = reader.tasks.iter().any(|task| task.has_id);
    // Check boxes without ids are tasks only where there are no others.
    reader.tasks.retain(|task| task.has_id || !has_ids);
    for (number, task) in reader.tasks.iter_mut().enumerate() {
        if !task.has_id {
            task.id = format!("#{}", number + 1);
        }
    }
    plan.tasks = reader.tasks;
    plan.criteria = reader.criteria;
    if plan.phase.is_none() {
        plan.phase = first_heading(text)
            .and_then(|title| super::model::phase_of_heading(&title))
            .map(|n| n.to_string());
    }
}

/// Whether a line belongs to code between fences or to a comment; what opened that is kept until
/// it is closed.
fn is_aside<'a>(line: &'a str, open: &mut Option<&'a str>) -> bool {
    if let Some(fence) = *open {
        let is_end = match fence.starts_with('<') {
            true => line.contains("-->"),
            false => line.starts_with(fence) && ascii::trim_start(line, "`~").is_empty(),
        };
        *open = open.filter(|_| !is_end);
        return true;
    }
    if line.starts_with("<!--") {
        *open = Some(line).filter(|line| !line.contains("-->"));
        return true;
    }
    let behind = ["`", "~"].map(|sign| ascii::trim_start(line, sign));
    let behind = behind.into_iter().find(|behind| line.len() - behind.len() >= 3);
    // Code within a line has its end there.
    let behind = behind.filter(|behind| !line.starts_with('`') || !behind.contains('`'));
    *open = behind.and_then(|behind| line.strip_suffix(behind));
    open.is_some()
}

#[derive(Debug, Default)]
struct Reader {
    tasks: Vec<Task>,
    criteria: Vec<Criterion>,
    phase: Option<String>,
    /// The level of the heading of the criteria that are being read.
    criteria_level: Option<usize>,
    /// The indentation of the last task.
    indent: usize,
    in_task: bool,
}

impl Reader {
    fn heading(&mut self, line: &str) {
        let lower = line.to_ascii_lowercase();
        let level = line.len() - ascii::trim_start(line, "#").len();
        if lower.contains("success criteria") || lower.contains("definition of done") {
            self.criteria_level = Some(level);
        } else {
            // Headings below it are of its parts.
            self.criteria_level = self.criteria_level.filter(|own| *own < level);
        }
        self.in_task = false;
        if lower.starts_with("## phase") {
            self.phase = super::model::phase_of_heading(&lower).map(|number| number.to_string());
        }
    }

    fn check_box(&mut self, found: CheckBox<'_>, place: usize) {
        let (id, label) = split_id(found.text);
        if self.criteria_level.is_some() {
            let number = self.criteria.len() + 1;
            self.criteria.push(Criterion {
                id: id.map_or_else(|| format!("#{number}"), str::to_owned),
                kind: PlanCriterionKind::Criterion,
                description: label.to_owned(),
                status: found.status,
                original_status: None,
                others: Value::Map(Vec::new()),
                node: None,
            });
            return;
        }
        // What stands deeper than a task is part of it.
        if id.is_none() && self.in_task && found.indent > self.indent {
            return;
        }
        self.in_task = true;
        self.indent = found.indent;
        let mut task = self.task(id, place);
        let (label, effort) = split_effort(label);
        task.label = label.to_owned();
        task.effort = effort;
        task.status = found.status;
        task.is_box = true;
        self.tasks.push(task);
    }

    fn task(&self, id: Option<&str>, place: usize) -> Task {
        Task {
            id: id.unwrap_or_default().to_owned(),
            has_id: id.is_some(),
            label: String::new(),
            status: PlanStatus::Pending,
            original_status: None,
            assigned_to: Vec::new(),
            dependencies: None,
            effort: Effort::default(),
            unreadable_effort: None,
            priority: None,
            phase: self.phase.clone(),
            blockers: Vec::new(),
            blocked_by: Vec::new(),
            files: Vec::new(),
            others: Value::Map(Vec::new()),
            node: None,
            is_box: false,
            place,
            key: None,
        }
    }

    /// A line such as `**Assigned to**: somebody`.
    fn field(&mut self, name: &str, value: &str, is_indented: bool, plan: &mut Plan<'_>) {
        let task = if is_indented && self.in_task { self.tasks.last_mut() } else { None };
        match (task, name) {
            (Some(task), name) if name.starts_with("assign") || name.starts_with("owner") => {
                task.assigned_to = names(value);
            }
            (Some(task), "dependencies" | "depends on" | "dependency") => {
                task.dependencies = Some(names(value));
            }
            (Some(task), "estimate" | "effort" | "estimated effort" | "points") => {
                task.effort = Effort::read("effort", value).unwrap_or(task.effort);
            }
            (Some(task), "priority") => task.priority = Some(value.to_owned()),
            (Some(task), "status") => {
                task.original_status = Some(value.to_owned());
                task.status = PlanStatus::fold(value).unwrap_or(task.status);
            }
            (Some(_), _) => {}
            (None, "status") if plan.status.is_none() => plan.status = Some(value.to_owned()),
            (None, "prd") if plan.prd.is_none() => {
                let file = value.trim_matches('`').rsplit('/').next().unwrap_or_default();
                plan.prd = Some(file.strip_suffix(".md").unwrap_or(file).to_owned());
            }
            (None, "phase") if plan.phase.is_none() => plan.phase = Some(value.to_owned()),
            _ => {}
        }
    }
}

/// The name, in lower case, and the value of `**Name**: value` or `- **Name**: value`.
fn field(line: &str) -> Option<(String, &str)> {
    let bare = ascii::trim_start(line.trim_ascii(), "-*+ ");
    let (name, value) = bare.split_once(':')?;
    let name = ascii::trim(name, "* ");
    let is_bold = line.contains("**");
    let value = ascii::trim(value, "* \t");
    (is_bold && name.len() < 40 && !value.is_empty()).then(|| (name.to_ascii_lowercase(), value))
}

fn names(text: &str) -> Vec<String> {
    let names = text.split([',', ';']).map(|name| ascii::trim(name.trim_ascii(), "`*"));
    let names = names.filter(|name| !name.is_empty() && !is_nothing(name));
    names.map(str::to_owned).collect()
}

/// `**API-001**: label`, `API-001: label`, `T001 [P] label`. What is bold, or stands before a colon,
/// may have any form that has a digit.
fn split_id(text: &str) -> (Option<&str>, &str) {
    let bold = text.strip_prefix("**").and_then(|rest| rest.split_once("**"));
    let (word, rest) = bold.unwrap_or_else(|| {
        let end = ascii::find(text, " \t").unwrap_or(text.len());
        text.split_at_checked(end).unwrap_or_default()
    });
    let is_marked = bold.is_some() || word.ends_with(':');
    let word = word.trim_end_matches(':');
    let is_id = word.len() <= 32
        && (is_marked || word.starts_with(|c: char| c.is_ascii_uppercase()))
        && word.bytes().any(|byte| byte.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
    match is_id {
        true => (Some(word), rest.trim_start_matches([':', ' ', '-', '–', '—'])),
        false => (None, text),
    }
}

/// `label (5 pts)`.
fn split_effort(label: &str) -> (&str, Effort) {
    let inner = label.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match inner.and_then(|(label, effort)| Some((label.trim_ascii(), Effort::read("", effort)?))) {
        Some(found) => found,
        None => (label, Effort::default()),
    }
}

/// The cells of a row of a table. A bar behind a backslash is part of its cell.
pub(super) fn row(line: &str) -> Option<Vec<&str>> {
    let inner = line.trim_ascii().strip_prefix('|')?;
    let (mut is_escaped, mut is_open) = (false, false);
    let mut cells: Vec<&str> = inner
        .split(|sign| {
            let is_bar = sign == '|' && !is_escaped;
            is_escaped = sign == '\\' && !is_escaped;
            is_open = !is_bar;
            is_bar
        })
        .map(str::trim)
        .collect();
    if !is_open {
        // Behind the bar at the end there is no cell.
        cells.pop();
    }
    Some(cells)
}

/// What a cell says, without the backslashes before bars.
fn said(cell: &str) -> String {
    cell.replace("\\|", "|")
}

/// Which column says what; a table without ids and statuses is about something else.
#[derive(Debug, Default)]
struct Table {
    columns: Vec<Column>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Label,
    Status,
    Assignee,
    Dependencies,
    Effort,
    Priority,
    Other,
}

impl Table {
    fn of(cells: &[&str]) -> Self {
        let column = |cell: &&str| match ascii::trim(&cell.to_ascii_lowercase(), "* ") {
            "id" | "task id" | "task_id" => Column::Id,
            "title" | "task" | "name" | "description" | "task name" => Column::Label,
            "status" | "state" => Column::Status,
            "assigned to" | "assignee" | "agent" | "owner" | "assigned" => Column::Assignee,
            "dependencies" | "depends on" | "deps" => Column::Dependencies,
            "effort" | "estimate" | "points" | "story points" | "est" => Column::Effort,
            "priority" => Column::Priority,
            _ => Column::Other,
        };
        let columns: Vec<Column> = cells.iter().map(column).collect();
        match columns.contains(&Column::Id) && columns.contains(&Column::Status) {
            true => Self { columns },
            false => Self::default(),
        }
    }

    fn read(&self, cells: &[&str], place: usize, reader: &mut Reader) {
        let cell = |wanted: Column| {
            let at = self.columns.iter().position(|column| *column == wanted)?;
            cells.get(at).copied().filter(|cell| !cell.is_empty())
        };
        let Some(id) = cell(Column::Id).map(|id| ascii::trim(id, "*`")) else { return };
        if id.bytes().all(|byte| b"-: ".contains(&byte)) {
            return;
        }
        let mut task = reader.task(Some(id), place);
        task.label = cell(Column::Label).map(said).unwrap_or_default();
        task.original_status = cell(Column::Status).map(said);
        let status = task.original_status.as_deref().and_then(PlanStatus::fold);
        task.status = status.unwrap_or(PlanStatus::Pending);
        task.assigned_to =
            cell(Column::Assignee).map(said).as_deref().map(names).unwrap_or_default();
        task.dependencies = cell(Column::Dependencies).map(names);
        task.effort =
            cell(Column::Effort).and_then(|text| Effort::read("effort", text)).unwrap_or_default();
        task.priority = cell(Column::Priority).map(said);
        reader.tasks.push(task);
    }
}

/// The place of the status in a row of a table: its bytes within the line.
pub(super) fn status_cell(header: &str, line: &str) -> Option<(usize, usize)> {
    let columns = Table::of(&row(header)?).columns;
    let at = columns.iter().position(|column| *column == Column::Status)?;
    let cell = row(line)?.get(at).copied()?;
    let start = (cell.as_ptr() as usize).checked_sub(line.as_ptr() as usize)?;
    Some((start, start + cell.len()))
}
