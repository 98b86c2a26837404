//! What others do while something is erased: it ends, and takes and brings back nothing else.

use std::cell::Cell;
use std::rc::Rc;

use medallion::Code;
use medallion::domain::medallion::Draft;
use medallion::service::{Medallions, Retention, Workspace};
use medallion::store::memory::MemoryStore;
use medallion::store::{Store, Stored};
use pollster::block_on;
use serde_json::{Value, json};

use super::commands::{caller, open};
use super::slow::Slow;
use super::template::{call, template};
use crate::cases::faulty::Call;
use crate::cases::samples::{at, document, draft, read};
use crate::cases::world::Task;

fn new(number: usize) -> Draft {
    draft(&document(&format!("med-new-{number}"), &["n"], &[], &at(0)))
}

/// A log of more than two pages, and another tab on it.
async fn long_log() -> (MemoryStore, Rc<Workspace>, Medallions) {
    let log = template().log().await;
    let (other, theirs) = open(Rc::new(log.connect())).await;
    for number in 1_000..1_600 {
        theirs.create(new(number)).await.unwrap();
    }
    (log, other, theirs)
}

/// What is stored, in one text.
async fn text_of(log: &MemoryStore) -> String {
    let text = |stored| match stored {
        Stored::Entry(entry) => entry.text,
        Stored::Damaged(what) => panic!("{what}"),
    };
    let all = log.read(1, u32::MAX).await.unwrap().into_iter();
    all.map(|(_, stored)| text(stored)).collect::<Vec<_>>().join("\n")
}

#[test]
fn erasing_reads_the_log_once_though_another_tab_goes_on_writing() {
    block_on(async {
        let learner = template().learner.as_str().unwrap().to_owned();
        for whole in [1, 2] {
            let (log, _other, theirs) = long_log().await;
            let count = Rc::new(Cell::new(usize::MAX));
            let done = count.clone();
            let slow = Slow::new(log.connect(), move |_| {
                let (theirs, number) = (theirs.clone(), done.get());
                let is_due = number < 8;
                done.set(number.saturating_add(1));
                Box::pin(async move {
                    if is_due {
                        theirs.create(new(number)).await.unwrap();
                    }
                })
            });
            let (workspace, tab) = open(slow.clone()).await;
            slow.read.take();
            count.set(0);
            let is_gone = match whole {
                1 => tab.erase("med-1").await,
                _ => workspace.erase_learner(&caller(), &learner).await,
            };
            assert!(is_gone.unwrap() && count.get() >= 8);
            let pages = slow.read.borrow().iter().filter(|from| **from <= 600).count();
            // Whose each line is, and then the lines themselves.
            assert_eq!(pages, 3 * whole, "{:?}", slow.read.borrow());
            assert!(!text_of(&log).await.contains(["About med-1.", "vinegar"][whole - 1]));
            assert_eq!(open(Rc::new(log)).await.1.count(), 610 - whole % 2);
        }
    });
}

#[test]
fn erasing_gives_up_where_another_tab_is_always_faster() {
    block_on(async {
        let (log, _other, theirs) = long_log().await;
        let count = Rc::new(Cell::new(usize::MAX));
        let done = count.clone();
        let slow = Slow::new(log.connect(), move |made| {
            let (theirs, number) = (theirs.clone(), done.get());
            let is_due = made == Call::Commit && number < usize::MAX;
            done.set(number.saturating_add(usize::from(is_due)));
            Box::pin(async move {
                assert!(!is_due || number < 100, "it goes on without end");
                if is_due {
                    theirs.create(new(number)).await.unwrap();
                }
            })
        });
        let (_, tab) = open(slow).await;
        count.set(0);
        assert_eq!(tab.erase("med-1").await.unwrap_err().code(), Code::Conflict);
        count.set(usize::MAX);
        assert!(text_of(&log).await.contains("About med-1."));
        assert!(tab.erase("med-1").await.unwrap());
        assert!(!text_of(&log).await.contains("About med-1."));
    });
}

type Deed = fn(Rc<Workspace>, Medallions) -> Task<'static, ()>;

/// Erases what another tab does something to once all of the log was read.
async fn erased_while(learner: Option<&Value>, deed: Deed) -> (MemoryStore, Medallions) {
    let log = template().log().await;
    let (other, theirs) = open(Rc::new(log.connect())).await;
    let is_due = Rc::new(Cell::new(true));
    let due = is_due.clone();
    let slow = Slow::new(log.connect(), move |made| {
        let (other, theirs) = (other.clone(), theirs.clone());
        let is_now = made == Call::Commit && due.take();
        Box::pin(async move {
            if is_now {
                deed(other, theirs).await;
            }
        })
    });
    let (workspace, tab) = open(slow).await;
    let is_gone = match learner {
        None => tab.erase("med-1").await,
        Some(id) => workspace.erase_learner(&caller(), id.as_str().unwrap()).await,
    };
    assert!(is_gone.unwrap() && !is_due.get());
    let (fresh, tab) = open(Rc::new(log.connect())).await;
    assert_eq!(fresh.health(true).await.unwrap().problems, []);
    (log, tab)
}

#[test]
fn what_another_tab_erases_while_one_erases_does_not_come_back() {
    block_on(async {
        let deed: Deed =
            |_, theirs| Box::pin(async move { assert!(theirs.erase("med-2").await.unwrap()) });
        let (log, tab) = erased_while(None, deed).await;
        let text = text_of(&log).await;
        assert!(!text.contains("About med-1.") && !text.contains("About med-2."), "{text}");
        assert_eq!(tab.count(), 0);
    });
}

#[test]
fn old_versions_that_another_tab_throws_away_while_one_erases_do_not_come_back() {
    block_on(async {
        let deed: Deed = |other, _| {
            Box::pin(async move {
                let newest = Retention { versions: Some(1), days: None };
                other.keep(&caller(), newest).await.unwrap();
            })
        };
        let (log, tab) = erased_while(None, deed).await;
        let text = text_of(&log).await;
        assert_eq!(
            (text.matches("About med-1.").count(), text.matches("About med-2.").count()),
            (0, 1)
        );
        assert_eq!(tab.history("med-2").await.unwrap().len(), 1);
    });
}

#[test]
fn what_becomes_a_learners_while_they_are_erased_goes_with_all_its_versions() {
    block_on(async {
        let learner = &template().learner;
        let deed: Deed = |other, theirs| {
            Box::pin(async move {
                let learner = template().learner.clone();
                let own = document("med-1", &[learner.as_str().unwrap()], &[], &at(9));
                theirs.update(read(&own), None).await.unwrap();
                let handed = json!({"content": "vinegar ".repeat(20_000)});
                let handed = [learner, template().leaf(), handed];
                call(&other, &caller(), "progress.submit", &handed).await.unwrap();
            })
        };
        let (log, tab) = erased_while(Some(learner), deed).await;
        let text = text_of(&log).await;
        assert!(!text.contains("About med-1.") && !text.contains("vinegar"), "{text}");
        assert_eq!(tab.count(), 1);
    });
}
