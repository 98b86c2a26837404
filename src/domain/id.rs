//! Names of things: short texts that are checked once, on the way in.

use std::fmt;
use std::rc::Rc;

use super::error::{Error, Result};
use super::schema::{Mismatch, Read, Reader, Shape, Shaped};

macro_rules! names {
    ($($(#[doc = $doc:literal])* $name:ident: at most $max:literal,)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Rc<str>);

        impl $name {
            /// The most code points it may have.
            pub const MAX: usize = $max;

            /// Checks a text.
            ///
            /// # Errors
            /// `INVALID` if it is empty, too long, or has control characters in it.
            pub fn new(text: &str) -> Result<Self> {
                match super::schema::text_problem(text, 1, Self::MAX, true) {
                    None => Ok(Self(text.into())),
                    Some(problem) => Err(Error::invalid("", problem)),
                }
            }

            /// Whether a text can be one.
            #[must_use]
            pub fn fits(text: &str) -> bool {
                super::schema::text_problem(text, 1, Self::MAX, true).is_none()
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&$name> for Rc<str> {
            fn from(name: &$name) -> Self {
                name.0.clone()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Shaped for $name {
            const SHAPE: Shape = Shape::Text { min: 1, max: $max, name: true };

            fn read(reader: &mut Reader<'_>) -> Read<Self> {
                Self::new(&reader.text()?).map_err(|_| Mismatch::KIND)
            }
        }

        crate::written!($name, |name, out| super::schema::ToJson::write(name.as_str(), out));

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

names! {
    /// The id of a record, unique among its kind in a workspace; `med-` and twelve hex digits
    /// where we make it.
    ///
    /// ```
    /// use medallion::domain::id::RecordId;
    ///
    /// assert_eq!(RecordId::new("med-0011aabbccdd")?.as_str(), "med-0011aabbccdd");
    /// assert!(RecordId::new("").is_err());
    /// # Ok::<(), medallion::Error>(())
    /// ```
    RecordId: at most 256,
    /// The id of a part of a document, unique in its list: `D-001`.
    ItemId: at most 256,
    /// A graph node or a tag. Case matters; nothing else is read into it.
    Label: at most 512,
    /// Who did something: `agent:planner`, `learner:ada`, `system`.
    Actor: at most 256,
}

impl Actor {
    /// Who is named where nobody was.
    #[must_use]
    pub fn system() -> Self {
        Self("system".into())
    }
}
