//! Learning material, and comments.

use super::attach::unknown;
use super::create::{at_field, members, told};
use super::heads::CommentHead;
use super::model::Curriculum;
use super::records::{Comment, Content, Task};
use super::stamp::Stamp;
use super::update::{content_refs, later};
use super::values::{ContentType, TaskId, Words};
use crate::domain::change::Change;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::id::{Actor, RecordId};
use crate::domain::schema::{self, Json, JsonObject, Tree, to_json};
use crate::record;

record! {
    /// Learning material to be stored.
    pub struct ContentDraft as "ContentDraft" {
        /// What it is.
        pub content_type: ContentType = ContentType::Markdown,
        /// The material itself, or where it is.
        pub body: String,
        /// Whatever the author wants to remember.
        pub metadata: JsonObject = JsonObject::empty(),
    }
}

record! {
    /// A comment to be stored.
    pub struct CommentDraft as "CommentDraft" {
        /// Who wrote it; whoever asks, if left out.
        pub author: Option<Actor> = None,
        /// What they wrote.
        pub text: Words,
        /// Whose own it is; `null` for all.
        pub learner_id: Option<RecordId> = None,
    }
}

/// Stores learning material (CN1, CN2).
///
/// # Errors
/// `INVALID` at `newId`.
pub fn create_content(draft: ContentDraft, stamp: Stamp<'_>) -> Result<(Vec<Change>, Content)> {
    let content = Content {
        id: stamp.id(EntityType::Content)?,
        content_type: draft.content_type,
        body: draft.body,
        metadata: draft.metadata,
        created_at: stamp.now,
        updated_at: stamp.now,
        extra: draft.extra,
    };
    let new = Some(Json::of(&content.content_type));
    let change =
        Change::put(EntityType::Content, content.id.as_str(), EventType::Created, &content)
            .telling(None, new);
    Ok((vec![change], content))
}

/// Changes fields of learning material, given as it is stored.
///
/// # Errors
/// `INVALID` with the path of each problem; `INVALID` for its id or its times.
pub fn update_content(
    old: &Content,
    patch: &JsonObject,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Content)> {
    let Tree::Object(patch) = members(patch)? else { return Ok((Vec::new(), old.clone())) };
    let text = to_json(old);
    let mut document = Tree::parse(&text).unwrap_or(Tree::Object(Vec::new()));
    let mut names = Vec::new();
    for (field, value) in patch {
        if document.get(&field) == Some(&value) {
            continue;
        }
        if ["id", "created_at", "updated_at"].contains(&field.as_str()) {
            return Err(Error::invalid(field, "cannot be changed by an update"));
        }
        document.set(&field, value);
        names.push(field);
    }
    if names.is_empty() {
        return Ok((Vec::new(), old.clone()));
    }
    let mut content: Content = schema::parse(&document.text())?;
    content.updated_at = later(old.updated_at, stamp.now);
    let changed = names.iter().map(|name| Tree::from(name.as_str())).collect();
    let new = told(vec![("changed".into(), Tree::List(changed))]);
    let change =
        Change::put(EntityType::Content, content.id.as_str(), EventType::Updated, &content)
            .telling(None, new);
    Ok((vec![change], content))
}

/// Lets a task show learning material; once, however often it is said (CN5 to CN9).
///
/// # Errors
/// `NOT_FOUND` for the content, then for the task.
pub fn attach_content(
    curriculum: &Curriculum,
    content_id: &str,
    task_id: &str,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Task)> {
    let content = curriculum.content(content_id).ok_or_else(|| unknown("content", content_id))?;
    refs_changed(curriculum, task_id, stamp, |task| {
        if task.content_refs.iter().all(|own| own.as_str() != &*content.id) {
            task.content_refs.push(RecordId::new(&content.id)?);
        }
        Ok(())
    })
}

/// Lets a task no longer show learning material.
///
/// # Errors
/// `NOT_FOUND` for the task, or where it does not show it.
pub fn detach_content(
    curriculum: &Curriculum,
    content_id: &str,
    task_id: &str,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Task)> {
    refs_changed(curriculum, task_id, stamp, |task| {
        let before = task.content_refs.len();
        task.content_refs.retain(|own| own.as_str() != content_id);
        match task.content_refs.len() < before {
            true => Ok(()),
            false if curriculum.content(content_id).is_none() => {
                Err(unknown("content", content_id))
            }
            false => {
                let message = format!("content {content_id} is not attached to task {task_id}");
                Err(Error::new(Code::NotFound, message))
            }
        }
    })
}

fn refs_changed(
    curriculum: &Curriculum,
    task_id: &str,
    stamp: Stamp<'_>,
    change: impl FnOnce(&mut Task) -> Result<()>,
) -> Result<(Vec<Change>, Task)> {
    let index = curriculum.expect(task_id)?;
    let Some(old) = curriculum.at(index) else { return Err(unknown("task", task_id)) };
    let mut task = old.clone();
    change(&mut task)?;
    if task.content_refs == old.content_refs {
        return Ok((Vec::new(), task));
    }
    task.updated_at = later(old.updated_at, stamp.now);
    let change = Change::put(EntityType::Task, task_id, EventType::Updated, &task)
        .telling(Some(Json::of(&old.content_refs)), Some(Json::of(&task.content_refs)));
    Ok((vec![change], task))
}

/// Material that is named twice is shown once.
pub(super) fn name_content_once(task: &mut Task) {
    let variants = task.variants.0.iter_mut().flatten().map(|own| &mut own.content_refs);
    for refs in std::iter::once(&mut task.content_refs).chain(variants) {
        let mut once: Vec<RecordId> = Vec::with_capacity(refs.len());
        for id in refs.drain(..) {
            if !once.contains(&id) {
                once.push(id);
            }
        }
        *refs = once;
    }
}

/// Adds a comment to a task (TK11): one for all, or a learner's own. Whether the learner exists is
/// for the caller to know.
///
/// # Errors
/// `NOT_FOUND`.
pub fn add_comment(
    curriculum: &Curriculum,
    task_id: &str,
    draft: CommentDraft,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Comment)> {
    curriculum.expect(task_id)?;
    let comment = Comment {
        id: stamp.id(EntityType::Comment)?,
        task_id: TaskId::new(task_id)?,
        learner_id: draft.learner_id,
        author: draft.author.unwrap_or_else(|| stamp.actor.clone()),
        text: draft.text,
        created_at: stamp.now,
        extra: draft.extra,
    };
    let id = comment.id.as_str();
    let change = Change::put(EntityType::Comment, id, EventType::CommentAdded, &comment)
        .telling(None, Some(Json::of(&comment.task_id)));
    Ok((vec![change], comment))
}

impl Curriculum {
    /// The ids of the material that a task shows and that is there, in its order.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn content_of(&self, task_id: &str) -> Result<Vec<&str>> {
        let index = self.expect(task_id)?;
        let task = self.at(index);
        let refs = task.into_iter().flat_map(|task| &task.content_refs);
        Ok(refs.filter_map(|id| self.content(id.as_str())).map(|head| &*head.id).collect())
    }

    /// Which tasks show some material.
    #[must_use]
    pub fn shown_by(&self, content_id: &str) -> Vec<&Task> {
        let shows = |task: &Task| content_refs(task).any(|own| own == content_id);
        self.tasks().map(|(_, task)| task).filter(|task| shows(task)).collect()
    }

    /// The comments of a task that a learner sees, their own and those for all, or without a
    /// learner those for all (TK12, TK13): the newest of them, the oldest first, with how many
    /// there are in all.
    ///
    /// # Errors
    /// `NOT_FOUND`; `INVALID` at `before` for what is no comment of this list.
    pub fn comments_for(
        &self,
        task_id: &str,
        learner_id: Option<&str>,
        limit: usize,
        before: Option<&str>,
    ) -> Result<(Vec<&CommentHead>, usize)> {
        let index = self.expect(task_id)?;
        let is_seen = |own: &&CommentHead| {
            own.learner_id.is_none() || own.learner_id.as_deref() == learner_id
        };
        let seen: Vec<&CommentHead> = self.comments(index).iter().filter(is_seen).collect();
        let end = match before {
            None => seen.len(),
            Some(before) => seen
                .iter()
                .position(|own| &*own.id == before)
                .ok_or_else(|| at_field("before", &unknown("comment", before)))?,
        };
        let page = seen.get(end.saturating_sub(limit)..end).unwrap_or_default();
        Ok((page.to_vec(), seen.len()))
    }
}
