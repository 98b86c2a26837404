//! `ws.plans`.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::arguments::text;
use super::handle::Handle;
use super::operations::part;
use super::{json, methods};
use crate::service::operations::plans;

part! {
    "Phase plans: markdown whose front matter is the truth, kept byte for byte."
    Plans {
        "Takes in a file. The same path again, unless the PRD is another, or else the same PRD and phase, is the next version of the same plan."
        import import_plan(markdown: "string"; options: "PlanImportOptions") -> "Promise<StoredPlanReport>" = plans::IMPORT;
        "All there is to say about a plan; `undefined` if there is none."
        get get(id: "string") -> "Promise<StoredPlanReport | undefined>" = plans::GET;
        "The file, byte for byte."
        text text(id: "string") -> "Promise<string>" = plans::TEXT;
        "All plans in short, by the names of their files."
        list list() -> "Promise<PlanSummary[]>" = plans::LIST;
        "Edits a plan: all of the edits or none. Only the lines that must change do."
        edit edit(id: "string", ops: "readonly PlanEdit[]"; options: "PlanEditOptions") -> "Promise<StoredPlanReport>" = plans::EDIT;
        "Says how far a task is."
        setTaskStatus set_task_status(id: "string", task_id: "string", status: "string"; options: "PlanNoteOptions") -> "Promise<StoredPlanReport>" = plans::SET_TASK_STATUS;
        "Deletes a plan; its history stays. `false` if there is none."
        delete delete(id: "string"; options: "CommandOptions") -> "Promise<boolean>" = plans::DELETE;
        "Finds tasks in all plans."
        query query(; options: "PlanQuery") -> "Promise<FoundPlanTask[]>" = plans::QUERY;
        "Makes a project of tasks out of a plan, with the statuses of a learner if one is named: an epic for each phase. `skipped` says what could not be taken over."
        toProject to_project(id: "string"; options: "PlanProjectOptions") -> "Promise<Task & { skipped: SkippedPlanTask[] }>" = plans::TO_PROJECT;
        "Sets the tasks of a plan to where a learner stands in a project that was made of it."
        fromProject bring_back(id: "string", project_id: "string", learner_id: "string"; options: "PlanEditOptions") -> "Promise<StoredPlanReport>" = plans::FROM_PROJECT;
    }
}

#[wasm_bindgen]
impl Plans {
    /// All versions of a plan, newest first; also of a deleted one.
    #[wasm_bindgen(unchecked_return_type = "Promise<PlanVersion[]>")]
    pub fn history(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
    ) -> Promise {
        let read = text(id, "id").and_then(|id| Ok((self.0.workspace()?.clone(), id)));
        self.0.answer(methods::PLANS_HISTORY, id.as_string(), read, async |(workspace, id)| {
            json::object(&workspace.plan_history(&id).await?)
        })
    }
}
