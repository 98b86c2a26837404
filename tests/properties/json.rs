//! JSON that keeps every byte of its leaves, to make documents from and to damage them.

use proptest::prelude::*;

/// A JSON value; what is neither list nor object is kept as text.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    Leaf(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

use Json::{Leaf, List, Object};

impl Json {
    pub fn text(&self) -> String {
        match self {
            Leaf(text) => text.clone(),
            List(items) => {
                let items: Vec<String> = items.iter().map(Self::text).collect();
                format!("[{}]", items.join(","))
            }
            Object(members) => {
                let member =
                    |(key, value): &(String, Self)| format!("{}:{}", quoted(key), value.text());
                let members: Vec<String> = members.iter().map(member).collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }

    /// How many values it is made of, itself included.
    pub fn size(&self) -> usize {
        1 + match self {
            Leaf(_) => 0,
            List(items) => items.iter().map(Self::size).sum(),
            Object(members) => members.iter().map(|(_, value)| value.size()).sum(),
        }
    }

    /// The value at this number, counted from the outside in.
    pub fn nth(&mut self, number: usize) -> Option<&mut Self> {
        fn find<'a>(value: &'a mut Json, left: &mut usize) -> Option<&'a mut Json> {
            if *left == 0 {
                return Some(value);
            }
            *left -= 1;
            match value {
                Leaf(_) => None,
                List(items) => items.iter_mut().find_map(|item| find(item, left)),
                Object(members) => members.iter_mut().find_map(|(_, value)| find(value, left)),
            }
        }
        find(self, &mut { number })
    }

    /// Puts a member in, or in place of the one of that key.
    pub fn set(&mut self, key: &str, value: Self) {
        let Object(members) = self else { return };
        match members.iter_mut().find(|(own, _)| own == key) {
            Some((_, old)) => *old = value,
            None => members.push((key.to_owned(), value)),
        }
    }
}

pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

pub fn text(text: &str) -> Json {
    Leaf(quoted(text))
}

pub fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Object(members.map(|(key, value)| (key.to_owned(), value)).into())
}

/// Leaves, some of which no double and no `i64` can hold.
pub fn leaves() -> impl Strategy<Value = Json> {
    let fixed = [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "0.5",
        "1.10",
        "1e400",
        "-1e400",
        "1E+2",
        "123456789012345678901234567890",
        "-9223372036854775809",
        "18446744073709551616",
        r#""""#,
        r#""low""#,
        r#""\u00e9\n\/""#,
        r#""2025-01-01""#,
        r#""a.b]c""#,
        "[]",
        "{}",
    ];
    prop_oneof![
        4 => proptest::sample::select(fixed.to_vec()).prop_map(|leaf| Leaf(leaf.to_owned())),
        1 => any::<f64>().prop_filter("finite", |number| number.is_finite())
            .prop_map(|number| Leaf(serde_json::to_string(&number).unwrap())),
        1 => ".{0,12}".prop_map(|any| text(&any)),
    ]
}

pub fn keys() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(vec!["later", "a.b", "x]y", "[0]", "ünï", "", "id", "name"])
            .prop_map(str::to_owned),
        "[a-z]{1,6}",
    ]
}

/// Any JSON value, a few levels deep, no key twice in one object.
pub fn values() -> impl Strategy<Value = Json> {
    leaves().prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(List),
            proptest::collection::btree_map(keys(), inner, 0..4)
                .prop_map(|members| Object(members.into_iter().collect())),
        ]
    })
}

/// A way to damage a document.
#[derive(Debug, Clone)]
pub enum Damage {
    Replace(usize, Json),
    Remove(usize, usize),
    Add(usize, String, Json),
}

pub fn damages() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (any::<usize>(), values()).prop_map(|(at, value)| Damage::Replace(at, value)),
        (any::<usize>(), any::<usize>()).prop_map(|(at, which)| Damage::Remove(at, which)),
        (any::<usize>(), known_keys(), values())
            .prop_map(|(at, key, value)| Damage::Add(at, key, value)),
    ]
}

/// Keys that mean something somewhere.
fn known_keys() -> impl Strategy<Value = String> {
    let known = [
        "meta",
        "scope",
        "tags",
        "superseded_by",
        "unconfirmed_since",
        "knowledge_min_ts",
        "invariants",
        "blocked_on",
        "status",
        "decisions",
        "confidence",
        "schema_version",
    ];
    prop_oneof![proptest::sample::select(known.to_vec()).prop_map(str::to_owned), keys(),]
}

impl Damage {
    pub fn apply(&self, document: &mut Json) {
        let size = document.size();
        match self {
            Self::Replace(at, value) => *document.nth(at % size).unwrap() = value.clone(),
            Self::Remove(at, which) => match document.nth(at % size).unwrap() {
                List(items) if !items.is_empty() => drop(items.remove(which % items.len())),
                Object(members) if !members.is_empty() => {
                    drop(members.remove(which % members.len()));
                }
                _ => {}
            },
            Self::Add(at, key, value) => match document.nth(at % size).unwrap() {
                List(items) => items.push(value.clone()),
                object => object.set(key, value.clone()),
            },
        }
    }
}
