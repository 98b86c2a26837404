//! Closed lists of words.

/// Declares enumerations that documents write as words, each with its shape and its texts.
///
/// ```
/// medallion::choices! {
///     /// How it tastes.
///     Taste {
///         /// Like sugar.
///         Sweet = "sweet",
///         /// Like lemon.
///         Sour = "sour",
///     }
/// }
///
/// assert_eq!(Taste::Sour.as_str(), "sour");
/// assert_eq!(Taste::TEXTS, ["sweet", "sour"]);
/// ```
#[macro_export]
macro_rules! choices {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $item_doc:literal])* $item:ident = $text:literal,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[doc = $item_doc])* $item,)* }

        impl $name {
            /// Every value, as text.
            pub const TEXTS: &[&str] = &[$($text,)*];

            /// Every value.
            pub const ALL: &[$name] = &[$($name::$item,)*];

            /// The value as documents write it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$item => $text,)* }
            }
        }

        $crate::written!($name, |word, out| $crate::domain::schema::ToJson::write(word.as_str(), out));

        impl $crate::domain::schema::Shaped for $name {
            const SHAPE: $crate::domain::schema::Shape = $crate::domain::schema::Shape::OneOf($name::TEXTS);

            fn read(
                reader: &mut $crate::domain::schema::Reader<'_>,
            ) -> $crate::domain::schema::Read<Self> {
                let number = reader.one_of($name::TEXTS)?;
                $name::ALL.get(number).copied().ok_or($crate::domain::schema::Mismatch::KIND)
            }
        }
    )*};
}
