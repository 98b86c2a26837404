//! `ws.medallions`.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::arguments::{Options, text, version};
use super::handle::Handle;
use super::options::{COMMAND, LIST, SCOPE_LABELS, SCOPE_QUERY, UPDATE};
use super::{json, listeners, methods};
use crate::domain::error::{Error, Result};
use crate::domain::medallion::{Draft, LabelQuery, Medallion, Operation, Scope, Status};
use crate::domain::schema::to_json;
use crate::service::{Document, Listing};

/// The medallions of a workspace.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Medallions(Handle);

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
        #[wasm_bindgen(unchecked_param_type = "MedallionDraftInput[]")] list: &JsValue,
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
        self.0.answer(
            methods::MEDALLIONS_UPDATE,
            None,
            read,
            async |(medallions, input, expected)| one(&medallions.update(input, expected).await?),
        )
    }

    /// The newest version of a medallion; `undefined` if there is none, or it was deleted.
    #[wasm_bindgen(unchecked_return_type = "Promise<Medallion | undefined>")]
    pub fn get(&self, #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue) -> Promise {
        let read = self.0.medallions().and_then(|own| Ok((own, text(id, "id")?)));
        self.0.answer(methods::MEDALLIONS_GET, id.as_string(), read, async |(medallions, id)| {
            medallions.get(&id).await?.as_ref().map_or(Ok(JsValue::UNDEFINED), one)
        })
    }

    /// The newest versions of several medallions, in the order of the ids; `undefined` where there
    /// is none.
    #[wasm_bindgen(js_name = getMany, unchecked_return_type = "Promise<(Medallion | undefined)[]>")]
    pub fn get_many(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string[]")] ids: &JsValue,
    ) -> Promise {
        let read = self.0.medallions().and_then(|own| Ok((own, json::read(ids, "ids")?)));
        self.0.answer(
            methods::MEDALLIONS_GET_MANY,
            None,
            read,
            async |(medallions, ids): (_, Vec<String>)| {
                let found = medallions.get_many(&ids).await?;
                let found =
                    found.iter().map(|own| own.as_ref().map_or(Ok(JsValue::UNDEFINED), one));
                Ok(found.collect::<Result<js_sys::Array>>()?.into())
            },
        )
    }

    /// The number of a medallion's newest version; `undefined` if there is none.
    #[wasm_bindgen(unchecked_return_type = "Promise<number | undefined>")]
    pub fn version(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
    ) -> Promise {
        let read = self.0.medallions().and_then(|own| Ok((own, text(id, "id")?)));
        self.0.answer(
            methods::MEDALLIONS_VERSION,
            id.as_string(),
            read,
            async |(medallions, id)| {
                medallions.open_or_closed()?;
                medallions.may_see(&id)?;
                Ok(medallions.version(&id).map_or(JsValue::UNDEFINED, number))
            },
        )
    }

    /// How many medallions there are.
    #[wasm_bindgen(unchecked_return_type = "Promise<number>")]
    pub fn count(&self) -> Promise {
        self.0.answer(methods::MEDALLIONS_COUNT, None, self.0.medallions(), async |medallions| {
            medallions.open_or_closed()?;
            Ok(number(medallions.count() as u64))
        })
    }

    /// All medallions, newest first, page by page.
    #[wasm_bindgen(unchecked_return_type = "Promise<Page<Medallion>>")]
    pub fn list(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ListOptions")] options: JsValue,
    ) -> Promise {
        let read = Options::read(&options, &LIST).and_then(|options| {
            let usual = Listing::default();
            let listing = Listing {
                limit: options.limit(usual.limit),
                before: options.text("before"),
                status: statuses(&options).unwrap_or(usual.status),
            };
            Ok((self.0.medallions()?, listing))
        });
        self.0.answer(methods::MEDALLIONS_LIST, None, read, async |(medallions, listing)| {
            let page = medallions.list(&listing).await?;
            super::page(to_json(&page.items), page.next, page.total)
        })
    }

    /// The newest medallions that a scope finds, newest first: those that have all of its graph
    /// nodes and, if it has tags, at least one of them.
    #[wasm_bindgen(js_name = latestForScope, unchecked_return_type = "Promise<Medallion[]>")]
    pub fn latest_for_scope(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MedallionScopeInput")] scope: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ScopeQueryOptions")] options: JsValue,
    ) -> Promise {
        let read = self.query(scope, &options);
        self.0.answer(
            methods::MEDALLIONS_LATEST_FOR_SCOPE,
            None,
            read,
            async |(medallions, scope, limit, statuses)| {
                many(&medallions.latest_for_scope(&scope, limit, &statuses).await?)
            },
        )
    }

    /// The graph nodes and the tags that scopes name, with how many medallions do, the most
    /// frequent first: what to suggest to somebody who types a scope.
    #[wasm_bindgen(js_name = scopeLabels, unchecked_return_type = "Promise<ScopeLabels>")]
    pub fn scope_labels(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ScopeLabelOptions")] options: JsValue,
    ) -> Promise {
        let read = Options::read(&options, &SCOPE_LABELS)
            .and_then(|options| Ok((self.0.medallions()?, options)));
        self.0.answer(
            methods::MEDALLIONS_SCOPE_LABELS,
            None,
            read,
            async |(medallions, options)| {
                let text = options.text("text").unwrap_or_default();
                let statuses = statuses(&options).unwrap_or_else(|| Status::ALL.to_vec());
                let query =
                    LabelQuery { text: &text, limit: options.limit(100), statuses: &statuses };
                json::object(&medallions.scope_labels(&query)?)
            },
        )
    }

    /// Calls `listener` with what a scope finds, now and again after each change of it, from any
    /// tab. What it answers with ends that.
    #[wasm_bindgen(js_name = watchScope, unchecked_return_type = "Promise<() => void>")]
    pub fn watch_scope(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MedallionScopeInput")] scope: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "ScopeQueryOptions")] options: JsValue,
        #[wasm_bindgen(unchecked_param_type = "(list: Medallion[]) => void")] listener: JsValue,
    ) -> Promise {
        let read = self.query(scope, &options).and_then(|query| {
            let listener = listener.dyn_into::<js_sys::Function>();
            Ok((query, listener.map_err(|_| Error::invalid("listener", "must be a function"))?))
        });
        let handle = self.0.clone();
        self.0.answer(
            methods::MEDALLIONS_WATCH_SCOPE,
            None,
            read,
            async move |((medallions, scope, limit, statuses), listener)| {
                let tell = move |documents: Vec<Document>| {
                    if let Ok(list) = many(&documents) {
                        listeners::tell(&listener, list);
                    }
                };
                let stop = medallions.watch_scope(scope, limit, statuses, Box::new(tell)).await?;
                if let Err(error) = handle.workspace() {
                    stop();
                    return Err(error);
                }
                Ok(handle.ends.stop_function(stop))
            },
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
        #[wasm_bindgen(unchecked_param_type = "MedallionOperation[]")] operations: &JsValue,
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

    /// All versions of a medallion, newest first; also of a deleted one.
    #[wasm_bindgen(unchecked_return_type = "Promise<MedallionVersion[]>")]
    pub fn history(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
    ) -> Promise {
        let read = self.0.medallions().and_then(|own| Ok((own, text(id, "id")?)));
        self.0.answer(
            methods::MEDALLIONS_HISTORY,
            id.as_string(),
            read,
            async |(medallions, id)| json::object(&medallions.history(&id).await?),
        )
    }

    /// What changed from one version of a medallion to another.
    #[wasm_bindgen(unchecked_return_type = "Promise<MedallionDiff>")]
    pub fn diff(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] from: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] to: &JsValue,
    ) -> Promise {
        let read = self.0.medallions();
        let read = read
            .and_then(|own| Ok((own, text(id, "id")?, version(from, "from")?, version(to, "to")?)));
        self.0.answer(
            methods::MEDALLIONS_DIFF,
            id.as_string(),
            read,
            async |(medallions, id, from, to)| json::object(&medallions.diff(&id, from, to).await?),
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

    /// Forgets a medallion with its history; nothing of it stays but its id, in the event that says so,
    /// and lines so damaged that they do not say whose they are, which `health` names. That event
    /// keeps the `reason` that is given here, for ever: it must not tell what is to be forgotten.
    /// `false` if there is none.
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

type Query = (crate::service::Medallions, Scope, usize, Vec<Status>);

impl Medallions {
    fn query(&self, scope: &JsValue, options: &JsValue) -> Result<Query> {
        let options = Options::read(options, &SCOPE_QUERY)?;
        let statuses = statuses(&options).unwrap_or_else(|| vec![Status::Active]);
        Ok((self.0.medallions()?, json::read(scope, "scope")?, options.limit(10), statuses))
    }
}

fn statuses(options: &Options) -> Option<Vec<Status>> {
    let texts = options.texts("status")?;
    Some(
        Status::ALL
            .iter()
            .filter(|status| texts.iter().any(|text| text == status.as_str()))
            .copied()
            .collect(),
    )
}

fn medallion_of(value: &JsValue) -> Result<Medallion> {
    Medallion::parse(&json::text(value, "")?)
}

fn one(document: &Document) -> Result<JsValue> {
    json::parse(document.json())
}

fn many(documents: &[Document]) -> Result<JsValue> {
    json::object(documents)
}

#[allow(clippy::cast_precision_loss)] // counts and versions stay below 2^53
fn number(number: u64) -> JsValue {
    JsValue::from_f64(number as f64)
}
