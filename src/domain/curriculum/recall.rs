//! What is known of the records of a curriculum, put down so that it need not be read out of the
//! records again.

use super::heads::ContentHead;
use super::links;
use super::model::Curriculum;
use crate::domain::event::EntityType;
use crate::domain::schema::{object, to_json};

impl Curriculum {
    /// A body that leaves behind what is known of a record but for content:
    /// see [`contents`](Self::contents). That of a dependency is for
    /// [`recall_dependency`](Self::recall_dependency).
    #[must_use]
    pub fn body_of(&self, kind: EntityType, id: &str) -> Option<String> {
        match kind {
            EntityType::Task => self.task(id).map(to_json),
            EntityType::Dependency => {
                let (from, to) = id.split_once('>')?;
                let (from, to) = (*self.indices.get(from)?, *self.indices.get(to)?);
                let mut edges = self.node(from)?.waits_for.iter();
                edges.find(|edge| edge.other == to).map(|edge| links::body_of(&edge.dependency))
            }
            _ => {
                let index = self.owner(kind, id)?;
                let node = self.node(index)?;
                match kind {
                    EntityType::Objective => {
                        node.objectives.iter().find(|own| own.id.as_str() == id).map(to_json)
                    }
                    EntityType::Criterion => {
                        node.criteria.iter().find(|own| own.id.as_str() == id).map(to_json)
                    }
                    _ => {
                        let head = node.comments.iter().find(|own| &*own.id == id)?;
                        let task_id = self.indices.iter().find(|(_, own)| **own == index)?.0;
                        Some(object(&[
                            ("id", &head.id),
                            ("task_id", task_id),
                            ("learner_id", &head.learner_id),
                            ("author", &"-"),
                            ("text", &"-"),
                            ("created_at", &head.created_at),
                        ]))
                    }
                }
            }
        }
    }

    /// Takes in what is known of learning material.
    pub fn recall_content(&mut self, head: ContentHead) {
        self.contents.insert(head.id.clone(), head);
    }
}
