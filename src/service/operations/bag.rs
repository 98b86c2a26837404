//! The options of a call, checked as a whole and read one by one.

use super::Operation;
use crate::domain::error::{Code, Error, Result};
use crate::domain::schema::{Reader, Record, Shape, Shaped, Tree, check};

/// The options of a call; none where none were given.
#[derive(Debug, Clone, Copy)]
pub struct Bag<'a>(Option<&'a str>);

impl<'a> Bag<'a> {
    /// The options of a call of an operation.
    ///
    /// # Errors
    /// `INVALID` at the option that is unknown or does not fit.
    pub fn checked(operation: &Operation, arguments: &'a [String]) -> Result<Self> {
        let last = operation.parameters.len().saturating_sub(1);
        let given = arguments.get(last).filter(|given| !given.is_empty());
        let (Some(record), Some(given)) = (operation.options, given) else {
            return Ok(Self(None));
        };
        match problem(record, given) {
            Some(problem) => Err(problem),
            None => Ok(Self(Some(given))),
        }
    }

    /// Options of which one is looked at before it is known whether they are right.
    pub fn unchecked(given: Option<&'a String>) -> Self {
        Self(given.filter(|given| !given.is_empty()).map(String::as_str))
    }

    /// An option, if it was given.
    pub fn get<T: Shaped>(&self, name: &str) -> Option<T> {
        let mut found: Option<T> = None;
        Reader::new(self.0?).ok()?.pick(&mut [(name, &mut found)]).ok()?;
        found
    }
}

fn problem(record: &'static Record, given: &str) -> Option<Error> {
    let Some(Tree::Object(members)) = Tree::parse(given) else {
        return Some(Error::invalid("options", "must be an object in which no key stands twice"));
    };
    let names: Vec<&str> = record.fields.iter().map(|field| field.name).collect();
    if let Some((key, _)) = members.iter().find(|(key, _)| !names.contains(&key.as_str())) {
        let message = ["is no option; there are ", &names.join(", ")].concat();
        return Some(Error::invalid(key, message));
    }
    let problems = check(&Tree::Object(members).value(), &Shape::Record(record));
    (!problems.is_empty()).then(|| Error::problems(Code::Invalid, problems))
}
