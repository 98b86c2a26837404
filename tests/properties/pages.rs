//! A log that is read page by page: nothing is lost where one page ends and the next begins.

use futures_executor::block_on;
use medallion::service::Listing;

use crate::cases::native::world;
use crate::cases::samples::{at, document, draft};

/// How many entries are read at once.
const PAGE: u32 = 256;

#[test]
fn what_a_border_of_pages_falls_into_is_read_whole() {
    for before in [PAGE - 3, PAGE - 2, PAGE - 1, PAGE] {
        block_on(async {
            let world = world();
            let tab = world.tab().await;
            let one = |number: u32| draft(&document(&format!("med-{number}"), &["n"], &[], &at(1)));
            for number in 0..before {
                tab.create(one(number)).await.unwrap();
            }
            // Of several entries: one commit that must not be taken in by halves.
            let mut long = document("med-long", &["n"], &[], &at(2));
            long["later"] = serde_json::json!("x".repeat(100_000));
            let several = (before..before + 40).map(one).chain([draft(&long)]);
            tab.create_many(several.collect()).await.unwrap();
            for number in before + 40..before + 40 + PAGE {
                tab.create(one(number)).await.unwrap();
            }
            let total = (before + 41 + PAGE) as usize;
            let again = world.tab().await;
            let all = Listing { limit: usize::MAX, ..Listing::default() };
            let page = again.list(&all).await.unwrap();
            assert_eq!((page.total, page.items.len()), (total, total));
            let found = again.get("med-long").await.unwrap().unwrap();
            assert!(found.json().contains(&"x".repeat(100_000)));
        });
    }
}
