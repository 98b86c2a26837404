//! A model that needs no model (spec A3.2): the summary becomes the document.

use super::Model;
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::medallion::{Affordances, Evidence, HighLevel, Medallion, Scope, Summary};
use crate::domain::schema::{Extra, to_json};
use crate::record;
use crate::store::Answer;

/// The stub: what it is told becomes the summary of a new medallion, cut at 300 code points and
/// not trimmed; the full text of a longer one stands in `summary.high_level_full`. An update changes
/// nothing but the time: a second summary of the same scope is not written down anywhere.
///
/// ```
/// use medallion::llm::{Model, StubModel};
/// use medallion::{Evidence, Scope};
///
/// # futures_executor::block_on(async {
/// let said = StubModel.generate(&Scope::of(&["repo:muse"], &[])?, &Evidence::of("Split the parser.")).await?;
/// assert!(said.contains("Split the parser."));
/// assert!(StubModel.generate(&Scope::of(&["repo:muse"], &[])?, &Evidence::of("  ")).await.is_err());
/// # Ok::<(), medallion::Error>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct StubModel;

impl StubModel {
    /// What it calls itself in `meta.model`.
    pub const NAME: &'static str = "stub-llm";
}

record! {
    /// What the stub answers.
    pub struct StubAnswer as "StubAnswer" {
        /// Who answers.
        pub meta: StubMeta,
        /// What it was told.
        pub summary: Summary,
        /// Nothing.
        pub affordances: Affordances,
    }
}

record! {
    /// Who answers.
    pub struct StubMeta as "StubMeta" {
        /// `stub-llm`.
        pub model: String,
    }
}

impl Model for StubModel {
    fn generate<'a>(&'a self, _: &'a Scope, evidence: &'a Evidence) -> Answer<'a, String> {
        Box::pin(async move {
            something_to_say(evidence)?;
            let high_level: String =
                evidence.session_summary.chars().take(HighLevel::MAX).collect();
            let mut extra = Extra::default();
            if high_level.len() < evidence.session_summary.len() {
                extra.add(HighLevel::FULL, &evidence.session_summary);
            }
            let answer = StubAnswer {
                meta: StubMeta { model: Self::NAME.to_owned(), extra: Default::default() },
                summary: Summary {
                    high_level: HighLevel::new(&high_level)?,
                    subsystems: Vec::new(),
                    extra,
                },
                affordances: Affordances {
                    recommended_entry_points: Vec::new(),
                    avoid_repeating: Vec::new(),
                    invariants: None,
                    extra: Default::default(),
                },
                extra: Default::default(),
            };
            Ok(to_json(&answer))
        })
    }

    fn update<'a>(&'a self, existing: &'a Medallion, evidence: &'a Evidence) -> Answer<'a, String> {
        Box::pin(async move {
            something_to_say(evidence)?;
            Ok(existing.to_json())
        })
    }

    fn confirms(&self) -> bool {
        false
    }
}

fn something_to_say(evidence: &Evidence) -> Result<()> {
    match evidence.session_summary.trim().is_empty() {
        true => {
            let problem = Problem::new("evidence.session_summary", "cannot be empty");
            Err(Error::problems(Code::LlmInvalid, vec![problem]))
        }
        false => Ok(()),
    }
}
