//! What the audit trail says of a new version of a medallion.

use crate::domain::id::ItemId;
use crate::domain::medallion::Status;
use crate::domain::schema::{Json, Map, Optional};
use crate::record;

record! {
    /// What the audit trail says of a new version of a medallion.
    pub struct Note as "MedallionNote" {
        /// Which version.
        pub version: u64,
        /// The status now.
        pub status: Status,
        /// Which decisions and questions were taken out with it.
        pub retired: Optional<Vec<ItemId>>,
        /// Why, where somebody said so: by id, for a subsystem by name, or by
        /// `summary.subsystems[name]` where a decision or a question is called the same.
        pub retired_because: Optional<Map<String>>,
        /// What a model left out without a word, and the guard has kept.
        pub kept: Optional<Vec<ItemId>>,
    }
}

impl Note {
    /// What is said; of what there is nothing of, nothing is said.
    pub fn json(
        version: u64,
        status: Status,
        retired: Vec<ItemId>,
        because: Map<String>,
        kept: Vec<ItemId>,
    ) -> Json {
        let some = |ids: Vec<ItemId>| Optional(Some(ids).filter(|ids| !ids.is_empty()));
        Json::of(&Self {
            version,
            status,
            retired: some(retired),
            retired_because: Optional(Some(because).filter(|because| !because.is_empty())),
            kept: some(kept),
            extra: Default::default(),
        })
    }
}
