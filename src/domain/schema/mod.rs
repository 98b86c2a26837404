//! One description of each record, and what follows from it.
//!
//! A record is written once, with [`record!`](crate::record): a struct with its doc comments.
//! From that follow how it is read and written (`read`, `record`, `write`), what is wrong with a value that
//! does not fit, and where (`check`, `unseen`, `given`), what of it nobody reads (`unknown`), its JSON
//! Schema (`json_schema`) and its TypeScript type (`typescript`). Nothing here knows any particular record.

mod check;
mod choices;
mod forms;
mod given;
mod json_schema;
mod map;
mod numbers;
mod read;
mod record;
mod scan;
mod shape;
mod shorten;
mod tree;
mod typescript;
mod unknown;
mod unseen;
mod write;

pub use check::{check, expected, parse, stored};
pub(crate) use check::{decimal, explain, text_problem};
pub use given::check_given;
pub(crate) use given::is_sayable;
pub use json_schema::json_schema;
pub use map::Map;
pub use read::{Fill, Mismatch, Read, Reader, deserialize, read};
pub use record::{Extra, Optional, doc};
pub(crate) use shape::on_one_line;
pub use shape::{Field, Form, Json, JsonObject, Missing, Record, Shape, Shaped};
pub use shorten::Shortener;
pub(crate) use tree::{Tree, says_the_same};
pub use typescript::{Flavour, declarations, declared_name};
pub use unknown::unknown_keys;
pub use write::{
    Members, ToJson, object, page, serialize, to_json, write_map, write_members, write_record,
};
