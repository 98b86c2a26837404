//! The methods that have no row in the table of operations: what the log calls them, what they ask of
//! their caller, and whether they change something. Each is a constant, so that none is without.
//!
//! Anybody may read medallions and leave one behind at the end of a session, as far as they see them
//! (`Standing::sees_only`).

use crate::domain::role::Access::{self, Anyone, Author, Teach};

/// A method.
#[derive(Debug)]
pub struct Method {
    /// What the log calls it.
    pub name: &'static str,
    /// What it asks of its caller.
    pub access: Access,
    /// Whether it can change something.
    pub is_command: bool,
}

const fn looks(name: &'static str, access: Access) -> Method {
    Method { name, access, is_command: false }
}

const fn changes(name: &'static str, access: Access) -> Method {
    Method { name, access, is_command: true }
}

macro_rules! methods {
    ($($constant:ident = $method:expr;)*) => {
        $(pub const $constant: &Method = &$method;)*
    };
}

methods! {
    CHECKPOINT = changes("checkpoint", Anyone);
    EVENTS_LIST = looks("events.list", Teach);
    EXPORT = looks("export", Author);
    FLUSH = looks("flush", Anyone);
    HEALTH = looks("health", Teach);
    IMPORT = changes("import", Author);
    INSPECT = looks("inspect", Teach);
    KEEP = changes("keep", Author);
    LEARNERS_DELETE = changes("learners.delete", Author);
    MEDALLIONS_APPLY = changes("medallions.apply", Teach);
    MEDALLIONS_COUNT = looks("medallions.count", Anyone);
    MEDALLIONS_CREATE = changes("medallions.create", Teach);
    MEDALLIONS_CREATE_MANY = changes("medallions.createMany", Teach);
    MEDALLIONS_DELETE = changes("medallions.delete", Teach);
    MEDALLIONS_DIFF = looks("medallions.diff", Anyone);
    MEDALLIONS_ERASE = changes("medallions.erase", Author);
    MEDALLIONS_GET = looks("medallions.get", Anyone);
    MEDALLIONS_GET_MANY = looks("medallions.getMany", Anyone);
    MEDALLIONS_HISTORY = looks("medallions.history", Anyone);
    MEDALLIONS_LATEST_FOR_SCOPE = looks("medallions.latestForScope", Anyone);
    MEDALLIONS_LIST = looks("medallions.list", Anyone);
    MEDALLIONS_SCOPE_LABELS = looks("medallions.scopeLabels", Anyone);
    MEDALLIONS_SET_STATUS = changes("medallions.setStatus", Teach);
    MEDALLIONS_SUPERSEDE = changes("medallions.supersede", Teach);
    MEDALLIONS_UPDATE = changes("medallions.update", Teach);
    MEDALLIONS_VERSION = looks("medallions.version", Anyone);
    MEDALLIONS_WATCH_SCOPE = looks("medallions.watchScope", Anyone);
    PERSIST = looks("persist", Author);
    PLANS_HISTORY = looks("plans.history", Anyone);
    PROGRESS_SET_VALIDATOR = looks("progress.setValidator", Author);
    RESUME = looks("resume", Anyone);
    SUBSCRIBE = looks("subscribe", Teach);
    SYNC = looks("sync", Anyone);
}
