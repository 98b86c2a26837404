//! Changes into lines: which version each makes, and where the one before it stands.

use rustc_hash::FxHashMap;

use super::decision::{Content, Key, Planned};
use super::journal::{Header, Packer, Written};
use crate::store::Seq;

/// The newest version of a record, 0 for none, and the entry where it stands.
pub(super) type Version = (u64, Option<Seq>);

/// Packs changes, and says what the newest version of each record is then. `version` says what it
/// was; `import` is where the import began that they come with, if it takes several commits.
pub(super) fn pack<'a>(
    packer: &mut Packer,
    changes: &'a [Planned],
    import: Option<Seq>,
    version: &dyn Fn(Key<'a>) -> Version,
) -> FxHashMap<Key<'a>, Version> {
    // An import may bring several versions of one record.
    let mut newest: FxHashMap<Key<'a>, Version> = FxHashMap::default();
    for change in changes {
        let known = newest.get(&change.key()).copied();
        let known = known.unwrap_or_else(|| version(change.key()));
        newest.insert(change.key(), pack_one(packer, change, import, known));
    }
    newest
}

/// Packs the change that comes behind the version `known` of its record.
pub(super) fn pack_one(
    packer: &mut Packer,
    change: &Planned,
    import: Option<Seq>,
    known: Version,
) -> Version {
    let (before, prev) = known;
    let rev = change.rev_behind(before);
    let header = Header {
        kind: change.kind.as_str(),
        id: &change.id,
        rev,
        prev: prev.filter(|_| !matches!(change.content, Content::Erased)),
        import,
        event: change.unknown_event.as_deref().unwrap_or(change.event.as_str()),
        reason: change.reason.as_deref(),
        actor: change.actor.as_str(),
        at: change.at,
        written: change.written,
        old: change.old.as_ref().map(|json| &*json.0),
        new: change.new.as_ref().map(|json| &*json.0),
    };
    let placed = packer.add(&Written { header, body: change.content.body() });
    (rev, Some(placed.place.entry))
}
