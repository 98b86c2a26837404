//! Reads what callers hand in. Whatever is wrong with it becomes an error with its path.

use js_sys::{Array, Function, JsString, Reflect};
use wasm_bindgen::prelude::*;

use super::options::{Bag, Kind};
use crate::domain::error::{Cause, Error, Result};
use crate::domain::event::EntityType;
use crate::domain::schema::decimal;
use crate::store::indexeddb::utf8;

#[wasm_bindgen(module = "/pkg-template/values.js")]
extern "C" {
    /// What a value is, for people.
    #[wasm_bindgen(js_name = kindOf)]
    pub fn kind(value: &JsValue) -> String;

    /// Whether a text is Unicode, without half of a surrogate pair.
    #[wasm_bindgen(js_name = isWellFormed)]
    pub fn is_well_formed(value: &JsValue) -> bool;

    #[wasm_bindgen(js_name = isList)]
    fn is_list(value: &JsValue) -> bool;

    #[wasm_bindgen(js_name = itemsOf)]
    fn items_of(value: &JsValue) -> Option<Array>;

    #[wasm_bindgen(js_name = keysOf, catch)]
    fn keys_of(value: &JsValue) -> Result<Vec<String>, JsValue>;
}

/// An option bag that has been checked against its table: what was said in it when it was read,
/// whatever the caller does with it later.
#[derive(Debug, Clone)]
pub struct Options(Vec<(&'static str, JsValue)>);

impl Options {
    /// Reads a bag; `undefined` is an empty one.
    ///
    /// # Errors
    /// `INVALID` at the option that is unknown, missing or of the wrong kind.
    pub fn read(value: &JsValue, bag: &Bag) -> Result<Self> {
        if !value.is_undefined() {
            if !value.is_object() || is_list(value) || value.is_function() {
                return Err(Error::invalid(
                    "options",
                    format!("must be an object, is {}", kind(value)),
                ));
            }
            for key in keys_of(value).map_err(|thrown| unreadable("options", thrown))? {
                if !bag.options.iter().any(|option| option.name == key) {
                    let names: Vec<&str> = bag.options.iter().map(|option| option.name).collect();
                    return Err(Error::invalid(
                        key,
                        format!("is no option; there are {}", names.join(", ")),
                    ));
                }
            }
        }
        let mut said = Vec::new();
        for option in bag.options {
            let given = match value.is_undefined() {
                true => JsValue::UNDEFINED,
                false => Reflect::get(value, &option.name.into())
                    .map_err(|thrown| unreadable(option.name, thrown))?,
            };
            if given.is_undefined() {
                match option.required {
                    true => {
                        return Err(Error::invalid(
                            option.name,
                            format!("is missing; {}", expected(option.kind)),
                        ));
                    }
                    false => continue,
                }
            }
            // Of a list its items count, as they are now.
            let items = match option.kind {
                Kind::SomeOf(_) => items_of(&given),
                _ => None,
            };
            let own = items.map_or_else(|| given.clone(), JsValue::from);
            if !fits(&own, option.kind) {
                return Err(unfit(option.name, option.kind, &given));
            }
            if let Kind::SomeOf(texts) = option.kind {
                for (number, item) in own.unchecked_ref::<Array>().iter().enumerate() {
                    if !fits(&item, Kind::OneOf(texts)) {
                        let place = format!("{}[{number}]", option.name);
                        return Err(unfit(&place, Kind::OneOf(texts), &item));
                    }
                }
            }
            said.push((option.name, own));
        }
        Ok(Self(said))
    }

    /// An option as it was given.
    pub fn get(&self, name: &str) -> JsValue {
        let found = self.0.iter().find(|(own, _)| *own == name);
        found.map_or(JsValue::UNDEFINED, |(_, given)| given.clone())
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).as_string()
    }

    /// The kind of record that is asked for.
    pub fn entity_type(&self) -> Option<EntityType> {
        let name = self.text("entityType")?;
        EntityType::ALL.iter().find(|own| own.as_str() == name).copied()
    }

    /// `true` or `false`, `false` if nothing was said.
    pub fn flag(&self, name: &str) -> bool {
        self.get(name) == JsValue::TRUE
    }

    /// A number, the nearest that fits.
    pub fn count(&self, name: &str) -> Option<u64> {
        self.get(name).as_f64().map(whole)
    }

    /// A number that is not less than another: where the nearest that fits would do harm.
    ///
    /// # Errors
    /// `INVALID` for less.
    pub fn at_least(&self, least: u64, name: &str) -> Result<Option<u64>> {
        let given = self.get(name).as_f64();
        match given {
            Some(number) if number < least as f64 => Err(Error::invalid(
                name,
                format!("must be {least} or more, is {}", decimal(number)),
            )),
            _ => Ok(given.map(whole)),
        }
    }

    /// A limit, in the size of a list.
    pub fn limit(&self, default: usize) -> usize {
        self.count("limit").map_or(default, |limit| usize::try_from(limit).unwrap_or(usize::MAX))
    }

    /// A list of texts.
    pub fn texts(&self, name: &str) -> Option<Vec<String>> {
        let items = items_of(&self.get(name))?;
        Some((0..items.length()).filter_map(|at| items.get(at).as_string()).collect())
    }

    /// A function.
    pub fn function(&self, name: &str) -> Option<Function> {
        self.get(name).dyn_into().ok()
    }
}

fn unfit(place: &str, wanted: Kind, given: &JsValue) -> Error {
    Error::invalid(place, format!("{}, is {}", expected(wanted), kind(given)))
}

fn unreadable(name: &str, thrown: JsValue) -> Error {
    Error::invalid(name, "cannot be read").caused_by(Cause::new(thrown))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // out of range means the nearest (X15)
fn whole(number: f64) -> u64 {
    number.max(0.0) as u64
}

fn fits(value: &JsValue, wanted: Kind) -> bool {
    match wanted {
        Kind::Text => value.is_string() && is_well_formed(value),
        Kind::Count => {
            value.as_f64().is_some_and(|number| number.is_infinite() || number.fract() == 0.0)
        }
        Kind::Flag => value.as_bool().is_some(),
        Kind::OneOf(texts) => value.as_string().is_some_and(|text| texts.contains(&text.as_str())),
        Kind::SomeOf(_) => items_of(value).is_some(),
        Kind::Function(_) => value.is_function(),
        Kind::Value(name, _) => !value.is_null() || name.ends_with("| null"),
    }
}

fn expected(wanted: Kind) -> String {
    let any_of = |texts: &[&str]| {
        texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<String>>().join(", ")
    };
    match wanted {
        Kind::Text => "must be text".into(),
        Kind::Count => "must be a whole number".into(),
        Kind::Flag => "must be true or false".into(),
        Kind::OneOf(texts) => format!("must be one of {}", any_of(texts)),
        Kind::SomeOf(texts) => format!("must be a list of {}", any_of(texts)),
        Kind::Function(_) => "must be a function".into(),
        Kind::Value(_, words) => format!("must be {words}"),
    }
}

/// A text argument. Half a character would silently become another one on its way in.
///
/// # Errors
/// `INVALID` at its name.
pub fn text(value: &JsValue, name: &str) -> Result<String> {
    // A short one comes over as fast by the glue.
    const SHORT: u32 = 256;
    let long = value.dyn_ref::<JsString>().filter(|text| text.length() > SHORT);
    let given = long.map(utf8).or_else(|| value.as_string());
    let given = given.filter(|_| is_well_formed(value));
    given.ok_or_else(|| Error::invalid(name, format!("must be text, is {}", kind(value))))
}

/// A whole number from 1 on.
///
/// # Errors
/// `INVALID` at its name.
pub fn version(value: &JsValue, name: &str) -> Result<u64> {
    match value.as_f64() {
        Some(number) if number >= 1.0 && number.fract() == 0.0 => Ok(whole(number)),
        _ => Err(Error::invalid(
            name,
            format!("must be a whole number from 1 on, is {}", kind(value)),
        )),
    }
}
