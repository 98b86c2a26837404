//! How a record is read and written: in its own order of keys, with what it does not know kept.

use serde_json::value::RawValue;

use super::read::{Mismatch, Read, Reader};
use super::shape::{Shape, Shaped};
use super::write::ToJson;

/// Fields that this version does not know, as they were written and in their order; only line
/// breaks between their parts have become blanks.
#[derive(Debug, Clone, Default)]
pub struct Extra(Vec<(Box<str>, Box<RawValue>)>);

impl Extra {
    /// More of them in one object are an attack, or a mistake.
    pub const MOST: usize = 1000;

    /// Adds one that was read, behind the others.
    pub(super) fn push(&mut self, key: &str, json: &str) -> Read<()> {
        if self.get(key).is_some() {
            return Err(Mismatch::TWICE);
        }
        if self.0.len() >= Self::MOST {
            return Err(Mismatch::MANY);
        }
        if is_too_deep(json) {
            return Err(Mismatch::DEEP);
        }
        let value = RawValue::from_string(json.to_owned()).map_err(|_| Mismatch::NOT_JSON)?;
        self.0.push((key.into(), on_one_line(value)));
        Ok(())
    }

    /// Adds a text of our own, unless there is something under that key.
    pub fn add(&mut self, key: &str, text: &str) {
        // There is room for what we say ourselves.
        let _ = self.push(key, &super::write::to_json(text));
    }

    /// The text of one of them.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| **own == *key).map(|(_, value)| value.get())
    }

    /// Takes over what others have and these have not.
    pub fn inherit(&mut self, others: &Self) {
        for (key, value) in &others.0 {
            if self.get(key).is_none() {
                self.0.push((key.clone(), value.clone()));
            }
        }
    }

    /// Takes one out.
    pub fn remove(&mut self, key: &str) {
        self.0.retain(|(own, _)| **own != *key);
    }

    /// Key and text of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (&**key, value.get()))
    }
}

/// Whether a JSON text is nested more deeply than we could later read it as a value, in order to
/// compare it.
pub(super) fn is_too_deep(json: &str) -> bool {
    const DEEPEST: usize = 100;
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    json.bytes().any(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => depth += 1,
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

/// Line breaks between the parts of a value become blanks: what is stored is a line.
fn on_one_line(value: Box<RawValue>) -> Box<RawValue> {
    match value.get().contains(['\n', '\r']) {
        false => value,
        true => RawValue::from_string(value.get().replace(['\n', '\r'], " ")).unwrap_or(value),
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

/// A doc comment, where it may be read: in wasm it would be but weight, unless a JSON Schema has it.
#[must_use]
pub const fn doc(text: &'static str, described: bool) -> &'static str {
    if described || !cfg!(target_family = "wasm") { text } else { "" }
}

/// A field that may be missing, and is not written then; `null` is not a value for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Optional<T>(pub Option<T>);

impl<T> Default for Optional<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Shaped> Shaped for Optional<T> {
    const SHAPE: Shape = T::SHAPE;
    const OPTIONAL: bool = true;

    fn absent() -> Option<Self> {
        Some(Self(None))
    }

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        T::read(reader).map(|value| Self(Some(value)))
    }
}

impl<T: ToJson> ToJson for Optional<T> {
    fn write(&self, out: &mut String) {
        self.0.write(out);
    }

    fn is_absent(&self) -> bool {
        self.0.is_none()
    }
}

/// Declares a record: a struct that reads and writes itself in the order of its fields, keeps
/// unknown ones, and describes itself.
///
/// A field is required unless it has a default (`= value`) or is an
/// [`Optional`](crate::domain::schema::Optional). Where its key is no name that Rust lets it have,
/// the key is given (`pub other as "extra": ...`). TypeScript has the doc comments of all records;
/// those in its JSON Schema stand in the wasm, so a record has them there only if its name has
/// `, described` behind it.
///
/// ```
/// medallion::record! {
///     /// A place in a book.
///     pub struct Bookmark as "Bookmark" {
///         /// Counted from one.
///         pub page: u64,
///         /// In the margin.
///         pub notes: Vec<String> = Vec::new(),
///     }
/// }
///
/// let text = r#"{"later":1e400,"page":7}"#;
/// let bookmark: Bookmark = medallion::domain::schema::parse(text)?;
/// assert_eq!(serde_json::to_string(&bookmark).unwrap(), r#"{"page":7,"notes":[],"later":1e400}"#);
/// # Ok::<(), medallion::Error>(())
/// ```
#[macro_export]
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident as $title:literal $(, $described:ident)? {
            $(
                $(#[doc = $field_doc:literal])*
                pub $field:ident $(as $key:literal)?: $type:ty $(= $default:expr)?,
            )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[doc = $field_doc])* pub $field: $type,)*
            /// Fields that this version does not know; they are kept.
            pub extra: $crate::domain::schema::Extra,
        }

        impl $crate::domain::schema::Shaped for $name {
            const SHAPE: $crate::domain::schema::Shape = {
                const DESCRIBED: bool = $crate::record!(@described $($described)?);
                $crate::domain::schema::Shape::Record(&$crate::domain::schema::Record {
                    name: $title,
                    doc: $crate::domain::schema::doc(concat!($($doc, "\n",)*), DESCRIBED),
                    described: DESCRIBED,
                    fields: &[$($crate::domain::schema::Field {
                        name: $crate::record!(@key $field $($key)?),
                        doc: $crate::domain::schema::doc(
                            concat!($($field_doc, "\n",)*),
                            DESCRIBED,
                        ),
                        shape: &<$type as $crate::domain::schema::Shaped>::SHAPE,
                        missing: $crate::record!(@missing $type $(= $default)?),
                    },)*],
                })
            };

            fn read(
                reader: &mut $crate::domain::schema::Reader<'_>,
            ) -> $crate::domain::schema::Read<Self> {
                $(let mut $field: Option<$type> = None;)*
                let extra = reader.fields(&mut [$(($crate::record!(@key $field $($key)?), &mut $field),)*])?;
                Ok(Self {
                    $($field: match $field {
                        Some(value) => value,
                        None => $crate::record!(@default $type $(= $default)?),
                    },)*
                    extra,
                })
            }
        }

        $crate::written!($name, |record, out| $crate::domain::schema::write_record(
            &[$(($crate::record!(@key $field $($key)?), &record.$field),)*],
            &record.extra,
            out,
        ));

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::domain::schema::deserialize(deserializer)
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@described) => { false };
    (@described described) => { true };
    (@missing $type:ty = $default:expr) => {
        $crate::domain::schema::Missing::Default(|| {
            let value: $type = $default;
            $crate::domain::schema::to_json(&value)
        })
    };
    (@missing $type:ty) => {
        match <$type as $crate::domain::schema::Shaped>::OPTIONAL {
            true => $crate::domain::schema::Missing::Absent,
            false => $crate::domain::schema::Missing::Required,
        }
    };
    (@default $type:ty = $default:expr) => { $default };
    (@default $type:ty) => {
        <$type as $crate::domain::schema::Shaped>::absent()
            .ok_or($crate::domain::schema::Mismatch::MISSING)?
    };
}
