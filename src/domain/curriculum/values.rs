//! The single values of a curriculum that are more than text: closed lists, forms, bounds.

use crate::{choices, forms, numbers};

choices! {
    /// What a task is in its tree.
    TaskType {
        /// The root of a tree.
        Project = "project",
        /// A large part of a project.
        Epic = "epic",
        /// A part of an epic.
        Task = "task",
        /// A piece of work in one sitting.
        Subtask = "subtask",
        /// A part of a textbook; as an epic.
        Chapter = "chapter",
        /// One step of a chapter; as a subtask.
        Step = "step",
    }

    /// How one task waits for another.
    DependencyType {
        /// It cannot begin before the other is closed.
        Blocks = "blocks",
        /// The same, said of a part and its whole.
        ParentChild = "parent_child",
        /// It does not wait; they have to do with each other.
        Related = "related",
        /// It does not wait; it came up while working on the other.
        DiscoveredFrom = "discovered_from",
    }

    /// The order of skills by Bloom.
    BloomLevel {
        /// Recalls it.
        Remember = "remember",
        /// Explains it.
        Understand = "understand",
        /// Uses it.
        Apply = "apply",
        /// Takes it apart.
        Analyze = "analyze",
        /// Judges it.
        Evaluate = "evaluate",
        /// Makes something new.
        Create = "create",
    }

    /// What the level of an objective means.
    Taxonomy {
        /// One of Bloom's levels.
        Bloom = "bloom",
        /// The author's own.
        Custom = "custom",
    }

    /// Whether work is handed in or talked about.
    SubtaskType {
        /// Something is handed in.
        Exercise = "exercise",
        /// It is talked about; nothing is handed in.
        Conversational = "conversational",
    }

    /// Where the work is done.
    WorkspaceType {
        /// Queries.
        Sql = "sql",
        /// Programs.
        Python = "python",
        /// A notebook.
        Jupyter = "jupyter",
        /// A shell.
        Terminal = "terminal",
        /// A machine to attack or to defend.
        Cybersecurity = "cybersecurity",
        /// Several of them.
        Mixed = "mixed",
    }

    /// What one does in a step.
    StepType {
        /// Reads.
        Reading = "reading",
        /// Answers questions.
        Quiz = "quiz",
        /// Works something out.
        Exercise = "exercise",
        /// Watches.
        Video = "video",
        /// Tries something out.
        Interactive = "interactive",
    }

    /// Which of several grades of one task counts.
    Grading {
        /// The best.
        Best = "best",
        /// The last.
        Last = "last",
        /// The mean of all.
        Average = "average",
    }

    /// How much a learner knows already.
    BackgroundLevel {
        /// Nothing yet.
        Beginner = "beginner",
        /// Something.
        Intermediate = "intermediate",
        /// Much.
        Advanced = "advanced",
    }

    /// What learning material is.
    ContentType {
        /// Text.
        Markdown = "markdown",
        /// A program.
        Code = "code",
        /// Where a film is.
        VideoRef = "video_ref",
        /// Where something else is.
        ExternalLink = "external_link",
    }

    /// From which key of a course an author's check came, and where an export writes it.
    CriterionSource {
        /// `validation`: a program's output.
        Validation = "validation",
        /// `checks`: results of queries.
        Checks = "checks",
    }
}

impl DependencyType {
    /// Whether the one waits for the other (spec 4.2).
    #[must_use]
    pub fn is_blocking(self) -> bool {
        matches!(self, Self::Blocks | Self::ParentChild)
    }
}

impl TaskType {
    /// How far down it belongs: what stands under it has no smaller number.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Project => 0,
            Self::Epic | Self::Chapter => 1,
            Self::Task => 2,
            Self::Subtask | Self::Step => 3,
        }
    }
}

forms! {
    /// The id of a task: `proj-3c59.2.1` is the first child of the second child of a project.
    /// The id says where the task was made, not where it stands now.
    TaskId: at most 256,
        "must be 1 to 256 lower-case letters, digits, hyphens and dots",
        "^[a-z0-9.-]{1,256}$",
        |text| (1..=256).contains(&text.len())
            && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-'));
    /// An author's own name for a project, the same in all its versions.
    Slug: at most 64,
        "must be 3 to 64 lower-case letters, digits and hyphens, with no hyphen at either end",
        "^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$",
        |text| (3..=64).contains(&text.len())
            && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            && !text.starts_with('-') && !text.ends_with('-');
    /// What something is called, in at most 500 characters that are not all blank.
    Title: at most 500,
        "must have 1 to 500 characters that are not all blank",
        r"\S",
        |text| !text.trim().is_empty() && text.chars().count() <= 500;
    /// Text that says something.
    Words: at most 1_000_000,
        "must have 1 to 1000000 characters that are not all blank",
        r"\S",
        |text| !text.trim().is_empty() && text.len() <= 1_000_000;
    /// What kind of rule a criterion has: one of ours, or the name of a host's validator.
    CriterionType: at most 64,
        "must be 1 to 64 lower-case letters, digits and underscores",
        "^[a-z0-9_]{1,64}$",
        |text| (1..=64).contains(&text.len())
            && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    /// A short word of an author's: a key in a course, a skill, a tag of a version.
    Mark: at most 256,
        "must have 1 to 256 characters that are not all blank",
        r"\S",
        |text| !text.trim().is_empty() && text.chars().count() <= 256;
}

numbers! {
    /// What comes first: 0 is the most urgent.
    Priority: Whole u64 from 0 to 4;
    /// The version of a project, from 1.
    ProjectVersion: Whole u64 from 1 to 9_007_199_254_740_991;
    /// So many tries.
    TryCount: Whole u64 from 1 to 100;
    /// How much something weighs among the grades.
    MaxGrade: Number f64 from 0.0 to f64::MAX;
}

impl Priority {
    /// Neither urgent nor to be left for later.
    pub const NORMAL: Self = Self(2);
}

impl ProjectVersion {
    /// The first.
    pub const FIRST: Self = Self(1);
}
