//! Writing the computed batches.

use super::editor::{Editor, unsafe_edit, would_lose_comment};
use super::{key, within};
use crate::domain::error::{Code, Error, Result};
use crate::domain::plan::beside::Beside;
use crate::domain::plan::drift::wrong_path;
use crate::domain::plan::model::Plan;
use crate::domain::plan::network::Network;
use crate::domain::plan::operation::RewritePlanBatches;
use crate::domain::sorted::sort;
use crate::domain::yaml::{Document, Id, Kind, Value};

/// Writes the computed batches under the keys that the document has for them, in their order;
/// further ones are added behind the last, and are called in its way; what is too many goes. A critical path that the document
/// has is written too, unless it is one already.
pub(super) fn rewrite(
    editor: &mut Editor<'_, '_>,
    plan: &Plan<'_>,
    edit: &RewritePlanBatches,
    beside: &[Beside<'_>],
) -> Result<()> {
    if plan.inherits() {
        return Err(unsafe_edit("what tasks wait for may be merged in, and that is not read"));
    }
    let network = Network::new(plan, beside);
    if let Some(cycle) = network.cycles.first() {
        let ids = cycle.iter().filter_map(|&number| network.name(plan, number));
        let ids: Vec<&str> = ids.collect();
        let ids = ids.join(", ");
        return Err(Error::new(Code::Cycle, format!("these tasks wait for each other: {ids}")));
    }
    let hands = edit.hands.0.map(|hands| usize::try_from(hands.get()).unwrap_or(usize::MAX));
    let batches = network.batches(plan, hands, edit.file_conflicts.0.unwrap_or(false));
    if let Some(task) = network.unplaced(plan, &batches) {
        let message = format!("{task} waits for tasks elsewhere that wait for each other");
        return Err(Error::new(Code::Cycle, message));
    }
    let list = |ids: &[String]| Value::List(ids.iter().map(|id| Value::text(id)).collect());
    let document = editor.document;
    let known = document.get(document.root, "parallelization");
    let says_nothing = |id: Id| match &document.node(id).kind {
        Kind::List(list) => list.items.is_empty() && list.strays.is_empty(),
        Kind::Map(map) => map.entries.is_empty(),
        _ => document.is_null(id),
    };
    if batches.is_empty() && known.is_some_and(says_nothing) {
        return Ok(());
    }
    let Some(parallel) = known.filter(|own| !says_nothing(*own)) else {
        let entries = batches.iter().enumerate();
        let entries = entries.map(|(number, ids)| (format!("batch_{}", number + 1), list(ids)));
        let value = Value::Map(entries.collect());
        let after = document.get(document.root, "tasks").map(|_| "tasks");
        return editor.set(document.root, &[], "parallelization", &value, after);
    };
    let Some(map) = document.map(parallel) else {
        return Err(unsafe_edit("parallelization is no map"));
    };
    let way = [key("parallelization")];
    let mut last = None;
    for (batch, ids) in plan.batches.iter().zip(&batches) {
        last = Some(batch.key.clone());
        let own = document.get(parallel, &batch.key);
        let own = own.filter(|own| batch.is_map && document.list(*own).is_none());
        match own {
            Some(own) => {
                let way = within(&way, key(&batch.key));
                editor.set(own, &way, "tasks", &list(ids), None)?;
            }
            None => {
                let value = match document.get(parallel, &batch.key) {
                    Some(own) => beside_strays(document, own, list(ids)),
                    None => list(ids),
                };
                editor.set(parallel, &way, &batch.key, &value, None)?;
            }
        }
    }
    if let Some((_, path)) = wrong_path(plan, &network, &network.schedules(plan)) {
        editor.set(parallel, &way, "critical_path", &list(&path), None)?;
    }
    let mut name = last.clone().unwrap_or_else(|| "batch_0".into());
    let mut new = Vec::new();
    for ids in batches.iter().skip(plan.batches.len()) {
        loop {
            name = next_name(&name)?;
            if document.get(parallel, &name).is_none() {
                break;
            }
        }
        new.push((name.clone(), list(ids)));
    }
    for (name, value) in &new {
        editor.set(parallel, &way, name, value, last.as_deref())?;
    }
    if batches.is_empty() && plan.batches.len() == map.entries.len() {
        let none = Value::Map(Vec::new());
        return editor.set(document.root, &[], "parallelization", &none, None);
    }
    let surplus = plan.batches.iter().skip(batches.len());
    let mut indices: Vec<usize> = surplus
        .filter_map(|batch| map.entries.iter().rposition(|entry| entry.name == batch.key))
        .collect();
    sort(&mut indices);
    for index in indices.into_iter().rev() {
        if let Some(entry) = map.entries.get(index) {
            let start = editor.start_of_line(entry.key.start);
            let start = if map.flow { entry.key.start } else { editor.comments_above(start, 0) };
            let end = editor.end_of_line(editor.end_of_entry(entry));
            if editor.has_comment(entry.value, start, end) {
                return Err(would_lose_comment());
            }
        }
        editor.remove_part(parallel, &way, index)?;
    }
    Ok(())
}

/// What the batch behind this one is called: `phase_5` behind `phase_4`.
fn next_name(name: &str) -> Result<String> {
    let end = name.trim_end_matches(|c: char| !c.is_ascii_digit()).len();
    let (head, rest) = name.split_at_checked(end).unwrap_or_default();
    let start = head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (head, digits) = head.split_at_checked(start).unwrap_or_default();
    let number = digits.parse::<u32>().ok().and_then(|number| number.checked_add(1));
    let number = number.ok_or_else(|| unsafe_edit("there is no number behind the last batch"))?;
    Ok(format!("{head}{number:0width$}{rest}", width = digits.len()))
}

/// A list with keys among its items becomes the map that was meant, so that no key is lost.
fn beside_strays(document: &Document<'_>, own: Id, ids: Value) -> Value {
    let has_strays = document.list(own).is_some_and(|list| !list.strays.is_empty());
    let mut value = Value::of(document, own);
    match has_strays && value.set(&[key("tasks")], ids.clone()).is_some() {
        true => value,
        false => ids,
    }
}
