//! `ws.tasks`.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::handle::Handle;
use super::operations::part;
use crate::service::operations::tasks as rows;

part! {
    /// Shared trees of tasks. A task has no status: that is each learner's own.
    Tasks {
        /// A task; `undefined` if there is none.
        get get(id: "string") -> "Promise<Task | undefined>" = rows::GET;
        /// What is directly below a task, or everything below it, in order of place.
        children children(id: "string"; options: "ChildrenOptions") -> "Promise<Task[]>" = rows::CHILDREN;
        /// What is above a task, nearest first.
        ancestors ancestors(id: "string") -> "Promise<Task[]>" = rows::ANCESTORS;
    }
}
