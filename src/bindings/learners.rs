//! `ws.learners`.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::arguments::{Options, text};
use super::handle::Handle;
use super::methods;
use super::operations::part;
use super::options::COMMAND;
use crate::service::operations::learners;

part! {
    "Who learns: people or agents, each with a status of their own for each task."
    Learners {
        "Makes a learner."
        create create(learner: "NewLearner"; options: "CommandOptions") -> "Promise<Learner>" = learners::CREATE;
        "A learner; `undefined` if there is none."
        get get(id: "string") -> "Promise<Learner | undefined>" = learners::GET;
        "The learner whom the host's own login knows as this; `undefined` if there is none."
        byAuthId by_auth_id(auth_id: "string") -> "Promise<Learner | undefined>" = learners::BY_AUTH_ID;
        "Changes fields of a learner. What they have done stays theirs."
        update update(id: "string", patch: "LearnerPatch"; options: "CommandOptions") -> "Promise<Learner>" = learners::UPDATE;
        "All learners."
        list list() -> "Promise<Learner[]>" = learners::LIST;
    }
}

#[wasm_bindgen]
impl Learners {
    /// Erases a learner with all that is theirs, the medallions whose scope names them included,
    /// also those that name others besides: nothing of it stays but ids, in the events that say so.
    /// These keep the `reason` that is given here, for ever. `false` if there is none.
    #[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
    pub fn delete(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CommandOptions")] options: JsValue,
    ) -> Promise {
        let read = Options::read(&options, &COMMAND).and_then(|options| {
            Ok((self.0.workspace()?.clone(), self.0.caller(&options)?, text(id, "id")?))
        });
        self.0.answer(
            methods::LEARNERS_DELETE,
            id.as_string(),
            read,
            async |(workspace, caller, id)| Ok(workspace.erase_learner(&caller, &id).await?.into()),
        )
    }
}
