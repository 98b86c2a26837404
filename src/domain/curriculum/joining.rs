//! Records of another workspace among those that are here. Each was right where it was made; together
//! they can make what no command makes: a task that is above itself, one whose parent is gone, tasks
//! that wait for each other. What would do so stays out, so that what is here stays whole.

use rustc_hash::FxHashMap;

use super::links::dependency_id;
use super::model::{Curriculum, TaskIndex, stored};
use super::records::Task;
use crate::domain::event::EntityType;
use crate::domain::sorted::sort_by;

/// A record that is in a file.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// A task or a dependency.
    pub kind: EntityType,
    /// Which one.
    pub id: &'a str,
    /// What it is there; nothing if it is deleted.
    pub body: Option<&'a str>,
    /// Whether it is to take the place of what is here.
    pub comes: bool,
}

/// Something about one of several that must be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Which of them.
    pub number: usize,
    /// Whether it cannot come.
    pub is_refused: bool,
    /// A sentence for people.
    pub message: String,
}

/// What no command makes.
enum Fault {
    /// A task whose parent is gone.
    Orphan(TaskIndex),
    /// A task that is above itself, with those in between.
    Loop(Vec<TaskIndex>),
    /// Tasks that wait for each other.
    Cycle(Vec<TaskIndex>),
}

impl Curriculum {
    /// What no command makes and is here all the same: the task that it is said of, and a sentence.
    #[must_use]
    pub fn faults(&self) -> Vec<(String, String)> {
        let told = |fault: &Fault| {
            let first = match fault {
                Fault::Orphan(task) => self.ids(&[*task]),
                Fault::Loop(tasks) | Fault::Cycle(tasks) => self.ids(tasks),
            };
            Some((first.into_iter().next()?, self.message(fault)))
        };
        self.all_faults().iter().filter_map(told).collect()
    }

    /// What is to be told of these before they come, in their order: those that cannot, and those that
    /// are another task than the one that is here under their id.
    #[must_use]
    pub fn misfits(&self, arrivals: &[Arrival<'_>]) -> Vec<Misfit> {
        let mut misfits = Vec::new();
        let mut coming: FxHashMap<(EntityType, &str), usize> = FxHashMap::default();
        let mut joined = self.clone();
        for (number, own) in arrivals.iter().enumerate() {
            let message = self.is_another(own);
            misfits.extend(message.map(|message| Misfit { number, is_refused: false, message }));
            if own.comes {
                // What cannot be read is no record, and is told elsewhere.
                drop(joined.apply(own.kind, own.id, own.body));
                coming.insert((own.kind, own.id), number);
            }
        }
        loop {
            let mut refused: Vec<(usize, String)> = Vec::new();
            for fault in joined.all_faults() {
                let message = joined.message(&fault);
                let of = joined.made_by(&fault, &coming);
                refused.extend(of.into_iter().map(|number| (number, message.clone())));
            }
            if refused.is_empty() {
                break;
            }
            for (number, message) in refused {
                let Some(Arrival { kind, id, .. }) = arrivals.get(number) else { continue };
                // One may be at fault for several.
                if coming.remove(&(*kind, *id)).is_some() {
                    joined.restore(*kind, id, self);
                    misfits.push(Misfit { number, is_refused: true, message });
                }
            }
        }
        sort_by(&mut misfits, |one, other| one.number.cmp(&other.number));
        misfits
    }

    /// Two that were made at different times are two, whatever they are called.
    fn is_another(&self, own: &Arrival<'_>) -> Option<String> {
        if own.kind != EntityType::Task {
            return None;
        }
        let (here, there) = (self.task(own.id)?, stored::<Task>(own.body?).ok()?);
        (here.created_at != there.created_at).then(|| {
            let (id, stays) = (own.id, if own.comes { "the one of the file" } else { "the one here" });
            format!(
                "is another task than the one that is here as {id}, with what hangs on either: one was \
                 made at {}, the other at {}; {stays} is {id} now",
                here.created_at, there.created_at
            )
        })
    }

    /// Which of those that come have to do with a fault: what they say of themselves, or else what
    /// they took away.
    fn made_by(&self, fault: &Fault, coming: &FxHashMap<(EntityType, &str), usize>) -> Vec<usize> {
        let of = |kind: EntityType, id: &str| coming.get(&(kind, id)).copied();
        let task = |id: &String| of(EntityType::Task, id);
        match fault {
            Fault::Orphan(orphan) => {
                let own = self.at(*orphan);
                let child = own.and_then(|own| of(EntityType::Task, own.id.as_str()));
                let parent = own.and_then(|own| own.parent_id.as_ref());
                let parent = || parent.and_then(|id| of(EntityType::Task, id.as_str()));
                child.or_else(parent).into_iter().collect()
            }
            Fault::Loop(tasks) => self.ids(tasks).iter().filter_map(task).collect(),
            Fault::Cycle(tasks) => {
                let mut made = Vec::new();
                let edges = tasks.iter().flat_map(|from| self.dependencies(*from));
                for (_, own) in edges.filter(|(to, _)| tasks.contains(to)) {
                    let id = dependency_id(own.task_id.as_str(), own.depends_on_id.as_str());
                    made.extend(of(EntityType::Dependency, &id));
                }
                if made.is_empty() {
                    made.extend(self.ids(tasks).iter().filter_map(task));
                }
                made
            }
        }
    }

    /// Makes a record what it is in another model.
    fn restore(&mut self, kind: EntityType, id: &str, as_in: &Self) {
        match as_in.task(id) {
            Some(task) if kind == EntityType::Task => return self.take_in(task.clone()),
            // Taking out cannot fail: there is no body to be wrong.
            _ => drop(self.apply(kind, id, None)),
        }
        if kind == EntityType::Dependency
            && let Some(body) = as_in.body_of(kind, id)
        {
            drop(self.recall_dependency(id, &body));
        }
    }

    fn all_faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (index, task) in self.tasks() {
            if let Some(parent) = &task.parent_id
                && self.task(parent.as_str()).is_none()
            {
                faults.push(Fault::Orphan(index));
            }
        }
        for index in &self.adrift {
            let parent =
                self.at(*index).and_then(|own| self.index(own.parent_id.as_ref()?.as_str()));
            let above = parent
                .into_iter()
                .flat_map(|parent| std::iter::once(parent).chain(self.ancestors(parent)));
            let mut tasks = vec![*index];
            tasks.extend(above.take_while(|own| own != index));
            faults.push(Fault::Loop(tasks));
        }
        faults.extend(self.rings().into_iter().map(Fault::Cycle));
        faults
    }

    fn message(&self, fault: &Fault) -> String {
        match fault {
            Fault::Orphan(index) => {
                let own = self.at(*index);
                let id = own.map_or("", |own| own.id.as_str());
                let parent = own.and_then(|own| own.parent_id.as_ref());
                let parent = parent.map_or("", super::values::TaskId::as_str);
                format!("task {id} has {parent} for its parent, which is not here")
            }
            Fault::Loop(tasks) => {
                format!("tasks are above themselves: {}", self.ids(tasks).join(", "))
            }
            Fault::Cycle(tasks) => {
                format!("tasks wait for each other: {}", self.ids(tasks).join(", "))
            }
        }
    }
}
