//! The parts of the module.
//!
//! Most pages use one of the four systems, and some of that rarely. As shipped the module is cut in
//! parts (feature `split`): opening, medallions and checkpoints are there at once, and each part here
//! is loaded with the first call that needs it. What only a part's functions reach is in that part;
//! whoever calls them knows them as pointers, and a call by name would draw them back into the first.
//! Without the feature, as natively and in tests, there is nothing to load.
//!
//! Only the cuts are known here: not what parts do, nor where their files are (`pkg-template/parts.js`).

use super::document::Page;
use super::environment::Caller;
use super::events::EventFilter;
use super::history::Version;
use super::inspection::Inspection;
use super::medallions::Medallions;
use super::operations::Operation;
use super::plan_history::PlanVersion;
use super::plan_text::PlanText;
use super::resume::{CountTokens, Resuming};
use super::retention::Retention;
use super::rules::MakeRules;
use super::transfer::{Exporting, ImportReport, Source, Taking};
use super::workspace::Workspace;
use crate::domain::error::Result;
#[cfg(feature = "split")]
use crate::domain::error::{Cause, Code, Error};
use crate::domain::event::{EntityType, Event};
use crate::domain::medallion::Diff;
use crate::domain::resume::Resume;
use crate::store::Answer;

/// Tables of operations.
pub(super) type Tables = &'static [&'static [Operation]];

/// Tasks and learners: what can be done, and what the rules look at.
#[derive(Clone, Copy)]
pub(super) struct Learning {
    pub tables: Tables,
    pub rules: MakeRules,
}

/// Plans.
#[derive(Clone, Copy)]
pub(super) struct Plans {
    pub tables: Tables,
    pub text: PlanText,
    pub history: for<'a> fn(&'a Workspace, &'a str) -> Answer<'a, Vec<PlanVersion>>,
}

/// What looks back, resumes, gives out, takes in or throws away.
#[derive(Clone, Copy)]
pub(super) struct Upkeep {
    pub export: for<'a> fn(&'a Workspace, Exporting<'a>) -> Answer<'a, String>,
    pub import:
        for<'a> fn(&'a Workspace, &'a dyn Source, &'a Caller, Taking) -> Answer<'a, ImportReport>,
    pub keep: for<'a> fn(&'a Workspace, &'a Caller, Retention) -> Answer<'a, u64>,
    pub follow_policy: for<'a> fn(&'a Workspace, &'a Caller, bool) -> Answer<'a, ()>,
    pub write_image: for<'a> fn(&'a Workspace) -> Answer<'a, ()>,
    pub events: for<'a> fn(&'a Workspace, &'a EventFilter) -> Answer<'a, Page<Event>>,
    pub inspect: for<'a> fn(&'a Workspace, &'a str, Option<EntityType>) -> Answer<'a, Inspection>,
    pub history: for<'a> fn(&'a Medallions, &'a str) -> Answer<'a, Vec<Version>>,
    pub diff: for<'a> fn(&'a Medallions, &'a str, u64, u64) -> Answer<'a, Diff>,
    pub erase: for<'a> fn(&'a Medallions, &'a str) -> Answer<'a, bool>,
    pub erase_learner: for<'a> fn(&'a Workspace, &'a Caller, &'a str) -> Answer<'a, bool>,
    pub resume: for<'a> fn(&'a Medallions, &'a Resuming, &'a dyn CountTokens) -> Answer<'a, Resume>,
}

/// The cause of an error: the part of this name could not be loaded. Why, knows whoever loads.
#[cfg(feature = "split")]
#[derive(Debug)]
pub struct MissingPart(pub &'static str);

#[cfg(feature = "split")]
mod load {
    //! Each marked function is in the part that it names, with all that only it reaches.

    use super::{Cause, Code, Error, Learning, MissingPart, Plans, Result, Upkeep};
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    #[wasm_split(learning, fallible)]
    fn learning_part() -> Result<&'static Learning, SplitLoaderError> {
        Ok(Learning::HERE)
    }

    #[wasm_split(plans, fallible)]
    fn plans_part() -> Result<&'static Plans, SplitLoaderError> {
        Ok(Plans::HERE)
    }

    #[wasm_split(upkeep, fallible)]
    fn upkeep_part() -> Result<&'static Upkeep, SplitLoaderError> {
        Ok(Upkeep::HERE)
    }

    fn or_unavailable<T>(part: Result<T, SplitLoaderError>, name: &'static str) -> Result<T> {
        let message = "a part of the WebAssembly module could not be loaded";
        let cause = || Cause::new(MissingPart(name));
        part.map_err(|_| Error::new(Code::Unavailable, message).caused_by(cause()))
    }

    pub async fn learning() -> Result<&'static Learning> {
        or_unavailable(learning_part().await, "learning")
    }

    pub async fn plans() -> Result<&'static Plans> {
        or_unavailable(plans_part().await, "plans")
    }

    pub async fn upkeep() -> Result<&'static Upkeep> {
        or_unavailable(upkeep_part().await, "upkeep")
    }
}

#[cfg(not(feature = "split"))]
#[allow(clippy::unused_async, reason = "as where there is something to load")]
mod load {
    use super::{Learning, Plans, Result, Upkeep};

    pub async fn learning() -> Result<&'static Learning> {
        Ok(Learning::HERE)
    }

    pub async fn plans() -> Result<&'static Plans> {
        Ok(Plans::HERE)
    }

    pub async fn upkeep() -> Result<&'static Upkeep> {
        Ok(Upkeep::HERE)
    }
}

/// Each of these fails with `UNAVAILABLE` if the part cannot be loaded; the next call tries again.
pub(super) use load::{learning, plans, upkeep};

impl Learning {
    const HERE: &'static Self =
        &Self { tables: super::operations::LEARNING, rules: super::model::Model::boxed };
}

impl Plans {
    const HERE: &'static Self = &Self {
        tables: super::operations::PLANS,
        text: PlanText::HERE,
        history: |workspace, id| Box::pin(workspace.plan_history_here(id)),
    };
}

impl Upkeep {
    const HERE: &'static Self = &Self {
        export: |workspace, exporting| Box::pin(workspace.export_here(exporting)),
        import: |workspace, file, caller, taking| {
            Box::pin(workspace.import_here(file, caller, taking))
        },
        keep: |workspace, caller, policy| Box::pin(workspace.keep_here(caller, policy)),
        follow_policy: |workspace, caller, in_any_case| {
            Box::pin(workspace.follow_policy_here(caller, in_any_case))
        },
        write_image: |workspace| Box::pin(workspace.write_image_here()),
        events: |workspace, filter| Box::pin(workspace.events_here(filter)),
        inspect: |workspace, id, kind| Box::pin(workspace.inspect_here(id, kind)),
        history: |medallions, id| Box::pin(medallions.history_here(id)),
        diff: |medallions, id, from, to| Box::pin(medallions.diff_here(id, from, to)),
        erase: |medallions, id| Box::pin(medallions.erase_here(id)),
        erase_learner: |workspace, caller, id| Box::pin(workspace.erase_learner_here(caller, id)),
        resume: |medallions, about, counter| Box::pin(medallions.resume_here(about, counter)),
    };
}
