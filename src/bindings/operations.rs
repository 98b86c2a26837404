//! Parts of a workspace whose methods are rows of a table: each hands its arguments over as JSON
//! and does nothing else.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::handle::Handle;
use super::json;
use crate::domain::error::Result;
use crate::service::operations::{self, Title};

impl Handle {
    /// Does what a row says. What the arguments were is settled before the call returns.
    pub fn perform(&self, title: Title, arguments: &[JsValue]) -> Promise {
        let read = self.workspace().cloned().and_then(|workspace| {
            let names = title.parameters.iter().copied();
            let texts = names.zip(arguments).map(|(name, argument)| match argument {
                missing if missing.is_undefined() => Ok(String::new()),
                // What is wrong inside is told by its own path, as the rules do.
                given => json::text(given, "").map_err(|error| match error.path() {
                    None | Some("") => error.under(name),
                    Some(_) => error,
                }),
            });
            Ok((workspace, texts.collect::<Result<Vec<String>>>()?))
        });
        let caller = self.caller.clone();
        let id = arguments.first().and_then(JsValue::as_string);
        let texts = read.as_ref().map_or(&[][..], |(_, texts)| texts);
        let may_change = title.may_change(texts);
        let task = Box::pin(async move {
            let (workspace, texts) = read?;
            let operation = operations::find(title.name).await?;
            let answer = workspace.perform(&caller, operation, &texts).await?;
            if answer.is_empty() { Ok(JsValue::UNDEFINED) } else { json::parse(&answer) }
        });
        self.run(title.name, may_change, id, task)
    }
}

/// Declares a part of a workspace. Each method: what it does, as a text (doc comments that pass
/// through a macro reach TypeScript mangled), its name here and there, its arguments as TypeScript
/// has them (those behind the `;` may be left out), what it answers with, and its row.
macro_rules! part {
    (
        $doc:literal
        $part:ident {
            $(
                $method_doc:literal
                $name:ident $rust:ident
                ($($argument:ident: $type:literal),* $(; $($option:ident: $option_type:literal),*)?)
                -> $answer:literal = $row:expr;
            )*
        }
    ) => {
        #[doc = $doc]
        #[wasm_bindgen]
        #[derive(Debug)]
        pub struct $part(pub(super) Handle);

        impl $part {
            pub(super) fn new(handle: Handle) -> Self {
                Self(handle)
            }
        }

        #[wasm_bindgen]
        impl $part {
            $(
                #[doc = $method_doc]
                #[wasm_bindgen(js_name = $name, unchecked_return_type = $answer)]
                pub fn $rust(
                    &self,
                    $(#[wasm_bindgen(unchecked_param_type = $type)] $argument: JsValue,)*
                    $($(#[wasm_bindgen(unchecked_optional_param_type = $option_type)] $option: JsValue,)*)?
                ) -> Promise {
                    self.0.perform(const { $row.title() }, &[$($argument,)* $($($option,)*)?])
                }
            )*
        }
    };
}
pub(super) use part;
