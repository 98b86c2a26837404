//! The rows of `ws.tasks` that are about learning material and comments (design section 6.2).

use super::options::CommentListOptions;
use super::{Call, Operation, Outcome, OwnKey};
use crate::domain::curriculum::{self, CommentDraft, CommentHead, Content, Task};
use crate::domain::error::{Error, Result};
use crate::domain::event::EntityType;
use crate::domain::progress::Known;
use crate::domain::role::Access::{Anyone, Author};
use crate::domain::role::Role;
use crate::domain::schema::{self, Reader};

/// Makes learning material.
pub const CREATE: Operation =
    Operation::command("tasks.createContent", &["content", "options"], Author, |call| {
        let draft = call.read(0)?;
        call.decide(|stamp| curriculum::create_content(draft, stamp))
    });

/// Learning material. A learner is shown none that only locked tasks show.
pub const GET: Operation = Operation::read("tasks.getContent", &["id"], Anyone, |call| {
    let id = call.text(0)?;
    match call.exists(EntityType::Content, &id) && may_read(call, &id) {
        true => Ok(Outcome::json(call.body(EntityType::Content, &id)?)),
        false => Ok(Outcome::nothing()),
    }
})
.seeing(named_content);

/// Changes learning material.
pub const UPDATE: Operation =
    Operation::command("tasks.updateContent", &["id", "patch", "options"], Author, |call| {
        let old: Content = schema::parse(call.body(EntityType::Content, &call.text(0)?)?)?;
        let patch = call.read(1)?;
        call.decide(|stamp| curriculum::update_content(&old, &patch, stamp))
    })
    .seeing(named_content);

/// Shows learning material with a task.
pub const ATTACH: Operation = Operation::command(
    "tasks.attachContent",
    &["contentId", "taskId", "options"],
    Author,
    |call| {
        let (content, task) = (call.text(0)?, call.text(1)?);
        let curriculum = &call.model.curriculum;
        call.decide(|stamp| curriculum::attach_content(curriculum, &content, &task, stamp))
    },
);

/// Shows it no longer.
pub const DETACH: Operation = Operation::command(
    "tasks.detachContent",
    &["contentId", "taskId", "options"],
    Author,
    |call| {
        let (content, task) = (call.text(0)?, call.text(1)?);
        let curriculum = &call.model.curriculum;
        call.decide(|stamp| curriculum::detach_content(curriculum, &content, &task, stamp))
    },
);

/// The learning material of a task. A learner is shown none of what is locked.
pub const OF: Operation = Operation::read("tasks.content", &["taskId"], Anyone, |call| {
    let mut ids = call.model.curriculum.content_of(&call.text(0)?)?;
    ids.retain(|id| may_read(call, id));
    bodies(call, EntityType::Content, ids.into_iter())
})
.seeing(|call| {
    let ids = call.model.curriculum.content_of(&call.text(0)?)?;
    Ok(ids.into_iter().map(|id| (EntityType::Content, id.into())).collect())
});

/// Says something about a task.
pub const ADD_COMMENT: Operation =
    Operation::command("tasks.addComment", &["taskId", "comment", "options"], Anyone, |call| {
        let (task, mut draft): (String, CommentDraft) = (call.text(0)?, call.read(1)?);
        let standing = &call.caller.standing;
        if standing.role == Some(Role::Learner) {
            let own = draft.learner_id.as_ref().map_or("", |id| id.as_str());
            standing.owns(own)?;
            draft.author = None;
        }
        if let Some(learner) = &draft.learner_id {
            let known = call.model.progress.expect(learner.as_str());
            known.map_err(|error| error.at("learner_id"))?;
        }
        call.decide(|stamp| curriculum::add_comment(&call.model.curriculum, &task, draft, stamp))
    });

/// What was said about a task.
pub const COMMENTS: Operation =
    Operation::read("tasks.comments", &["taskId", "options"], Anyone, |call| {
        let (page, total) = comments(call)?;
        let older = page.first().map(|first| first.id.to_string());
        let oldest = call.model.curriculum.comments_for(
            &call.text(0)?,
            call.option::<String>("learnerId").as_deref(),
            1,
            older.as_deref(),
        );
        let next = older.filter(|_| oldest.is_ok_and(|(older, _)| !older.is_empty()));
        let items = page.iter().map(|head| call.body(EntityType::Comment, &head.id));
        let items = items.collect::<Result<Vec<&str>>>()?;
        Ok(Outcome::page_of_json(&items, next, total))
    })
    .with::<CommentListOptions>()
    .seeing(|call| {
        let (page, _) = comments(call)?;
        Ok(page.into_iter().map(|head| (EntityType::Comment, head.id.clone())).collect())
    });

fn comments<'a>(call: &Call<'a>) -> Result<(Vec<&'a CommentHead>, usize)> {
    let learner: Option<String> = call.option("learnerId");
    if let Some(learner) = &learner {
        call.caller.standing.owns(learner)?;
        call.model.progress.expect(learner)?;
    }
    let before: Option<String> = call.option("before");
    let curriculum = &call.model.curriculum;
    curriculum.comments_for(&call.text(0)?, learner.as_deref(), call.limit(50), before.as_deref())
}

/// Whether whoever asks may read some material: a learner may, if nothing shows it or something
/// that is open to them does.
fn may_read(call: &Call<'_>, id: &str) -> bool {
    if call.caller.standing.role != Some(Role::Learner) {
        return true;
    }
    let curriculum = &call.model.curriculum;
    let tasks = curriculum.shown_by(id);
    let learning = call.own_learning();
    let mut known = Known::default();
    let is_open = |task: &&Task| {
        let index = curriculum.index(task.id.as_str());
        learning.as_ref().zip(index).is_some_and(|(own, index)| own.may_read(index, &mut known))
    };
    tasks.is_empty() || tasks.iter().any(is_open)
}

fn named_content(call: &Call<'_>) -> Result<Vec<OwnKey>> {
    Ok(vec![(EntityType::Content, call.text(0)?.into())])
}

fn bodies<'a>(
    call: &Call<'_>,
    kind: EntityType,
    ids: impl Iterator<Item = &'a str>,
) -> Result<Outcome> {
    let bodies: Vec<&str> = ids.map(|id| call.body(kind, id)).collect::<Result<_, Error>>()?;
    Ok(Outcome::json(&super::call::list(&bodies)))
}

/// The material itself, out of its record.
pub(super) fn body_of(content: &str) -> String {
    let mut body: Option<String> = None;
    if let Ok(mut reader) = Reader::new(content) {
        drop(reader.pick(&mut [("body", &mut body)]));
    }
    body.unwrap_or_default()
}

/// All of them.
pub const ALL: &[Operation] = &[CREATE, GET, UPDATE, ATTACH, DETACH, OF, ADD_COMMENT, COMMENTS];
