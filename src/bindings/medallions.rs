//! `ws.medallions`. What only looks is in `medallion_queries.rs`.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::arguments::text;
use super::handle::Handle;
use super::options::{COMMAND, UPDATE};
use super::{json, methods};
use crate::domain::error::{Error, Result};
use crate::domain::medallion::{Draft, Medallion, Operation, Status};
use crate::service::Document;

/// The medallions of a workspace.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Medallions(pub(super) Handle);

impl Medallions {
    pub(super) fn new(handle: Handle) -> Self {
        Self(handle)
    }
}

#[wasm_bindgen]
impl Medallions {
    /// Stores a new medallion and answers with it as stored. What is left out of `meta` is filled in.
    #[wasm_bindgen(unchecked_return_type = "Promise<Medallion>")]
    pub fn create(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MedallionDraftInput")] medallion: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CommandOptions")] options: JsValue,
    ) -> Promise {
        let read = self
            .0
            .plain_command(&options)
            .and_then(|own| Ok((own, Draft::parse(&json::text(medallion, "")?)?)));
        self.0.answer(methods::MEDALLIONS_CREATE, None, read, async |(medallions, draft)| {
            one(&medallions.create(draft).await?)
        })
    }

    /// Stores new medallions in one commit, all or none, and answers with their ids.
    #[wasm_bindgen(js_name = createMany, unchecked_return_type = "Promise<string[]>")]
    pub fn create_many(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly MedallionDraftInput[]")] list: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CommandOptions")] options: JsValue,
    ) -> Promise {
        let chunks = json::chunks(list);
        let read = self.0.plain_command(&options).and_then(|own| Ok((own, chunks?)));
        let left = read.as_ref().ok().map(|(_, chunks)| chunks.clone());
        let answer =
            self.0.answer_at_once(methods::MEDALLIONS_CREATE_MANY, read, async |(own, chunks)| {
                let batch = own.batch(Box::new(json::records_of(chunks, Draft::parse)))?;
                // One text crosses the border, not one for each id: no id has a line break in it.
                let ids = batch.store().await?;
                Ok(match ids.is_empty() {
                    true => js_sys::Array::new(),
                    false => js_sys::JsString::from(ids.join("\n")).split("\n"),
                }
                .into())
            });
        // What was not stored while the call lasts must not change under whoever stores it later.
        if let Some(left) = left {
            left.settle();
        }
        answer
    }

    /// Stores the next version of a medallion. `created_at` stays, `updated_at` rises.
    #[wasm_bindgen(unchecked_return_type = "Promise<Medallion>")]
    pub fn update(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MedallionInput")] medallion: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "UpdateOptions")] options: JsValue,
    ) -> Promise {
        let read = self.0.command(&options, &UPDATE).and_then(|(own, options)| {
            Ok((own, medallion_of(medallion)?, options.count("expectedVersion")))
        });
        let id = read.as_ref().ok().map(|(_, input, _)| input.meta.medallion_id.to_string());
        self.0.answer(
            methods::MEDALLIONS_UPDATE,
            id,
            read,
            async |(medallions, input, expected)| one(&medallions.update(input, expected).await?),
        )
    }

    /// Sets the status. Setting what is set changes nothing and makes no version.
    #[wasm_bindgen(js_name = setStatus, unchecked_return_type = "Promise<Medallion>")]
    pub fn set_status(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "\"active\" | \"stale\" | \"superseded\"")]
        status: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CommandOptions")] options: JsValue,
    ) -> Promise {
        let read = self.0.plain_command(&options).and_then(|own| {
            let wanted = text(status, "status")?;
            let known = Status::ALL.iter().find(|status| status.as_str() == wanted).copied();
            let unknown =
                || Error::invalid("status", format!("must be one of {}", Status::TEXTS.join(", ")));
            Ok((own, text(id, "id")?, known.ok_or_else(unknown)?))
        });
        self.0.answer(
            methods::MEDALLIONS_SET_STATUS,
            id.as_string(),
            read,
            async |(medallions, id, status)| one(&medallions.set_status(&id, status).await?),
        )
    }

    /// Says that another medallion holds instead, and answers with the superseded one.
    #[wasm_bindgen(unchecked_return_type = "Promise<Medallion>")]
    pub fn supersede(
        &self,
        #[wasm_bindgen(js_name = oldId, unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(js_name = newId, unchecked_param_type = "string")] by: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CommandOptions")] options: JsValue,
    ) -> Promise {
        let read = self
            .0
            .plain_command(&options)
            .and_then(|own| Ok((own, text(id, "oldId")?, text(by, "newId")?)));
        self.0.answer(
            methods::MEDALLIONS_SUPERSEDE,
            id.as_string(),
            read,
            async |(medallions, id, by)| one(&medallions.supersede(&id, &by).await?),
        )
    }

    /// Changes a medallion without a model: all of the operations, or none.
    #[wasm_bindgen(unchecked_return_type = "Promise<Medallion>")]
    pub fn apply(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "readonly MedallionOperation[]")]
        operations: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "UpdateOptions")] options: JsValue,
    ) -> Promise {
        let read = self.0.command(&options, &UPDATE).and_then(|(own, options)| {
            let operations = json::read::<Vec<Operation>>(operations, "operations")?;
            Ok((own, text(id, "id")?, operations, options.count("expectedVersion")))
        });
        self.0.answer(
            methods::MEDALLIONS_APPLY,
            id.as_string(),
            read,
            async |(medallions, id, operations, expected)| {
                one(&medallions.apply(&id, &operations, expected).await?)
            },
        )
    }

    /// Deletes a medallion; its history stays. `false` if there is none.
    #[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
    pub fn delete(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CommandOptions")] options: JsValue,
    ) -> Promise {
        let read = self.0.plain_command(&options).and_then(|own| Ok((own, text(id, "id")?)));
        self.0.answer(methods::MEDALLIONS_DELETE, id.as_string(), read, async |(medallions, id)| {
            Ok(medallions.delete(&id).await?.into())
        })
    }

    /// Forgets a medallion with its history; nothing of it stays but its id, in the event that says so
    /// and in those in whose place it stood (`superseded_by`), and lines so damaged that they do not
    /// say whose they are, which `health` names. That event keeps the `reason` that is given here, for
    /// ever: it must not tell what is to be forgotten. `false` if there is none.
    #[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
    pub fn erase(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CommandOptions")] options: JsValue,
    ) -> Promise {
        let read =
            self.0.command(&options, &COMMAND).and_then(|(own, _)| Ok((own, text(id, "id")?)));
        self.0.answer(methods::MEDALLIONS_ERASE, id.as_string(), read, async |(medallions, id)| {
            Ok(medallions.erase(&id).await?.into())
        })
    }
}

fn medallion_of(value: &JsValue) -> Result<Medallion> {
    Medallion::parse(&json::text(value, "")?)
}

/// A medallion as JavaScript has it.
pub(super) fn one(document: &Document) -> Result<JsValue> {
    json::parse(document.json())
}
