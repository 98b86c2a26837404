//! What a session hands to a checkpoint. It is read by a model and never stored.

use crate::domain::schema::JsonObject;
use crate::record;

record! {
    /// What a session hands to a checkpoint. It is not stored.
    pub struct Evidence as "Evidence" {
        /// What happened, in a few sentences.
        pub session_summary: String,
        /// What was said, where it matters.
        pub transcripts: Option<Vec<String>> = None,
        /// What was made: files, results, links.
        pub artefacts: Option<JsonObject> = None,
    }
}

impl Evidence {
    /// Evidence that is a summary and nothing else.
    #[must_use]
    pub fn of(session_summary: impl Into<String>) -> Self {
        let session_summary = session_summary.into();
        Self { session_summary, transcripts: None, artefacts: None, extra: Default::default() }
    }

    /// Whether there is nothing in it that a model could read (design rule 5).
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let transcripts = self.transcripts.iter().flatten();
        let artefacts = self.artefacts.iter().map(|artefacts| artefacts.0.text());
        self.session_summary.trim().is_empty()
            && transcripts.map(|text| text.trim()).all(str::is_empty)
            && artefacts
                .map(|json| json.trim_matches(['{', '}', ' ', '\n', '\r', '\t']))
                .all(str::is_empty)
    }
}
