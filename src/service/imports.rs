//! Imports that took several commits: which of them ended, and which lines nobody sees yet.
//!
//! ```text
//! 17  {"kind":"workspace","id":"import","event":"import_open",…}        the beginning
//! 18  {"kind":"medallion","id":"med-1",…,"import":17,"body":{…}}        what came, commit by commit
//! 42  {"kind":"workspace","id":"import","event":"imported","import":17} the end
//! ```
//!
//! The commit that writes the end also puts `import_closed` in the place of `import_open`, so that
//! whoever reads the log from its beginning knows at once that the lines count. Whoever has read
//! them already, or is looked at while it reads, finds out at the end, and reads anew. An import that was cut off stays open: its
//! lines are nothing to anybody, until the next import says `import_dropped` and empties them.

use super::environment::Caller;
use super::journal::{Header, Line, Packer, Placed, Written};
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::Json;
use crate::domain::time::Timestamp;
use crate::store::Seq;

/// What a line says of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// It begins here.
    Open,
    /// It began here, and has ended.
    Closed,
    /// It ends here.
    Ended,
    /// It was given up.
    Dropped,
}

impl Mark {
    const ALL: [Self; 4] = [Self::Open, Self::Closed, Self::Ended, Self::Dropped];
    /// What the audit trail calls an import.
    pub const ID: &'static str = "import";

    fn as_str(self) -> &'static str {
        match self {
            Self::Open => "import_open",
            Self::Closed => "import_closed",
            Self::Ended => EventType::Imported.as_str(),
            Self::Dropped => "import_dropped",
        }
    }

    /// The mark that a line is, if it is one.
    pub fn of(line: &Line<'_>) -> Option<Self> {
        let is_mark = line.kind == EntityType::Workspace.as_str() && line.id == Self::ID;
        Self::ALL.into_iter().find(|mark| is_mark && line.event == mark.as_str())
    }

    /// Writes the mark down; `import` is where the import began, `said` what the audit trail says
    /// of it.
    pub fn add(
        self,
        packer: &mut Packer,
        import: Option<Seq>,
        said: Option<&Json>,
        by: (&Caller, Timestamp),
    ) -> Placed {
        let (caller, at) = by;
        let header = Header {
            kind: EntityType::Workspace.as_str(),
            id: Self::ID,
            rev: 0,
            prev: None,
            import,
            event: self.as_str(),
            reason: caller.reason.as_deref(),
            actor: caller.actor.as_str(),
            at,
            written: None,
            old: None,
            new: said.map(|json| &*json.0),
        };
        packer.add(&Written { header, body: None })
    }
}

/// The imports of a log, each by the entry where it began.
#[derive(Debug, Clone, Default)]
pub(super) struct Imports {
    /// Those that have not ended, and were not given up.
    pub open: Vec<Seq>,
    /// Those that have ended.
    pub closed: Vec<Seq>,
}

impl Imports {
    /// Whether nobody sees a line that came with this import.
    pub fn hide(&self, import: Option<Seq>) -> bool {
        import.is_some_and(|began| !self.closed.contains(&began))
    }

    /// Learns from a line. The answer is an import that ends with it and was not known to: its lines
    /// have been passed over. What is shown page by page must not show those of an import so: until
    /// its end nothing is known of it, though its beginning says that there is one.
    pub fn learn(&mut self, line: &Line<'_>, at: Seq, is_shown: bool) -> Option<Seq> {
        match (Mark::of(line)?, line.import) {
            (Mark::Open, _) if !self.closed.contains(&at) => self.open.push(at),
            (Mark::Closed, _) if !is_shown => self.close(at),
            (Mark::Dropped, Some(began)) => self.open.retain(|own| *own != began),
            (Mark::Ended, Some(began)) if !self.closed.contains(&began) => return Some(began),
            _ => {}
        }
        None
    }

    /// An import has ended.
    pub fn close(&mut self, began: Seq) {
        self.open.retain(|own| *own != began);
        if !self.closed.contains(&began) {
            self.closed.push(began);
        }
    }
}

/// An import has ended, and its lines are still to be told of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Telling {
    /// The next entry.
    pub next: Seq,
    /// The last one.
    pub end: Seq,
    /// Where the import began.
    pub began: Seq,
    /// Whether it was this connection's.
    pub local: bool,
}
