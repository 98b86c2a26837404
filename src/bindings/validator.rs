//! A function of the host as a validator.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::errors::thrown;
use super::{json, limit};
use crate::domain::criteria::{HostVerdict, Share};
use crate::domain::error::{Code, Error, Result};
use crate::domain::schema::{Optional, parse};
use crate::record;
use crate::service::operations::Validator;
use crate::store::Answer;

record! {
    /// What a validator of the host answers with.
    pub struct ValidatorAnswer as "ValidatorAnswer" {
        /// Whether it passed.
        pub passed: bool,
        /// What to tell the learner.
        pub message: Optional<String>,
        /// How well, from 0 to 1; 1 or 0 if nothing is said.
        pub grade: Optional<Share>,
    }
}

/// A function that judges, sync or async, and how long it is waited for, in milliseconds.
#[derive(Debug)]
pub struct JsValidator(pub Function, pub u32);

/// How long a validator is waited for where nothing is said. It may have to load a language first.
pub const PATIENCE: u32 = 120_000;

impl Validator for JsValidator {
    fn judge<'a>(
        &'a self,
        submission: &'a str,
        criterion: &'a str,
        task: &'a str,
    ) -> Answer<'a, HostVerdict> {
        Box::pin(async move {
            let failed = |error: &JsValue| thrown(Code::Invalid, "the validator", error);
            let (first, second) = (json::parse(submission)?, json::parse(criterion)?);
            let answer = self.0.call3(&JsValue::UNDEFINED, &first, &second, &json::parse(task)?);
            let answer = answer.map_err(|error| failed(&error))?;
            let answer = limit::within(self.1, &answer).await;
            let late = || Error::new(Code::Invalid, limit::too_long("the validator", self.1));
            let answer = answer.ok_or_else(late)?.map_err(|error| failed(&error))?;
            read(&answer).map_err(|error| error.within("the validator's answer"))
        })
    }
}

fn read(answer: &JsValue) -> Result<HostVerdict, Error> {
    let answer: ValidatorAnswer = parse(&json::text(answer, "")?)?;
    let message = answer.message.0.unwrap_or_default();
    Ok(HostVerdict { passed: answer.passed, message, grade: answer.grade.0 })
}
