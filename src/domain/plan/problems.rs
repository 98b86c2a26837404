//! What is wrong with a plan, where, and what mends it.

use super::beside::Beside;
use super::declared::must_be;
use super::drift::{Contradiction, set_field, some_of};
use super::edit::{node_at, trial};
use super::faults::{explain, severity, way_to};
use super::model::Plan;
use super::network::Network;
use super::operation::PlanEdit;
use super::report::{PlanNumbers, PlanProblem, count};
use super::task_problems::{dependencies_key_of, place_in};
use super::values::{PlanProblemKind as Kind, PlanSeverity as Severity};
use crate::domain::schema::{Extra, Optional};
use crate::domain::sorted::in_order;
use crate::domain::yaml::{FaultKind, Id, Value};

/// All problems of a plan, in the order of the text.
pub(super) fn problems(
    plan: &Plan<'_>,
    network: &Network<'_>,
    contradictions: Vec<Contradiction>,
    numbers: &PlanNumbers,
    beside: &[Beside<'_>],
) -> Vec<PlanProblem> {
    let mut finder = Finder { plan, found: Vec::new() };
    finder.front_matter();
    finder.faults(numbers);
    finder.tasks(network);
    finder.cycles(network);
    finder.whole();
    for wrong in contradictions {
        let place = finder.place_of(wrong.node);
        finder.add(
            wrong.kind,
            Severity::Warning,
            place,
            wrong.drift.field,
            wrong.message,
            wrong.suggestion,
            wrong.fix,
        );
    }
    finder.try_fixes(beside);
    finder.finish()
}

pub(super) struct Finder<'p, 'a> {
    pub plan: &'p Plan<'a>,
    found: Vec<(usize, PlanProblem)>,
}

impl Finder<'_, '_> {
    #[allow(clippy::too_many_arguments, reason = "they are the fields of a problem")]
    pub fn add(
        &mut self,
        kind: Kind,
        severity: Severity,
        place: usize,
        path: String,
        message: String,
        suggestion: &str,
        fix: Option<PlanEdit>,
    ) {
        let problem = PlanProblem {
            kind,
            severity,
            line: 0,
            column: 0,
            path,
            message,
            suggestion: suggestion.to_owned(),
            fix: Optional(fix.map(|fix| vec![fix])),
            extra: Extra::default(),
        };
        self.found.push((place, problem));
    }

    pub fn place_of(&self, node: Option<Id>) -> usize {
        match (&self.plan.document, node) {
            (Some(document), Some(id)) => document.span_of(id).start,
            _ => 0,
        }
    }

    fn finish(self) -> Vec<PlanProblem> {
        let places: Vec<usize> = self.found.iter().map(|(place, _)| *place).collect();
        let mut found: Vec<Option<(usize, PlanProblem)>> =
            self.found.into_iter().map(Some).collect();
        // One walk over the text gives all lines.
        let (mut line, mut line_start, mut at) = (1, 0, 0);
        in_order(&places)
            .into_iter()
            .filter_map(|number| found.get_mut(number)?.take())
            .map(|(place, mut problem)| {
                let between = self.plan.text.get(at..place).unwrap_or_default();
                line += count(between.matches('\n').count());
                line_start = between.rfind('\n').map_or(line_start, |last| at + last + 1);
                at = at.max(place);
                let before = self.plan.text.get(line_start..place).unwrap_or_default();
                problem.line = line;
                problem.column = count(before.trim_start_matches('\u{feff}').chars().count()) + 1;
                problem
            })
            .collect()
    }

    /// Takes out the fixes that cannot be done, and says why not.
    fn try_fixes(&mut self, beside: &[Beside<'_>]) {
        /// Those of a larger plan are offered as they are: trying them takes as long as half its report.
        const LARGE: usize = 1000;
        if self.plan.tasks.len() > LARGE {
            return;
        }
        let mut trial = trial(self.plan, beside);
        let with_fix = self.found.iter_mut().map(|(_, problem)| problem);
        for problem in with_fix.filter(|own| own.fix.0.is_some()) {
            if let Err(error) = problem.fix.0.iter().flatten().try_for_each(&mut trial) {
                problem.fix = Optional(None);
                problem.suggestion.push_str(" No edit can do that: ");
                problem.suggestion.push_str(error.message());
                problem.suggestion.push('.');
            }
        }
    }

    fn front_matter(&mut self) {
        match self.plan.front {
            None => self.add(
                Kind::NoFrontMatter,
                Severity::Info,
                0,
                String::new(),
                "the file has no front matter; tasks were read from its lists and tables".into(),
                "Statuses of check boxes and of tables can be set; for more, begin the file with \
                 YAML between two lines of `---`. Nobody can guess all of it for you.",
                None,
            ),
            Some(front) if !front.closed => self.add(
                Kind::UnclosedFrontMatter,
                Severity::Error,
                front.yaml.end,
                String::new(),
                "the front matter has no end".into(),
                "Write a line of `---` behind it; where it ends is only a guess so far.",
                None,
            ),
            Some(_) => {}
        }
        self.unreadable();
    }

    /// What is of another form than what is read there.
    fn unreadable(&mut self) {
        let Some(document) = &self.plan.document else { return };
        let root = document.root;
        let is_map = |id: Id| document.map(id).is_some();
        let is_read = |id: Id| is_map(id) || document.list(id).is_some();
        let (tasks, batches) = (self.plan.field("tasks"), self.plan.field("parallelization"));
        for (key, id, is_right, message) in [
            ("", Some(root), is_map(root), "the front matter is no map of keys and values"),
            ("tasks", tasks, tasks.is_some_and(is_read), "tasks is neither a list nor a map"),
            ("parallelization", batches, batches.is_some_and(is_map), "parallelization is no map"),
        ] {
            if id.is_some_and(|id| !is_right && !document.is_null(id)) {
                self.add(
                    Kind::Unreadable,
                    Severity::Error,
                    self.place_of(id),
                    key.to_owned(),
                    [message, "; nothing of it was read"].concat(),
                    "Write it as the plans do; what was meant, only you know.",
                    None,
                );
            }
        }
    }

    /// Whether a list is that of a batch, which may be a map with its items under `tasks` as well.
    fn is_batch(&self, way: &str) -> bool {
        let key = way.strip_prefix("parallelization.");
        key.is_some_and(|key| self.plan.batches.iter().any(|batch| batch.key == key))
    }

    fn faults(&mut self, numbers: &PlanNumbers) {
        let Some(document) = &self.plan.document else { return };
        let mut last_list = None;
        for fault in &document.faults {
            let (way, node) = way_to(document, fault);
            // A list that is no list is one problem, however many keys it has.
            if fault.kind == FaultKind::MixedList && last_list.replace(node) == Some(node) {
                continue;
            }
            let source = self.plan.text.get(fault.span.start..fault.span.end).unwrap_or_default();
            let (kind, message, mut suggestion, mut can_mend) = explain(fault.kind);
            if fault.kind == FaultKind::MixedList && self.is_batch(&way) {
                suggestion = "Put the items under `tasks`, beside the other keys.";
                can_mend = true;
            }
            let message = match source.chars().take(60).collect::<String>() {
                source if source.is_empty() => message.to_owned(),
                source => format!("{message}: {source}"),
            };
            // Of a key that stands twice an edit changes the last, which may be the good one.
            let is_meant = can_mend && !document.is_decorated(node);
            let fix = (is_meant && node_at(document, &way) == Some(node)).then(|| {
                // What is computed can be set to nothing else.
                let number = must_be(self.plan, numbers, &way).map(Value::Plain);
                set_field(&way, &number.unwrap_or_else(|| Value::of(document, node)))
            });
            self.add(kind, severity(fault.kind), fault.span.start, way, message, suggestion, fix);
        }
    }

    fn cycles(&mut self, network: &Network<'_>) {
        for cycle in network.cycles.iter().filter(|cycle| cycle.len() > 1) {
            let task = |number: &usize| Some((*number, self.plan.tasks.get(*number)?));
            let Some((number, first)) = cycle.first().and_then(task) else { continue };
            let ids = cycle.iter().filter_map(|number| network.name(self.plan, *number));
            let ids: Vec<String> = ids.map(str::to_owned).collect();
            let key = dependencies_key_of(self.plan, first);
            let place = place_in(self.plan, first, key);
            self.add(
                Kind::Cycle,
                Severity::Error,
                place,
                format!("{}.{key}", first.path(number)),
                format!("these tasks wait for each other: {}", some_of(&ids)),
                "Take one of the dependencies out; which one, only you know.",
                None,
            );
        }
    }
}
