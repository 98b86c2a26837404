//! Numbers within bounds: types that check on the way in.

/// Declares numbers that have bounds, both included: whole ones, or any.
///
/// ```
/// medallion::numbers! {
///     /// Of a die.
///     Pips: Whole u64 from 1 to 6;
/// }
///
/// assert_eq!(Pips::new(6).unwrap().get(), 6);
/// assert!(Pips::new(7).is_err());
/// ```
#[macro_export]
macro_rules! numbers {
    ($($(#[doc = $doc:literal])* $name:ident: $shape:ident $type:ident from $min:literal to $max:expr;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name($type);

        impl $name {
            /// Checks a number.
            ///
            /// # Errors
            /// `INVALID` outside its bounds.
            pub fn new(value: $type) -> $crate::Result<Self> {
                match ($min..=$max).contains(&value) {
                    true => Ok(Self(value)),
                    false => Err($crate::Error::invalid("", "is out of its bounds")),
                }
            }

            /// The number.
            #[must_use]
            pub fn get(self) -> $type {
                self.0
            }
        }

        impl $crate::domain::schema::Shaped for $name {
            const SHAPE: $crate::domain::schema::Shape =
                $crate::domain::schema::Shape::$shape { min: $min, max: $max };

            fn read(
                reader: &mut $crate::domain::schema::Reader<'_>,
            ) -> $crate::domain::schema::Read<Self> {
                let kind = $crate::domain::schema::Mismatch::KIND;
                let number = serde_json::from_str(reader.raw()).map_err(|_| kind.clone())?;
                Self::new(number).map_err(|_| kind)
            }
        }

        $crate::written!($name, |number, out| $crate::domain::schema::ToJson::write(&number.0, out));
    )*};
}
