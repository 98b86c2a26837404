//! The single values of a report that are more than text: closed lists, percentages, names in the
//! order of the plan.

use crate::domain::schema::{Mismatch, Read, Reader, Shape, Shaped, ToJson, serialize, write_map};
use crate::{choices, written};

/// Names and what belongs to each, in the order of the plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Keyed<T>(pub Vec<(String, T)>);

impl<T> Keyed<T> {
    /// What belongs to a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }
}

impl<T: ToJson> ToJson for Keyed<T> {
    fn write(&self, out: &mut String) {
        write_map(&mut self.0.iter().map(|(key, value)| (key.as_str(), value as _)), out);
    }
}

impl<T: ToJson> serde::Serialize for Keyed<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}

impl<T: Shaped> Shaped for Keyed<T> {
    const SHAPE: Shape = Shape::MapOf(&T::SHAPE);

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let mut entries = Vec::new();
        reader.members(&mut |key, reader| {
            entries.push((key.into_owned(), T::read(reader)?));
            Ok(())
        })?;
        Ok(Self(entries))
    }
}

/// A percentage from 0 to 100, floored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Percent(u8);

impl Percent {
    /// The floor of 100 × part ÷ whole; of nothing it is 0.
    #[must_use]
    pub fn of(part: u64, whole: u64) -> Self {
        let percent = u128::from(part) * 100 / u128::from(whole.max(1));
        Self(u8::try_from(percent.min(100)).unwrap_or(100))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

written!(Percent, |percent, out| u64::from(percent.0).write(out));

impl Shaped for Percent {
    const SHAPE: Shape = Shape::Number { min: 0.0, max: 100.0 };

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let percent: u8 = reader.raw().parse().map_err(|_| Mismatch::KIND)?;
        if percent <= 100 { Ok(Self(percent)) } else { Err(Mismatch::KIND) }
    }
}

choices! {
    /// How bad a problem is.
    PlanSeverity {
        /// Something cannot be read, or cannot be right.
        Error = "error",
        /// Something is missing, or contradicts itself.
        Warning = "warning",
        /// Worth knowing.
        Info = "info",
    }

    /// What can be wrong with a plan.
    PlanProblemKind {
        /// The file has no front matter.
        NoFrontMatter = "no_front_matter",
        /// The front matter has no end.
        UnclosedFrontMatter = "unclosed_front_matter",
        /// A line does not stand under anything that it could belong to.
        Indentation = "indentation",
        /// A tab where YAML wants blanks.
        Tab = "tab",
        /// A key among the items of a list.
        MixedList = "mixed_list",
        /// A colon and a blank in a text without quotes.
        UnquotedColon = "unquoted_colon",
        /// A text without quotes that begins with a character which YAML keeps for itself.
        ReservedCharacter = "reserved_character",
        /// A quote without an end.
        UnclosedQuote = "unclosed_quote",
        /// A bracket or brace without an end.
        UnclosedFlow = "unclosed_flow",
        /// Something behind a value on its line.
        TextBehind = "text_behind",
        /// Between brackets or braces a comma too few, or one too many.
        MissingComma = "missing_comma",
        /// A backslash in double quotes that means nothing.
        UnknownEscape = "unknown_escape",
        /// A line that is neither key nor item, or a list where none can begin.
        UnexpectedText = "unexpected_text",
        /// A key that stands twice.
        DuplicateKey = "duplicate_key",
        /// An alias without its anchor.
        UnknownAlias = "unknown_alias",
        /// A merge key: what it brings in from another map is not read, and nothing that may come
        /// with it is said to be missing or wrong.
        MergeKey = "merge_key",
        /// Deeper than anybody nests.
        TooDeep = "too_deep",
        /// Front matter that is no map, tasks that are neither a list nor a map, batches that are
        /// no map: nothing of it was read.
        Unreadable = "unreadable",
        /// A plan with tasks that does not say what it is, of which PRD, or which phase.
        MissingField = "missing_field",
        /// A task without an id.
        MissingId = "missing_id",
        /// A task that says nowhere what it is.
        MissingLabel = "missing_label",
        /// A task that nobody is assigned to.
        MissingAssignee = "missing_assignee",
        /// A task that does not say what it waits for, not even nothing.
        MissingDependencies = "missing_dependencies",
        /// A task without a status.
        MissingStatus = "missing_status",
        /// A word that no table knows as a status.
        UnknownStatus = "unknown_status",
        /// An estimate that is no amount of work.
        UnreadableEffort = "unreadable_effort",
        /// The same id twice.
        DuplicateId = "duplicate_id",
        /// A dependency on something that is nowhere.
        UnknownDependency = "unknown_dependency",
        /// A dependency on a phase whose document is not here.
        UnresolvedGate = "unresolved_gate",
        /// A task that waits for itself.
        SelfDependency = "self_dependency",
        /// Tasks that wait for each other.
        Cycle = "cycle",
        /// A stored number that is not what the tasks come to.
        Drift = "drift",
        /// Batches that break dependencies, leave tasks out or name unknown ones.
        Batches = "batches",
        /// A critical path that is none, or not the longest.
        CriticalPath = "critical_path",
        /// A total that is a sum of work and no elapsed time.
        TotalTime = "total_time",
        /// Criteria that are open though the phase is completed.
        OpenCriteria = "open_criteria",
        /// Blockers that are active though the phase is completed.
        ActiveBlockers = "active_blockers",
    }

    /// Why a task waits.
    PlanReasonKind {
        /// For a task of this plan.
        Dependency = "dependency",
        /// For a task of another document.
        OtherPhase = "other_phase",
        /// For something that is nowhere.
        Unresolved = "unresolved",
        /// For a blocker to be resolved: its id, or what a task says of it.
        Blocker = "blocker",
        /// For a task that waits for itself, through others; often this one.
        Cycle = "cycle",
        /// For a task whose status says so; often this one.
        Status = "status",
    }

    /// Where a criterion stands.
    PlanCriterionKind {
        /// Among the success criteria.
        Criterion = "criterion",
        /// Among the quality gates.
        Gate = "gate",
    }
}
