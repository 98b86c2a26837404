//! Changes of a medallion without a model: one item at a time, named by its id.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{Medallion, diff::value};
use crate::domain::error::{Error, Result};
use crate::domain::schema::{self, Json, JsonObject, Mismatch, Read, Reader};
use crate::domain::schema::{Record, Shape, Shaped};
use crate::{choices, record};

choices! {
    /// The lists of a medallion whose items have names of their own.
    ItemList {
        /// By `id`.
        Decisions = "decisions",
        /// By `id`.
        OpenQuestions = "open_questions",
        /// By `name`.
        Subsystems = "subsystems",
    }

    /// Marks an operation.
    AddTag {
        /// Adds an item.
        Add = "add",
    }

    /// Marks an operation.
    ChangeTag {
        /// Changes an item.
        Change = "change",
    }

    /// Marks an operation.
    RetireTag {
        /// Takes an item out.
        Retire = "retire",
    }

    /// Marks an operation.
    SetTag {
        /// Sets a field.
        Set = "set",
    }

    /// The fields that can be set one by one.
    SettableField {
        /// The summary's text.
        HighLevel = "summary.high_level",
        /// Where to begin.
        EntryPoints = "affordances.recommended_entry_points",
        /// What not to do again.
        AvoidRepeating = "affordances.avoid_repeating",
        /// What must stay true.
        Invariants = "affordances.invariants",
        /// The earliest moment covered.
        KnowledgeMin = "meta.knowledge_min_ts",
        /// The latest moment covered.
        KnowledgeMax = "meta.knowledge_max_ts",
        /// Who wrote it.
        Model = "meta.model",
    }
}

record! {
    /// Adds an item at the end of a list.
    pub struct AddItem as "AddItem" {
        /// The operation.
        pub op: AddTag,
        /// The list.
        pub list: ItemList,
        /// The item; its id must be new there.
        pub item: JsonObject,
    }
}

record! {
    /// Changes fields of an item and leaves its others.
    pub struct ChangeItem as "ChangeItem" {
        /// The operation.
        pub op: ChangeTag,
        /// The list.
        pub list: ItemList,
        /// The item's id; for a subsystem its name.
        pub id: String,
        /// The fields and their new values.
        pub set: JsonObject,
    }
}

record! {
    /// Takes an item out. Earlier versions keep it.
    pub struct RetireItem as "RetireItem" {
        /// The operation.
        pub op: RetireTag,
        /// The list.
        pub list: ItemList,
        /// The item's id; for a subsystem its name.
        pub id: String,
    }
}

record! {
    /// Sets a field.
    pub struct SetField as "SetField" {
        /// The operation.
        pub op: SetTag,
        /// The field.
        pub path: SettableField,
        /// Its new value.
        pub value: Json,
    }
}

/// One change of a medallion.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// Adds an item.
    Add(AddItem),
    /// Changes an item.
    Change(ChangeItem),
    /// Takes an item out.
    Retire(RetireItem),
    /// Sets a field.
    Set(SetField),
}

const fn record_of<T: Shaped>() -> &'static Record {
    match T::SHAPE {
        Shape::Record(record) => record,
        _ => &Record { name: "", doc: "", fields: &[] },
    }
}

impl Shaped for Operation {
    const SHAPE: Shape = Shape::Union(&[
        record_of::<AddItem>(),
        record_of::<ChangeItem>(),
        record_of::<RetireItem>(),
        record_of::<SetField>(),
    ]);

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let mut op: Option<String> = None;
        reader.clone().pick(&mut [("op", &mut op)])?;
        match op.as_deref() {
            Some("add") => AddItem::read(reader).map(Self::Add),
            Some("change") => ChangeItem::read(reader).map(Self::Change),
            Some("retire") => RetireItem::read(reader).map(Self::Retire),
            Some("set") => SetField::read(reader).map(Self::Set),
            _ => Err(Mismatch::KIND),
        }
    }
}

impl<'de> Deserialize<'de> for Operation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        schema::deserialize(deserializer)
    }
}

/// The medallion after these operations, all of them or none. Identity, scope and times are not
/// theirs to change.
///
/// # Errors
/// `INVALID` with the path of the operation (`operations[1].id`) or, where the result does not
/// hold together, of the place in the medallion.
pub fn apply(medallion: &Medallion, operations: &[Operation]) -> Result<Medallion> {
    let mut document = value(medallion);
    for (number, operation) in operations.iter().enumerate() {
        apply_one(&mut document, operation)
            .map_err(|error| error.under(&format!("operations[{number}]")))?;
    }
    Medallion::parse(&document.to_string())
}

fn apply_one(document: &mut Value, operation: &Operation) -> Result<()> {
    match operation {
        Operation::Add(add) => {
            let item = object(&add.item)?;
            let key = key_of(add.list);
            let Some(name) = item.get(key).and_then(Value::as_str).map(str::to_owned) else {
                return Err(Error::invalid(format!("item.{key}"), "is missing; must be text"));
            };
            let list = list_of(document, add.list)?;
            if position(list, key, &name).is_some() {
                return Err(Error::invalid(
                    format!("item.{key}"),
                    format!("{name} is there already"),
                ));
            }
            list.push(Value::Object(item));
        }
        Operation::Change(change) => {
            let fields = object(&change.set)?;
            let key = key_of(change.list);
            if fields.contains_key(key) {
                return Err(Error::invalid(
                    format!("set.{key}"),
                    "cannot be changed; retire the item and add another",
                ));
            }
            let list = list_of(document, change.list)?;
            let item = position(list, key, &change.id)
                .and_then(|at| list.get_mut(at))
                .and_then(Value::as_object_mut);
            item.ok_or_else(|| unknown(change.list, &change.id))?.extend(fields);
        }
        Operation::Retire(retire) => {
            let list = list_of(document, retire.list)?;
            let at = position(list, key_of(retire.list), &retire.id);
            list.remove(at.ok_or_else(|| unknown(retire.list, &retire.id))?);
        }
        Operation::Set(set) => {
            let (parent, field) = set.path.as_str().split_once('.').unwrap_or_default();
            let parent = document.get_mut(parent).and_then(Value::as_object_mut);
            let new = serde_json::from_str(set.value.text())
                .map_err(|error| Error::invalid("value", error.to_string()))?;
            parent
                .ok_or_else(|| Error::invalid("path", "is not there"))?
                .insert(field.to_owned(), new);
        }
    }
    Ok(())
}

fn unknown(list: ItemList, id: &str) -> Error {
    Error::invalid("id", format!("must be in {}; {id} is not", list.as_str()))
}

fn key_of(list: ItemList) -> &'static str {
    match list {
        ItemList::Subsystems => "name",
        ItemList::Decisions | ItemList::OpenQuestions => "id",
    }
}

fn object(json: &JsonObject) -> Result<Map<String, Value>> {
    serde_json::from_str(json.0.text()).map_err(|error| Error::invalid("", error.to_string()))
}

fn list_of(document: &mut Value, list: ItemList) -> Result<&mut Vec<Value>> {
    let parent = match list {
        ItemList::Subsystems => document.get_mut("summary"),
        ItemList::Decisions | ItemList::OpenQuestions => Some(document),
    };
    let found =
        parent.and_then(|parent| parent.get_mut(list.as_str())).and_then(Value::as_array_mut);
    found.ok_or_else(|| Error::invalid("list", "is not there"))
}

fn position(list: &[Value], key: &str, name: &str) -> Option<usize> {
    list.iter().position(|item| item.get(key).and_then(Value::as_str) == Some(name))
}
