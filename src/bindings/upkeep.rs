//! What a workspace is asked about all that is stored at once: to see it here and safe on the disk,
//! for files of it, for less of its history, and how it fares.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::arguments::{Options, text};
use super::file::{File, Parts};
use super::listeners::Listener;
use super::options::{EXPORT, IMPORT, INSPECT, KEEP};
use super::registry::Storage;
use super::workspace::Workspace;
use super::{json, methods};
use crate::domain::schema::object;
use crate::service::{OnConflict, Retention};

#[wasm_bindgen]
impl Workspace {
    /// Returns once what other tabs have committed before this call is seen here.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn sync(&self) -> Promise {
        let workspace = self.handle.workspace().cloned();
        self.handle.answer(methods::SYNC, None, workspace, async |workspace| {
            workspace.sync().await.map(|()| JsValue::UNDEFINED)
        })
    }

    /// Returns once everything so far is on the disk.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn flush(&self) -> Promise {
        let workspace = self.handle.workspace().cloned();
        self.handle.answer(methods::FLUSH, None, workspace, async |workspace| {
            workspace.flush().await.map(|()| JsValue::UNDEFINED)
        })
    }

    /// Everything in one file: its first line says what follows, each further line is a change. It is
    /// whole or an error; with `partial: true` it is what can be read, and what is in memory, of a
    /// workspace whose storage fails.
    #[wasm_bindgen(unchecked_return_type = "Promise<Blob>")]
    pub fn export(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ExportOptions")] options: JsValue,
    ) -> Promise {
        let handle = self.handle.clone();
        let read = Options::read(&options, &EXPORT)
            .and_then(|options| Ok((handle.workspace()?.clone(), options)));
        self.handle.answer(methods::EXPORT, None, read, async move |(workspace, options)| {
            let listener = options.function("onProgress").map(Listener::new);
            let progress = |done: u64, total: u64| {
                if let (Some(listener), Ok(value)) =
                    (&listener, json::parse(&object(&[("done", &done), ("total", &total)])))
                {
                    listener.tell(value);
                }
            };
            let parts = Parts::default();
            let part = &mut |part: &str| parts.add(part);
            let name = &handle.shared.name;
            let first = workspace
                .export_parts(name, &handle.caller, options.flag("partial"), &progress, part)
                .await?;
            parts.behind(&first)
        })
    }

    /// Takes in a file that `export` made, or medallions as JSON (a `medallion.v1` document or a list
    /// of them), all of it or nothing. The same file twice changes nothing.
    #[wasm_bindgen(unchecked_return_type = "Promise<ImportReport>")]
    pub fn import(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Blob | string")] file: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ImportOptions")] options: JsValue,
    ) -> Promise {
        let read = Options::read(&options, &IMPORT).and_then(|options| {
            let (workspace, caller) = (self.handle.workspace()?, self.handle.caller(&options)?);
            Ok((workspace.clone(), caller, File::of(file)?, options))
        });
        let stores = !matches!(&read, Ok((.., options)) if options.flag("dryRun"));
        let task = self.handle.task(
            methods::IMPORT,
            read,
            async move |(workspace, caller, file, options)| {
                let conflict = options.text("onConflict");
                let conflict =
                    OnConflict::ALL.iter().find(|own| Some(own.as_str()) == conflict.as_deref());
                let conflict = conflict.copied().unwrap_or(OnConflict::Newer);
                json::object(&workspace.import(&file, &caller, conflict, !stores).await?)
            },
        );
        self.handle.run(methods::IMPORT.name, stores, None, task)
    }

    /// Reads everything that is stored and says what is wrong with it. Where it cannot be read, that
    /// is what it says, with what this page knows.
    #[wasm_bindgen(unchecked_return_type = "Promise<Health>")]
    pub fn health(&self) -> Promise {
        let ephemeral = self.handle.shared.storage == Storage::Memory;
        let workspace = self.handle.workspace().cloned();
        self.handle.answer(methods::HEALTH, None, workspace, async move |workspace| {
            json::object(&workspace.health(ephemeral).await?)
        })
    }

    /// A record as it is stored, with all its versions.
    #[wasm_bindgen(unchecked_return_type = "Promise<Inspection>")]
    pub fn inspect(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "InspectOptions")] options: JsValue,
    ) -> Promise {
        let read = Options::read(&options, &INSPECT).and_then(|options| {
            Ok((self.handle.workspace()?.clone(), text(id, "id")?, options.entity_type()))
        });
        self.handle.answer(methods::INSPECT, id.as_string(), read, async |(workspace, id, kind)| {
            json::object(&workspace.inspect(&id, kind).await?)
        })
    }

    /// Bounds the history, in every tab and every later session, until it is called again; without
    /// `versions` and `days` everything is kept, as at first. Old versions go with what the audit
    /// trail says of them; the newest version of a record always stays, and of one that was deleted
    /// that is the deletion. The answer is how many went at once; later ones go now and again, after
    /// commits and on opening. `health()` says what is kept.
    #[wasm_bindgen(unchecked_return_type = "Promise<number>")]
    pub fn keep(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "KeepOptions")] policy: &JsValue,
    ) -> Promise {
        let read = Options::read(policy, &KEEP).and_then(|options| {
            let policy = Retention {
                versions: options.at_least(1, "versions")?,
                days: options.at_least(0, "days")?,
            };
            Ok((self.handle.workspace()?.clone(), self.handle.caller(&options)?, policy))
        });
        self.handle.answer(methods::KEEP, None, read, async |(workspace, caller, policy)| {
            Ok((workspace.keep(&caller, policy).await? as f64).into())
        })
    }
}
