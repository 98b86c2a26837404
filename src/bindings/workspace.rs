//! `Workspace`: the one class that a program begins with.

use std::cell::OnceCell;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::arguments::{Options, kind, text};
use super::environment::Platform;
use super::events::Events;
use super::handle::Handle;
use super::learners::Learners;
use super::listeners::Listener;
use super::logger::{Logger, WARN};
use super::medallions::Medallions;
use super::model::{JsApprover, JsModel, Signal};
use super::options::{AS, CHECKPOINT, LOG_LEVELS, OPEN};
use super::plans::Plans;
use super::progress::{Paths, Progress};
use super::promise::promise;
use super::registry::{self, Storage};
use super::tasks::Tasks;
use super::{json, methods};
use crate::domain::error::{Error, Result};
use crate::domain::id::Actor;
use crate::domain::medallion::MatchRule;
use crate::domain::role::{Role, Standing};
use crate::domain::time::Timestamp;
use crate::llm::{Approver, Model, StubModel};
use crate::service::{Caller, Change, Checkpoint};
use crate::store::Durability;

/// One named database: a memory that survives the tab.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Workspace {
    pub(super) handle: Handle,
    medallions: OnceCell<JsValue>,
    events: OnceCell<JsValue>,
    tasks: OnceCell<JsValue>,
    learners: OnceCell<JsValue>,
    progress: OnceCell<JsValue>,
    paths: OnceCell<JsValue>,
    plans: OnceCell<JsValue>,
}

impl Workspace {
    fn new(handle: Handle) -> Self {
        Self {
            handle,
            medallions: OnceCell::new(),
            events: OnceCell::new(),
            tasks: OnceCell::new(),
            learners: OnceCell::new(),
            progress: OnceCell::new(),
            paths: OnceCell::new(),
            plans: OnceCell::new(),
        }
    }
}

#[wasm_bindgen]
impl Workspace {
    /// Opens a workspace, and creates it if there is none; the default name is `medallion`. The
    /// same name twice in a page shares one inner workspace, as durable as the strictest of its
    /// handles asked for.
    #[wasm_bindgen(unchecked_return_type = "Promise<Workspace>")]
    pub fn open(
        #[wasm_bindgen(unchecked_optional_param_type = "string")] name: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "OpenOptions")] options: JsValue,
    ) -> Promise {
        let read = opening(&name, &options);
        promise(async move {
            let (name, options) = read?;
            let storage = match options.text("storage").as_deref() {
                Some("memory") => Storage::Memory,
                Some(_) => Storage::IndexedDb,
                None => Storage::usual(),
            };
            let durability = match options.text("durability").as_deref() {
                Some("strict") => Durability::Strict,
                _ => Durability::Relaxed,
            };
            let level = options.text("logLevel");
            let level =
                LOG_LEVELS.iter().position(|own| Some(*own) == level.as_deref()).unwrap_or(WARN);
            let logger = Logger { function: options.function("logger"), level };
            let platform = Platform {
                now: options.function("now"),
                new_id: options.function("newId"),
                logger: logger.clone(),
                workspace: name.as_str().into(),
            };
            let mut caller = Caller::new(Rc::new(platform));
            if let Some(actor) = options.text("actor") {
                caller.actor = Actor::new(&actor).map_err(|error| error.under("actor"))?;
            }
            let (since, nothing) = (js_sys::Date::now(), JsValue::UNDEFINED);
            let shared = registry::open(storage, &name, durability).await;
            logger.ended(("open", false), &name, None, since, shared.as_ref().map(|_| &nothing));
            let shared = shared?;
            shared.workspace.renew_history(&caller);
            let handle = Handle {
                shared,
                caller,
                logger,
                closed: Rc::default(),
                calls: Rc::default(),
                held: Rc::default(),
                ends: Rc::default(),
                is_limited: false,
            };
            Ok(Self::new(handle).into())
        })
    }

    /// Deletes a workspace with all that is in it. In Node, the file that it is open with stays: that is
    /// yours to delete, and may be somebody else's by now.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn delete(#[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue) -> Promise {
        let name = text(name, "name").and_then(|name| registry::check_name(&name).map(|()| name));
        promise(async move { registry::delete(&name?).await.map(|()| JsValue::UNDEFINED) })
    }

    /// The names of all workspaces, sorted.
    #[wasm_bindgen(unchecked_return_type = "Promise<string[]>")]
    pub fn list() -> Promise {
        promise(async {
            Ok(registry::list().await?.into_iter().map(JsValue::from).collect::<Array>().into())
        })
    }

    /// The name it was opened with.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> String {
        self.handle.shared.name.clone()
    }

    /// Where it is kept.
    #[wasm_bindgen(getter, unchecked_return_type = "\"indexeddb\" | \"memory\"")]
    pub fn storage(&self) -> String {
        self.handle.shared.storage.as_str().to_owned()
    }

    /// The medallions.
    #[wasm_bindgen(getter, unchecked_return_type = "Medallions")]
    pub fn medallions(&self) -> JsValue {
        self.medallions.get_or_init(|| Medallions::new(self.handle.clone()).into()).clone()
    }

    /// The audit trail.
    #[wasm_bindgen(getter, unchecked_return_type = "Events")]
    pub fn events(&self) -> JsValue {
        self.events.get_or_init(|| Events::new(self.handle.clone()).into()).clone()
    }

    /// Shared trees of tasks.
    #[wasm_bindgen(getter, unchecked_return_type = "Tasks")]
    pub fn tasks(&self) -> JsValue {
        self.tasks.get_or_init(|| Tasks::new(self.handle.clone()).into()).clone()
    }

    /// Who learns.
    #[wasm_bindgen(getter, unchecked_return_type = "Learners")]
    pub fn learners(&self) -> JsValue {
        self.learners.get_or_init(|| Learners::new(self.handle.clone()).into()).clone()
    }

    /// Where each learner stands.
    #[wasm_bindgen(getter, unchecked_return_type = "Progress")]
    pub fn progress(&self) -> JsValue {
        self.progress.get_or_init(|| Progress::new(self.handle.clone()).into()).clone()
    }

    /// The sequences of steps that learners are given.
    #[wasm_bindgen(getter, unchecked_return_type = "Paths")]
    pub fn paths(&self) -> JsValue {
        self.paths.get_or_init(|| Paths::new(self.handle.clone()).into()).clone()
    }

    /// Phase plans.
    #[wasm_bindgen(getter, unchecked_return_type = "Plans")]
    pub fn plans(&self) -> JsValue {
        self.plans.get_or_init(|| Plans::new(self.handle.clone()).into()).clone()
    }

    /// Stores what a session leaves behind: updates the medallion of the scope, or creates it. With
    /// `preview: true` it only says what it would store.
    #[wasm_bindgen(skip_typescript)]
    pub fn checkpoint(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CheckpointRequest")] request: JsValue,
    ) -> Promise {
        let read = self.checkpoint_request(&request);
        let stores = !matches!(read, Ok((.., true)));
        let task = async |(medallions, request, model, preview): Request| {
            let model: &dyn Model = model.as_ref().map_or(&StubModel, |model| model);
            match preview {
                true => json::object(&medallions.preview(&request, model).await?),
                false => json::parse(medallions.checkpoint(&request, model).await?.json()),
            }
        };
        let task = self.handle.task(methods::CHECKPOINT, read, task);
        self.handle.run(methods::CHECKPOINT.name, stores, None, task)
    }

    /// Calls `listener` after each change, from any tab, each once and in order, and when the
    /// storage fails, heals, goes or has little room left (`entity_type` is `workspace` then); that it
    /// went since the last time is told at once. What it answers with ends that, at once.
    #[wasm_bindgen(unchecked_return_type = "() => void")]
    pub fn subscribe(
        &self,
        #[wasm_bindgen(unchecked_param_type = "(change: WorkspaceChange) => void")]
        listener: JsValue,
    ) -> Result<JsValue, JsValue> {
        let subscribe = || {
            self.handle.caller.standing.check(methods::SUBSCRIBE.access, None)?;
            let listener = Listener::read(listener)?;
            let hears = listener.clone();
            let tell: Rc<dyn Fn(&Change)> = Rc::new(move |change: &Change| {
                let Ok(value) = json::object(&change.event) else { return };
                drop(js_sys::Reflect::set(&value, &"local".into(), &change.local.into()));
                hears.tell(value);
            });
            let workspace = self.handle.workspace()?;
            let (name, environment) =
                (self.handle.shared.name.clone(), self.handle.caller.environment.clone());
            let told = tell.clone();
            let of_storage = workspace.watch_storage(Rc::new(move |notice| {
                let at =
                    environment.now().map_or(Timestamp::from_millis(0), Timestamp::from_millis);
                told(&Change { event: notice.event(&name, at), local: true });
            }));
            let of_records = workspace.subscribe(tell);
            Ok(self.handle.ends.stop_function(move || {
                listener.end();
                of_records();
                of_storage();
            }))
        };
        subscribe().map_err(|error| super::errors::to_js(&error))
    }

    /// A handle for a learner, an instructor or an admin. Events name it as `role:id`. Closing it
    /// leaves this one open; closing this one closes it too.
    #[wasm_bindgen(js_name = as, unchecked_return_type = "Workspace")]
    pub fn as_role(
        &self,
        #[wasm_bindgen(unchecked_param_type = "AsOptions")] options: &JsValue,
    ) -> Result<Workspace, JsValue> {
        let limited = || {
            let options = Options::read(options, &AS)?;
            let role = options.text("role").unwrap_or_default();
            let actor = match options.text("learnerId") {
                Some(id) => {
                    Actor::new(&format!("{role}:{id}")).map_err(|error| error.under("learnerId"))?
                }
                None if role == "learner" => {
                    return Err(Error::invalid("learnerId", "is missing; must be text"));
                }
                None => Actor::new(&role)?,
            };
            self.handle.workspace()?;
            let roles = Role::ALL.iter().copied();
            let standing = roles
                .filter(|own| own.as_str() == role)
                .map(|role| Standing::of(role, options.text("learnerId").as_deref()))
                .next();
            let standing = standing.unwrap_or_default();
            self.handle.caller.standing.may_become(&standing)?;
            let caller = Caller { actor, standing, ..self.handle.caller.clone() };
            Ok(Self::new(self.handle.limited(caller)))
        };
        limited().map_err(|error| super::errors::to_js(&error))
    }

    /// For the tools: another handle of the same caller's, which is closed with this one.
    #[wasm_bindgen(skip_typescript)]
    pub fn twin(&self) -> Result<Workspace, JsValue> {
        let open = self.handle.workspace().map_err(|error| super::errors::to_js(&error));
        open.map(|_| Self::new(self.handle.limited(self.handle.caller.clone())))
    }

    /// For the tools: closing waits until this is over, and it can make calls until then.
    #[wasm_bindgen(skip_typescript)]
    pub fn hold(&self, until: Promise) -> Result<(), JsValue> {
        self.handle.hold(until).map_err(|error| super::errors::to_js(&error))
    }

    /// Asks the browser not to throw the data away when it needs the room, and says whether it
    /// promised. Some ask the user first.
    #[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
    pub fn persist(&self) -> Promise {
        let workspace = self.handle.workspace().cloned();
        let task = self.handle.task(methods::PERSIST, workspace, async |workspace| {
            workspace.persist().await.map(JsValue::from)
        });
        self.handle.run_unawaited(methods::PERSIST.name, methods::PERSIST.is_command, None, task)
    }

    /// Closes this handle with all that it listens to, after all that was asked for before, awaited
    /// or not, calls of tools among it; until then its listeners hear what happens. Only what waits
    /// for somebody is not waited for: a checkpoint for a model or for `approve`, which ends with
    /// `CLOSED`, and `persist` for the user. What stands in line behind such a checkpoint of another
    /// handle is done at once.
    /// Closing again changes nothing, and is over when the first is; later calls are `CLOSED`.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn close(&self) -> Promise {
        let handle = self.handle.clone();
        self.handle.closed.close_with(|| {
            promise(async move {
                handle.give_back().await;
                Ok(JsValue::UNDEFINED)
            })
        })
    }

    /// Closes this handle: `await using ws = await Workspace.open()`.
    #[wasm_bindgen(js_name = "[Symbol.asyncDispose]", unchecked_return_type = "Promise<void>")]
    pub fn async_dispose(&self) -> Promise {
        self.close()
    }
}

type Request = (crate::service::Medallions, Checkpoint, Option<JsModel>, bool);

impl Workspace {
    fn checkpoint_request(&self, request: &JsValue) -> Result<Request> {
        if !request.is_object() {
            return Err(Error::invalid("", format!("must be an object, is {}", kind(request))));
        }
        if is_scope(request) {
            let message = "is missing; a checkpoint takes one object with scope and evidence in it";
            return Err(Error::invalid("scope", message));
        }
        let (medallions, options) = self.handle.command(request, &CHECKPOINT)?;
        let signal = options.get("signal");
        let mut wanted = Signal::read(signal.clone())?;
        wanted.check()?;
        let model = JsModel::read(&options.get("llm"), &signal)?;
        let approver = options
            .function("approve")
            .map(|approve| -> Rc<dyn Approver> { Rc::new(JsApprover(approve)) });
        // Whoever is asked need never answer: closing ends that, and waits for all the rest, but not
        // behind others who ask somebody.
        let (handle, workspace) = (self.handle.closed.clone(), self.handle.shared.closed.clone());
        let asks = model.as_ref().is_some_and(JsModel::is_somebody) || approver.is_some();
        wanted = match asks {
            true => wanted.and_until(handle).and_until(workspace),
            false => wanted.in_turn_until(handle).in_turn_until(workspace),
        };
        let checkpoint = Checkpoint {
            scope: json::read(&options.get("scope"), "scope")?,
            evidence: json::read(&options.get("evidence"), "evidence")?,
            rule: match options.text("match").as_deref() {
                Some("overlap") => MatchRule::Overlap,
                _ => MatchRule::Exact,
            },
            guard: options.flag("guard"),
            approver,
            wanted,
        };
        Ok((medallions, checkpoint, model, options.flag("preview")))
    }
}

/// Whether somebody hands over a scope itself, as for a query.
fn is_scope(request: &JsValue) -> bool {
    let has = |name: &str| js_sys::Reflect::has(request, &name.into()).unwrap_or(false);
    !has("scope") && (has("graph_nodes") || has("tags"))
}

fn opening(name: &JsValue, options: &JsValue) -> Result<(String, Options)> {
    let name = if name.is_undefined() { "medallion".to_owned() } else { text(name, "name")? };
    registry::check_name(&name)?;
    let options = Options::read(options, &OPEN)?;
    // Where there are files it is taken out before.
    match options.get("file").is_undefined() {
        true => Ok((name, options)),
        false => Err(Error::invalid("file", "cannot be kept here: only in Node, by `medallion`")),
    }
}
