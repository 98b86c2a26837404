//! A checkpoint: find the medallion of a scope, let a model write its next version, store it.
//!
//! The model is asked outside of any commit. Its answer counts for the version that it was shown;
//! if that is no longer the newest, it is asked again with the newest one.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::cancel::Wanted;
use super::decision::{Key, Known, Plan, Planned};
use super::document::Document;
use super::environment::Between;
use super::medallions::Medallions;
use super::note::Note;
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::event::EventType;
use crate::domain::id::ItemId;
use crate::domain::medallion::{
    self, Answered, Diff, Evidence, MatchRule, Medallion, Meta, Retirement, Scope, Stamp, Status,
    scope_for_checkpoint,
};
use crate::domain::schema::Map;
use crate::llm::{Approver, Model, Question, Repair};
use crate::record;

/// What a checkpoint is given.
#[derive(Clone)]
pub struct Checkpoint {
    /// What the session was about.
    pub scope: Scope,
    /// What came of it.
    pub evidence: Evidence,
    /// How the medallion to update is found.
    pub rule: MatchRule,
    /// Whether what the model drops without a word is kept and marked.
    pub guard: bool,
    /// Who is shown the change before it is stored.
    pub approver: Option<Rc<dyn Approver>>,
    /// Whether the caller still wants it; it is not waited for longer than that.
    pub wanted: Wanted,
}

impl std::fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Checkpoint")
            .field("scope", &self.scope)
            .field("rule", &self.rule)
            .finish_non_exhaustive()
    }
}

crate::choices! {
    /// What a checkpoint does.
    CheckpointAction {
        /// A new medallion.
        Create = "create",
        /// The next version of one.
        Update = "update",
    }
}

record! {
    /// What a checkpoint would store.
    pub struct Preview as "CheckpointPreview" {
        /// What it would do.
        pub action: CheckpointAction,
        /// The medallion as it would be.
        pub medallion: Medallion,
        /// What would change.
        pub diff: Diff,
        /// What the model took out.
        pub retired: Vec<ItemId>,
        /// What the model left out without a word, and the guard has kept.
        pub kept: Vec<ItemId>,
    }
}

/// How often the model is asked again because somebody else was faster.
const TRIES: u32 = 5;

/// What a checkpoint goes by: nothing yet, or a medallion at a version.
struct Found {
    medallion: Medallion,
    place: At,
}

/// Which medallion, at which version, from which line of the log: one that was erased and made
/// anew is another one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct At {
    id: Rc<str>,
    rev: u64,
    line: u64,
}

impl Medallions {
    /// Stores what a session leaves behind: updates the medallion of the scope, or creates it.
    ///
    /// # Errors
    /// `INVALID` at `scope` for an empty one; `PERMISSION_DENIED` at `scope.graph_nodes` if a
    /// learner's handle leaves out the learner; `LLM_FAILED`, `LLM_INVALID` from the model, and for
    /// evidence with nothing in it; `ABORTED` if it was not approved; `CONFLICT` if others were
    /// faster each time; what the store says. Nothing is stored then.
    pub async fn checkpoint(&self, request: &Checkpoint, model: &dyn Model) -> Result<Document> {
        self.check(request)?;
        // One checkpoint of a scope at a time, as far as the store can: it spares asking in vain.
        let (store, scope) = (&self.workspace.store, request.scope.key().text());
        // Whoever has it may wait for somebody for ever. Those who need nobody and are not to stand
        // behind that still go one by one.
        let closing = store.turn(&format!("closing {scope}"));
        let _turn = request.wanted.turn(store.turn(&scope), closing).await?;
        for _ in 0..=TRIES {
            let (found, answered) = self.ask(request, model).await?;
            let answered = self.approved(request, found.as_ref(), answered).await?;
            if let Some(document) = self.store_answer(request, found, answered).await? {
                return Ok(document);
            }
            self.caller.environment.tell(Between::Conflict);
        }
        Err(Error::new(
            Code::Conflict,
            "others changed the medallion of this scope each time; try again",
        ))
    }

    /// What a checkpoint would store. Nothing is stored.
    ///
    /// # Errors
    /// As `checkpoint`.
    pub async fn preview(&self, request: &Checkpoint, model: &dyn Model) -> Result<Preview> {
        self.check(request)?;
        let (found, answered) = self.ask(request, model).await?;
        let answered = self.approved(request, found.as_ref(), answered).await?;
        let diff = shown(found.as_ref(), &answered.medallion);
        Ok(Preview {
            action: if found.is_some() {
                CheckpointAction::Update
            } else {
                CheckpointAction::Create
            },
            medallion: answered.medallion,
            diff,
            retired: answered.retired.into_iter().map(|retirement| retirement.id).collect(),
            kept: answered.kept,
            extra: Default::default(),
        })
    }

    fn check(&self, request: &Checkpoint) -> Result<()> {
        scope_for_checkpoint(&request.scope)?;
        if let Some(own) = self.caller.standing.sees_only()
            && !request.scope.graph_nodes.iter().any(|node| node.as_str() == own)
        {
            let message = format!("must name the learner whose handle this is: {own}");
            let problem = Problem::new("scope.graph_nodes", message);
            return Err(Error::problems(Code::PermissionDenied, vec![problem]));
        }
        match request.evidence.is_blank() {
            true => {
                let problem = Problem::new(
                    "evidence",
                    "cannot be empty: no summary, no transcripts, no artefacts",
                );
                Err(Error::problems(Code::LlmInvalid, vec![problem]))
            }
            false => Ok(()),
        }
    }

    async fn ask(
        &self,
        request: &Checkpoint,
        model: &dyn Model,
    ) -> Result<(Option<Found>, Answered)> {
        self.workspace.sync().await?;
        let found = self.find(request).await?;
        let mut repair = None;
        loop {
            match self.ask_once(request, found.as_ref(), model, repair.as_ref()).await {
                Ok(answered) => return Ok((found, answered)),
                // An answer that cannot be used has one more chance (X16).
                Err((said, error)) if error.code() == Code::LlmInvalid && repair.is_none() => {
                    request.wanted.check()?;
                    self.caller.environment.tell(Between::ModelRetry);
                    repair = Some(Repair::of(said, &error));
                }
                Err((_, error)) => return Err(error),
            }
        }
    }

    /// What a model says, read; or what it said, where it said something, and what is wrong with it.
    async fn ask_once(
        &self,
        request: &Checkpoint,
        found: Option<&Found>,
        model: &dyn Model,
        repair: Option<&Repair>,
    ) -> std::result::Result<Answered, (Option<String>, Error)> {
        let Checkpoint { scope, evidence, .. } = request;
        let (failed, invalid) = match found {
            None => {
                ("Failed to generate medallion", "Generated medallion schema validation failed")
            }
            Some(_) => ("Failed to update medallion", "Updated medallion schema validation failed"),
        };
        let said = match (repair, found.map(|found| &found.medallion)) {
            (None, None) => model.generate(scope, evidence),
            (None, Some(existing)) => model.update(existing, evidence),
            (Some(repair), None) => model.repair(Question::Generate(scope, evidence), repair),
            (Some(repair), Some(old)) => model.repair(Question::Update(old, evidence), repair),
        };
        let said = request.wanted.wait(said).await.map_err(|error| match error.code() {
            Code::LlmInvalid => (None, error.within(invalid)),
            _ => (None, error.within(failed)),
        })?;
        // What is wrong with a clock or a source of ids is not the model's.
        let id = match found {
            Some(found) => Ok(found.medallion.meta.medallion_id.clone()),
            None => self.unused_id(&FxHashSet::default()),
        };
        let id = id.map_err(|error| (None, error))?;
        let stamp = self.stamp(&id).map_err(|error| (None, error))?;
        let sayable = if model.is_strict() { medallion::check_said(&said) } else { Ok(()) };
        let read = sayable.and_then(|()| match found {
            None => medallion::read_new(&said, scope, stamp),
            Some(Found { medallion: existing, .. }) => {
                let guard = request.guard || model.is_guarded();
                medallion::read_update(&said, existing, guard, model.confirms(), stamp)
            }
        });
        read.map_err(|error| (Some(said), error.within(invalid)))
    }

    fn stamp<'a>(&'a self, new_id: &'a crate::domain::id::RecordId) -> Result<Stamp<'a>> {
        Ok(Stamp { now: self.caller.now()?, new_id, actor: &self.caller.actor })
    }

    async fn find(&self, request: &Checkpoint) -> Result<Option<Found>> {
        let Some(place) = place(&mut self.workspace.state.borrow_mut().heads, request) else {
            return Ok(None);
        };
        let body = self.workspace.bodies(&[Key::medallion(&place.id)]).await?.pop().flatten();
        let medallion = body.map(|body| Medallion::parse(&body)).transpose()?;
        Ok(medallion.map(|medallion| Found { medallion, place }))
    }

    async fn approved(
        &self,
        request: &Checkpoint,
        found: Option<&Found>,
        answered: Answered,
    ) -> Result<Answered> {
        request.wanted.check()?;
        let Some(approver) = &request.approver else { return Ok(answered) };
        let before = before(found, &answered.medallion);
        let diff = shown(found, &answered.medallion);
        let Some(approved) = request.wanted.wait(approver.approve(&diff)).await? else {
            return Err(Error::new(
                Code::Aborted,
                "the checkpoint was not approved; nothing is stored",
            ));
        };
        request.wanted.check()?;
        let medallion = medallion::partly(&before, &answered.medallion, &diff, &approved)?;
        Ok(answered.approved(&before, medallion))
    }

    /// Stores an answer, unless what it was given is no longer the newest.
    async fn store_answer(
        &self,
        request: &Checkpoint,
        found: Option<Found>,
        answered: Answered,
    ) -> Result<Option<Document>> {
        let context = if found.is_some() {
            "Failed to update medallion in store"
        } else {
            "Failed to create medallion"
        };
        let expected = found.as_ref().map(|found| found.place.clone());
        let stored = self.workspace.transact(&self.caller, &[], |known| {
            if place(known.heads, request) != expected {
                return Ok(Plan::nothing(None));
            }
            let mut answered = answered.clone();
            // Somebody may have taken the id while the model was thinking.
            if found.is_none() {
                let id = answered.medallion.meta.medallion_id;
                answered.medallion.meta.medallion_id =
                    self.free_id(known.heads, &FxHashSet::default(), id)?;
            }
            Ok(self.plan(known, found.as_ref(), &answered))
        });
        stored.await.map_err(|error| error.within(context))
    }

    fn plan(
        &self,
        known: &Known<'_>,
        found: Option<&Found>,
        answered: &Answered,
    ) -> Plan<Option<Document>> {
        let event = if found.is_some() { EventType::Updated } else { EventType::Created };
        let before = found.map(|found| found.medallion.meta.status);
        let Plan { mut changes, answer } =
            self.write(known, event, answered.medallion.clone(), before);
        let reason = |one: &Retirement| Some((one.id.to_string(), one.reason.clone()?));
        let because: Map<String> = answered.retired.iter().filter_map(reason).collect();
        let retired = answered.retired.iter().map(|one| one.id.clone()).collect();
        let Meta { medallion_id, status, .. } = &answered.medallion.meta;
        let version = match found {
            Some(found) => found.place.rev,
            None => known.heads.rev(medallion_id.as_str()),
        };
        let note = Note::json(version + 1, *status, retired, because, answered.kept.clone());
        changes = changes
            .into_iter()
            .map(|change| Planned { new: Some(note.clone()), ..change })
            .collect();
        Plan { changes, answer: Some(answer) }
    }
}

/// The medallion that a checkpoint goes on with, and its version.
fn place(heads: &mut super::heads::Heads, request: &Checkpoint) -> Option<At> {
    let slot = match request.rule {
        MatchRule::Exact => heads.index.same(&request.scope),
        MatchRule::Overlap => heads.index.query(&request.scope, &[Status::Active], 1).pop(),
    };
    let at = |head: &super::heads::Head| At {
        id: head.id.clone(),
        rev: head.rev,
        line: head.place.number(),
    };
    heads.at(slot?).map(at)
}

/// What an answer is compared with: the version before, or the same thing with nothing in it.
fn before(found: Option<&Found>, after: &Medallion) -> Medallion {
    match found {
        Some(found) => found.medallion.clone(),
        None => after.emptied(),
    }
}

/// The change as people are shown it: without the time, which changes always.
fn shown(found: Option<&Found>, after: &Medallion) -> Diff {
    let mut diff = medallion::diff(&before(found, after), after);
    diff.changed.remove("meta.updated_at");
    diff
}
