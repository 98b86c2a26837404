//! What an import tells its author: keys that nobody reads, and names that cannot be what they are.

use medallion::domain::criteria::{NoPatterns, Patterns};
use medallion::domain::curriculum::{CourseOptions, TaskQuery, import_course};

use super::world::World;

/// Composes the one letter that the test uses.
struct Composing;

impl Patterns for Composing {
    fn matches(&self, _: &str, _: &str, _: &str) -> Result<bool, String> {
        Ok(true)
    }

    fn fold(&self, text: &str, ignore_case: bool) -> String {
        NoPatterns.fold(&text.replace("e\u{301}", "\u{e9}"), ignore_case)
    }
}

#[test]
fn a_name_means_a_title_in_either_unicode_form_and_so_does_a_search() {
    let mut world = World::new();
    let text = "{\"title\":\"P\",\"epics\":[{\"title\":\"Cafe\u{301}\"},
        {\"title\":\"Last\",\"dependencies\":[\"Caf\u{e9}\"]}]}";
    let options = CourseOptions::default();
    let decided =
        world.stamped(|stamp| import_course(&world.curriculum, text, options, &Composing, stamp));
    world.take(decided).unwrap();
    assert_eq!(world.blockers("Last"), ["Cafe\u{301}"]);
    let query = TaskQuery { text: Some("CAF\u{c9}"), patterns: &Composing, ..TaskQuery::default() };
    let page = world.curriculum.list(&query, &|_| true, &|_, _| false).unwrap();
    assert_eq!(page.total, 1);
}
