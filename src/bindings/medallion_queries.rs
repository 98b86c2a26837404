//! `ws.medallions`, as far as it only looks.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::arguments::{Options, text, version};
use super::listeners::Listener;
use super::medallions::{Medallions, one};
use super::options::{LIST, SCOPE_LABELS, SCOPE_QUERY};
use super::{json, methods};
use crate::domain::error::Result;
use crate::domain::medallion::{LabelQuery, Scope, Status};
use crate::domain::schema::to_json;
use crate::service::{Document, Listing};

#[wasm_bindgen]
impl Medallions {
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
        #[wasm_bindgen(unchecked_param_type = "readonly string[]")] ids: &JsValue,
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
    /// tab. What it answers with ends that, at once.
    #[wasm_bindgen(js_name = watchScope, unchecked_return_type = "Promise<() => void>")]
    pub fn watch_scope(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MedallionScopeInput")] scope: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "ScopeQueryOptions | undefined")] options: JsValue,
        #[wasm_bindgen(unchecked_param_type = "(list: Medallion[]) => void")] listener: JsValue,
    ) -> Promise {
        let read =
            self.query(scope, &options).and_then(|query| Ok((query, Listener::read(listener)?)));
        let handle = self.0.clone();
        self.0.answer(
            methods::MEDALLIONS_WATCH_SCOPE,
            None,
            read,
            async move |((medallions, scope, limit, statuses), listener)| {
                let told = listener.clone();
                let tell = move |documents: Vec<Document>| {
                    if let Ok(list) = many(&documents) {
                        told.tell(list);
                    }
                };
                let stop = medallions.watch_scope(scope, limit, statuses, Box::new(tell)).await?;
                // A handle that is closed meanwhile waits for this, and ends it then.
                Ok(handle.ends.stop_function(move || {
                    listener.end();
                    stop();
                }))
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

fn many(documents: &[Document]) -> Result<JsValue> {
    json::object(documents)
}

#[allow(clippy::cast_precision_loss)] // counts and versions stay below 2^53
fn number(number: u64) -> JsValue {
    JsValue::from_f64(number as f64)
}
