//! What reading gives: stored documents, and pages of them.

use std::rc::Rc;

use crate::domain::error::Result;
use crate::domain::medallion::{Medallion, Status};
use crate::domain::schema::{Read, Reader, Shape, Shaped};
use crate::written;

/// A stored medallion, as the JSON text that is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Document(Rc<str>);

impl Shaped for Document {
    const SHAPE: Shape = Medallion::SHAPE;

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        Ok(Self(reader.raw().into()))
    }
}

written!(Document, |document, out| out.push_str(document.json()));

impl Document {
    pub(super) fn new(json: Rc<str>) -> Self {
        Self(json)
    }

    /// The JSON text.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.0
    }

    /// The medallion.
    ///
    /// # Errors
    /// `INVALID` if other hands have stored what is none.
    pub fn medallion(&self) -> Result<Medallion> {
        Medallion::parse(&self.0)
    }
}

/// Some of a longer list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// What is on this page.
    pub items: Vec<T>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// How many there are on all pages.
    pub total: usize,
}

/// Which medallions of a list are wanted.
#[derive(Debug, Clone)]
pub struct Listing {
    /// How many at most.
    pub limit: usize,
    /// Only what comes behind this cursor.
    pub before: Option<String>,
    /// Only these statuses.
    pub status: Vec<Status>,
}

impl Default for Listing {
    fn default() -> Self {
        Self { limit: 50, before: None, status: Status::ALL.to_vec() }
    }
}
