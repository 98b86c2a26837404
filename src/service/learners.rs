//! Forgetting a learner with all that is theirs.

use super::environment::Caller;
use super::workspace::Workspace;
use crate::domain::error::Result;
use crate::domain::progress::all_of_learner;
use crate::domain::role::Access;

impl Workspace {
    /// Erases a learner: progress, submissions, verdicts, summaries, requests for help, paths and
    /// private comments, with all their versions and events. `false` if there is none.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`; what the store says.
    pub async fn erase_learner(&self, caller: &Caller, id: &str) -> Result<bool> {
        caller.standing.check(Access::Author, None)?;
        self.erase(caller, &|state| {
            let all = all_of_learner(&state.model.curriculum, &state.model.progress, id);
            Ok(all.into_iter().map(|(kind, id)| (kind, id.into())).collect())
        })
        .await
    }
}
