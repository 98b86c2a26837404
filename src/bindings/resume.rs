//! `ws.resume`.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::arguments::{Options, kind};
use super::errors::thrown;
use super::options::RESUME;
use super::workspace::Workspace;
use super::{json, limit, methods};
use crate::domain::error::{Code, Error};
use crate::domain::resume::Format;
use crate::service::{CountTokens, Estimate, Resuming};
use crate::store::Answer;

#[wasm_bindgen]
impl Workspace {
    /// What to tell a new session about where the last ones stopped: the newest active medallions of a
    /// scope, ten at most, and with a learner their task or what they have begun. What must be said
    /// (invariants, the task itself and what locks it) is in the text or it is `BUDGET_TOO_SMALL`; of
    /// the rest, what is worth most. Where nothing was left behind the text is empty.
    #[wasm_bindgen(unchecked_return_type = "Promise<Resume>")]
    pub fn resume(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ResumeOptions")] options: &JsValue,
    ) -> Promise {
        let read = Options::read(options, &RESUME).and_then(|options| {
            let scope = options.get("scope");
            let format = options.text("format");
            let mut formats = Format::ALL.iter().copied();
            let format = formats.find(|own| Some(own.as_str()) == format.as_deref());
            let about = Resuming {
                scope: (!scope.is_undefined()).then(|| json::read(&scope, "scope")).transpose()?,
                learner_id: options.text("learnerId"),
                task_id: options.text("taskId"),
                budget: options.at_least(0, "tokenBudget")?.unwrap_or(2000),
                format: format.unwrap_or(Format::Markdown),
            };
            let counter = options.function("countTokens").map(JsCounter);
            Ok((self.handle.medallions()?, about, counter))
        });
        self.handle.answer(methods::RESUME, None, read, async |(medallions, about, counter)| {
            let counter: &dyn CountTokens = counter.as_ref().map_or(&Estimate, |own| own);
            json::object(&medallions.resume(&about, counter).await?)
        })
    }
}

/// How long a count is waited for, in milliseconds: it may have to load a vocabulary first.
const PATIENCE: u32 = 120_000;

/// A function that counts tokens, sync or async.
struct JsCounter(Function);

impl CountTokens for JsCounter {
    fn count<'a>(&'a self, text: &'a str) -> Answer<'a, u64> {
        Box::pin(async move {
            let failed = |error: &JsValue| thrown(Code::Invalid, "countTokens", error);
            let at = |error: Error| error.at("countTokens");
            let answer = self.0.call1(&JsValue::UNDEFINED, &text.into());
            let mut answer = answer.map_err(|error| at(failed(&error)))?;
            if answer.is_object() {
                let late = || Error::new(Code::Invalid, limit::too_long("countTokens", PATIENCE));
                let waited = limit::within(PATIENCE, &answer).await;
                let waited = waited.ok_or_else(|| at(late()))?;
                answer = waited.map_err(|error| at(failed(&error)))?;
            }
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked
            match answer.as_f64() {
                Some(count) if count >= 0.0 && count.is_finite() => Ok(count.ceil() as u64),
                _ => {
                    let message = format!("must give a number from 0 on, gave {}", kind(&answer));
                    Err(Error::invalid("countTokens", message))
                }
            }
        })
    }
}
