//! The rules that the engine judges itself, as records.

use super::number::{Amount, Number, Share};
use crate::domain::schema::{Json, JsonObject, Optional};
use crate::{choices, record};

choices! {
    /// How a question is answered.
    QuestionKind {
        /// By one of the options.
        Single = "single",
        /// By all of the options that are right, and no other.
        Multiple = "multiple",
        /// By a number.
        Number = "number",
        /// By a text.
        Text = "text",
        /// By the options in the right order. Learners are shown them in another order than the
        /// author's, the same each time; numbers in their answers are places in that one.
        Ordering = "ordering",
    }
}

record! {
    /// `text_match`: what the content must have in it. Texts are looked for as they stand; line
    /// breaks of every kind are the same, and so are both Unicode forms of a letter.
    pub struct TextMatchRule as "TextMatchRule" {
        /// At least one of these.
        pub any_of: Vec<String> = Vec::new(),
        /// All of these.
        pub all_of: Vec<String> = Vec::new(),
        /// None of these.
        pub none_of: Vec<String> = Vec::new(),
        /// Whether upper and lower case are the same.
        pub ignore_case: bool = false,
    }
}

record! {
    /// `regex`: an expression of JavaScript that must be found in the content.
    pub struct RegexRule as "RegexRule" {
        /// The expression.
        pub pattern: String,
        /// Its flags, such as `i`.
        pub flags: String = String::new(),
    }
}

record! {
    /// `number`: the content is this number.
    pub struct NumberRule as "NumberRule" {
        /// The number.
        pub value: Number,
        /// How far off it may be.
        pub tolerance: Amount = Amount::ZERO,
    }
}

record! {
    /// `set`: the content lists these values, as a JSON list or between commas, semicolons or
    /// line breaks; one on each line they may hold the other two. Numbers are compared as numbers,
    /// blanks around texts do not count.
    pub struct SetRule as "SetRule" {
        /// The values: texts, numbers, or true and false.
        pub values: Vec<Json>,
        /// Whether their order and their repetition count.
        pub ordered: bool = false,
        /// Whether upper and lower case are the same.
        pub ignore_case: bool = false,
    }
}

record! {
    /// `choice`: the answer is this option, or are these.
    pub struct ChoiceRule as "ChoiceRule" {
        /// What there is to choose from.
        pub options: Vec<String>,
        /// The text or the number, from 0, of the right option, or a list of those.
        pub correct: Json,
    }
}

record! {
    /// `score`: the score that a caller states. It counts only where the author trusts callers;
    /// elsewhere the submission waits for a review.
    pub struct ScoreRule as "ScoreRule" {
        /// The least that passes, from 0 to 1.
        pub min: Share,
        /// Whether what the caller says counts.
        pub trust_caller: bool = false,
    }
}

record! {
    /// `quiz`: questions that the engine marks itself.
    pub struct QuizRule as "QuizRule" {
        /// The questions.
        pub questions: Vec<Question>,
        /// The part of the points that passes, from 0 to 1.
        pub pass_mark: Share,
    }
}

record! {
    /// A question of a quiz. It is answered rightly or not; there is no half of it.
    pub struct Question as "QuizQuestion" {
        /// Unique in all criteria of its task; answers name it.
        pub id: String,
        /// How it is answered.
        pub kind: QuestionKind,
        /// What is asked.
        pub prompt: String = String::new(),
        /// What there is to choose from or to put in order.
        pub options: Vec<String> = Vec::new(),
        /// The right answer: the option's text or number from 0, a list of those, a number, a
        /// text, or a list of texts of which each is right.
        pub answer: Json,
        /// What it counts.
        pub points: Amount = Amount::ONE,
        /// How far off a number may be.
        pub tolerance: Amount = Amount::ZERO,
        /// Whether upper and lower case are the same in a text.
        pub ignore_case: bool = true,
    }
}

record! {
    /// `m_of_n`: so many of the latest tries were right, this one included.
    pub struct MOfNRule as "MOfNRule" {
        /// How many were right.
        pub m: u64,
        /// Of how many.
        pub n: u64,
    }
}

record! {
    /// `in_a_row`: the latest tries were all right, this one included.
    pub struct InARowRule as "InARowRule" {
        /// How many.
        pub k: u64,
    }
}

record! {
    /// `time`: active time was spent. Only what was recorded counts, never what a caller says.
    pub struct TimeRule as "TimeRule" {
        /// How much.
        pub seconds: u64,
    }
}

record! {
    /// `non_empty`, `self_confirm`, `manual`: nothing more is to be said.
    pub struct PlainRule as "PlainRule" {
    }
}

record! {
    /// `all_of`, `any_of`, `n_of`: other criteria, and how many of them must be met.
    pub struct GroupRule as "GroupRule" {
        /// The criteria.
        pub criteria: Vec<PartRule>,
        /// How many, for `n_of`.
        pub n: Optional<u64>,
    }
}

record! {
    /// A criterion within another.
    pub struct PartRule as "PartRule" {
        /// What kind of rule.
        pub criterion_type: String,
        /// What is to be met, for people.
        pub description: String = String::new(),
        /// The rule.
        pub rule: Optional<JsonObject>,
    }
}
