//! What a learner may see of a rule: what is asked, and never what is right.

use super::rule::{Kind, Rule};
use super::shapes::QuestionKind;
use super::shuffle::shown_options;
use crate::domain::schema::{Json, JsonObject, Tree};

/// A rule without what would give the answer away: the questions of a quiz without their answers,
/// the options of a choice, how much of what is asked; of a host's rule nothing. What is to be put
/// in order is shown shuffled, whatever the order of its author. `asks` says whether questions and
/// options are shown at all: how much is needed is told before.
///
/// ```
/// use medallion::domain::criteria::shown_to_learners;
///
/// let rule = r#"{"options": ["river", "well"], "correct": 1}"#;
/// assert_eq!(shown_to_learners("choice", rule, true).text(), r#"{"options":["river","well"]}"#);
/// assert_eq!(shown_to_learners("choice", rule, false).text(), "{}");
/// assert_eq!(shown_to_learners("text_match", r#"{"any_of": ["x"]}"#, true).text(), "{}");
/// ```
#[must_use]
pub fn shown_to_learners(name: &str, text: &str, asks: bool) -> JsonObject {
    match Rule::parse(name, text) {
        Ok(rule) => JsonObject(tree(&rule, asks).json()),
        Err(_) => JsonObject::empty(),
    }
}

fn tree(rule: &Rule, asks: bool) -> Tree {
    let mut members: Vec<(String, Tree)> = Vec::new();
    let mut show = |key: &str, json: Json| {
        members.push((key.to_owned(), Tree::parse(json.text()).unwrap_or(Tree::List(Vec::new()))));
    };
    match &rule.kind {
        Kind::Choice(own) if asks => show("options", Json::of(&own.options)),
        Kind::Score(own) => show("min", Json::of(&own.min)),
        Kind::MOfN(own) => {
            show("m", Json::of(&own.m));
            show("n", Json::of(&own.n));
        }
        Kind::InARow(own) => show("k", Json::of(&own.k)),
        Kind::Time(own) => show("seconds", Json::of(&own.seconds)),
        Kind::Quiz(own) => {
            let questions = own.questions.iter().map(|question| {
                let keep = ["id", "kind", "prompt", "options", "points"];
                let whole = Tree::parse(Json::of(question).text());
                let Some(Tree::Object(fields)) = whole else { return Tree::Object(Vec::new()) };
                let kept = fields.into_iter().filter(|(key, _)| keep.contains(&key.as_str()));
                let mut shown = Tree::Object(kept.collect());
                if question.kind == QuestionKind::Ordering {
                    let options = shown_options(question).into_iter();
                    let options = options.map(|own| Tree::from(own.as_str()));
                    shown.set("options", Tree::List(options.collect()));
                }
                shown
            });
            if asks {
                show("questions", Tree::List(questions.collect()).json());
            }
            show("pass_mark", Json::of(&own.pass_mark));
        }
        Kind::Group { need, parts } => {
            let parts = parts.iter().map(|part| {
                let mut shown = Tree::Object(Vec::new());
                shown.set("criterion_type", Tree::from(&*part.name));
                if !part.description.is_empty() {
                    shown.set("description", Tree::from(&*part.description));
                }
                shown.set("rule", tree(part, asks));
                shown
            });
            let parts = Tree::List(parts.collect());
            show("criteria", parts.json());
            show("n", Json::of(&(*need as u64)));
        }
        _ => {}
    }
    Tree::Object(members)
}
