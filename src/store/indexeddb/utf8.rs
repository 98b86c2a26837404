//! Texts of JavaScript into this module's memory.
//!
//! What the glue does with a text, character by character while it is ASCII, and what
//! `TextEncoder.encode` does, which makes an array that is copied, both take several times as long
//! as writing the bytes to where they are wanted.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use crate::memory;

#[wasm_bindgen]
extern "C" {
    type TextEncoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;
    #[wasm_bindgen(method, js_name = encodeInto)]
    fn encode_into(this: &TextEncoder, text: &JsString, into: &mut [u8]) -> Encoded;

    type Encoded;
    #[wasm_bindgen(method, getter)]
    fn read(this: &Encoded) -> u32;
    #[wasm_bindgen(method, getter)]
    fn written(this: &Encoded) -> u32;
}

thread_local! {
    static ENCODER: TextEncoder = TextEncoder::new();
}

/// A text as this side has it; half of a surrogate pair becomes U+FFFD.
pub fn utf8(text: &JsString) -> String {
    memory::grow_ahead();
    let length = text.length();
    // Most texts are ASCII: then this is all.
    let mut bytes = vec![0; length as usize];
    let (read, mut written) = encode(text, &mut bytes);
    if read < length {
        // Three bytes at most for each unit that is left: a pair of them takes four.
        let end = written + 3 * (length - read) as usize;
        bytes.resize(end, 0);
        let rest = bytes.get_mut(written..).unwrap_or_default();
        written += encode(&text.slice(read, length), rest).1;
    }
    bytes.truncate(written);
    String::from_utf8(bytes).unwrap_or_default()
}

/// How many units were read, and how many bytes were written.
fn encode(text: &JsString, into: &mut [u8]) -> (u32, usize) {
    let done = ENCODER.with(|encoder| encoder.encode_into(text, into));
    (done.read(), done.written() as usize)
}
