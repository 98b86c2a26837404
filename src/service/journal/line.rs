//! One change of one record, as the log has it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::domain::time::Timestamp;
use crate::store::Seq;

/// All of a line but its body.
#[derive(Debug, Clone, Serialize)]
pub struct Header<'a> {
    /// What kind of record.
    pub kind: &'a str,
    /// Which one.
    pub id: &'a str,
    /// The version that this line makes.
    pub rev: u64,
    /// The entry of the version before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev: Option<Seq>,
    /// What happened.
    pub event: &'a str,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
    /// Who did it.
    pub actor: &'a str,
    /// When.
    pub at: Timestamp,
    /// What the audit trail says of the time before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<&'a RawValue>,
    /// What the audit trail says of the time after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<&'a RawValue>,
}

impl Header<'_> {
    /// The line with its body, if it has one.
    #[must_use]
    pub fn with_body(&self, body: Option<&str>) -> String {
        let body = body.map_or_else(String::new, |body| [",\"body\":", body].concat());
        ["{", &self.text(), &body, "}"].concat()
    }

    /// The members of the line's object, without its braces.
    pub(super) fn text(&self) -> String {
        let mut text = serde_json::to_string(self).unwrap_or_default();
        text.pop();
        text.split_off(text.len().min(1))
    }
}

/// A line as it is read.
#[derive(Debug, Deserialize)]
pub struct Line<'a> {
    /// What kind of record; perhaps one that this version does not know.
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    /// Which one.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// The version that this line makes.
    pub rev: u64,
    /// The entry of the version before.
    pub prev: Option<Seq>,
    /// What happened.
    #[serde(borrow)]
    pub event: Cow<'a, str>,
    /// Why.
    #[serde(borrow)]
    pub reason: Option<Cow<'a, str>>,
    /// Who did it.
    #[serde(borrow)]
    pub actor: Cow<'a, str>,
    /// When.
    pub at: Timestamp,
    /// What the audit trail says of the time before.
    #[serde(borrow)]
    pub old: Option<&'a RawValue>,
    /// What the audit trail says of the time after.
    #[serde(borrow)]
    pub new: Option<&'a RawValue>,
    /// How many entries behind this one hold the body, if it is not here.
    pub parts: Option<u32>,
    /// The record, or nothing if this line deletes it.
    #[serde(borrow)]
    pub body: Option<&'a RawValue>,
}

impl Line<'_> {
    /// Whether this line leaves a record behind.
    #[must_use]
    pub fn has_body(&self) -> bool {
        self.body.is_some() || self.parts.is_some()
    }
}
