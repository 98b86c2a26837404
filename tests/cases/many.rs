//! New medallions that are read while the first of them are stored (issue 3, design section 4).

use std::cell::RefCell;
use std::rc::Rc;

use medallion::domain::medallion::Draft;
use medallion::service::{Drafts, Listing};
use medallion::{Code, Error, Result};

use super::samples::{at, document, draft, id_of, ids};
use super::world::World;

/// More than are read before anything is stored, and more than one entry holds.
const MANY: usize = 300;

fn id(number: usize) -> String {
    format!("med-{number:04}")
}

fn new(number: usize) -> Draft {
    draft(&document(&id(number), &["many"], &[], &at(0)))
}

/// Drafts that come a hundred at a time, and how often they were asked for.
fn by_hundreds(last: Result<Vec<Draft>>) -> (Drafts, Rc<RefCell<usize>>) {
    let asked = Rc::new(RefCell::new(0));
    let count = asked.clone();
    let hundred = |part: usize| Ok((part * 100..(part + 1) * 100).map(new).collect());
    let parts = (0..MANY / 100).map(hundred).chain(std::iter::once(last));
    (Box::new(parts.inspect(move |_| *count.borrow_mut() += 1)), asked)
}

pub async fn many_are_stored_all_or_none_however_late_a_wrong_one_comes(world: World) {
    let tab = world.tab().await;
    tab.create(new(999)).await.unwrap();
    let wrong: [(Result<Vec<Draft>>, Code, &str); 3] = [
        (Err(Error::invalid("[300].summary", "is missing")), Code::Invalid, "[300].summary"),
        (Ok(vec![new(300), new(7)]), Code::Invalid, "[301].meta.medallion_id"),
        (Ok(vec![new(999)]), Code::AlreadyExists, "[300].meta.medallion_id"),
    ];
    for (last, code, path) in wrong {
        let batch = tab.batch(by_hundreds(last).0).unwrap();
        let error = batch.store().await.unwrap_err();
        assert_eq!((error.code(), error.path()), (code, Some(path)));
        assert_eq!(tab.count(), 1);
        assert_eq!(world.tab().await.count(), 1);
    }
    // The same that failed goes now.
    let created = tab.batch(by_hundreds(Ok(vec![new(300)])).0).unwrap().store().await.unwrap();
    assert_eq!(created, (0..=300).map(|number| id(number).into()).collect::<Vec<_>>());
    for tab in [tab, world.tab().await] {
        assert_eq!(tab.count(), 302);
        for number in [0, 99, 100, 299, 300] {
            assert_eq!(id_of(&tab.get(&id(number)).await.unwrap().unwrap()), id(number));
        }
    }
}

pub async fn many_are_decided_again_when_another_tab_was_faster(world: World) {
    let (tab, other) = (world.tab().await, world.tab().await);
    let (drafts, asked) = by_hundreds(Ok(Vec::new()));
    let batch = tab.batch(drafts).unwrap();
    other.create(new(900)).await.unwrap();
    assert_eq!(batch.store().await.unwrap().len(), MANY);
    // They are read once, however often they are decided.
    assert_eq!(*asked.borrow(), MANY / 100 + 1);
    for tab in [&tab, &world.tab().await] {
        assert_eq!(tab.count(), MANY + 1);
    }
    // One that is wrong stays wrong, whatever comes behind it.
    let last = [Err(Error::invalid("[100]", "is wrong")), Ok(vec![new(2_000)])];
    let wrong = (1_300..1_400).map(|number| Ok(vec![new(number)])).chain(last);
    let batch = tab.batch(Box::new(wrong)).unwrap();
    other.create(new(901)).await.unwrap();
    assert_eq!(batch.store().await.unwrap_err().path(), Some("[100]"));
    assert_eq!(world.tab().await.count(), MANY + 2);
    // What the other tab stored may be one of them.
    let batch = other.batch(Box::new((1_000..1_200).map(|number| Ok(vec![new(number)])))).unwrap();
    tab.create(new(1_150)).await.unwrap();
    let error = batch.store().await.unwrap_err();
    assert_eq!(error.code(), Code::AlreadyExists);
    assert_eq!(error.path(), Some("[150].meta.medallion_id"));
    assert_eq!(world.tab().await.count(), MANY + 3);
}

pub async fn many_are_told_once_and_in_order(world: World) {
    let workspace = world.workspace().await;
    let tab = world.medallions(&workspace);
    let told = Rc::new(RefCell::new(Vec::new()));
    let heard = told.clone();
    let _ends = workspace.subscribe(Rc::new(move |change| {
        heard.borrow_mut().push((change.event.entity_id.clone(), change.local));
    }));
    tab.batch(by_hundreds(Ok(Vec::new())).0).unwrap().store().await.unwrap();
    let expected: Vec<(String, bool)> = (0..MANY).map(|number| (id(number), true)).collect();
    assert_eq!(*told.borrow(), expected);
    // What was taken in while it was stored is what a new tab reads.
    let all = Listing { limit: usize::MAX, ..Listing::default() };
    let own = ids(&tab.list(&all).await.unwrap().items);
    assert_eq!(own, ids(&world.tab().await.list(&all).await.unwrap().items));
    // Every entry but the last says that another one follows.
    let entries = world.entries().await;
    assert!(entries.len() > 2, "{} entries", entries.len());
    let follows: Vec<bool> = entries.iter().map(|entry| entry.following > 0).collect();
    let last = follows.len() - 1;
    assert!(follows.iter().enumerate().all(|(number, more)| *more == (number < last)));
}
