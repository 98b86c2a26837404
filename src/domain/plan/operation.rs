//! What can be done to a plan: the operations of `editPlan` (design 6.4).

use crate::domain::error::{Error, Result};
use crate::domain::schema::{
    self, Extra, Json, JsonObject, Mismatch, Optional, Read, Reader, Record, Shape, Shaped,
};
use crate::{numbers, record};

numbers! {
    /// How many work at the same time: somebody has to.
    Hands: Whole u64 from 1 to 9_007_199_254_740_991;
}

macro_rules! operations {
    ($(
        $(#[doc = $doc:literal])*
        $variant:ident = $op:literal, $tag:ident, $name:ident as $title:literal {
            $($(#[doc = $field_doc:literal])* $field:ident: $type:ty,)*
        }
    )*) => {
        $(
            crate::choices! {
                /// Marks an operation.
                $tag {
                    $(#[doc = $doc])*
                    Op = $op,
                }
            }

            record! {
                $(#[doc = $doc])*
                pub struct $name as $title {
                    /// The operation.
                    pub op: $tag,
                    $($(#[doc = $field_doc])* pub $field: $type,)*
                }
            }
        )*

        /// One change of a plan.
        #[derive(Debug, Clone, PartialEq)]
        pub enum PlanEdit {
            $($(#[doc = $doc])* $variant($name),)*
        }

        impl Shaped for PlanEdit {
            const SHAPE: Shape = Shape::Union(&[$(record_of::<$name>(),)*]);

            fn read(reader: &mut Reader<'_>) -> Read<Self> {
                let mut op: Option<String> = None;
                reader.clone().pick(&mut [("op", &mut op)])?;
                match op.as_deref() {
                    $(Some($op) => $name::read(reader).map(Self::$variant),)*
                    _ => Err(Mismatch::KIND),
                }
            }
        }

        impl PlanEdit {
            /// What is said besides what its operation knows, and what that is.
            fn unknown(&self) -> (&Extra, &'static Record) {
                match self {
                    $(Self::$variant(edit) => (&edit.extra, record_of::<$name>()),)*
                }
            }
        }

        crate::written!(PlanEdit, |edit, out| match edit {
            $(Self::$variant(edit) => schema::ToJson::write(edit, out),)*
        });
    };
}

const fn record_of<T: Shaped>() -> &'static Record {
    match T::SHAPE {
        Shape::Record(record) => record,
        _ => &Record { name: "", doc: "", described: false, fields: &[] },
    }
}

impl PlanEdit {
    /// What is said must be known: nobody would see that a note with another name is lost.
    ///
    /// # Errors
    /// `INVALID` at what is unknown.
    pub(super) fn check_known(&self) -> Result<()> {
        let (extra, record) = self.unknown();
        let Some((key, _)) = extra.iter().next() else { return Ok(()) };
        let names: Vec<&str> = record.fields.iter().map(|field| field.name).collect();
        Err(Error::invalid(key, ["is not known here; there are ", &names.join(", ")].concat()))
    }
}

operations! {
    /// Says how far a task is. Empty fields such as `started_at` and `completed_at` are filled.
    SetTaskStatus = "set_task_status", SetTaskStatusTag, SetTaskStatus as "SetTaskStatus" {
        /// The task.
        task_id: String,
        /// Any known spelling; the document's own is written.
        status: String,
        /// A note, written beside the status.
        note: Optional<String>,
    }

    /// Sets a field of the front matter.
    SetField = "set_field", SetFieldTag, SetPlanField as "SetPlanField" {
        /// Its key; `parallelization.batch_1` for one inside another.
        field: String,
        /// Its new value.
        value: Json,
    }

    /// Adds to a list of the front matter, if it is not in it already.
    AppendField = "append_field", AppendFieldTag, AppendPlanField as "AppendPlanField" {
        /// The key of the list.
        field: String,
        /// The item.
        value: Json,
    }

    /// Adds a task.
    AddTask = "add_task", AddTaskTag, AddPlanTask as "AddPlanTask" {
        /// The task as it is to be written; its `id` must be new.
        task: JsonObject,
        /// The task before which it goes; at the end if nothing is said.
        before: Optional<String>,
    }

    /// Takes a task out, and out of the batches and the critical path. Nothing may wait for it.
    RemoveTask = "remove_task", RemoveTaskTag, RemovePlanTask as "RemovePlanTask" {
        /// The task.
        task_id: String,
    }

    /// Moves a task to another place.
    MoveTask = "move_task", MoveTaskTag, MovePlanTask as "MovePlanTask" {
        /// The task.
        task_id: String,
        /// The task before which it goes; to the end if nothing is said.
        before: Optional<String>,
    }

    /// Sets a field of a task.
    SetTaskField = "set_task_field", SetTaskFieldTag, SetTaskField as "SetTaskField" {
        /// The task.
        task_id: String,
        /// Its key.
        field: String,
        /// Its new value.
        value: Json,
    }

    /// Says whether a criterion is met.
    SetCriterion = "set_criterion", SetCriterionTag, SetPlanCriterion as "SetPlanCriterion" {
        /// The criterion.
        criterion_id: String,
        /// As it is to be written.
        status: String,
        /// What shows it: a commit, a file, the result of a command, a person.
        evidence: Optional<String>,
    }

    /// Adds a blocker.
    AddBlocker = "add_blocker", AddBlockerTag, AddPlanBlocker as "AddPlanBlocker" {
        /// The blocker as it is to be written; without an `id` it gets the next number.
        blocker: JsonObject,
    }

    /// Says that a blocker is no more.
    ResolveBlocker = "resolve_blocker", ResolveBlockerTag, ResolvePlanBlocker as "ResolvePlanBlocker" {
        /// The blocker.
        blocker_id: String,
        /// How it went away.
        resolution: Optional<String>,
    }

    /// Writes the computed batches, and the critical path where the document has one: of a stored
    /// plan with what its tasks wait for in the other documents of its PRD, which `editPlan` does
    /// not know.
    RewriteBatches = "rewrite_batches", RewriteBatchesTag, RewritePlanBatches as "RewritePlanBatches" {
        /// How many tasks at the same time at most.
        hands: Optional<Hands>,
        /// Whether tasks of a batch must not touch the same files.
        file_conflicts: Optional<bool>,
    }
}
