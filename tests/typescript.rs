//! The declarations that TypeScript gets are those of the Rust types.
#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used)]

/// Run with `UPDATE=1` to write the file anew.
#[test]
fn the_declarations_have_not_drifted_from_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/bindings/records.d.ts");
    let generated = medallion::typescript();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &generated).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == generated,
        "src/bindings/records.d.ts has drifted; run: UPDATE=1 cargo test --test typescript"
    );
}

#[test]
fn no_declaration_says_any() {
    let words = |line: &str| line.split(|c: char| !c.is_alphanumeric()).any(|word| word == "any");
    let is_code = |line: &&str| !line.trim_start().starts_with(['*', '/']);
    let found: Vec<String> = medallion::typescript()
        .lines()
        .filter(is_code)
        .filter(|line| words(line))
        .map(str::to_owned)
        .collect();
    assert!(found.is_empty(), "{found:?}");
}
