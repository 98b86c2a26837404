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
            let (before, after) = (by_key(base), by_key(own));
            let known = by_key(kept);
            let new = own.iter().filter(|(key, _)| !known.contains_key(key.as_str()));
            let keys = kept.iter().chain(new).map(|(key, _)| key.as_str());
            let merged = keys.filter_map(|key| {
                let [kept, base, draft] =
                    [&known, &before, &after].map(|own| own.get(key).copied());
                merge(kept, base, draft, levels - 1).map(|value| (key.to_owned(), value))
            });
            Some(Tree::Object(merged.collect()))
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

fn by_key(members: &[(String, Tree)]) -> FxHashMap<&str, &Tree> {
    members.iter().map(|(key, value)| (key.as_str(), value)).collect()
}
