//! What can be done with tasks, learners, progress, paths and plans: a row for each operation.
//!
//! A row says what the operation is called, who may do it, which bodies it wants to see, and the
//! function that decides. All of them go through [`Workspace::perform`]: arguments come and
//! answers go as JSON, and a command's changes are committed together or not at all. The rules
//! themselves are the domain's.

mod bag;
mod call;
pub mod courses;
pub mod dependencies;
pub mod evidence;
mod host;
pub mod learners;
pub mod material;
pub mod options;
pub mod paths;
pub mod plans;
pub mod progress;
pub mod resume;
pub mod tasks;

pub use super::erase::OwnKey;
pub use call::{Call, Outcome};
pub use host::{Asked, Host, Validator, Validators};

use std::rc::Rc;

use rustc_hash::FxHashMap;

use bag::Bag;
use options::CommandOptions;

use super::decision::{Key, Known, Plan, Planned};
use super::environment::Caller;
use super::parts::{self, Tables};
use super::workspace::Workspace;
use super::write_path::TRIES;
use crate::domain::change::Change;
use crate::domain::error::{Error, Result};
use crate::domain::event::EntityType;
use crate::domain::id::Actor;
use crate::domain::role::Access;
use crate::domain::schema::{Record, Shape, Shaped};

/// Names the bodies that an operation wants to see.
pub type Needs = fn(&Call<'_>) -> Result<Vec<OwnKey>>;

/// Says what the host's validators are to be asked.
pub type Asks = fn(&Call<'_>) -> Result<Asked>;

/// One thing that can be done.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// As the log of operations has it: `tasks.create`.
    pub name: &'static str,
    /// What its arguments are called, in their order. The last one is often `options`.
    pub parameters: &'static [&'static str],
    /// Who may do it.
    pub access: Access,
    /// Whether it can change something.
    pub is_command: bool,
    /// What its options may be, if its last argument is a bag of them.
    pub options: Option<&'static Record>,
    /// What the host's validators are asked before it decides, if they are.
    pub asks: Option<Asks>,
    /// Which bodies it wants to see.
    pub needs: Needs,
    /// Decides.
    pub run: fn(&Call<'_>) -> Result<Outcome>,
}

/// What is known of an operation before its row is there.
#[derive(Debug, Clone, Copy)]
pub struct Title {
    /// Its name.
    pub name: &'static str,
    /// What its arguments are called.
    pub parameters: &'static [&'static str],
    /// Whether it can change something.
    pub is_command: bool,
}

impl Title {
    /// Whether a call may change something: not one of a command that is only to say what it would do.
    #[must_use]
    pub fn may_change(&self, arguments: &[String]) -> bool {
        let options = self.parameters.iter().position(|name| *name == "options");
        let options = Bag::unchecked(options.and_then(|at| arguments.get(at)));
        self.is_command && options.get("dryRun") != Some(true)
    }
}

/// Of an operation that is content with what is in memory.
fn nothing(_: &Call<'_>) -> Result<Vec<OwnKey>> {
    Ok(Vec::new())
}

const fn record_of<T: Shaped>() -> Option<&'static Record> {
    match T::SHAPE {
        Shape::Record(record) => Some(record),
        _ => None,
    }
}

impl Operation {
    /// An operation that only looks.
    #[must_use]
    pub const fn read(
        name: &'static str,
        parameters: &'static [&'static str],
        access: Access,
        run: fn(&Call<'_>) -> Result<Outcome>,
    ) -> Self {
        Self {
            name,
            parameters,
            access,
            is_command: false,
            options: None,
            asks: None,
            needs: nothing,
            run,
        }
    }

    /// An operation that changes something.
    #[must_use]
    pub const fn command(
        name: &'static str,
        parameters: &'static [&'static str],
        access: Access,
        run: fn(&Call<'_>) -> Result<Outcome>,
    ) -> Self {
        let looks = Self::read(name, parameters, access, run);
        Self { is_command: true, options: record_of::<CommandOptions>(), ..looks }
    }

    /// What is known of it before its row is there.
    #[must_use]
    pub const fn title(self) -> Title {
        let Self { name, parameters, is_command, .. } = self;
        Title { name, parameters, is_command }
    }

    /// The same, with options of its own.
    #[must_use]
    pub const fn with<T: Shaped>(self) -> Self {
        Self { options: record_of::<T>(), ..self }
    }

    /// The same, asking the host's validators what only they can say.
    #[must_use]
    pub const fn judged(self) -> Self {
        Self { asks: Some(host::asked_of_submission), ..self }
    }

    /// The same, which wants to see bodies.
    #[must_use]
    pub const fn seeing(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }
}

pub(super) const LEARNING: Tables = &[
    tasks::ALL,
    dependencies::ALL,
    material::ALL,
    courses::ALL,
    progress::ALL,
    evidence::ALL,
    learners::ALL,
    paths::ALL,
    resume::ALL,
];
pub(super) const PLANS: Tables = &[plans::ALL];

/// Every operation that has a row.
pub fn all() -> impl Iterator<Item = &'static Operation> {
    LEARNING.iter().chain(PLANS).copied().flatten()
}

/// The row of this name. Its part of the module is loaded if it is not there.
///
/// # Errors
/// `UNAVAILABLE` if it cannot be loaded; `INVALID` for a name that no row has.
pub async fn find(name: &str) -> Result<&'static Operation> {
    let tables = match name.starts_with("plans.") {
        true => parts::plans().await?.tables,
        false => parts::learning().await?.tables,
    };
    let row = tables.iter().copied().flatten().find(|row| row.name == name);
    row.ok_or_else(|| Error::invalid("operation", "is none that there is"))
}

impl Workspace {
    /// Does what a row says. Arguments are JSON texts, an empty one where nothing was given; the
    /// answer is JSON, and empty for nothing.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`; `INVALID` at an argument; what the rules and the store say.
    pub async fn perform(
        &self,
        caller: &Caller,
        operation: &Operation,
        arguments: &[String],
    ) -> Result<String> {
        self.rules().await?;
        match operation.asks {
            Some(_) => self.perform_judged(caller, operation, arguments).await,
            None => self.perform_with(caller, operation, arguments, &Host::default()).await,
        }
    }

    async fn perform_with(
        &self,
        caller: &Caller,
        operation: &Operation,
        arguments: &[String],
        host: &Host<'_>,
    ) -> Result<String> {
        let wanted = self.with_call(caller, operation, arguments, host, operation.needs)?;
        let bag = Bag::checked(operation, arguments)?;
        let caller = &named(caller, &bag)?;
        if !operation.is_command {
            return self.read_with(wanted, operation, arguments, (bag, caller, host)).await;
        }
        let keys: Vec<Key<'_>> = wanted.iter().map(|(kind, id)| Key { kind: *kind, id }).collect();
        let decided = self.transact(caller, &keys, |known: &mut Known<'_>| {
            let Known { resident, records, bodies, now, .. } = known;
            let (rules, records, now) = (resident.rules()?, *records, *now);
            let model = rules.model();
            let call =
                Call { operation, arguments, bag, caller, model, records, bodies, now, host };
            let Outcome { changes, answer, then } = (operation.run)(&call)?;
            let ids = |kind: EntityType| call.new_id(kind).map(|id| id.to_string());
            let closings = rules.closings(&changes, call.stamp(&ids))?;
            let planned = |change: Change| Planned::of(change, caller, now);
            let changes = closings.into_iter().chain(changes).map(planned).collect();
            Ok(Plan::of(changes, (answer, then)))
        });
        match decided.await? {
            (answer, None) => Ok(answer),
            (_, Some(then)) => self.with_call(caller, operation, arguments, host, then),
        }
    }

    /// Answers on one state, though others may go on while the bodies come: what is missing then is
    /// fetched as well, at last while nobody else has the turn.
    async fn read_with(
        &self,
        mut wanted: Vec<OwnKey>,
        operation: &Operation,
        arguments: &[String],
        (bag, caller, host): (Bag<'_>, &Caller, &Host<'_>),
    ) -> Result<String> {
        let (mut tries, mut turn) = (0, None);
        loop {
            if tries == TRIES {
                turn = Some(self.turn().await);
            }
            tries += 1;
            let keys: Vec<Key<'_>> =
                wanted.iter().map(|(kind, id)| Key { kind: *kind, id }).collect();
            let (bodies, now) = (&self.bodies_of(&keys).await?, caller.now()?);
            let state = self.state.borrow();
            let (model, records) = (state.resident.rules()?.model(), &state.records);
            let call =
                Call { operation, arguments, bag, caller, model, records, bodies, now, host };
            let needed = (operation.needs)(&call)?;
            if turn.is_some() || !needed.iter().any(|key| call.lacks(key)) {
                return (operation.run)(&call).map(|outcome| outcome.answer);
            }
            wanted = needed;
        }
    }

    /// Looks at the state of now as a call does, without bodies.
    fn with_call<T>(
        &self,
        caller: &Caller,
        operation: &Operation,
        arguments: &[String],
        host: &Host<'_>,
        look: impl FnOnce(&Call<'_>) -> Result<T>,
    ) -> Result<T> {
        self.open_or_closed()?;
        let learner_id = match operation.access {
            Access::Own(number) => Some(call::text(operation, arguments, number)?),
            _ => None,
        };
        caller.standing.check(operation.access, learner_id.as_deref())?;
        let bag = Bag::checked(operation, arguments)?;
        let now = caller.now()?;
        let bodies = &FxHashMap::default();
        let state = self.state.borrow();
        let (model, records) = (state.resident.rules()?.model(), &state.records);
        look(&Call { operation, arguments, bag, caller, model, records, bodies, now, host })
    }
}

/// The caller, as far as the options say otherwise.
fn named(caller: &Caller, bag: &Bag<'_>) -> Result<Caller> {
    let mut caller = caller.clone();
    if let Some(actor) = bag.get::<String>("actor") {
        caller.standing.may_name()?;
        caller.actor = Actor::new(&actor).map_err(|error| error.under("actor"))?;
    }
    caller.reason = bag.get::<String>("reason").map(Rc::from).or(caller.reason);
    Ok(caller)
}
