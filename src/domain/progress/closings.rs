//! What closed without a command of its learner (see `settling`) stays closed when an author changes
//! something about it: it is stored with that change, as it was before (design rule 7).

use rustc_hash::FxHashSet;

use super::learning::Learning;
use super::model::Progress;
use super::own::Own;
use super::values::Status;
use super::work::Work;
use crate::domain::change::Change;
use crate::domain::curriculum::{Curriculum, Stamp, TaskIndex};
use crate::domain::error::Result;
use crate::domain::event::EntityType;
use crate::domain::schema::Reader;
use crate::domain::sorted::sort;

/// What is to be stored before an author's changes, so that they open nothing that is closed.
///
/// # Errors
/// What a learner's own command would say.
pub fn closings(
    curriculum: &Curriculum,
    progress: &Progress,
    changes: &[Change],
    stamp: Stamp<'_>,
) -> Result<Vec<Change>> {
    let mut closings = Vec::new();
    let places = places(curriculum, changes);
    if places.is_empty() {
        return Ok(closings);
    }
    let mut learners: Vec<&str> = progress.learner_ids().collect();
    sort(&mut learners);
    for id in learners {
        // Whoever has done nothing there is not looked at any closer: an author writes task by task.
        let own = progress.own(id).filter(|own| own.learner.is_some());
        if own.is_some_and(|own| has_done_some(own, curriculum, &places)) {
            let learning = Learning::of(curriculum, progress, id, stamp.now)?;
            closings.extend(Work::new(&learning, stamp).settled()?);
        }
    }
    // What goes with its task is not stored just before.
    let gone = changes.iter().filter(|own| own.kind == EntityType::Task && own.body.is_none());
    let gone: FxHashSet<&str> = gone.map(|own| own.id.as_str()).collect();
    let stays = |own: &Change| own.id.rsplit_once('>').is_none_or(|(_, id)| !gone.contains(id));
    closings.retain(stays);
    Ok(closings)
}

/// The tasks that may be open after the changes though they were closed; what is above them may be
/// open then, too.
fn places(curriculum: &Curriculum, changes: &[Change]) -> FxHashSet<TaskIndex> {
    let mut places = FxHashSet::default();
    let above = |id: &str| curriculum.parent(curriculum.index(id)?);
    for change in changes {
        match change.kind {
            EntityType::Task => {
                places.extend(above(&change.id));
                let index = curriculum.index(&change.id).filter(|_| change.body.is_some());
                places.extend(index);
                // What is only for those who cannot go on is asked of everybody when it is not.
                let old = index.and_then(|index| curriculum.at(index)?.remedial.0.as_ref());
                let old = old.into_iter().flatten().filter_map(|own| above(own.as_str()));
                places.extend(old);
                let parent: Option<String> = named(change, "parent_id");
                places.extend(parent.and_then(|own| curriculum.index(&own)));
            }
            EntityType::Criterion => {
                let task: Option<String> = named(change, "task_id");
                places.extend(task.and_then(|own| curriculum.index(&own)));
            }
            EntityType::Dependency if change.body.is_some() => {
                let task = change.id.split_once('>').and_then(|own| curriculum.index(own.0));
                places.extend(task);
            }
            _ => {}
        }
    }
    places
}

fn named(change: &Change, field: &str) -> Option<String> {
    let mut id: Option<Option<String>> = None;
    let mut body = Reader::new(change.body.as_deref()?).ok()?;
    body.pick(&mut [(field, &mut id)]).ok()?;
    id.flatten()
}

/// Whether somebody has closed something, or handed something in, at these places or below.
fn has_done_some(own: &Own, curriculum: &Curriculum, places: &FxHashSet<TaskIndex>) -> bool {
    let is_there = |id: &str| {
        curriculum.index(id).is_some_and(|index| {
            let mut lineage = std::iter::once(index).chain(curriculum.ancestors(index));
            lineage.any(|own| places.contains(&own))
        })
    };
    // Who hands in has begun: there is a status, too.
    if !own.has_status_of(&is_there) {
        return false;
    }
    let deeds = own.deeds();
    let mut closed = deeds.progress.values().filter(|own| own.status == Status::Closed);
    closed.any(|own| is_there(own.task_id.as_str())) || deeds.tries.keys().any(|id| is_there(id))
}
