//! The image is a hint: with it, without it and with a damaged one a workspace is the same.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use futures_executor::block_on;
use medallion::Code;
use medallion::domain::medallion::Status;
use medallion::service::{Caller, Imaging, Medallions, Workspace, operations};
use medallion::store::memory::MemoryStore;
use medallion::store::{Durability, Entry, Store, Stored};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::connections::{commands, perform, seen};
use super::trail::assert_totals;
use crate::cases::faulty::{Call, Fault, Faulty};
use crate::cases::models::Mock;
use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, scope};
use crate::cases::world::join;

type Spawned = Pin<Box<dyn Future<Output = ()>>>;

/// A log, and workspaces on it that make an image whenever they may.
struct Log {
    store: MemoryStore,
    caller: Caller,
    tasks: Rc<RefCell<Vec<Spawned>>>,
    imaging: Imaging,
    /// How often a workspace has read from the log.
    reads: Rc<Cell<usize>>,
}

impl Log {
    fn new() -> Self {
        let imaging = Imaging { records: 1, tail: 1 };
        let (store, caller) = (MemoryStore::new(), world().caller());
        Self { store, caller, tasks: Rc::default(), imaging, reads: Rc::default() }
    }

    async fn open(&self) -> (Rc<Workspace>, Medallions) {
        let tasks = self.tasks.clone();
        let spawn = Rc::new(move |task| tasks.borrow_mut().push(task));
        let reads = self.reads.clone();
        let store = Faulty::new(Rc::new(self.store.connect()), move |call| -> Option<Fault> {
            reads.set(reads.get() + usize::from(call == Call::Read));
            None
        });
        let opened = Workspace::open_with(Rc::new(store), Durability::Relaxed, spawn, self.imaging);
        let workspace = opened.await.unwrap();
        let tab = Medallions::new(&workspace, self.caller.clone());
        (workspace, tab)
    }

    async fn settle(&self) {
        loop {
            let tasks = std::mem::take(&mut *self.tasks.borrow_mut());
            if tasks.is_empty() {
                return;
            }
            join(tasks).await;
        }
    }

    async fn image(&self) -> Vec<Stored> {
        self.store.image().await.unwrap()
    }

    /// What a new workspace sees: everything, and what scopes find.
    async fn seen_anew(&self) -> Vec<String> {
        let (workspace, tab) = self.open().await;
        all_seen(&workspace, &tab).await
    }

    async fn text(&self) -> String {
        let log = self.store.read(1, u32::MAX).await.unwrap().into_iter().map(|(_, own)| own);
        let text = |stored| match stored {
            Stored::Entry(entry) => entry.text,
            Stored::Damaged(what) => what,
        };
        let image = self.image().await.into_iter().map(|part| swollen(&text(part)));
        log.map(text).chain(image).collect()
    }
}

/// A part of an image as its lines were before they were squeezed.
pub fn swollen(part: &str) -> String {
    let mut whole: Vec<u8> = Vec::new();
    let mut bytes = part.bytes();
    while let Some(byte) = bytes.next() {
        if byte != 1 {
            whole.push(byte);
            continue;
        }
        let mut digit = || usize::from(bytes.next().unwrap() - b' ');
        let (length, back) = (digit() + 8, (digit() * 95 + digit()) * 95 + digit());
        for _ in 0..if back == 0 { 0 } else { length } {
            whole.push(whole[whole.len() - back]);
        }
    }
    String::from_utf8(whole).unwrap()
}

async fn all_seen(workspace: &Rc<Workspace>, tab: &Medallions) -> Vec<String> {
    let mut told = seen(workspace, tab).await;
    for own in [scope(&[], &["t"]), scope(&["node-0"], &[]), scope(&["med-1"], &["t"])] {
        for status in Status::ALL {
            let found = tab.latest_for_scope(&own, 100, &[*status]).await.unwrap();
            told.extend(found.iter().map(|one| format!("{status:?} {}", one.json())));
        }
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_workspace_is_the_same_with_an_image_and_without(
        script in proptest::collection::vec((commands(), any::<bool>()), 1..40),
        more in proptest::collection::vec(commands(), 0..10),
    ) {
        block_on(async {
            let log = Log::new();
            let (workspace, tab) = log.open().await;
            let model = Mock::collecting();
            for (number, (command, settles)) in script.iter().enumerate() {
                perform(command, &workspace, &tab, &model, &format!("D-{number}")).await;
                if *settles {
                    log.settle().await;
                }
            }
            let here = all_seen(&workspace, &tab).await;
            let image = log.image().await;
            assert_eq!(log.seen_anew().await, here);
            log.store.tamper_image(Vec::new());
            log.tasks.borrow_mut().clear();
            assert_eq!(log.seen_anew().await, here);

            // A workspace that came from an image goes on as any other.
            log.tasks.borrow_mut().clear();
            log.store.tamper_image(image);
            let (workspace, tab) = log.open().await;
            for (number, command) in more.iter().enumerate() {
                perform(command, &workspace, &tab, &model, &format!("D-more-{number}")).await;
            }
            let here = all_seen(&workspace, &tab).await;
            log.store.tamper_image(Vec::new());
            assert_eq!(log.seen_anew().await, here);
        });
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_damaged_image_is_as_good_as_none(at_part in any::<usize>(), at_byte in any::<usize>(), way in 0..6) {
        block_on(async {
            let (log, here) = filled(400).await;
            let image = log.image().await;
            prop_assert!(image.len() > 1);
            let damaged = damage(image.clone(), at_part, at_byte, way);
            prop_assert_ne!(&damaged, &image);
            log.store.tamper_image(damaged);
            prop_assert_eq!(log.seen_anew().await, here);
            log.settle().await;
            prop_assert_eq!(log.image().await, image, "it is made again");
            Ok(())
        })?;
    }
}

/// A log of many medallions with a settled image, and what is seen of it.
async fn filled(count: u32) -> (Log, Vec<String>) {
    let log = Log::new();
    let (workspace, tab) = log.open().await;
    let label = |number: u32| format!("node\\-{}", number % 7);
    let one = |number| {
        let nodes = [label(number), "é語🎓".to_owned(), noise(number)];
        let nodes: Vec<&str> = nodes.iter().map(String::as_str).collect();
        draft(&document(&format!("med-{number}"), &nodes, &["t"], &at(number % 3_000)))
    };
    tab.create_many((0..count).map(one).collect()).await.unwrap();
    log.settle().await;
    let here = all_seen(&workspace, &tab).await;
    (log, here)
}

/// A label in which nothing repeats itself: an image of many of them has several parts.
fn noise(number: u32) -> String {
    let mut seed = u64::from(number) + 1;
    let mut next = || {
        seed = seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        format!("{:08x}", seed >> 32)
    };
    (0..12).map(|_| next()).collect()
}

fn damage(mut image: Vec<Stored>, part: usize, byte: usize, way: i32) -> Vec<Stored> {
    let part = part % image.len();
    let Stored::Entry(own) = image[part].clone() else { unreachable!() };
    let damaged = match way {
        0 => {
            let mut bytes = own.text.clone().into_bytes();
            let byte = byte % bytes.len();
            bytes[byte] = if bytes[byte] == b'1' { b'2' } else { b'1' };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Stored::Entry(Entry { text, ..own })
        }
        1 => Stored::Damaged("is nothing".into()),
        2 => Stored::Entry(Entry { version: own.version + 1, ..own }),
        3 => Stored::Entry(Entry { checksums: Vec::new(), ..own }),
        4 => {
            image.remove(part);
            return image;
        }
        _ => {
            let other = (part + 1) % image.len();
            image.swap(part, other);
            return image;
        }
    };
    image[part] = damaged;
    image
}

#[test]
fn with_an_image_only_the_tail_is_read() {
    block_on(async {
        // 20,000 medallions fill far more entries than one page has.
        let (log, _) = filled(9_000).await;
        let (_, tab) = log.open().await;
        let page = tab.create(draft(&document("med-tail", &["n"], &["t"], &at(1)))).await;
        page.unwrap();
        log.tasks.borrow_mut().clear();
        let reads = |image: Vec<Stored>| {
            log.store.tamper_image(image);
            let log = &log;
            async move {
                log.reads.set(0);
                let (_, tab) = log.open().await;
                assert_eq!(tab.count(), 9_001);
                log.reads.get()
            }
        };
        let image = log.image().await;
        assert_eq!(reads(image).await, 1);
        assert!(reads(Vec::new()).await > 1);
    });
}

#[test]
fn small_workspaces_have_none() {
    block_on(async {
        let log = Log { imaging: Imaging::default(), ..Log::new() };
        let (_, tab) = log.open().await;
        let one = |number: u32| {
            draft(&document(&format!("med-{number}"), &["n"], &[], &at(number % 3_000)))
        };
        tab.create_many((0..1_999).map(one).collect()).await.unwrap();
        log.settle().await;
        assert_eq!(log.image().await, []);
        tab.create_many((1_999..2_600).map(one).collect()).await.unwrap();
        log.settle().await;
        assert_ne!(log.image().await, []);
        // One more change is no reason for another image.
        let image = log.image().await;
        tab.set_status("med-1", Status::Stale).await.unwrap();
        log.settle().await;
        assert_eq!(log.image().await, image);
    });
}

#[test]
fn what_was_erased_stands_in_no_image_whoever_writes_it() {
    block_on(async {
        let log = Log::new();
        let (_, tab) = log.open().await;
        tab.create(draft(&document("med-1", &["n"], &[], &at(0)))).await.unwrap();
        tab.create(draft(&document("med-secret", &["secret"], &["secret"], &at(1)))).await.unwrap();
        log.settle().await;
        assert!(log.text().await.contains("secret"));
        // Another tab is about to write an image when the erasure comes.
        let (_, other) = log.open().await;
        other.set_status("med-1", Status::Stale).await.unwrap();
        let late = std::mem::take(&mut *log.tasks.borrow_mut());
        assert!(!late.is_empty());
        assert!(tab.erase("med-secret").await.unwrap());
        assert_eq!(log.image().await, []);
        join(late).await;
        log.settle().await;
        tab.set_status("med-1", Status::Active).await.unwrap();
        log.settle().await;
        assert_ne!(log.image().await, []);
        // Only the line that says so knows the id, and so does the list of what was erased.
        let text = log.text().await.replace("med-secret", "");
        assert!(!text.contains("secret"), "{text}");
        let (_, anew) = log.open().await;
        assert_eq!(anew.history("med-secret").await.unwrap_err().code(), Code::NotFound);
    });
}

/// An image of another log, or of a log that was longer, is none.
#[test]
fn an_image_that_does_not_fit_the_log_is_as_good_as_none() {
    block_on(async {
        let (log, here) = filled(30).await;
        let (other, theirs) = filled(31).await;
        assert_ne!(here, theirs);
        log.store.tamper_image(other.image().await);
        assert_eq!(log.seen_anew().await, here);
    });
}

/// Other records are not in the image; where they stand is.
#[test]
fn tasks_are_there_with_an_image_too() {
    block_on(async {
        let log = Log::new();
        let (workspace, tab) = log.open().await;
        let call = async |workspace: &Rc<Workspace>, name: &str, argument: Value| -> Value {
            let operation = operations::all().find(|own| own.name == name).unwrap();
            let arguments = [argument.to_string()];
            let answer = workspace.perform(&log.caller, operation, &arguments).await.unwrap();
            serde_json::from_str(answer.as_str()).unwrap_or_default()
        };
        let project = json!({"task_type": "project", "title": "Soil"});
        let project = call(&workspace, "tasks.create", project).await["id"].clone();
        for title in ["First", "Gone", "Last"] {
            let task = json!({"parent_id": project, "title": title});
            let task = call(&workspace, "tasks.create", task).await;
            if title == "Gone" {
                call(&workspace, "tasks.delete", task["id"].clone()).await;
            }
        }
        for number in 0..40 {
            let one = document(&format!("med-{number}"), &["n"], &["t"], &at(number));
            tab.create(draft(&one)).await.unwrap();
        }
        log.settle().await;
        let of = async |workspace: &Rc<Workspace>| {
            let children = call(workspace, "tasks.children", project.clone()).await;
            let health = workspace.health(true).await.unwrap();
            (children.to_string(), health.records)
        };
        let here = of(&workspace).await;
        assert!(here.0.contains("Last") && !here.0.contains("Gone"), "{here:?}");
        let image = log.image().await;
        assert_ne!(image, []);
        for image in [Vec::new(), image] {
            log.store.tamper_image(image);
            let (workspace, _) = log.open().await;
            log.tasks.borrow_mut().clear();
            assert_eq!(of(&workspace).await, here);
            assert_totals(&workspace, &["med-1"], &["system"]).await;
        }
        // A number that was given to a task that is gone is never given again.
        let (workspace, _) = log.open().await;
        let next = json!({"parent_id": project, "title": "Next"});
        let next = call(&workspace, "tasks.create", next).await["id"].clone();
        assert_eq!(next, json!(format!("{}.4", project.as_str().unwrap())));
    });
}
