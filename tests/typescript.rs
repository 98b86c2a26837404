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
    let words = |line: &str| {
        line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "any")
    };
    let is_code = |line: &&str| !line.trim_start().starts_with(['*', '/']);
    let found: Vec<String> = medallion::typescript()
        .lines()
        .filter(is_code)
        .filter(|line| words(line))
        .map(str::to_owned)
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_codes_of_errors_are_the_same_in_rust_and_in_typescript() {
    let root = env!("CARGO_MANIFEST_DIR");
    let declared = std::fs::read_to_string(format!("{root}/pkg-template/errors.d.ts")).unwrap();
    let quoted = declared.lines().filter_map(|line| line.split('"').nth(1));
    let is_code = |text: &&str| text.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let mut in_typescript: Vec<&str> = quoted.filter(is_code).collect();
    // One line holds both codes of models.
    in_typescript.push("LLM_INVALID");
    in_typescript.sort_unstable();
    in_typescript.dedup();
    let mut in_rust: Vec<&str> = medallion::Code::ALL.iter().map(|code| code.as_str()).collect();
    in_rust.sort_unstable();
    assert_eq!(in_typescript, in_rust);
}

#[test]
fn every_bag_of_options_that_an_operation_takes_is_declared() {
    let declared = medallion::typescript();
    let is_missing = |name: &&str| {
        ![name.to_string(), format!("{name}Input")]
            .iter()
            .any(|name| declared.contains(&format!("export interface {name} ")))
    };
    let bags = medallion::service::operations::all().filter_map(|operation| operation.options);
    let missing: Vec<&str> = bags.map(|bag| bag.name).filter(is_missing).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn nothing_is_declared_twice() {
    let declared = medallion::typescript();
    let interfaces = declared.lines().filter(|line| line.starts_with("export interface "));
    let mut names: Vec<&str> =
        interfaces.filter_map(|line| line.split([' ', '<']).nth(2)).collect();
    names.sort_unstable();
    let twice: Vec<&str> =
        names.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0]).collect();
    // Beside what their records say, these two have a field that is known to none.
    assert_eq!(twice, ["MedallionSummary", "MedallionSummaryInput"]);
}

#[test]
#[should_panic(expected = "two records are called Same")]
fn two_records_of_one_name_are_not_declared_as_one() {
    use medallion::domain::schema::{Flavour, Record, declarations};
    const ONE: &Record = &Record { name: "Same", doc: "One.", described: false, fields: &[] };
    const OTHER: &Record = &Record { name: "Same", doc: "Another.", described: false, fields: &[] };
    let _ = declarations(&[(ONE, Flavour::Output), (OTHER, Flavour::Output)]);
}
