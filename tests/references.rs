//! Whoever reads "design rule 7" or "X16" in a comment finds in `docs/rules.md` what it says.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::Regex;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|own| own == "rs") {
            found.push(path);
        }
    }
}

/// What comments name: `rule 7`, `X16`, `A3.4`. A range names its ends.
fn cited() -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(&Path::new(ROOT).join("src"), &mut files);
    assert!(files.len() > 200);
    let comment = Regex::new(r"(?m)//[/!]? (.*)$").unwrap();
    let rule = Regex::new(r"design rules? (\d+)(?: (?:and|to) (\d+))?").unwrap();
    let case =
        Regex::new(r"\b(?:[UX]\d+|(?:TK|DP|PR|SV|OB|LP|SM|CN|IN)\d+|[AB]\d(?:\.\d+)?)\b").unwrap();
    let mut cited = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        for line in comment.captures_iter(&text).map(|found| found[1].to_owned()) {
            for found in rule.captures_iter(&line) {
                let ends = [found.get(1), found.get(2)].into_iter().flatten();
                cited.extend(ends.map(|own| format!("rule {}", own.as_str())));
            }
            cited.extend(case.find_iter(&line).map(|own| own.as_str().to_owned()));
        }
    }
    cited
}

/// What the document explains: its numbered rules, and the first column of its tables.
fn explained() -> BTreeSet<String> {
    let text = fs::read_to_string(Path::new(ROOT).join("docs/rules.md")).unwrap();
    let rule = Regex::new(r"(?m)^(\d+)\. \*\*").unwrap();
    let row = Regex::new(r"(?m)^\| ([^|]+?) +\|").unwrap();
    let name = Regex::new(r"([A-Z]+)(\d+(?:\.\d+)?)").unwrap();
    let mut all: BTreeSet<String> =
        rule.captures_iter(&text).map(|found| format!("rule {}", &found[1])).collect();
    for found in row.captures_iter(&text) {
        let names: Vec<(String, String)> =
            name.captures_iter(&found[1]).map(|own| (own[1].into(), own[2].into())).collect();
        all.extend(names.iter().map(|(kind, number)| format!("{kind}{number}")));
        if let ([(kind, from), (_, to)], true) = (names.as_slice(), found[1].contains(" to ")) {
            let (from, to): (u32, u32) = (from.parse().unwrap(), to.parse().unwrap());
            all.extend((from..=to).map(|number| format!("{kind}{number}")));
        }
    }
    all
}

#[test]
fn every_number_that_a_comment_names_is_explained() {
    let (cited, explained) = (cited(), explained());
    assert!(cited.len() > 40, "{cited:?}");
    let missing: Vec<&String> = cited.difference(&explained).collect();
    assert!(missing.is_empty(), "docs/rules.md says nothing of {missing:?}");
}

#[test]
fn every_file_that_it_points_to_is_there() {
    let text = fs::read_to_string(Path::new(ROOT).join("docs/rules.md")).unwrap();
    let path = Regex::new(r"`((?:domain|service)/[a-z_/]+(?:\.rs)?)`").unwrap();
    let all: Vec<String> = path.captures_iter(&text).map(|found| found[1].to_owned()).collect();
    assert!(all.len() > 20);
    for own in all {
        assert!(Path::new(ROOT).join("src").join(&own).exists(), "{own} is not there");
    }
}
