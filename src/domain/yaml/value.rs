//! What a document says, without how it says it: for JSON, and to compare before with after.

use crate::domain::ascii;
use serde_json::Number;

use super::node::{Document, Entry, Id, Kind};
use crate::domain::schema::{Json, JsonObject, Tree};

/// A value as it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Text.
    Text(String),
    /// `true`, `false`, or what other readers take for a number: as it is written.
    Plain(String),
    /// Items.
    List(Vec<Value>),
    /// Keys and values, in their order.
    Map(Vec<(String, Value)>),
}

/// One step on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Of a map.
    Key(String),
    /// Of a list, from zero.
    Index(usize),
}

impl Value {
    /// What a node of a document says. A list with keys among its items is the map that was meant:
    /// the items under `tasks`, and the keys.
    #[must_use]
    pub fn of(document: &Document<'_>, id: Id) -> Self {
        of(document, id, &mut budget(document))
    }

    /// Whether a node of a document says this: whether [`of`](Self::of) would be equal to it.
    #[must_use]
    pub fn is_said_by(&self, document: &Document<'_>, id: Id) -> bool {
        is_said(self, document, id, &mut budget(document))
    }

    /// A text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// What a JSON text says; none if it is no JSON, or too deep.
    #[must_use]
    pub fn from_json(json: &Json) -> Option<Self> {
        from_tree(&Tree::parse(json.text())?)
    }

    /// The same as JSON. Numbers that would not come back as they are written are text.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match self {
            // What most tasks say besides.
            Self::Map(entries) if entries.is_empty() => JsonObject::empty().0,
            _ => self.to_tree().json(),
        }
    }

    fn to_tree(&self) -> Tree {
        match self {
            Self::Null => Tree::Leaf("null".into()),
            Self::Text(text) => Tree::from(text.as_str()),
            Self::Plain(text) if is_json(text) => Tree::Leaf(text.as_str().into()),
            Self::Plain(text) => Tree::from(text.as_str()),
            Self::List(items) => Tree::List(items.iter().map(Self::to_tree).collect()),
            Self::Map(entries) => {
                let mut object = Tree::Object(Vec::with_capacity(entries.len()));
                for (key, value) in entries {
                    object.set(key, value.to_tree());
                }
                object
            }
        }
    }

    /// The value of a key, of several the last.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Map(entries) = self else { return None };
        entries.iter().rfind(|(own, _)| own == key).map(|(_, value)| value)
    }

    /// The value at the end of a way.
    pub fn at(&mut self, way: &[Step]) -> Option<&mut Self> {
        let mut value = self;
        for step in way {
            value = match (value, step) {
                (Self::Map(entries), Step::Key(key)) => {
                    entries.iter_mut().rfind(|(own, _)| own == key).map(|(_, value)| value)?
                }
                (Self::List(items), Step::Index(index)) => items.get_mut(*index)?,
                _ => return None,
            };
        }
        Some(value)
    }

    /// Sets the value at the end of a way; a new key comes behind the others.
    pub fn set(&mut self, way: &[Step], value: Self) -> Option<()> {
        let (last, parents) = way.split_last()?;
        match (self.at(parents)?, last) {
            (Self::Map(entries), Step::Key(key)) => {
                match entries.iter_mut().rfind(|(own, _)| own == key) {
                    Some((_, old)) => *old = value,
                    None => entries.push((key.clone(), value)),
                }
            }
            (Self::List(items), Step::Index(index)) => *items.get_mut(*index)? = value,
            _ => return None,
        }
        Some(())
    }
}

/// How many nodes are looked at: aliases could unfold to more than anybody can hold.
fn budget(document: &Document<'_>) -> usize {
    document.nodes.len().saturating_mul(4) + 1000
}

fn of(document: &Document<'_>, id: Id, budget: &mut usize) -> Value {
    *budget = budget.saturating_sub(1);
    if *budget == 0 {
        return Value::Null;
    }
    let entries = |entries: &[Entry<'_>], budget: &mut usize| -> Vec<(String, Value)> {
        entries
            .iter()
            .map(|entry| (entry.name.clone().into_owned(), of(document, entry.value, budget)))
            .collect()
    };
    match &document.node(id).kind {
        Kind::Missing => Value::Null,
        Kind::Alias(_) => Value::Text(document.source(id).to_owned()),
        Kind::Map(map) => Value::Map(entries(&map.entries, budget)),
        Kind::List(list) => {
            let items = list.items.iter().map(|item| of(document, item.value, budget)).collect();
            if list.strays.is_empty() {
                return Value::List(items);
            }
            let mut mixed = vec![("tasks".to_owned(), Value::List(items))];
            mixed.extend(entries(&list.strays, budget));
            Value::Map(mixed)
        }
        Kind::Scalar(_) => match document.scalar(id) {
            None => Value::Null,
            Some(text) if document.is_plain(id) && is_typed(&text) => {
                Value::Plain(text.into_owned())
            }
            Some(text) => Value::Text(text.into_owned()),
        },
    }
}

fn is_said(value: &Value, document: &Document<'_>, id: Id, budget: &mut usize) -> bool {
    let is_left = |budget: &mut usize| {
        *budget = budget.saturating_sub(1);
        *budget > 0
    };
    match (&document.node(id).kind, value) {
        (Kind::Map(map), Value::Map(entries)) => {
            is_left(budget)
                && map.entries.len() == entries.len()
                && map.entries.iter().zip(entries).all(|(entry, (key, value))| {
                    entry.name == *key && is_said(value, document, entry.value, budget)
                })
        }
        (Kind::List(list), Value::List(items)) if list.strays.is_empty() => {
            is_left(budget)
                && list.items.len() == items.len()
                && (list.items.iter().zip(items))
                    .all(|(item, value)| is_said(value, document, item.value, budget))
        }
        (Kind::Scalar(_), Value::Text(text)) => {
            let own = document.scalar(id).filter(|own| own == text);
            is_left(budget) && own.is_some_and(|own| !document.is_plain(id) || !is_typed(&own))
        }
        // What is rare.
        _ => of(document, id, budget) == *value,
    }
}

fn from_tree(tree: &Tree) -> Option<Value> {
    Some(match tree {
        Tree::List(items) => Value::List(items.iter().map(from_tree).collect::<Option<_>>()?),
        Tree::Object(members) => Value::Map(
            members
                .iter()
                .map(|(key, value)| Some((key.clone(), from_tree(value)?)))
                .collect::<Option<_>>()?,
        ),
        Tree::Leaf(text) => match text.as_bytes().first()? {
            b'"' => Value::Text(tree.as_string()?),
            b'[' | b'{' => return None,
            b'n' => Value::Null,
            _ => Value::Plain(text.to_string()),
        },
    })
}

/// Whether readers of YAML 1.2 take a text without quotes for something else than text.
pub(super) fn is_typed(text: &str) -> bool {
    if matches!(text, "true" | "True" | "TRUE" | "false" | "False" | "FALSE") {
        return true;
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    if let Some(digits) = digits.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    if let Some(digits) = digits.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    }
    let (mantissa, exponent) = match ascii::find(digits, "eE") {
        Some(at) => (digits.get(..at).unwrap_or_default(), digits.get(at + 1..)),
        None => (digits, None),
    };
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_exponent = |text: &str| {
        let text = text.strip_prefix(['-', '+']).unwrap_or(text);
        !text.is_empty() && are_digits(text)
    };
    are_digits(whole)
        && are_digits(decimals)
        && !(whole.is_empty() && decimals.is_empty())
        && exponent.is_none_or(is_exponent)
}

/// Whether JSON says the same with these characters, and says them again when it is written anew.
fn is_json(text: &str) -> bool {
    if matches!(text, "true" | "false") {
        return true;
    }
    let is_short = text.len() <= 15 && !ascii::has(text, "eE+");
    let is_same = |number: Number| number.to_string() == text;
    is_short
        && (!text.contains('.') || !text.ends_with('0'))
        && serde_json::from_str::<Number>(text).is_ok_and(is_same)
}
