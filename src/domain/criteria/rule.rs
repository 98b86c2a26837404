//! A rule, read and checked.

use super::checks;
use super::compare::Patterns;
use super::shapes::{
    ChoiceRule, GroupRule, InARowRule, MOfNRule, NumberRule, PartRule, PlainRule, QuizRule,
    RegexRule, ScoreRule, SetRule, TextMatchRule, TimeRule,
};
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::schema::{self, Shape, Shaped};

/// What a rule asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Texts to be found in the content.
    TextMatch(TextMatchRule),
    /// An expression to be found in the content.
    Regex(RegexRule),
    /// A number.
    Number(NumberRule),
    /// Values.
    Set(SetRule),
    /// Options.
    Choice(ChoiceRule),
    /// A score that the caller states.
    Score(ScoreRule),
    /// Something at all.
    NonEmpty,
    /// Questions.
    Quiz(QuizRule),
    /// So many right ones of the latest tries.
    MOfN(MOfNRule),
    /// So many right tries in a row.
    InARow(InARowRule),
    /// Active time.
    Time(TimeRule),
    /// The learner's own word.
    SelfConfirm,
    /// So many of these.
    Group {
        /// How many must be met.
        need: usize,
        /// The criteria.
        parts: Vec<Rule>,
    },
    /// A review by somebody.
    Manual,
    /// Whatever the host's validator of that name finds.
    Host,
}

/// A rule with its name and its text, which is kept word for word.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The kind of criterion, such as `text_match`.
    pub name: Box<str>,
    /// The rule as JSON text.
    pub text: Box<str>,
    /// What a part of a group asks for, for people; empty where its author says nothing.
    pub description: Box<str>,
    /// What it asks for.
    pub kind: Kind,
}

/// What a validator of the host is to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostQuestion {
    /// Which criterion, and which part of it: `crit-1`, `crit-1.criteria[0]`.
    pub place: String,
    /// The name under which the validator is registered.
    pub criterion_type: Box<str>,
    /// What a part of a group asks for, for people; empty where its author says nothing.
    pub description: Box<str>,
    /// The rule as JSON text.
    pub rule: Box<str>,
}

/// The shapes of the rules that the engine judges itself, by the name of the criterion.
pub const SHAPES: &[(&str, &Shape)] = &[
    ("text_match", &TextMatchRule::SHAPE),
    ("regex", &RegexRule::SHAPE),
    ("number", &NumberRule::SHAPE),
    ("set", &SetRule::SHAPE),
    ("choice", &ChoiceRule::SHAPE),
    ("score", &ScoreRule::SHAPE),
    ("non_empty", &PlainRule::SHAPE),
    ("quiz", &QuizRule::SHAPE),
    ("m_of_n", &MOfNRule::SHAPE),
    ("in_a_row", &InARowRule::SHAPE),
    ("time", &TimeRule::SHAPE),
    ("self_confirm", &PlainRule::SHAPE),
    ("manual", &PlainRule::SHAPE),
    ("all_of", &GroupRule::SHAPE),
    ("any_of", &GroupRule::SHAPE),
    ("n_of", &GroupRule::SHAPE),
];

/// Groups within groups, and criteria in one group.
const DEEPEST: usize = 4;
const MOST: usize = 100;

impl Rule {
    /// Reads a rule without looking into its expressions; `text` is JSON, empty for no rule.
    ///
    /// # Errors
    /// `INVALID` with the path of each problem, such as `questions[0].answer`.
    ///
    /// ```
    /// use medallion::domain::criteria::Rule;
    ///
    /// assert!(Rule::parse("text_match", r#"{"any_of": ["SELECT"]}"#).is_ok());
    /// assert!(Rule::parse("sql_result", r#"{"checks": []}"#).is_ok(), "the host knows it");
    /// let error = Rule::parse("m_of_n", r#"{"m": 4, "n": 3}"#).unwrap_err();
    /// assert_eq!(error.path(), Some("m"));
    /// ```
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        Self::read(name, text, DEEPEST)
    }

    /// Reads a rule and tries its expressions: how a rule comes in.
    ///
    /// # Errors
    /// As [`Rule::parse`], and `INVALID` at the `pattern` of an expression that is none.
    pub fn check(name: &str, text: &str, patterns: &dyn Patterns) -> Result<Self> {
        let rule = Self::parse(name, text)?;
        let mut problems = Vec::new();
        rule.try_patterns(patterns, "", &mut problems);
        or_problems(rule, problems)
    }

    /// The rule of a task that asks for a submission and has no criteria.
    #[must_use]
    pub fn non_empty() -> Self {
        Self::new("non_empty", "{}", Kind::NonEmpty)
    }

    /// A rule of a name, with its text.
    #[must_use]
    pub fn new(name: &str, text: &str, kind: Kind) -> Self {
        Self { name: name.into(), text: text.into(), description: "".into(), kind }
    }

    fn read(name: &str, text: &str, depth: usize) -> Result<Self> {
        let json = if text.trim().is_empty() { "{}" } else { text };
        let mut problems = Vec::new();
        let kind = match name {
            "" => return Err(Error::invalid("", "must have a name")),
            "text_match" => {
                Kind::TextMatch(checks::text_match(schema::parse(json)?, &mut problems))
            }
            "regex" => Kind::Regex(checks::regex(schema::parse(json)?, &mut problems)),
            "number" => Kind::Number(schema::parse(json)?),
            "set" => Kind::Set(checks::set(schema::parse(json)?, &mut problems)),
            "choice" => Kind::Choice(checks::choice(schema::parse(json)?, &mut problems)),
            "score" => Kind::Score(schema::parse(json)?),
            "non_empty" => plain(json, Kind::NonEmpty)?,
            "self_confirm" => plain(json, Kind::SelfConfirm)?,
            "manual" => plain(json, Kind::Manual)?,
            "quiz" => Kind::Quiz(checks::quiz(schema::parse(json)?, &mut problems)),
            "m_of_n" => Kind::MOfN(checks::m_of_n(schema::parse(json)?, &mut problems)),
            "in_a_row" => {
                let rule: InARowRule = schema::parse(json)?;
                checks::at_least_one("k", rule.k, &mut problems);
                Kind::InARow(rule)
            }
            "time" => {
                let rule: TimeRule = schema::parse(json)?;
                checks::at_least_one("seconds", rule.seconds, &mut problems);
                Kind::Time(rule)
            }
            "all_of" | "any_of" | "n_of" => group(name, schema::parse(json)?, depth)?,
            _ => {
                let _: PlainRule = schema::parse(json)?;
                Kind::Host
            }
        };
        or_problems(Self::new(name, json, kind), problems)
    }

    /// What is to be asked of the host's validators, given the names that are registered: they
    /// take the place of our own.
    #[must_use]
    pub fn questions(&self, id: &str, is_registered: &dyn Fn(&str) -> bool) -> Vec<HostQuestion> {
        let mut questions = Vec::new();
        self.ask(id, is_registered, &mut questions);
        questions
    }

    fn ask(
        &self,
        place: &str,
        is_registered: &dyn Fn(&str) -> bool,
        found: &mut Vec<HostQuestion>,
    ) {
        if is_registered(&self.name) {
            found.push(HostQuestion {
                place: place.to_owned(),
                criterion_type: self.name.clone(),
                description: self.description.clone(),
                rule: self.text.clone(),
            });
        } else if let Kind::Group { parts, .. } = &self.kind {
            for (number, part) in parts.iter().enumerate() {
                part.ask(&part_of(place, number), is_registered, found);
            }
        }
    }

    fn try_patterns(&self, patterns: &dyn Patterns, path: &str, problems: &mut Vec<Problem>) {
        match &self.kind {
            Kind::Regex(rule) => {
                if let Err(message) = patterns.matches(&rule.pattern, &rule.flags, "") {
                    problems.push(Problem::new("pattern", message).under(path));
                }
            }
            Kind::TextMatch(rule) => checks::contradictions(rule, patterns, path, problems),
            _ => {
                for (own, part) in self.parts() {
                    let path = Problem::new(own, "").under(path).path;
                    part.try_patterns(patterns, &path, problems);
                }
            }
        }
    }

    /// Whether it looks back on several tries, or on time, and not at what was handed in.
    pub(super) fn is_about_history(&self) -> bool {
        matches!(self.kind, Kind::MOfN(_) | Kind::InARow(_) | Kind::Time(_))
    }

    /// Whether a try can be right by it at all.
    #[must_use]
    pub fn judges_a_try(&self) -> bool {
        match &self.kind {
            Kind::Group { parts, .. } => parts.iter().any(Self::judges_a_try),
            _ => !self.is_about_history(),
        }
    }

    /// Whether it is never met before somebody has reviewed a try; `is_judged` says whether anything
    /// else says of a try that it was right.
    #[must_use]
    pub fn needs_review(&self, is_judged: bool) -> bool {
        match &self.kind {
            Kind::Manual => true,
            Kind::Score(own) => !own.trust_caller,
            Kind::MOfN(_) | Kind::InARow(_) => !is_judged,
            Kind::Group { need, parts } => {
                parts.iter().filter(|own| !own.needs_review(is_judged)).count() < *need
            }
            _ => false,
        }
    }

    /// How many right tries it takes at the least.
    #[must_use]
    pub fn least_tries(&self) -> u64 {
        match &self.kind {
            Kind::MOfN(own) => own.m,
            Kind::InARow(own) => own.k,
            Kind::Group { need, parts } => {
                let least: Vec<u64> = parts.iter().map(Self::least_tries).collect();
                let is_enough =
                    |most: &u64| least.iter().filter(|own| *own <= most).count() >= *need;
                least.iter().copied().filter(is_enough).min().unwrap_or(1)
            }
            _ => 1,
        }
    }

    /// Whether a try can show understanding by it: the learner's own word shows none.
    #[must_use]
    pub fn can_show(&self) -> bool {
        match &self.kind {
            Kind::Group { parts, .. } => parts.iter().any(Self::can_show),
            Kind::SelfConfirm => false,
            _ => !self.is_about_history(),
        }
    }
}

/// Whether a try can show understanding by a criterion, given its name and its rule as JSON text.
#[must_use]
pub fn can_show(name: &str, text: &str) -> bool {
    match name {
        "self_confirm" | "time" | "m_of_n" | "in_a_row" => false,
        "all_of" | "any_of" | "n_of" => Rule::parse(name, text).is_ok_and(|own| own.can_show()),
        _ => true,
    }
}

/// The place of a part of a group.
pub(super) fn part_of(place: &str, number: usize) -> String {
    format!("{place}.criteria[{number}]")
}

fn or_problems(rule: Rule, problems: Vec<Problem>) -> Result<Rule> {
    if problems.is_empty() { Ok(rule) } else { Err(Error::problems(Code::Invalid, problems)) }
}

fn plain(json: &str, kind: Kind) -> Result<Kind> {
    schema::parse::<PlainRule>(json).map(|_| kind)
}

fn group(name: &str, rule: GroupRule, depth: usize) -> Result<Kind> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Error::invalid("criteria", format!("nested more than {DEEPEST} deep")));
    };
    let count = rule.criteria.len();
    let mut problems = Vec::new();
    if !(1..=MOST).contains(&count) {
        problems.push(Problem::new("criteria", format!("must be 1 to {MOST}, are {count}")));
    }
    let need = match (name, rule.n.0.map(usize::try_from)) {
        ("all_of", _) => count,
        ("any_of", _) => 1,
        (_, Some(Ok(n))) if (1..=count).contains(&n) => n,
        (_, n) => {
            let missing = if n.is_none() { "is missing; " } else { "" };
            let message = format!("{missing}must be a whole number from 1 to {count}");
            problems.push(Problem::new("n", message));
            count
        }
    };
    let mut parts = Vec::new();
    for (number, part) in rule.criteria.iter().enumerate().take(MOST) {
        match read_part(part, depth) {
            Ok(part) => parts.push(part),
            Err(error) => {
                let path = format!("criteria[{number}]");
                problems.extend(error.all_problems().iter().map(|own| own.clone().under(&path)));
            }
        }
    }
    if problems.is_empty() {
        Ok(Kind::Group { need, parts })
    } else {
        Err(Error::problems(Code::Invalid, problems))
    }
}

fn read_part(part: &PartRule, depth: usize) -> Result<Rule> {
    if part.criterion_type.is_empty() {
        return Err(Error::invalid("criterion_type", "must not be empty"));
    }
    let text = part.rule.0.as_ref().map_or("", |rule| rule.0.text());
    let rule =
        Rule::read(&part.criterion_type, text, depth).map_err(|error| error.under("rule"))?;
    Ok(Rule { description: part.description.as_str().into(), ..rule })
}
