//! What all parts of a workspace's handle share.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::arguments::Options;
use super::calls::Calls;
use super::closing::Closing;
use super::limit::promised;
use super::listeners::Ends;
use super::logger::Logger;
use super::methods::Method;
use super::options::{Bag, COMMAND};
use super::promise::{Task, poisoned, settle, settle_at_once};
use super::registry::{self, Shared};
use crate::domain::error::{Error, Result};
use crate::domain::id::Actor;
use crate::service::{Caller, Medallions, Workspace};

/// A handle: one caller's way to a workspace.
#[derive(Debug, Clone)]
pub struct Handle {
    /// The workspace.
    pub shared: Rc<Shared>,
    /// Who is asking.
    pub caller: Caller,
    /// Who is told of what happens.
    pub logger: Logger,
    /// Whether this handle was closed.
    pub closed: Rc<Closing>,
    /// What was asked for and is not answered yet: it is closed behind that.
    pub calls: Rc<Calls>,
    /// How much of several calls is under way that may go on making them, closed or not.
    pub held: Rc<Cell<usize>>,
    /// What ends when it is.
    pub ends: Rc<Ends>,
    /// Whether it was made of another one, which counts as open as long as it is itself.
    pub is_limited: bool,
}

impl Handle {
    /// A handle for another caller: it can be closed without this one, and is closed with it.
    pub fn limited(&self, caller: Caller) -> Self {
        Self {
            shared: self.shared.clone(),
            caller,
            logger: self.logger.clone(),
            closed: self.closed.limited(),
            calls: self.calls.limited(),
            held: Rc::default(),
            ends: self.ends.limited(),
            is_limited: true,
        }
    }

    /// Gives the handle back, after all that was asked for; the last one that was opened closes the
    /// workspace.
    pub async fn give_back(&self) {
        self.calls.over().await;
        match self.is_limited {
            true => self.shared.workspace.settled().await,
            false => registry::close(&self.shared).await,
        }
        // What has happened is on its way to those who listen.
        drop(JsFuture::from(promised(&JsValue::UNDEFINED)).await);
        self.ends.end();
    }

    /// Keeps this handle open for what makes several calls, until that is over: who closes it means
    /// to have it done.
    ///
    /// # Errors
    /// `CLOSED`.
    pub fn hold(&self, until: Promise) -> Result<()> {
        if self.closed.is_closed() {
            return Err(Error::closed());
        }
        let (underway, held) = (self.calls.begin(), self.held.clone());
        held.set(held.get() + 1);
        spawn_local(async move {
            drop(JsFuture::from(until).await);
            held.set(held.get().saturating_sub(1));
            drop(underway);
        });
        Ok(())
    }

    /// The workspace, if this handle is open.
    ///
    /// # Errors
    /// `CLOSED`.
    pub fn workspace(&self) -> Result<&Rc<Workspace>> {
        match self.closed.is_closed() && self.held.get() == 0 {
            true => Err(Error::closed()),
            false => Ok(&self.shared.workspace),
        }
    }

    /// The medallions, as this handle's caller sees them.
    ///
    /// # Errors
    /// `CLOSED`.
    pub fn medallions(&self) -> Result<Medallions> {
        Ok(Medallions::new(self.workspace()?, self.caller.clone()))
    }

    /// The medallions for a command with options of its own.
    ///
    /// # Errors
    /// `CLOSED`; `INVALID` at an option.
    pub fn command(&self, options: &JsValue, bag: &Bag) -> Result<(Medallions, Options)> {
        let options = Options::read(options, bag)?;
        Ok((Medallions::new(self.workspace()?, self.caller(&options)?), options))
    }

    /// The same for commands that have nothing but an actor and a reason.
    ///
    /// # Errors
    /// `CLOSED`; `INVALID` at an option.
    pub fn plain_command(&self, options: &JsValue) -> Result<Medallions> {
        self.command(options, &COMMAND).map(|(medallions, _)| medallions)
    }

    /// Who is asking, as far as the options say otherwise.
    ///
    /// # Errors
    /// `INVALID` at `actor`; `PERMISSION_DENIED` for whoever may not name others.
    pub fn caller(&self, options: &Options) -> Result<Caller> {
        let mut caller = self.caller.because(options.text("reason").as_deref());
        if let Some(actor) = options.text("actor") {
            caller.standing.may_name()?;
            caller.actor = Actor::new(&actor).map_err(|error| error.under("actor"))?;
        }
        Ok(caller)
    }

    /// Runs a task as the answer of a method. What the arguments were is settled before the
    /// call returns; what is wrong with them fails the promise.
    pub fn answer<T, F>(
        &self,
        method: &'static Method,
        id: Option<String>,
        arguments: Result<T>,
        task: F,
    ) -> Promise
    where
        T: 'static,
        F: AsyncFnOnce(T) -> Result<JsValue> + 'static,
    {
        self.run(method.name, method.is_command, id, self.task(method, arguments, task))
    }

    /// The task of a method: if the role allows it and the arguments are good, it is begun.
    pub fn task<T, F>(&self, method: &Method, arguments: Result<T>, task: F) -> Task
    where
        T: 'static,
        F: AsyncFnOnce(T) -> Result<JsValue> + 'static,
    {
        let allowed = self.caller.standing.check(method.access, None);
        let arguments = allowed.and(arguments);
        Box::pin(async move { task(arguments?).await })
    }

    /// The same for a method that begins before the call returns, if nothing else is under way.
    pub fn answer_at_once<T, F>(
        &self,
        method: &'static Method,
        arguments: Result<T>,
        task: F,
    ) -> Promise
    where
        T: 'static,
        F: AsyncFnOnce(T) -> Result<JsValue> + 'static,
    {
        let task = self.awaited(self.task(method, arguments, task));
        let task = self.logged(method.name, method.is_command, None, task);
        match self.shared.workspace.is_at_rest() {
            true => settle_at_once(task),
            false => settle(task),
        }
    }

    /// Runs a task as the answer of an operation, and tells the logger how it ended.
    pub fn run(
        &self,
        operation: &'static str,
        is_command: bool,
        id: Option<String>,
        task: Task,
    ) -> Promise {
        self.run_unawaited(operation, is_command, id, self.awaited(task))
    }

    /// The same for what waits for somebody who need never answer: closing does not wait for it.
    pub fn run_unawaited(
        &self,
        operation: &'static str,
        is_command: bool,
        id: Option<String>,
        task: Task,
    ) -> Promise {
        settle(self.logged(operation, is_command, id, task))
    }

    /// A task that closing waits for.
    fn awaited(&self, task: Task) -> Task {
        let underway = self.calls.begin();
        Box::pin(async move {
            let answer = task.await;
            drop(underway);
            answer
        })
    }

    /// A task of which the logger is told how it ended.
    fn logged(
        &self,
        operation: &'static str,
        is_command: bool,
        id: Option<String>,
        task: Task,
    ) -> Task {
        let (logger, shared) = (self.logger.clone(), self.shared.clone());
        let since = js_sys::Date::now();
        if let Some(error) = poisoned() {
            logger.ended((operation, is_command), &shared.name, id.as_deref(), since, Err(&error));
        }
        Box::pin(async move {
            let answer = task.await;
            logger.ended(
                (operation, is_command),
                &shared.name,
                id.as_deref(),
                since,
                answer.as_ref(),
            );
            answer
        })
    }
}
