//! The rows of `ws.tasks` that are about the tree itself (design section 6.2). Others are in
//! `dependencies`, `material` and `courses`.

use std::cell::RefCell;

use super::call::list;
use super::options::{
    ChildrenOptions, DeleteTaskOptions, MoveTaskOptions, ObjectiveOptions, TaskCountOptions,
    TaskListOptions,
};
use super::{Call, Operation, Outcome};
use crate::domain::criteria::{folded, shown_to_learners};
use crate::domain::curriculum::{self, Criterion, TaskIndex, TaskQuery};
use crate::domain::error::Result;
use crate::domain::event::EntityType;
use crate::domain::progress::{Known, Learning, evidence_in, seen};
use crate::domain::role::Access::{Anyone, Author};
use crate::domain::role::Role;
use crate::domain::schema::{Extra, to_json};

/// Makes a task.
pub const CREATE: Operation =
    Operation::command("tasks.create", &["task", "options"], Author, |call| {
        let task = call.read(0)?;
        call.decide(|stamp| curriculum::create(&call.model.curriculum, &task, stamp))
    });

/// A task.
pub const GET: Operation = Operation::read("tasks.get", &["id"], Anyone, |call| {
    one(call, call.model.curriculum.index(&call.text(0)?))
});

/// Changes fields of a task.
pub const UPDATE: Operation =
    Operation::command("tasks.update", &["id", "patch", "options"], Author, |call| {
        let (id, patch) = (call.text(0)?, call.read(1)?);
        call.decide(|stamp| curriculum::update(&call.model.curriculum, &id, &patch, stamp))
    });

/// Deletes a task with all that is below it and hangs on it.
pub const DELETE: Operation =
    Operation::command("tasks.delete", &["id", "options"], Author, |call| {
        let removed = curriculum::delete(&call.model.curriculum, &call.text(0)?, |ids| {
            Ok(evidence_in(&call.model.progress, ids))
        });
        let (changes, removal) = removed?;
        Ok(match call.flag("dryRun") {
            true => Outcome::answer(&removal),
            false => Outcome::of(changes, &removal),
        })
    })
    .with::<DeleteTaskOptions>();

/// Gives a task another place.
pub const MOVE: Operation =
    Operation::command("tasks.move", &["id", "newParentId", "options"], Author, |call| {
        let (id, parent) = (call.text(0)?, call.text(1)?);
        let before: Option<String> = call.option("before");
        call.decide(|stamp| {
            let curriculum = &call.model.curriculum;
            curriculum::move_task(curriculum, &id, &parent, before.as_deref(), stamp)
        })
    })
    .with::<MoveTaskOptions>();

/// What is below a task and in use.
pub const CHILDREN: Operation =
    Operation::read("tasks.children", &["id", "options"], Anyone, |call| {
        let curriculum = &call.model.curriculum;
        let index = curriculum.expect(&call.text(0)?)?;
        let inactive = call.flag("inactive");
        match call.flag("recursive") {
            true => tasks(call, curriculum.subtree_in_use(index, inactive).into_iter().skip(1)),
            false if inactive => tasks(call, curriculum.children(index).iter().copied()),
            false => tasks(call, curriculum.active_children(index)),
        }
    })
    .with::<ChildrenOptions>();

/// What is above a task.
pub const ANCESTORS: Operation = Operation::read("tasks.ancestors", &["id"], Anyone, |call| {
    let index = call.model.curriculum.expect(&call.text(0)?)?;
    tasks(call, call.model.curriculum.ancestors(index))
});

/// Tasks, page by page.
pub const LIST: Operation = Operation::read("tasks.list", &["options"], Anyone, |call| {
    let patterns = call.caller.environment.patterns();
    let holds = |content: &str, text: &str| {
        let body = call.body(EntityType::Content, content);
        body.is_ok_and(|body| {
            folded(patterns, &super::material::body_of(body), true).contains(text)
        })
    };
    let reader = RefCell::new(Reader::of(call));
    let may_read = |index| reader.borrow_mut().may_read(index);
    let page = with_query(call, |query| call.model.curriculum.list(query, &may_read, &holds))?;
    let items = sighted(call, page.items.into_iter());
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    Ok(Outcome::page_of_json(&items, page.next, page.total))
})
.with::<TaskListOptions>()
.seeing(|call| {
    let searched = with_query(call, |query| call.model.curriculum.material_in_question(query))?;
    let stored = searched.into_iter().filter(|own| call.exists(EntityType::Content, own));
    Ok(stored.map(|content| (EntityType::Content, content.into())).collect())
});

fn with_query<T>(call: &Call<'_>, ask: impl FnOnce(&TaskQuery<'_>) -> Result<T>) -> Result<T> {
    let project: Option<String> = call.option("projectId");
    let (text, after) = (call.option::<String>("text"), call.option::<String>("after"));
    ask(&TaskQuery {
        project_id: project.as_deref(),
        task_type: call.option("taskType"),
        text: text.as_deref(),
        patterns: call.caller.environment.patterns(),
        inactive: call.flag("inactive"),
        limit: call.limit(50),
        after: after.as_deref(),
    })
}

/// How many tasks are in use.
pub const COUNT: Operation = Operation::read("tasks.count", &["options"], Anyone, |call| {
    let project: Option<String> = call.option("projectId");
    Ok(Outcome::answer(&call.model.curriculum.count(project.as_deref(), call.flag("inactive"))?))
})
.with::<TaskCountOptions>();

/// All projects.
pub const PROJECTS: Operation = Operation::read("tasks.projects", &[], Anyone, |call| {
    tasks(call, call.model.curriculum.projects().into_iter())
});

/// The project that its author named so.
pub const PROJECT_BY_SLUG: Operation =
    Operation::read("tasks.projectBySlug", &["slug", "version"], Anyone, |call| {
        let version = if call.has(1) { Some(call.read(1)?) } else { None };
        let found = call.model.curriculum.project_by_slug(&call.text(0)?, version);
        one(call, found.and_then(|task| call.model.curriculum.index(task.id.as_str())))
    });

/// Attaches an objective.
pub const ADD_OBJECTIVE: Operation =
    Operation::command("tasks.addObjective", &["taskId", "objective", "options"], Author, |call| {
        let (task, draft) = (call.text(0)?, call.read(1)?);
        call.decide(|stamp| curriculum::add_objective(&call.model.curriculum, &task, draft, stamp))
    });

/// What is learned with a task.
pub const OBJECTIVES: Operation =
    Operation::read("tasks.objectives", &["taskId", "options"], Anyone, |call| {
        let (above, below) = (call.flag("ancestors"), call.flag("descendants"));
        let found = call.model.curriculum.objectives_around(&call.text(0)?, above, below)?;
        Ok(Outcome::answer(&found))
    })
    .with::<ObjectiveOptions>();

/// Takes an objective off its task.
pub const REMOVE_OBJECTIVE: Operation =
    Operation::command("tasks.removeObjective", &["objectiveId", "options"], Author, |call| {
        let changes = curriculum::remove_objective(&call.model.curriculum, &call.text(0)?)?;
        Ok(Outcome::done(changes))
    });

/// Attaches a criterion.
pub const ADD_CRITERION: Operation =
    Operation::command("tasks.addCriterion", &["taskId", "criterion", "options"], Author, |call| {
        let (task, draft) = (call.text(0)?, call.read(1)?);
        let patterns = call.caller.environment.patterns();
        call.decide(|stamp| {
            curriculum::add_criterion(&call.model.curriculum, &task, draft, patterns, stamp)
                .map_err(|error| error.under("criterion"))
        })
    });

/// What submissions for a task are judged against. A learner is not shown what would give the
/// answers away, nor what is asked while it is locked.
pub const CRITERIA: Operation = Operation::read("tasks.criteria", &["taskId"], Anyone, |call| {
    let index = call.model.curriculum.expect(&call.text(0)?)?;
    let mut reader = Reader::of(call);
    let may_read = reader.may_read(index);
    let shown = call.model.curriculum.criteria(index).iter().map(|own| {
        let mut own = Criterion::clone(own);
        if reader.hides {
            own.rule = shown_to_learners(own.criterion_type.as_str(), own.rule.text(), may_read);
            own.extra = Extra::default();
        }
        own
    });
    Ok(Outcome::answer(&shown.collect::<Vec<Criterion>>()))
});

/// Takes a criterion off its task.
pub const REMOVE_CRITERION: Operation =
    Operation::command("tasks.removeCriterion", &["criterionId", "options"], Author, |call| {
        let changes = curriculum::remove_criterion(&call.model.curriculum, &call.text(0)?)?;
        Ok(Outcome::done(changes))
    });

fn tasks(call: &Call<'_>, indices: impl Iterator<Item = TaskIndex>) -> Result<Outcome> {
    let tasks = sighted(call, indices);
    Ok(Outcome::json(&list(&tasks.iter().map(String::as_str).collect::<Vec<&str>>())))
}

fn one(call: &Call<'_>, index: Option<TaskIndex>) -> Result<Outcome> {
    Ok(sighted(call, index.into_iter())
        .first()
        .map_or_else(Outcome::nothing, |own| Outcome::json(own)))
}

/// Tasks as JSON, as far as whoever asks may see them.
fn sighted(call: &Call<'_>, indices: impl Iterator<Item = TaskIndex>) -> Vec<String> {
    let mut reader = Reader::of(call);
    let shown = indices.filter_map(|index| {
        let task = call.model.curriculum.at(index)?;
        // What has no material is not looked at.
        let has_material =
            task.content.is_some() || !task.content_refs.is_empty() || task.variants.0.is_some();
        Some(match reader.hides {
            true => to_json(&seen(task, !has_material || reader.may_read(index))),
            false => to_json(task),
        })
    });
    shown.collect()
}

/// Who is asking: a learner is not shown everything.
struct Reader<'a> {
    hides: bool,
    learning: Option<Learning<'a>>,
    known: Known,
}

impl<'a> Reader<'a> {
    fn of(call: &'a Call<'_>) -> Self {
        let hides = call.caller.standing.role == Some(Role::Learner);
        let learning = if hides { call.own_learning() } else { None };
        Self { hides, learning, known: Known::default() }
    }

    /// Whether they may read the material of a task, and what it asks.
    fn may_read(&mut self, index: TaskIndex) -> bool {
        let learning = self.learning.as_ref();
        !self.hides || learning.is_some_and(|own| own.may_read(index, &mut self.known))
    }
}

/// All of them.
pub const ALL: &[Operation] = &[
    CREATE,
    GET,
    UPDATE,
    DELETE,
    MOVE,
    CHILDREN,
    ANCESTORS,
    LIST,
    COUNT,
    PROJECTS,
    PROJECT_BY_SLUG,
    ADD_OBJECTIVE,
    OBJECTIVES,
    REMOVE_OBJECTIVE,
    ADD_CRITERION,
    CRITERIA,
    REMOVE_CRITERION,
];
