//! The single values of what learners do: closed lists and bounds.

use crate::{choices, numbers};

choices! {
    /// Where a learner stands with a task.
    Status {
        /// Not begun, or to be begun again.
        Open = "open",
        /// Begun.
        InProgress = "in_progress",
        /// Set aside by hand.
        Blocked = "blocked",
        /// Done, or passed over.
        Closed = "closed",
    }

    /// The same as a learner sees it.
    Display {
        /// It cannot be worked on, for reasons that are named.
        Locked = "locked",
        /// It can be begun.
        Available = "available",
        /// It is being worked on.
        InProgress = "in_progress",
        /// It is done.
        Completed = "completed",
        /// It was passed over, with a reason.
        Skipped = "skipped",
    }

    /// Why something cannot be worked on or closed.
    LockKind {
        /// It waits for another task.
        Dependency = "dependency",
        /// Something above it cannot be worked on.
        Ancestor = "ancestor",
        /// An earlier one comes first.
        Order = "order",
        /// It was set aside by hand, or taken out of use.
        Hold = "hold",
        /// The last try was a moment ago.
        Cooldown = "cooldown",
        /// There are no tries left.
        Attempts = "attempts",
        /// What shows that it is understood is missing.
        Criteria = "criteria",
    }

    /// What is handed in.
    SubmissionType {
        /// A program.
        Code = "code",
        /// A query.
        Sql = "sql",
        /// A cell of a notebook.
        JupyterCell = "jupyter_cell",
        /// Text, or answers.
        Text = "text",
        /// What a query gave.
        ResultSet = "result_set",
    }

    /// Who judged.
    ValidatorType {
        /// A rule, or a validator of the host.
        Automated = "automated",
        /// Somebody.
        Manual = "manual",
    }

    /// What became of a request for help.
    HelpStatus {
        /// Nobody has answered.
        Open = "open",
        /// Somebody has.
        Answered = "answered",
    }
}

numbers! {
    /// A part of a hundred, floored: 99.9 is 99.
    Percentage: Whole u64 from 0 to 100;
}

impl Percentage {
    /// Nothing of it.
    pub const NONE: Self = Self(0);
    /// All of it.
    pub const ALL: Self = Self(100);

    /// So many of so many; none of none is nothing.
    ///
    /// ```
    /// use medallion::domain::progress::Percentage;
    ///
    /// assert_eq!(Percentage::of(1, 3).get(), 33);
    /// assert_eq!(Percentage::of(999, 1000).get(), 99);
    /// assert_eq!(Percentage::of(0, 0).get(), 0);
    /// ```
    #[must_use]
    pub fn of(done: u64, all: u64) -> Self {
        Self(done.saturating_mul(100).checked_div(all).unwrap_or(0).min(100))
    }
}
