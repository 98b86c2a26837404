//! Drafts of one learner from two windows: what each changed, put together.

use rustc_hash::FxHashMap;

use crate::domain::schema::{Json, Tree};

/// The draft itself, and its answers by question.
const LEVELS: u32 = 2;

/// What a draft changed in the one that it was made from, done to the one that is kept. What both
/// changed is as the later one has it. None if something is no JSON.
pub(super) fn merge_drafts(kept: Option<&Json>, base: &Json, draft: &Json) -> Option<Json> {
    let kept = kept.map_or(Some(Tree::Object(Vec::new())), |kept| Tree::parse(kept.text()))?;
    let (base, draft) = (Tree::parse(base.text())?, Tree::parse(draft.text())?);
    merge(Some(&kept), Some(&base), Some(&draft), LEVELS).map(|merged| merged.json())
}

/// Of what is no object in all three, the later one is taken as a whole.
fn merge(
    kept: Option<&Tree>,
    base: Option<&Tree>,
    draft: Option<&Tree>,
    levels: u32,
) -> Option<Tree> {
    match (members(kept), members(base), members(draft)) {
        (Some(kept), Some(base), Some(own)) if levels > 0 && draft.is_some() => {
            let all = [kept, base, own];
            let places = all.map(places);
            let mut merged = Vec::with_capacity(kept.len() + own.len());
            let is_new = |key: &str| places.first().is_some_and(|kept| !kept.contains_key(key));
            let new = own.iter().filter(|(key, _)| is_new(key));
            for (key, _) in kept.iter().chain(new) {
                let mut values = all.iter().zip(&places).map(|(members, places)| {
                    let place = places.get(key.as_str());
                    place.and_then(|place| members.get(*place)).map(|(_, value)| value)
                });
                let mut next = || values.next().flatten();
                let (kept, base, draft) = (next(), next(), next());
                if let Some(value) = merge(kept, base, draft, levels - 1) {
                    merged.push((key.clone(), value));
                }
            }
            Some(Tree::Object(merged))
        }
        _ => {
            let is_same = base.map(Tree::text) == draft.map(Tree::text);
            (if is_same { kept } else { draft }).cloned()
        }
    }
}

/// What is not there has no members.
fn members(tree: Option<&Tree>) -> Option<&[(String, Tree)]> {
    match tree {
        None => Some(&[]),
        Some(Tree::Object(members)) => Some(members),
        Some(_) => None,
    }
}

fn places(members: &[(String, Tree)]) -> FxHashMap<&str, usize> {
    let mut places = FxHashMap::default();
    for (place, (key, _)) in members.iter().enumerate() {
        places.entry(key.as_str()).or_insert(place);
    }
    places
}
