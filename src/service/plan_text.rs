//! What can be done with the text of a plan. It comes with the part of the module that knows plans,
//! and knows neither a workspace nor a clock.

use super::parts;
use crate::domain::error::Result;
use crate::domain::plan::{self, ParseOptions, PlanEdit};
use crate::domain::schema;
use crate::domain::time::Timestamp;

/// The functions of that part.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlanText {
    parse: fn(&str, &ParseOptions) -> String,
    edit: fn(&str, &str, Timestamp) -> Result<String>,
}

impl PlanText {
    pub const HERE: Self = Self {
        parse: |markdown, options| schema::to_json(&plan::parse(markdown, options)),
        edit: |markdown, edits, now| {
            let edits: Vec<PlanEdit> = schema::parse(edits).map_err(|error| error.under("ops"))?;
            plan::edit(markdown, &edits, now)
        },
    };
}

/// The report on a plan, as JSON.
///
/// # Errors
/// `UNAVAILABLE` if the part of the module cannot be loaded. What is wrong with the plan is in the
/// report.
pub async fn parse_plan(markdown: &str, options: &ParseOptions) -> Result<String> {
    Ok((parts::plans().await?.text.parse)(markdown, options))
}

/// The text of a plan after edits, which are JSON: all of them, or none.
///
/// # Errors
/// `INVALID` at an edit; what [`plan::edit`] says; `UNAVAILABLE`.
pub async fn edit_plan(markdown: &str, edits: &str, now: Timestamp) -> Result<String> {
    (parts::plans().await?.text.edit)(markdown, edits, now)
}
