//! Which task a node of a changed course stands for.

use rustc_hash::{FxHashMap, FxHashSet};

use super::read::Node;
use crate::domain::criteria::{Patterns, folded};
use crate::domain::curriculum::model::{Curriculum, TaskIndex};
use crate::domain::curriculum::records::Task;

/// For each node the task of the project that it stands for: the one of its id, else of its key,
/// else the one of its title under the same parent, else the only one left of its title. Names are
/// looked for as they are written, then in one Unicode form.
pub(super) fn match_nodes(
    curriculum: &Curriculum,
    project: TaskIndex,
    nodes: &[Node<'_>],
    patterns: &dyn Patterns,
) -> Vec<Option<TaskIndex>> {
    let tasks = curriculum.subtree(project);
    let mut matching = Matching { found: vec![None; nodes.len()], used: FxHashSet::default() };
    matching.set(0, project);
    let as_it_is: Form<'_> = &str::to_owned;
    let in_one_form: Form<'_> = &|name| folded(patterns, name, false);
    matching.by(
        nodes,
        "id",
        &index_by(curriculum, &tasks, as_it_is, &|task| Some(task.id.as_str())),
        as_it_is,
    );
    for form in [as_it_is, in_one_form] {
        let keys =
            index_by(curriculum, &tasks, form, &|task| task.key.as_ref().map(|key| key.as_str()));
        matching.by(nodes, "key", &keys, form);
    }
    // Parents come before their parts.
    for (number, node) in nodes.iter().enumerate() {
        let parent = node.parent.and_then(|parent| matching.found.get(parent).copied().flatten());
        let (Some(parent), Some(title)) = (parent, node.text("title")) else { continue };
        let titled = |form: Form<'_>| {
            let wanted = form(&title);
            let is_same = |task: &Task| form(task.title.as_str()) == wanted;
            let mut children = curriculum.children(parent).iter();
            children.find(|own| {
                !matching.used.contains(*own) && curriculum.at(**own).is_some_and(is_same)
            })
        };
        let alike = || if title.is_ascii() { None } else { titled(in_one_form) };
        let task = titled(as_it_is).or_else(alike).copied();
        task.into_iter().for_each(|task| matching.set(number, task));
    }
    for form in [as_it_is, in_one_form] {
        let mut titles: FxHashMap<String, usize> = FxHashMap::default();
        for title in nodes.iter().filter_map(|node| node.text("title")) {
            *titles.entry(form(&title)).or_default() += 1;
        }
        let left: Vec<TaskIndex> =
            tasks.iter().copied().filter(|task| !matching.used.contains(task)).collect();
        let mut by_title = index_by(curriculum, &left, form, &|task| Some(task.title.as_str()));
        by_title.retain(|title, _| titles.get(title) == Some(&1));
        matching.by(nodes, "title", &by_title, form);
    }
    matching.found
}

/// How a name is written where it is looked for.
type Form<'a> = &'a dyn Fn(&str) -> String;

struct Matching {
    found: Vec<Option<TaskIndex>>,
    used: FxHashSet<TaskIndex>,
}

impl Matching {
    /// Matches each node whose member names one task only.
    fn by(
        &mut self,
        nodes: &[Node<'_>],
        member: &str,
        index: &FxHashMap<String, Vec<TaskIndex>>,
        form: Form<'_>,
    ) {
        for (number, node) in nodes.iter().enumerate() {
            let name = node.text(member);
            if let Some([task]) = name.and_then(|name| index.get(&form(&name))).map(Vec::as_slice) {
                self.set(number, *task);
            }
        }
    }

    fn set(&mut self, number: usize, task: TaskIndex) {
        if let Some(found) = self.found.get_mut(number).filter(|found| found.is_none())
            && self.used.insert(task)
        {
            *found = Some(task);
        }
    }
}

fn index_by<'a>(
    curriculum: &'a Curriculum,
    tasks: &[TaskIndex],
    form: Form<'_>,
    name: &dyn Fn(&'a Task) -> Option<&'a str>,
) -> FxHashMap<String, Vec<TaskIndex>> {
    let mut index: FxHashMap<String, Vec<TaskIndex>> = FxHashMap::default();
    for own in tasks {
        if let Some(name) = curriculum.at(*own).and_then(name) {
            index.entry(form(name)).or_default().push(*own);
        }
    }
    index
}
