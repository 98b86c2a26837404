//! The document `medallion.v1` (spec A1): its types, built only through checks.

use rustc_hash::FxHashSet;

use super::values::{Confidence, HighLevel, Priority, SchemaVersion, Status, SubsystemStatus};
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::id::{ItemId, Label, RecordId};
use crate::domain::schema::{self, Mismatch, Optional, Reader, ToJson as _};
use crate::domain::time::Timestamp;
use crate::record;

record! {
    /// A versioned save point for a scope: what was understood, decided and left open.
    pub struct Medallion as "Medallion", described {
        /// What the program knows about this save point.
        pub meta: Meta,
        /// What it is about.
        pub scope: Scope,
        /// What was understood.
        pub summary: Summary,
        /// What was decided. Ids are unique.
        pub decisions: Vec<Decision> = Vec::new(),
        /// What is still open. Ids are unique.
        pub open_questions: Vec<OpenQuestion> = Vec::new(),
        /// How to go on.
        pub affordances: Affordances,
    }
}

record! {
    /// What the program knows about a medallion: who made it, when, and whether it still holds.
    pub struct Meta as "MedallionMeta", described {
        /// Unique in the workspace.
        pub medallion_id: RecordId,
        /// The form of the document.
        pub schema_version: SchemaVersion = SchemaVersion,
        /// The model that wrote it, or whoever did.
        pub model: String,
        /// When it was first written.
        pub created_at: Timestamp,
        /// When it was last written; never before `created_at`.
        pub updated_at: Timestamp,
        /// The earliest moment of what it covers.
        pub knowledge_min_ts: Option<Timestamp> = None,
        /// The latest moment of what it covers, such as the time of the last commit read.
        pub knowledge_max_ts: Option<Timestamp> = None,
        /// Whether it still holds. Queries by scope find active ones unless told otherwise.
        pub status: Status = Status::Active,
        /// What took its place, once something has.
        pub superseded_by: Optional<Supersession>,
    }
}

record! {
    /// What took the place of a medallion, why and when.
    pub struct Supersession as "Supersession", described {
        /// The medallion that holds instead.
        pub medallion_id: RecordId,
        /// Why, if somebody said so.
        pub reason: Option<String> = None,
        /// When.
        pub at: Timestamp,
    }
}

record! {
    /// What something is about: graph nodes such as `repo:muse`, and tags. Two scopes are the
    /// same if they hold the same sets; order and repetition are kept but do not count.
    pub struct Scope as "MedallionScope", described {
        /// Nodes of whatever graph the host has. Case matters.
        pub graph_nodes: Vec<Label> = Vec::new(),
        /// Free words. Case matters.
        pub tags: Vec<Label> = Vec::new(),
    }
}

record! {
    /// What was understood, in short and by parts.
    pub struct Summary as "MedallionSummary", described {
        /// The whole in at most 300 characters, counted as Unicode code points.
        pub high_level: HighLevel,
        /// The parts.
        pub subsystems: Vec<Subsystem> = Vec::new(),
    }
}

record! {
    /// A part of what was understood.
    pub struct Subsystem as "Subsystem", described {
        /// What it is called.
        pub name: String,
        /// How firm the ground is.
        pub status: SubsystemStatus,
        /// What else is to be known; may be empty.
        pub notes: String,
    }
}

record! {
    /// One thing that was decided, and why.
    pub struct Decision as "Decision", described {
        /// Unique among the decisions of the medallion, such as `D-001`.
        pub id: ItemId,
        /// What was decided.
        pub statement: String,
        /// Why.
        pub rationale: String,
        /// How sure, from 0 to 1.
        pub confidence: Confidence,
        /// Since when models leave it out of their answers without a word. It is kept until one
        /// retires it.
        pub unconfirmed_since: Optional<Timestamp>,
    }
}

record! {
    /// One thing that is still open.
    pub struct OpenQuestion as "OpenQuestion", described {
        /// Unique among the questions of the medallion, such as `Q-001`.
        pub id: ItemId,
        /// What is asked.
        pub question: String,
        /// What has to happen before it can be answered.
        pub blocked_on: Vec<String> = Vec::new(),
        /// How much hangs on it.
        pub priority: Priority,
        /// Since when models leave it out of their answers without a word. It is kept until one
        /// retires it.
        pub unconfirmed_since: Optional<Timestamp>,
    }
}

record! {
    /// How to go on: where to begin, what not to do again, what must stay true.
    pub struct Affordances as "Affordances", described {
        /// Where to begin.
        pub recommended_entry_points: Vec<String> = Vec::new(),
        /// What was tried and need not be tried again.
        pub avoid_repeating: Vec<String> = Vec::new(),
        /// What must stay true; `null` where nobody looked.
        pub invariants: Option<Vec<String>> = None,
    }
}

impl Medallion {
    /// Reads and checks a document.
    ///
    /// # Errors
    /// `INVALID` with the path of each problem; `VERSION_TOO_NEW` at `meta.schema_version` for a
    /// later `medallion.vN`, which can still be exported as it is.
    ///
    /// ```
    /// use medallion::{Code, Medallion};
    ///
    /// let text = r#"{
    ///     "meta": {"medallion_id": "med-1", "model": "m", "created_at": "2025-01-01T12:00:00Z",
    ///              "updated_at": "2025-01-01T11:00:00Z"},
    ///     "scope": {}, "summary": {"high_level": ""}, "affordances": {}
    /// }"#;
    /// let error = Medallion::parse(text).unwrap_err();
    /// assert_eq!((error.code(), error.path()), (Code::Invalid, Some("meta.updated_at")));
    /// assert!(Medallion::parse(&text.replace("T11", "T13")).is_ok());
    /// ```
    pub fn parse(text: &str) -> Result<Self> {
        let medallion: Self = schema::parse(text).map_err(|error| newer(text, error))?;
        medallion.check()?;
        Ok(medallion)
    }

    /// Reads what is stored as the medallion of an id.
    ///
    /// # Errors
    /// As `parse`; `INVALID` if it is another one.
    pub(crate) fn parse_stored(text: &str, id: &str) -> Result<Self> {
        let medallion = Self::parse(text)?;
        match medallion.meta.medallion_id.as_str() == id {
            true => Ok(medallion),
            false => Err(Error::invalid("meta.medallion_id", format!("must be {id}"))),
        }
    }

    /// The same medallion with nothing in it: what a first version is compared with.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self {
            summary: Summary {
                high_level: HighLevel::empty(),
                subsystems: Vec::new(),
                extra: Default::default(),
            },
            decisions: Vec::new(),
            open_questions: Vec::new(),
            affordances: Affordances {
                recommended_entry_points: Vec::new(),
                avoid_repeating: Vec::new(),
                invariants: None,
                extra: Default::default(),
            },
            extra: Default::default(),
            ..self.clone()
        }
    }

    /// The document as JSON text: keys in the order of the reference, unknown ones behind.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = String::with_capacity(2048);
        self.write(&mut json);
        json
    }

    /// What the shapes of single fields cannot say.
    ///
    /// # Errors
    /// `INVALID` with the path of each problem.
    pub fn check(&self) -> Result<()> {
        let mut problems = Vec::new();
        let meta = &self.meta;
        if meta.updated_at < meta.created_at {
            let message = format!(
                "updated_at must be >= created_at ({}), is {}",
                meta.created_at, meta.updated_at
            );
            problems.push(Problem::new("meta.updated_at", message));
        }
        if let (Some(min), Some(max)) = (meta.knowledge_min_ts, meta.knowledge_max_ts)
            && min > max
        {
            let message = format!("must be <= knowledge_max_ts ({max}), is {min}");
            problems.push(Problem::new("meta.knowledge_min_ts", message));
        }
        repeated("decisions", self.decisions.iter().map(|decision| &decision.id), &mut problems);
        repeated(
            "open_questions",
            self.open_questions.iter().map(|question| &question.id),
            &mut problems,
        );
        match problems.is_empty() {
            true => Ok(()),
            false => Err(Error::problems(Code::Invalid, problems)),
        }
    }
}

fn repeated<'a>(list: &str, ids: impl Iterator<Item = &'a ItemId>, problems: &mut Vec<Problem>) {
    let mut seen = FxHashSet::default();
    for (number, id) in ids.enumerate() {
        if !seen.insert(id.as_str()) {
            let message = format!("must be unique in {list}; {id} is there already");
            problems.push(Problem::new(format!("{list}[{number}].id"), message));
        }
    }
}

/// A document of a later version is not a wrong one.
pub(super) fn newer(text: &str, error: Error) -> Error {
    let version = Reader::new(text).and_then(|mut reader| {
        let (mut meta, mut version) = (None::<Reader<'_>>, None::<String>);
        reader.pick(&mut [("meta", &mut meta)])?;
        meta.ok_or(Mismatch::MISSING)?.pick(&mut [("schema_version", &mut version)])?;
        version.ok_or(Mismatch::MISSING)
    });
    let Ok(version) = version else { return error };
    match SchemaVersion::is_later(&version) {
        true => {
            let message = format!(
                "{version} was written by a newer version; this one reads {}",
                SchemaVersion::TEXT
            );
            Error::problems(Code::VersionTooNew, vec![Problem::new("meta.schema_version", message)])
        }
        false => error,
    }
}
