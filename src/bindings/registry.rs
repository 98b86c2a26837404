//! The workspaces that are open in this page: the same name twice shares one.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::timers::future::TimeoutFuture;
use js_sys::{Promise, Reflect, global};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::closing::Closing;
use crate::domain::error::{Code, Error, Result};
use crate::domain::sorted::sorted_set;
use crate::service::{Turnstile, Workspace};
use crate::store::indexeddb::IndexedDbStore;
use crate::store::memory::{MemoryStore, Patience};
use crate::store::{Durability, Store};

/// Where a workspace is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    /// In the browser's database.
    IndexedDb,
    /// In this page, as long as it is open.
    Memory,
}

impl Storage {
    /// As callers say it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IndexedDb => "indexeddb",
            Self::Memory => "memory",
        }
    }

    /// What is meant where nothing is said: memory in Node, IndexedDB elsewhere.
    pub fn usual() -> Self {
        let member = |of: &wasm_bindgen::JsValue, name: &str| Reflect::get(of, &name.into()).ok();
        let process = member(&global(), "process").filter(|process| process.is_object());
        let node = process
            .and_then(|process| member(&process, "versions"))
            .filter(|versions| versions.is_object());
        let is_node = node
            .and_then(|versions| member(&versions, "node"))
            .is_some_and(|version| version.is_string());
        let has_database =
            member(&global(), "indexedDB").is_some_and(|database| !database.is_undefined());
        if is_node && !has_database { Self::Memory } else { Self::IndexedDb }
    }
}

/// An open workspace, and how many handles of it there are.
#[derive(Debug)]
pub struct Shared {
    /// Its name.
    pub name: String,
    /// Where it is kept.
    pub storage: Storage,
    /// The workspace.
    pub workspace: Rc<Workspace>,
    /// Whether it was closed over the heads of its handles.
    pub closed: Rc<Closing>,
    handles: Cell<usize>,
}

thread_local! {
    static AHEAD: Cell<Option<(String, Promise)>> = const { Cell::new(None) };
    static OPEN: RefCell<Vec<Weak<Shared>>> = const { RefCell::new(Vec::new()) };
    static TURN: Rc<Turnstile> = Rc::default();
}

/// All that are open.
fn all() -> Vec<Rc<Shared>> {
    OPEN.with(|open| {
        let mut open = open.borrow_mut();
        // The last handle may be waiting for what is in flight.
        let is_open =
            |shared: &Rc<Shared>| shared.handles.get() > 0 && !shared.workspace.is_closed();
        let all: Vec<Rc<Shared>> = open.iter().filter_map(Weak::upgrade).filter(is_open).collect();
        *open = all.iter().map(Rc::downgrade).collect();
        all
    })
}

fn found(storage: Storage, name: &str) -> Option<Rc<Shared>> {
    let mut open = all().into_iter();
    open.find(|shared| {
        shared.storage == storage && shared.name == name && !shared.workspace.is_evicted()
    })
}

async fn turn() -> crate::service::Turn {
    let turnstile = TURN.with(Rc::clone);
    turnstile.enter().await
}

/// How long a checkpoint waits for another one of the same scope, in milliseconds: a model that
/// hangs holds nobody up for longer.
const PATIENCE: u32 = 10_000;

fn patience() -> Patience {
    Box::pin(TimeoutFuture::new(PATIENCE))
}

/// Hands over the image of a workspace, which was asked for while this module was loaded
/// (`pkg-template/ahead.js`): the next opening takes it, if it is of that workspace.
#[wasm_bindgen(js_name = giveImageAhead, skip_typescript)]
pub fn give_image_ahead(name: String, image: Promise) {
    AHEAD.set(Some((name, image)));
}

/// Another handle of a workspace, which is opened if it was not.
///
/// # Errors
/// What the store says; `UNAVAILABLE` without IndexedDB.
pub async fn open(storage: Storage, name: &str, durability: Durability) -> Result<Rc<Shared>> {
    let _turn = turn().await;
    if let Some(shared) = found(storage, name)
        && shared.workspace.is_there().await
    {
        shared.handles.set(shared.handles.get() + 1);
        shared.workspace.require(durability);
        return Ok(shared);
    }
    let store: Rc<dyn Store> = match storage {
        Storage::IndexedDb => {
            let store = IndexedDbStore::open(name).await?;
            if let Some((_, image)) = AHEAD.take().filter(|(own, _)| own == name) {
                store.expect_image(image);
            }
            Rc::new(store)
        }
        Storage::Memory => Rc::new(MemoryStore::with_patience(patience)),
    };
    let workspace = Workspace::open(store, durability, Rc::new(spawn_local)).await?;
    let (name, closed, handles) = (name.to_owned(), Rc::default(), Cell::new(1));
    let shared = Rc::new(Shared { name, storage, workspace, closed, handles });
    OPEN.with(|open| open.borrow_mut().push(Rc::downgrade(&shared)));
    Ok(shared)
}

/// Gives a handle back, after what is in flight; the workspace is closed with the last one.
pub async fn close(shared: &Rc<Shared>) {
    let left = shared.handles.get().saturating_sub(1);
    shared.handles.set(left);
    match left {
        0 => shared.workspace.close().await,
        _ => shared.workspace.settled().await,
    }
}

/// Deletes a workspace with all that is in it, and closes the handles of this page.
///
/// # Errors
/// What the store says.
pub async fn delete(name: &str) -> Result<()> {
    let _turn = turn().await;
    for storage in [Storage::IndexedDb, Storage::Memory] {
        if let Some(shared) = found(storage, name) {
            shared.handles.set(0);
            shared.closed.close();
            shared.workspace.close().await;
        }
    }
    match IndexedDbStore::delete(name).await {
        // There is nothing to delete where there is no IndexedDB.
        Err(error) if error.code() == Code::Unavailable && Storage::usual() == Storage::Memory => {
            Ok(())
        }
        answer => answer,
    }
}

/// The names of all workspaces, sorted.
///
/// # Errors
/// What the store says.
pub async fn list() -> Result<Vec<String>> {
    let stored = match IndexedDbStore::list().await {
        Err(error) if error.code() == Code::Unavailable && Storage::usual() == Storage::Memory => {
            Vec::new()
        }
        names => names?,
    };
    let open = all();
    let in_memory = open.iter().filter(|shared| shared.storage == Storage::Memory);
    Ok(sorted_set(in_memory.map(|shared| shared.name.clone()).chain(stored)))
}

/// A name that a workspace can have.
///
/// # Errors
/// `INVALID` at `name`.
pub fn check_name(name: &str) -> Result<()> {
    match crate::domain::id::RecordId::new(name) {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::under(error, "name")),
    }
}
