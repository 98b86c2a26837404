//! Changes of a medallion without a model: one item at a time, named by its id.

use serde::{Deserialize, Deserializer};

use super::{HighLevel, Medallion, diff::tree};
use crate::domain::error::{Error, Result};
use crate::domain::schema::{
    self, Json, JsonObject, Map, Mismatch, Optional, Read, Reader, Record,
};
use crate::domain::schema::{Shape, Shaped, Tree};
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
        /// Why. The audit trail and the history keep it.
        pub reason: Optional<String>,
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
        _ => &Record { name: "", doc: "", described: false, fields: &[] },
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
    let mut document = tree(medallion);
    for (number, operation) in operations.iter().enumerate() {
        apply_one(&mut document, operation)
            .map_err(|error| error.under(&format!("operations[{number}]")))?;
    }
    Medallion::parse(&document.text())
}

fn apply_one(document: &mut Tree, operation: &Operation) -> Result<()> {
    match operation {
        Operation::Add(add) => {
            let item = Tree::Object(members(&add.item, "item")?);
            let key = key_of(add.list);
            let Some(name) = item.get(key).and_then(Tree::as_string) else {
                return Err(Error::invalid(format!("item.{key}"), "is missing; must be text"));
            };
            let list = list_of(document, add.list)?;
            if position(list, key, &name).is_some() {
                return Err(Error::invalid(
                    format!("item.{key}"),
                    format!("{name} is there already"),
                ));
            }
            list.push(item);
        }
        Operation::Change(change) => {
            let fields = members(&change.set, "set")?;
            let key = key_of(change.list);
            if fields.iter().any(|(own, _)| own == key) {
                return Err(Error::invalid(
                    format!("set.{key}"),
                    "cannot be changed; retire the item and add another",
                ));
            }
            let list = list_of(document, change.list)?;
            let item = position(list, key, &change.id).and_then(|at| list.get_mut(at));
            let item = item.ok_or_else(|| unknown(change.list, &change.id))?;
            fields.into_iter().for_each(|(field, value)| item.set(&field, value));
        }
        Operation::Retire(retire) => {
            let list = list_of(document, retire.list)?;
            let at = position(list, key_of(retire.list), &retire.id);
            list.remove(at.ok_or_else(|| unknown(retire.list, &retire.id))?);
        }
        Operation::Set(set) => {
            let (parent, field) = set.path.as_str().split_once('.').unwrap_or_default();
            let value = Tree::parse(set.value.text())
                .ok_or_else(|| Error::invalid("value", "is not JSON"))?;
            let parent =
                document.get_mut(parent).ok_or_else(|| Error::invalid("path", "is not there"))?;
            // The full text of another summary is not that of this one.
            let is_still = parent.get(field).is_some_and(|old| old.is_still(&value));
            if set.path == SettableField::HighLevel && !is_still {
                parent.remove(HighLevel::FULL);
            }
            parent.set(field, value);
        }
    }
    Ok(())
}

/// Why what these operations took out is gone, by id: of a subsystem by its name, or where a decision
/// or a question is called the same by its place. What is there again is not gone.
#[must_use]
pub fn reasons(old: &Medallion, new: &Medallion, operations: &[Operation]) -> Map<String> {
    let mut reasons = Map::<String>::new();
    for operation in operations {
        let Operation::Retire(RetireItem { list, id, reason: Optional(Some(reason)), .. }) =
            operation
        else {
            continue;
        };
        if !has(old, *list, id) || has(new, *list, id) {
            continue;
        }
        let others = [ItemList::Decisions, ItemList::OpenQuestions];
        let is_taken = *list == ItemList::Subsystems && others.iter().any(|own| has(old, *own, id));
        let key = if is_taken { format!("summary.subsystems[{id}]") } else { id.clone() };
        // A decision and a question may have the same id.
        let both = match reasons.get(&key) {
            Some(one) if one != reason => [one, "; ", reason].concat(),
            _ => reason.clone(),
        };
        reasons.insert(key, both);
    }
    reasons
}

fn has(medallion: &Medallion, list: ItemList, id: &str) -> bool {
    match list {
        ItemList::Decisions => medallion.decisions.iter().any(|own| own.id.as_str() == id),
        ItemList::OpenQuestions => medallion.open_questions.iter().any(|own| own.id.as_str() == id),
        ItemList::Subsystems => medallion.summary.subsystems.iter().any(|own| own.name == id),
    }
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

fn members(json: &JsonObject, path: &str) -> Result<Vec<(String, Tree)>> {
    match Tree::parse(json.0.text()) {
        Some(Tree::Object(members)) => Ok(members),
        _ => Err(Error::invalid(path, "must be an object in which no key stands twice")),
    }
}

fn list_of(document: &mut Tree, list: ItemList) -> Result<&mut Vec<Tree>> {
    let parent = match list {
        ItemList::Subsystems => document.get_mut("summary"),
        ItemList::Decisions | ItemList::OpenQuestions => Some(document),
    };
    match parent.and_then(|parent| parent.get_mut(list.as_str())) {
        Some(Tree::List(items)) => Ok(items),
        _ => Err(Error::invalid("list", "is not there")),
    }
}

fn position(list: &[Tree], key: &str, name: &str) -> Option<usize> {
    list.iter().position(|item| item.get(key).and_then(Tree::as_string).as_deref() == Some(name))
}
