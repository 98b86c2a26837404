//! A JavaScript object as a model, an approver, and a signal that ends a checkpoint.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo::events::EventListener;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::arguments::kind;
use super::errors::{thrown, thrown_by_model};
use super::{json, limit};
use crate::domain::error::{Cause, Code, Error, Result};
use crate::domain::medallion::{Diff, Evidence, Medallion, Scope};
use crate::llm::{Approver, Model, Question, Repair};
use crate::service::{Cancel, Wanted};
use crate::store::Answer;

#[wasm_bindgen(module = "/pkg-template/values.js")]
extern "C" {
    #[wasm_bindgen(js_name = isSignal)]
    fn is_signal(value: &JsValue) -> bool;

    /// A text in which half of a surrogate pair is written as JSON does.
    #[wasm_bindgen(js_name = inUnicode)]
    fn in_unicode(text: &JsValue) -> String;

    /// Whether it is a model of ours that waits for nobody.
    #[wasm_bindgen(js_name = isAtOnce)]
    fn is_at_once(llm: &JsValue) -> bool;
}

#[wasm_bindgen(module = "/pkg-template/stub-llm.js")]
extern "C" {
    #[wasm_bindgen(js_name = isStub)]
    fn is_stub(llm: &JsValue) -> bool;
}

/// How long a model is waited for, in milliseconds. Who wants to wait less has a signal.
const PATIENCE: u32 = 600_000;

/// An object with the methods `generate` and `update`, sync or async.
#[derive(Debug)]
pub struct JsModel {
    object: JsValue,
    /// What its methods are told besides, as their last argument.
    options: Object,
}

impl JsModel {
    /// Checks an object, which is told of the signal that ends what it is asked for; `None` for the
    /// stub, which Rust has itself.
    ///
    /// # Errors
    /// `INVALID` at `llm` if a method is missing.
    pub fn read(object: &JsValue, signal: &JsValue) -> Result<Option<Self>> {
        if object.is_undefined() || (object.is_object() && is_stub(object)) {
            return Ok(None);
        }
        for method in ["generate", "update"] {
            if !Reflect::get(object, &method.into()).is_ok_and(|own| own.is_function()) {
                return Err(Error::invalid(
                    "llm",
                    format!("must be an object with the method {method}"),
                ));
            }
        }
        let options = Object::new();
        if signal.is_object() {
            drop(Reflect::set(&options, &"signal".into(), signal));
        }
        Ok(Some(Self { object: object.clone(), options }))
    }

    /// Whether somebody is asked who need never answer: what an agent says itself is there.
    pub fn is_somebody(&self) -> bool {
        !is_at_once(&self.object)
    }

    async fn ask(
        &self,
        method: &'static str,
        about: Result<JsValue>,
        evidence: &Evidence,
        repair: Option<&Repair>,
    ) -> Result<String> {
        let repair = repair.map_or(Ok(JsValue::UNDEFINED), json::object)?;
        let arguments = [about?, json::object(evidence)?, repair, self.options.clone().into()];
        let failed = |error: &JsValue| thrown_by_model(&format!("the model's {method}"), error);
        let function =
            Reflect::get(&self.object, &method.into()).map_err(|error| failed(&error))?;
        let function: Function = function.dyn_into().map_err(|error| failed(&error))?;
        let arguments: Array = arguments.iter().collect();
        let answer = function.apply(&self.object, &arguments).map_err(|error| failed(&error))?;
        let answer = limit::within(PATIENCE, &answer).await;
        let late = || Error::new(Code::LlmFailed, limit::too_long("the model", PATIENCE));
        let answer = answer.ok_or_else(late)?.map_err(|error| failed(&error))?;
        let said = match () {
            () if answer.is_string() => return Ok(in_unicode(&answer)),
            () if answer.is_object() => json::text(&answer, ""),
            () => Err(Error::invalid("", format!("must be an object, is {}", kind(&answer)))),
        };
        said.map_err(|error| error.with_code(Code::LlmInvalid).within("the model's answer"))
    }
}

impl Model for JsModel {
    fn generate<'a>(&'a self, scope: &'a Scope, evidence: &'a Evidence) -> Answer<'a, String> {
        Box::pin(self.ask("generate", json::object(scope), evidence, None))
    }

    fn update<'a>(&'a self, existing: &'a Medallion, evidence: &'a Evidence) -> Answer<'a, String> {
        Box::pin(self.ask("update", json::object(existing), evidence, None))
    }

    fn repair<'a>(&'a self, question: Question<'a>, repair: &'a Repair) -> Answer<'a, String> {
        let (method, about, evidence) = match question {
            Question::Generate(scope, evidence) => ("generate", json::object(scope), evidence),
            Question::Update(existing, evidence) => ("update", json::object(existing), evidence),
        };
        Box::pin(self.ask(method, about, evidence, Some(repair)))
    }

    fn is_strict(&self) -> bool {
        true
    }
}

/// An `AbortSignal` of the caller's.
#[derive(Debug)]
pub struct Signal(AbortSignal);

impl Signal {
    /// Checks a value; without a signal, or with `null` as for `fetch`, a checkpoint is wanted.
    ///
    /// # Errors
    /// `INVALID` at `signal` if it is no `AbortSignal`.
    pub fn read(value: JsValue) -> Result<Wanted> {
        if value.is_undefined() || value.is_null() {
            return Ok(Wanted::default());
        }
        match is_signal(&value) {
            true => Ok(Wanted::until(Rc::new(Self(value.unchecked_into())))),
            false => Err(Error::invalid(
                "signal",
                format!("must be an AbortSignal, is {}", kind(&value)),
            )),
        }
    }

    fn aborted(&self) -> Error {
        Wanted::aborted().caused_by(Cause::new(self.0.reason()))
    }
}

impl Cancel for Signal {
    fn cancelled(&self) -> Option<Error> {
        self.0.aborted().then(|| self.aborted())
    }

    fn until_cancelled<'a>(&'a self) -> Pin<Box<dyn Future<Output = Error> + 'a>> {
        Box::pin(async move {
            if !self.0.aborted() {
                let (sender, receiver) = oneshot::channel::<()>();
                let told = EventListener::once(&self.0, "abort", move |_| {
                    let _ = sender.send(());
                });
                // The sender lives as long as the listener, and that is dropped behind this.
                let _ = receiver.await;
                drop(told);
            }
            self.aborted()
        })
    }
}

/// A function of the caller's that is shown what would change.
#[derive(Debug)]
pub struct JsApprover(pub Function);

impl Approver for JsApprover {
    fn approve<'a>(&'a self, diff: &'a Diff) -> Answer<'a, Option<Diff>> {
        Box::pin(async move {
            let failed = |error: &JsValue| thrown(Code::Aborted, "approve", error);
            let answer = self
                .0
                .call1(&JsValue::UNDEFINED, &json::object(diff)?)
                .map_err(|error| failed(&error))?;
            let answer =
                JsFuture::from(limit::promised(&answer)).await.map_err(|error| failed(&error))?;
            match answer.as_bool() {
                Some(true) => Ok(Some(diff.clone())),
                Some(false) => Ok(None),
                None if answer.is_null() || answer.is_undefined() => Ok(None),
                None => json::read(&answer, "approve").map(Some),
            }
        })
    }
}
