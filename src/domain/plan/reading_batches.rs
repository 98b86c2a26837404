//! Reading the batches of a plan, by whatever key they stand (spec A3.4.9).

use super::model::Batch;
use super::reading::texts;
use crate::domain::yaml::{Document, Id};

/// The batches under a node, in the order of their numbers.
pub(super) fn read_batches(document: &Document<'_>, id: Id) -> Vec<Batch> {
    let Some(map) = document.map(id) else { return Vec::new() };
    let mut batches: Vec<(Vec<u32>, Batch)> = Vec::new();
    for entry in &map.entries {
        let Some(place) = batch_place(&entry.name) else { continue };
        let within = document.get(entry.value, "tasks");
        let tasks = texts(document, within.unwrap_or(entry.value));
        // A map without tasks is something else that is called so.
        if within.is_none() && document.map(entry.value).is_some() {
            continue;
        }
        let key = entry.name.clone().into_owned();
        batches.push((place, Batch { key, tasks, is_map: within.is_some() }));
    }
    // Ordinals decide the order; gaps in the numbering are none. Plans have few batches.
    let mut sorted: Vec<Batch> = Vec::with_capacity(batches.len());
    while let Some(first) = first_of(&batches) {
        sorted.push(batches.remove(first).1);
    }
    sorted
}

/// The number of the batch that comes first.
fn first_of(batches: &[(Vec<u32>, Batch)]) -> Option<usize> {
    let mut first = 0;
    for (number, (place, _)) in batches.iter().enumerate() {
        if batches.get(first).is_some_and(|(other, _)| place < other) {
            first = number;
        }
    }
    (!batches.is_empty()).then_some(first)
}

/// The numbers of `batch_2`, `batch_1_3`, `phase_2_batch_1` or `phase_3`.
fn batch_place(key: &str) -> Option<Vec<u32>> {
    let mut place = Vec::new();
    let mut is_batch = false;
    for part in key.split(['_', '-']) {
        match part.parse::<u32>() {
            Ok(number) => place.push(number),
            Err(_) if matches!(part, "batch" | "phase" | "wave") => is_batch = true,
            Err(_) => return None,
        }
    }
    (is_batch && !place.is_empty()).then_some(place)
}
