//! A changed text before it is handed out: it is read, and must say what was meant. Knows nothing of
//! how it was changed.

use super::editor::unsafe_edit;
use crate::domain::error::Result;
use crate::domain::plan::front_matter::{self, FrontMatter};
use crate::domain::yaml::{self, Document, FaultKind, Value};

/// A text that was changed and not read yet.
#[derive(Debug)]
pub(super) struct Change<'a> {
    pub text: String,
    pub meant: Meant<'a>,
}

/// What a changed text must be found to say.
#[derive(Debug)]
pub(super) struct Meant<'a> {
    pub value: Value,
    pub body: &'a str,
    /// How many faults it may have.
    pub faults: usize,
}

impl Change<'_> {
    /// The text, once it was read and found to say what it must.
    ///
    /// # Errors
    /// `UNSAFE_EDIT` if it does not.
    pub fn checked(self) -> Result<String> {
        let front = front_matter::find(&self.text);
        let document = front.map(|front| yaml::parse(&self.text, front.yaml));
        self.meant.check(front, document.as_ref())?;
        drop(document);
        Ok(self.text)
    }
}

impl Meant<'_> {
    /// Compares with what was read.
    ///
    /// # Errors
    /// `UNSAFE_EDIT` if that says something else.
    pub fn check(&self, front: Option<FrontMatter>, document: Option<&Document<'_>>) -> Result<()> {
        let is_meant = front.zip(document).is_some_and(|(front, document)| {
            document.text.get(front.body..) == Some(self.body)
                && document.faults.len() <= self.faults
                && self.value.is_said_by(document, document.root)
        });
        let has_lost = |document: &&Document<'_>| {
            document.faults.iter().any(|fault| fault.kind == FaultKind::UnknownAlias)
        };
        let reason = match document.filter(has_lost) {
            Some(_) => "an alias would stand where its anchor is not before it",
            None => "the change would not read back as it is meant",
        };
        is_meant.then_some(()).ok_or_else(|| unsafe_edit(reason))
    }
}
