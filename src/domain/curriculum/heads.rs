//! What is known of long records without their texts.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::records::Content;
use super::values::ContentType;
use crate::domain::time::Timestamp;

/// What is known of learning material without its body.
#[derive(Debug, Clone, PartialEq)]
pub struct ContentHead {
    /// Its id.
    pub id: Box<str>,
    /// What it is.
    pub content_type: ContentType,
    /// When it was made.
    pub created_at: Timestamp,
    /// The same for the same material, and hardly ever for another.
    pub fingerprint: u64,
}

impl ContentHead {
    /// What is known of some material.
    pub(super) fn of(content: &Content) -> Self {
        let mut hasher = FxHasher::default();
        content.body.hash(&mut hasher);
        content.metadata.text().hash(&mut hasher);
        for (key, value) in content.extra.iter() {
            (key, value).hash(&mut hasher);
        }
        Self {
            id: content.id.as_str().into(),
            content_type: content.content_type,
            created_at: content.created_at,
            fingerprint: hasher.finish(),
        }
    }

    /// Whether it is the same material.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.content_type == other.content_type && self.fingerprint == other.fingerprint
    }
}

/// What is known of a comment without its text.
#[derive(Debug, Clone, PartialEq)]
pub struct CommentHead {
    /// Its id.
    pub id: Box<str>,
    /// Whose own it is; none for all.
    pub learner_id: Option<Box<str>>,
    /// When it was written.
    pub created_at: Timestamp,
}
