//! Texts of a certain form: types that check on the way in.

/// Declares texts that have a form: ids, slugs, what must not be blank.
///
/// ```
/// medallion::forms! {
///     /// What a door opens to.
///     Pin: at most 4, "must be four digits", "^[0-9]{4}$",
///         |text| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
/// }
///
/// assert_eq!(Pin::new("0042").unwrap().as_str(), "0042");
/// assert!(Pin::new("42").is_err());
/// ```
#[macro_export]
macro_rules! forms {
    ($($(#[doc = $doc:literal])* $name:ident: at most $max:literal, $expected:literal, $pattern:literal, $fits:expr;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(std::rc::Rc<str>);

        impl $name {
            /// The form.
            pub const FORM: $crate::domain::schema::Form = $crate::domain::schema::Form {
                expected: $expected,
                pattern: $pattern,
                max: $max,
                fits: $fits,
            };

            /// Checks a text.
            ///
            /// # Errors
            /// `INVALID` if it has not this form.
            pub fn new(text: &str) -> $crate::Result<Self> {
                match (Self::FORM.fits)(text) {
                    true => Ok(Self(text.into())),
                    false => Err($crate::Error::invalid("", $expected)),
                }
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl $crate::domain::schema::Shaped for $name {
            const SHAPE: $crate::domain::schema::Shape =
                $crate::domain::schema::Shape::Form(&Self::FORM);

            fn read(
                reader: &mut $crate::domain::schema::Reader<'_>,
            ) -> $crate::domain::schema::Read<Self> {
                Self::new(&reader.text()?).map_err(|_| $crate::domain::schema::Mismatch::KIND)
            }
        }

        $crate::written!($name, |text, out| $crate::domain::schema::ToJson::write(text.as_str(), out));

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}
