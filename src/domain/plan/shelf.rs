//! The plans of a workspace: their texts as they are stored, and the reports on them, worked out
//! when they are asked for and kept until a text changes.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::beside::Beside;
use super::edit::{Place, edit_beside};
use super::model::{Plan, gate, same_prd};
use super::{ParseOptions, PlanEdit, PlanReport, reading};
use crate::domain::change::Change;
use crate::domain::curriculum::Stamp;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::id::RecordId;
use crate::domain::schema::{self, Optional};
use crate::domain::sorted::sort;
use crate::domain::time::Timestamp;
use crate::record;

record! {
    /// A plan as it is stored: the file, byte for byte.
    pub struct StoredPlan as "StoredPlan" {
        /// Unique in the workspace.
        pub id: RecordId,
        /// The name of its file.
        pub path: Optional<String>,
        /// The file.
        pub text: String,
        /// When it came.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
    }
}

/// The plans of a workspace.
#[derive(Debug, Default)]
pub struct Shelf {
    plans: FxHashMap<Box<str>, Rc<StoredPlan>>,
    /// What was said of each by itself, and together with the other phases of its PRD.
    alone: RefCell<FxHashMap<Box<str>, Rc<PlanReport>>>,
    together: RefCell<FxHashMap<Box<str>, Rc<PlanReport>>>,
}

impl Shelf {
    /// Takes in the next form of a stored plan; none if it is gone.
    ///
    /// # Errors
    /// `INVALID` for a body that is JSON and no stored plan; it counts as not there then.
    pub fn take(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        self.plans.remove(id);
        self.alone.borrow_mut().remove(id);
        // Any other phase may wait for a task of this one.
        self.together.borrow_mut().clear();
        let Some(body) = body else { return Ok(()) };
        let plan: StoredPlan = schema::stored(body)?;
        if plan.id.as_str() != id {
            return Err(Error::invalid("id", ["must be ", id].concat()));
        }
        self.plans.insert(id.into(), Rc::new(plan));
        Ok(())
    }

    /// A stored plan.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&StoredPlan> {
        self.plans.get(id).map(AsRef::as_ref)
    }

    /// A stored plan that a command names.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn expect(&self, id: &str) -> Result<&StoredPlan> {
        self.get(id).ok_or_else(|| Error::not_found("plan", id))
    }

    /// The ids of all plans, by the names of their files.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        let key = |plan: &'_ Rc<StoredPlan>| (plan.path.0.clone(), plan.id.as_str().to_owned());
        let mut found: Vec<((Option<String>, String), &str)> =
            self.plans.iter().map(|(id, plan)| (key(plan), &**id)).collect();
        sort(&mut found);
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// The report on a plan; dependencies are looked up in the other phases of its PRD.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn report(&self, id: &str) -> Result<Rc<PlanReport>> {
        if let Some(report) = self.together.borrow().get(id) {
            return Ok(report.clone());
        }
        let alone = self.alone(id)?;
        // A phase may be in several documents.
        let waits_elsewhere = alone.tasks.iter().any(|task| {
            !task.unresolved.is_empty() || task.dependencies.iter().any(|id| gate(id).is_some())
        });
        let report = match (&alone.prd, waits_elsewhere) {
            (Some(prd), true) => {
                let others = self.others(id, prd)?;
                Rc::new(self.parse(id, &beside(&others))?)
            }
            _ => alone,
        };
        self.together.borrow_mut().insert(id.into(), report.clone());
        Ok(report)
    }

    /// What was said of the other plans of a PRD.
    fn others(&self, id: &str, prd: &str) -> Result<Vec<Rc<PlanReport>>> {
        let mut others = Vec::new();
        for other in self.ids().into_iter().filter(|other| *other != id) {
            let other = self.alone(other)?;
            if other.prd.as_deref().is_some_and(|own| same_prd(own, prd)) {
                others.push(other);
            }
        }
        Ok(others)
    }

    fn alone(&self, id: &str) -> Result<Rc<PlanReport>> {
        if let Some(report) = self.alone.borrow().get(id) {
            return Ok(report.clone());
        }
        let report = Rc::new(self.parse(id, &[])?);
        self.alone.borrow_mut().insert(id.into(), report.clone());
        Ok(report)
    }

    fn parse(&self, id: &str, beside: &[Beside<'_>]) -> Result<PlanReport> {
        let plan = self.expect(id)?;
        let path = plan.path.0.clone();
        let options = ParseOptions { path, ..ParseOptions::default() };
        let report = super::report(&plan.text, &options, beside);
        Ok(PlanReport { id: Optional(Some(id.to_owned())), ..report })
    }

    /// Takes in a file: the next version of the plan with this name, unless the two say that they
    /// are of different PRDs; else of the only one with its PRD and phase, else a new one. The same
    /// text again changes nothing.
    ///
    /// # Errors
    /// What the source of ids fails with.
    pub fn import(
        &self,
        text: &str,
        path: Option<&str>,
        stamp: Stamp<'_>,
    ) -> Result<(Vec<Change>, String)> {
        let Plan { prd, phase, .. } = reading::read(text, path);
        let (mut own, mut likely, mut same) = (None, None, Vec::new());
        for id in self.ids() {
            let their_path = self.path_of(id);
            if path.is_some() && their_path.is_some() && their_path != path {
                continue;
            }
            let other = self.alone(id)?;
            let is_same = prd.as_deref().zip(other.prd.as_deref()).map(|(a, b)| same_prd(a, b));
            match is_same {
                Some(true) if path.is_some() && their_path == path => own = own.or(Some(id)),
                None if path.is_some() && their_path == path => likely = likely.or(Some(id)),
                // Two files with names of their own are two plans, and so are two versions of a PRD.
                Some(true)
                    if other.phase == phase
                        && (path.is_none() || their_path.is_none())
                        && other.prd.as_deref().map(str::to_ascii_lowercase)
                            == prd.as_deref().map(str::to_ascii_lowercase) =>
                {
                    same.push(id);
                }
                _ => {}
            }
        }
        own = own.or(likely).or(same.first().copied().filter(|_| same.len() == 1));
        let Some(id) = own else {
            let plan = StoredPlan {
                id: stamp.id(EntityType::Plan)?,
                path: Optional(path.map(str::to_owned)),
                text: text.to_owned(),
                created_at: stamp.now,
                updated_at: stamp.now,
                extra: Default::default(),
            };
            let id = plan.id.to_string();
            return Ok((vec![put(&plan, EventType::Imported)], id));
        };
        let id = id.to_owned();
        let old = self.expect(&id)?;
        let path = Optional(path.map(str::to_owned).or_else(|| old.path.0.clone()));
        if old.text == text && old.path == path {
            return Ok((Vec::new(), id));
        }
        let text = text.to_owned();
        let next = StoredPlan { path, text, updated_at: stamp.now, ..old.clone() };
        Ok((vec![put(&next, EventType::Imported)], id))
    }

    /// Edits a plan: all of the edits or none. Edits that change nothing store nothing.
    ///
    /// # Errors
    /// `NOT_FOUND`; what [`edit`](super::edit()) says.
    pub fn edit(&self, id: &str, edits: &[PlanEdit], now: Timestamp) -> Result<Vec<Change>> {
        let old = self.expect(id)?;
        let writes_batches = edits.iter().any(|edit| matches!(edit, PlanEdit::RewriteBatches(_)));
        let prd = if writes_batches { self.alone(id)?.prd.clone() } else { None };
        let others = prd.map_or(Ok(Vec::new()), |prd| self.others(id, &prd))?;
        let place = Place { path: old.path.0.as_deref(), beside: &beside(&others) };
        let text = edit_beside(&old.text, edits, place, now)?;
        if text == old.text {
            return Ok(Vec::new());
        }
        let next = StoredPlan { text, updated_at: now, ..old.clone() };
        Ok(vec![put(&next, EventType::Updated)])
    }

    /// Deletes a plan; its history stays. Nothing if there is none.
    #[must_use]
    pub fn delete(&self, id: &str) -> Vec<Change> {
        let gone = self.get(id).map(|_| Change::delete(EntityType::Plan, id, EventType::Deleted));
        gone.into_iter().collect()
    }

    fn path_of(&self, id: &str) -> Option<&str> {
        self.get(id)?.path.0.as_deref()
    }
}

fn beside(others: &[Rc<PlanReport>]) -> Vec<Beside<'_>> {
    others.iter().map(|other| Beside::of_report(other)).collect()
}

fn put(plan: &StoredPlan, event: EventType) -> Change {
    Change::put(EntityType::Plan, plan.id.as_str(), event, plan)
}
