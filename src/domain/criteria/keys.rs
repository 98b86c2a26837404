//! What is named in rules: keys that no rule knows, and the questions that answers name.

use super::rule::{Kind, Rule, SHAPES};
use crate::domain::error::Problem;
use crate::domain::schema::unknown_keys;

impl Rule {
    /// The paths of what a rule of ours says and nobody reads; what a host's rule says is its own
    /// business.
    ///
    /// ```
    /// use medallion::domain::criteria::Rule;
    ///
    /// let rule = Rule::parse("number", r#"{"value": 6.5, "tolerence": 0.05}"#)?;
    /// assert_eq!(rule.unknown_keys(), ["tolerence"]);
    /// # Ok::<(), medallion::Error>(())
    /// ```
    #[must_use]
    pub fn unknown_keys(&self) -> Vec<String> {
        let Some((_, shape)) = SHAPES.iter().find(|(name, _)| *name == &*self.name) else {
            return Vec::new();
        };
        let mut found = unknown_keys(&self.text, shape);
        for (path, part) in self.parts() {
            let own = part.unknown_keys().into_iter();
            found.extend(own.map(|key| Problem::new(key, "").under(&path).path));
        }
        found
    }

    /// Adds the questions of a rule to those that are known, and says which are there already: all
    /// criteria of a task share the answers.
    pub fn questions_again(&self, known: &mut Vec<String>) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Kind::Quiz(quiz) = &self.kind {
            for (number, id) in quiz.questions.iter().map(|own| &own.id).enumerate() {
                if known.contains(id) {
                    let message = format!(
                        "must be unique in all criteria of the task; {id} is there already"
                    );
                    problems.push(Problem::new(format!("questions[{number}].id"), message));
                }
                known.push(id.clone());
            }
        }
        for (path, part) in self.parts() {
            let own = part.questions_again(known).into_iter();
            problems.extend(own.map(|problem| problem.under(&path)));
        }
        problems
    }

    /// The parts of a group, each with the path of its rule.
    pub(super) fn parts(&self) -> impl Iterator<Item = (String, &Self)> {
        let parts = match &self.kind {
            Kind::Group { parts, .. } => parts.as_slice(),
            _ => &[],
        };
        parts.iter().enumerate().map(|(number, part)| (format!("criteria[{number}].rule"), part))
    }
}
