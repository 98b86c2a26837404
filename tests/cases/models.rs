//! Models to test with: they say what they are told to, and count how often they were asked.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use medallion::domain::medallion::Diff;
use medallion::llm::{Approver, Model, Question, Repair};
use medallion::store::Answer;
use medallion::{Code, Error, Evidence, Medallion, Result, Scope};
use serde_json::{Value, json};

use super::world::Task;

type Said = Result<String>;
type Generate = Box<dyn Fn(&Scope, &Evidence) -> Said>;
type Update = Box<dyn Fn(&Medallion, &Evidence) -> Said>;
type Before = Rc<dyn Fn() -> Task<'static, ()>>;

/// A model that answers with what two functions say.
pub struct Mock {
    generate: Generate,
    update: Update,
    before: RefCell<Option<Before>>,
    guarded: bool,
    pub generated: Cell<u32>,
    pub updated: Cell<u32>,
}

impl Mock {
    pub fn new(
        generate: impl Fn(&Scope, &Evidence) -> Said + 'static,
        update: impl Fn(&Medallion, &Evidence) -> Said + 'static,
    ) -> Self {
        Self {
            generate: Box::new(generate),
            update: Box::new(update),
            before: RefCell::default(),
            guarded: false,
            generated: Cell::new(0),
            updated: Cell::new(0),
        }
    }

    /// A model that answers with this text, whatever it is asked.
    pub fn saying(text: impl Into<String>) -> Self {
        let text: String = text.into();
        let same = text.clone();
        Self::new(move |_, _| Ok(text.clone()), move |_, _| Ok(same.clone()))
    }

    /// A model that answers an update with this text, and begins like the stub.
    pub fn updating_with(text: impl Into<String>) -> Self {
        let text: String = text.into();
        Self::new(
            |_, evidence| Ok(summary(&evidence.session_summary)),
            move |_, _| Ok(text.clone()),
        )
    }

    /// A model that fails with this code.
    pub fn failing(code: Code) -> Self {
        let said = move || Err(Error::new(code, "the model is out"));
        Self::new(move |_, _| said(), move |_, _| said())
    }

    /// A model that adds one decision for each evidence, named by its summary.
    pub fn collecting() -> Self {
        let decision = |evidence: &Evidence| {
            let name = &evidence.session_summary;
            json!({"id": name, "statement": name, "rationale": "evidence", "confidence": 1.0})
        };
        Self::new(
            move |_, evidence| {
                let mut answer: Value = serde_json::from_str(&summary("Collected.")).unwrap();
                answer["decisions"] = json!([decision(evidence)]);
                Ok(answer.to_string())
            },
            move |existing, evidence| {
                let mut answer: Value = serde_json::from_str(&existing.to_json()).unwrap();
                answer["decisions"].as_array_mut().unwrap().push(decision(evidence));
                Ok(answer.to_string())
            },
        )
    }

    /// The same model, for which something else happens before each answer.
    pub fn after<F: Future<Output = ()> + 'static>(self, before: impl Fn() -> F + 'static) -> Self {
        self.before.replace(Some(Rc::new(move || Box::pin(before()))));
        self
    }

    pub fn guarded(self) -> Self {
        Self { guarded: true, ..self }
    }

    /// How often it was asked to generate, and to update.
    pub fn calls(&self) -> (u32, u32) {
        (self.generated.get(), self.updated.get())
    }

    async fn wait(&self) {
        let before = self.before.borrow().clone();
        if let Some(before) = before {
            before().await;
        }
    }
}

impl Model for Mock {
    fn generate<'a>(&'a self, scope: &'a Scope, evidence: &'a Evidence) -> Answer<'a, String> {
        Box::pin(async move {
            self.generated.set(self.generated.get() + 1);
            self.wait().await;
            (self.generate)(scope, evidence)
        })
    }

    fn update<'a>(&'a self, existing: &'a Medallion, evidence: &'a Evidence) -> Answer<'a, String> {
        Box::pin(async move {
            self.updated.set(self.updated.get() + 1);
            self.wait().await;
            (self.update)(existing, evidence)
        })
    }

    fn is_guarded(&self) -> bool {
        self.guarded
    }
}

/// A model that answers with one text at first, and with another when it is told what was wrong.
pub struct Repairing {
    first: String,
    then: Said,
    told: RefCell<Vec<Repair>>,
}

impl Repairing {
    pub fn new(first: impl Into<String>, then: impl Into<String>) -> Self {
        Self { first: first.into(), then: Ok(then.into()), told: RefCell::default() }
    }

    /// The same, out when it is asked again.
    pub fn failing(self) -> Self {
        Self { then: Err(Error::new(Code::LlmFailed, "the model is out")), ..self }
    }

    /// All that it was told.
    pub fn told(&self) -> Vec<Repair> {
        self.told.borrow().clone()
    }
}

impl Model for Repairing {
    fn generate<'a>(&'a self, _: &'a Scope, _: &'a Evidence) -> Answer<'a, String> {
        Box::pin(async { Ok(self.first.clone()) })
    }

    fn update<'a>(&'a self, _: &'a Medallion, _: &'a Evidence) -> Answer<'a, String> {
        Box::pin(async { Ok(self.first.clone()) })
    }

    fn repair<'a>(&'a self, _: Question<'a>, repair: &'a Repair) -> Answer<'a, String> {
        self.told.borrow_mut().push(repair.clone());
        Box::pin(async { self.then.clone() })
    }
}

/// The least that a model must answer.
pub fn summary(text: &str) -> String {
    json!({"summary": {"high_level": text}, "affordances": {}}).to_string()
}

/// Somebody who approves what a function says.
pub struct Approving<F>(pub F, pub RefCell<Vec<Diff>>);

impl<F: Fn(&Diff) -> Option<Diff>> Approving<F> {
    pub fn new(approve: F) -> Rc<Self> {
        Rc::new(Self(approve, RefCell::default()))
    }
}

impl<F: Fn(&Diff) -> Option<Diff>> Approver for Approving<F> {
    fn approve<'a>(&'a self, diff: &'a Diff) -> Answer<'a, Option<Diff>> {
        self.1.borrow_mut().push(diff.clone());
        let answer = (self.0)(diff);
        Box::pin(async move { Ok(answer) })
    }
}
