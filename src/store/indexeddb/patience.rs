//! How long is waited for what: nothing hangs without a limit.

/// Limits, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For opening or deleting a database, which another tab may hold up.
    pub opening: u32,
    /// For what is done in one transaction, which stands behind those of other tabs.
    pub transaction: u32,
    /// What lies between one try and the next at a platform that fails for a moment.
    pub pauses: &'static [u32],
}

impl Default for Patience {
    fn default() -> Self {
        Self { opening: 5_000, transaction: 60_000, pauses: &[50, 250, 1_000] }
    }
}
