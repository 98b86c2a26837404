//! A workspace of nothing but a curriculum: commands are decided and taken in.

use std::cell::Cell;

use medallion::domain::change::Change;
use medallion::domain::criteria::NoPatterns;
use medallion::domain::curriculum::{self as rules, *};
use medallion::domain::event::EntityType;
use medallion::domain::id::Actor;
use medallion::domain::schema::{Json, JsonObject};
use medallion::domain::time::Timestamp;
use medallion::{Code, Result};

pub struct World {
    pub curriculum: Curriculum,
    /// All that was ever stored, in its order.
    pub log: Vec<Change>,
    pub actor: Actor,
    clock: Cell<i64>,
    ids: Cell<u64>,
}

pub fn object(text: &str) -> JsonObject {
    JsonObject(Json(serde_json::value::RawValue::from_string(text.into()).unwrap()))
}

impl World {
    pub fn new() -> Self {
        Self {
            curriculum: Curriculum::default(),
            log: Vec::new(),
            actor: Actor::system(),
            clock: Cell::new(1_767_225_600_000),
            ids: Cell::new(0),
        }
    }

    pub fn stamped<T>(&self, decide: impl FnOnce(Stamp<'_>) -> T) -> T {
        self.clock.set(self.clock.get() + 1);
        let ids = |kind: EntityType| {
            self.ids.set(self.ids.get() + 1);
            let prefix = match kind {
                EntityType::Task => "task",
                EntityType::Objective => "obj",
                EntityType::Criterion => "crit",
                EntityType::Content => "cnt",
                EntityType::Comment => "cmt",
                _ => "id",
            };
            // Digits that differ early, as random ones do.
            let mixed = self.ids.get().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16;
            Ok(format!("{prefix}-{mixed:012x}"))
        };
        let now = Timestamp::from_millis(self.clock.get());
        decide(Stamp { now, actor: &self.actor, ids: &ids })
    }

    /// Takes in a decision, and holds the model against one that is built anew.
    pub fn take<T>(&mut self, decided: Result<(Vec<Change>, T)>) -> Result<T> {
        let (changes, answer) = decided?;
        self.curriculum.apply_all(&changes).unwrap();
        self.log.extend(changes);
        Ok(answer)
    }

    pub fn try_create(&mut self, input: &str) -> Result<Task> {
        let decided = self.stamped(|stamp| create(&self.curriculum, &object(input), stamp));
        self.take(decided)
    }

    pub fn create(&mut self, input: &str) -> String {
        self.try_create(input).unwrap().id.to_string()
    }

    pub fn project(&mut self, title: &str) -> String {
        self.create(&format!(r#"{{"task_type":"project","title":"{title}"}}"#))
    }

    pub fn under(&mut self, parent: &str, kind: &str, title: &str) -> String {
        let input = format!(r#"{{"parent_id":"{parent}","task_type":"{kind}","title":"{title}"}}"#);
        self.create(&input)
    }

    pub fn update(&mut self, id: &str, patch: &str) -> Result<Task> {
        let decided = self.stamped(|stamp| update(&self.curriculum, id, &object(patch), stamp));
        self.take(decided)
    }

    pub fn move_to(&mut self, id: &str, parent: &str, before: Option<&str>) -> Result<Task> {
        let decided = self.stamped(|stamp| move_task(&self.curriculum, id, parent, before, stamp));
        self.take(decided)
    }

    pub fn delete(&mut self, id: &str) -> Result<Removal> {
        let decided = delete(&self.curriculum, id, |_| Ok((EvidenceCounts::none(), Vec::new())));
        self.take(decided)
    }

    pub fn depend_as(&mut self, task: &str, on: &str, kind: DependencyType) -> Result<Dependency> {
        let decided = self.stamped(|stamp| {
            add_dependency(&self.curriculum, task, on, kind, JsonObject::empty(), stamp)
        });
        self.take(decided)
    }

    pub fn depend(&mut self, task: &str, on: &str) -> Result<Dependency> {
        self.depend_as(task, on, DependencyType::Blocks)
    }

    pub fn objective(&mut self, task: &str, text: &str, level: &str) -> Result<Objective> {
        let draft = format!(r#"{{"description":"{text}","level":"{level}"}}"#);
        let draft: ObjectiveDraft = medallion::domain::schema::parse(&draft)?;
        let decided =
            self.stamped(|stamp| rules::add_objective(&self.curriculum, task, draft, stamp));
        self.take(decided)
    }

    pub fn criterion(&mut self, task: &str, kind: &str, rule: &str) -> Result<Criterion> {
        let draft = format!(r#"{{"criterion_type":"{kind}","description":"x","rule":{rule}}}"#);
        let draft: CriterionDraft = medallion::domain::schema::parse(&draft)?;
        let decided = self.stamped(|stamp| {
            rules::add_criterion(&self.curriculum, task, draft, &NoPatterns, stamp)
        });
        self.take(decided)
    }

    pub fn content(&mut self, kind: &str, body: &str) -> String {
        let draft = format!(r#"{{"content_type":"{kind}","body":"{body}"}}"#);
        let draft: ContentDraft = medallion::domain::schema::parse(&draft).unwrap();
        let decided = self.stamped(|stamp| create_content(draft, stamp));
        self.take(decided).unwrap().id.to_string()
    }

    pub fn attach(&mut self, content: &str, task: &str) -> Result<Task> {
        let decided = self.stamped(|stamp| attach_content(&self.curriculum, content, task, stamp));
        self.take(decided)
    }

    pub fn comment(&mut self, task: &str, text: &str, learner: Option<&str>) -> Result<Comment> {
        let learner = learner.map_or("null".into(), |learner| format!("\"{learner}\""));
        let draft = format!(r#"{{"author":"user-123","text":"{text}","learner_id":{learner}}}"#);
        let draft: CommentDraft = medallion::domain::schema::parse(&draft)?;
        let decided = self.stamped(|stamp| add_comment(&self.curriculum, task, draft, stamp));
        self.take(decided)
    }

    pub fn ids(&self, tasks: &[TaskIndex]) -> Vec<String> {
        self.curriculum.ids(tasks)
    }

    pub fn children(&self, id: &str) -> Vec<String> {
        self.ids(self.curriculum.children(self.curriculum.index(id).unwrap()))
    }

    pub fn titles(&self, ids: &[String]) -> Vec<String> {
        let title = |id: &String| self.curriculum.task(id).unwrap().title.to_string();
        ids.iter().map(title).collect()
    }

    /// The model that somebody has who reads all that is stored.
    pub fn read_again(&self) -> Curriculum {
        let mut curriculum = Curriculum::default();
        curriculum.apply_all(&self.log).unwrap();
        curriculum
    }
}

pub fn fails<T: std::fmt::Debug>(result: Result<T>, code: Code, words: &str) {
    let error = result.unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    assert!(error.message().contains(words), "{error}");
}
