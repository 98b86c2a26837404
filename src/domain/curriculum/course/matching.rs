//! Which task a node of a changed course stands for.

use rustc_hash::{FxHashMap, FxHashSet};

use super::read::Node;
use crate::domain::curriculum::model::{Curriculum, TaskIndex};
use crate::domain::curriculum::records::Task;

/// For each node the task of the project that it stands for: the one of its id, else of its key,
/// else the one of its title under the same parent, else the only one left of its title.
pub(super) fn match_nodes(
    curriculum: &Curriculum,
    project: TaskIndex,
    nodes: &[Node<'_>],
) -> Vec<Option<TaskIndex>> {
    let tasks = curriculum.subtree(project);
    let mut matching = Matching { found: vec![None; nodes.len()], used: FxHashSet::default() };
    matching.set(0, project);
    let by_id = index_by(curriculum, &tasks, |task| Some(task.id.as_str()));
    let by_key = index_by(curriculum, &tasks, |task| task.key.as_ref().map(|key| key.as_str()));
    for (member, index) in [("id", &by_id), ("key", &by_key)] {
        for (number, node) in nodes.iter().enumerate() {
            let name = node.text(member);
            if let Some([task]) = name.and_then(|name| index.get(name.as_str())).map(Vec::as_slice)
            {
                matching.set(number, *task);
            }
        }
    }
    // Parents come before their parts.
    for (number, node) in nodes.iter().enumerate() {
        let parent = node.parent.and_then(|parent| matching.found.get(parent).copied().flatten());
        let title = node.text("title");
        if let (Some(parent), Some(title)) = (parent, title) {
            let is_same = |own: &&TaskIndex| {
                !matching.used.contains(*own)
                    && curriculum.at(**own).is_some_and(|task| task.title.as_str() == title)
            };
            let task = curriculum.children(parent).iter().find(is_same).copied();
            task.into_iter().for_each(|task| matching.set(number, task));
        }
    }
    let mut titles: FxHashMap<String, usize> = FxHashMap::default();
    for title in nodes.iter().filter_map(|node| node.text("title")) {
        *titles.entry(title).or_default() += 1;
    }
    let left: Vec<TaskIndex> =
        tasks.iter().copied().filter(|task| !matching.used.contains(task)).collect();
    let by_title = index_by(curriculum, &left, |task| Some(task.title.as_str()));
    for (number, node) in nodes.iter().enumerate() {
        let title = node.text("title").filter(|title| titles.get(title) == Some(&1));
        let task = title.and_then(|title| by_title.get(title.as_str()));
        if let Some([task]) = task.map(Vec::as_slice) {
            matching.set(number, *task);
        }
    }
    matching.found
}

struct Matching {
    found: Vec<Option<TaskIndex>>,
    used: FxHashSet<TaskIndex>,
}

impl Matching {
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
    name: impl Fn(&'a Task) -> Option<&'a str>,
) -> FxHashMap<&'a str, Vec<TaskIndex>> {
    let mut index: FxHashMap<&str, Vec<TaskIndex>> = FxHashMap::default();
    for own in tasks {
        if let Some(name) = curriculum.at(*own).and_then(&name) {
            index.entry(name).or_default().push(*own);
        }
    }
    index
}
