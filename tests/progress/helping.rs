//! Asking for help: an instructor sees it and answers (CT4, CT5; design rule 13).

use medallion::Code;
use medallion::domain::progress::{HelpStatus, help_requests};

use super::world::{World, fails};

#[test]
fn ct4_ct5_a_request_is_seen_answered_and_kept() {
    let mut w = World::new();
    let (p, q) = (w.project("P"), w.project("Q"));
    let t = w.under(&p, "task", "T");
    let [ada, bob] = ["Ada", "Bob"].map(|name| w.learner(name));
    let asked = w.ask_help(&ada, &t, "What is pH?").unwrap();
    w.ask_help(&bob, &q, "And this?").unwrap();
    let open = |w: &World, project: Option<&str>| -> Vec<String> {
        let found = help_requests(&w.curriculum, &w.progress, project, Some(true)).unwrap();
        found.into_iter().map(|own| own.message.to_string()).collect()
    };
    assert_eq!(open(&w, None), ["What is pH?", "And this?"]);
    assert_eq!(open(&w, Some(&p)), ["What is pH?"]);
    let answered = w.answer_help(asked.id.as_str(), "How sour it is.").unwrap();
    assert_eq!(answered.status, HelpStatus::Answered);
    assert_eq!(answered.answered_by.unwrap().as_str(), "system");
    assert_eq!(open(&w, Some(&p)), [""; 0]);
    assert_eq!(help_requests(&w.curriculum, &w.progress, None, None).unwrap().len(), 2);
    fails(w.ask_help(&ada, &t, "  "), Code::Invalid, "message");
    fails(w.ask_help(&ada, "no", "x"), Code::NotFound, "does not exist");
    fails(w.answer_help("no", "x"), Code::NotFound, "does not exist");
    fails(help_requests(&w.curriculum, &w.progress, Some("no"), None), Code::NotFound, "no");
}
