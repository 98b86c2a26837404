//! How much room is left: looked at beside the work, and said once before there is none.

use std::cell::Cell;

use super::condition::StorageNotice;
use super::workspace::Workspace;
use crate::store::Room;

/// After so many bytes written here it is looked again; the first time after the first commit.
const EVERY: usize = 1 << 20;
/// With more than this share of the quota used, little room is left…
const SHARE: f64 = 0.8;
/// …and so it is with fewer bytes than this.
const LEAST: f64 = 16e6;
/// Below this share it has passed, and will be said again.
const PASSED: f64 = 0.7;

/// What was seen of the room.
pub(super) struct RoomWatch {
    unseen: Cell<usize>,
    is_low: Cell<bool>,
}

impl Default for RoomWatch {
    fn default() -> Self {
        Self { unseen: Cell::new(EVERY), is_low: Cell::new(false) }
    }
}

impl Workspace {
    /// So many bytes were written: looks at the room if it is time to, and never on the path of a
    /// commit's promise.
    pub(super) fn watch_room(&self, size: usize) {
        let unseen = self.room.unseen.get() + size;
        let is_due = unseen >= EVERY && !self.is_closed();
        self.room.unseen.set(if is_due { 0 } else { unseen });
        if !is_due {
            return;
        }
        let own = self.own.clone();
        (self.spawn)(Box::pin(async move {
            let Some(workspace) = own.upgrade() else { return };
            // What the platform does not tell now it may tell the next time.
            if let Ok(room) = workspace.store.room().await {
                workspace.saw_room(&room);
            }
        }));
    }

    /// Learns from what the platform tells, and says whether little room is left.
    pub(super) fn saw_room(&self, room: &Room) -> bool {
        let (Some(used), Some(quota)) = (room.used, room.quota) else { return false };
        let was_low = self.room.is_low.get();
        let is_low = used > quota * SHARE || quota - used < LEAST;
        let is_over = !is_low && used < quota * PASSED;
        self.room.is_low.set(is_low || (was_low && !is_over));
        if is_low && !was_low {
            self.condition.tell(StorageNotice::LowSpace);
        }
        is_low
    }
}
