//! What is stored, and whether it is as it was written.

use super::decision::Key;
use super::journal::{self, Found, Place};
use super::retention::{KeptHistory, is_understood};
use super::rules::Rules;
use super::state::{ProblemKind, State, StoredProblem, is_known, key_of};
use super::workspace::{PAGE, Workspace};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::EntityType;
use crate::domain::medallion::Medallion;
use crate::domain::schema::{Map, Optional};
use crate::record;
use crate::store::{Room, Seq, Stored};

record! {
    /// What is stored, and whether it is as it was written.
    pub struct Health as "Health" {
        /// How many records of each kind can be read.
        pub records: Map<u64>,
        /// How many entries the log has.
        pub entries: u64,
        /// Bytes that this origin uses, where the browser tells.
        pub bytes: Option<u64>,
        /// Bytes that the browser grants to this origin, where it tells.
        pub quota: Option<u64>,
        /// Whether little room is left: more than 80 % of `quota` is used, or less than 16 MB are left.
        pub low_space: bool,
        /// Whether the browser promised not to evict the data, where it tells.
        pub persisted: Option<bool>,
        /// Whether the data goes when the program ends.
        pub ephemeral: bool,
        /// Whether the disk fails: something cannot be written, or read.
        pub degraded: bool,
        /// What is kept of the history, as `keep` was told; nothing for all of it.
        pub keep: KeptHistory,
        /// What is wrong.
        pub problems: Vec<StoredProblem>,
    }
}

impl Workspace {
    /// Reads everything and says what is wrong. What cannot be read is wrong, and no error: who asks
    /// is told what is known here.
    ///
    /// # Errors
    /// `CLOSED`.
    pub async fn health(&self, ephemeral: bool) -> Result<Health> {
        let synced = self.sync().await;
        self.open_or_closed()?;
        if self.condition.is_degraded() {
            // Whether it still is, only a write can tell.
            drop(self.flush().await);
        }
        let mut problems = Vec::new();
        if self.store.was_lost() {
            let message =
                "what was stored before is gone: the browser threw it away, or other hands";
            problems.push(problem(ProblemKind::Evicted, 0, None, message));
        }
        match synced {
            Ok(()) => {
                self.look_through(&mut problems).await;
                self.look_at_tasks(&mut problems).await;
                self.look_at_successors(&mut problems);
            }
            Err(error) => problems.push(unreadable(self.state.borrow().known + 1, &error)),
        }
        let room = match self.store.room().await {
            Ok(room) => room,
            Err(error) => {
                // Of this alone nobody is told: the next read would heal it, and the next look not.
                problems.push(unreadable(0, &error));
                Room::default()
            }
        };
        let is_unreadable = |problem: &StoredProblem| problem.kind == ProblemKind::Unreadable;
        let degraded = self.condition.is_degraded() || problems.iter().any(is_unreadable);
        let low_space = self.saw_room(&room);
        let Room { used, quota, persisted } = room;
        let state = self.state.borrow();
        Ok(Health {
            records: counted(&state),
            entries: state.known,
            bytes: used.map(whole),
            quota: quota.map(whole),
            low_space,
            persisted,
            ephemeral,
            degraded,
            keep: state.keeping.policy.record(),
            problems,
            extra: Default::default(),
        })
    }

    /// Reads the log as far as that goes.
    async fn look_through(&self, problems: &mut Vec<StoredProblem>) {
        let mut from = 1;
        loop {
            let looked = match self.read(from, PAGE).await {
                Ok(page) => self.look_at(&page, &mut from, problems).await.map(|()| page.len()),
                Err(error) => Err(error),
            };
            match looked {
                Ok(count) if count == PAGE as usize => {}
                Ok(_) => return,
                Err(error) => return problems.push(unreadable(from, &error)),
            }
        }
    }

    /// Whether the tasks go together.
    async fn look_at_tasks(&self, problems: &mut Vec<StoredProblem>) {
        if self.state.borrow().count_of(EntityType::Task) == 0 {
            return;
        }
        if let Err(error) = self.rules().await {
            return problems.push(unreadable(0, &error));
        }
        let state = self.state.borrow();
        let faults = state.resident.rules().map(Rules::faults).unwrap_or_default();
        for (id, message) in faults {
            let newest = state.newest(Key { kind: EntityType::Task, id: &id });
            let entry = newest.map_or(0, |newest| newest.place.entry);
            problems.push(problem(ProblemKind::Contradiction, entry, Some(id), &message));
        }
    }

    /// Whether something holds in the place of what is superseded.
    fn look_at_successors(&self, problems: &mut Vec<StoredProblem>) {
        let state = self.state.borrow();
        for circle in state.heads.circles() {
            let first = circle.first().and_then(|id| state.heads.get(id));
            let (entry, id) =
                first.map_or((0, None), |head| (head.place.entry, Some(head.id.to_string())));
            let message =
                ["medallions are superseded by each other: ", &circle.join(" → ")].concat();
            problems.push(problem(ProblemKind::Contradiction, entry, id, &message));
        }
    }

    /// Looks at a page, and goes on to the next entry with each.
    async fn look_at(
        &self,
        page: &[(Seq, Stored)],
        from: &mut Seq,
        problems: &mut Vec<StoredProblem>,
    ) -> Result<()> {
        for (seq, stored) in page {
            // A gap means that somebody took entries out of the middle.
            if seq != from {
                problems.push(damaged(*from, None, "is missing"));
            }
            *from = *seq;
            match stored {
                Stored::Damaged(message) => problems.push(damaged(*seq, None, message)),
                Stored::Entry(entry) if entry.version > journal::FORM => {
                    problems.push(newer(*seq, None, "was written by a newer version"));
                }
                Stored::Entry(entry) if entry.version < journal::FORM => {
                    problems.push(damaged(*seq, None, "has no known form"));
                }
                Stored::Entry(entry) => {
                    for (number, found) in (0..).zip(journal::lines(entry)) {
                        match found {
                            Found::Nothing => {}
                            // What no import has brought to its end is nothing yet.
                            Found::Line(line) if self.state.borrow().imports.hide(line.import) => {}
                            Found::Line(line) => {
                                let place = Place { entry: *seq, line: number };
                                problems.extend(self.problem_of(&line, place, stored).await?);
                            }
                            Found::Damaged { trace, message } => {
                                let id = trace.map(|trace| trace.id);
                                problems.push(damaged(*seq, id, message));
                            }
                        }
                    }
                }
            }
            *from = seq + 1;
        }
        Ok(())
    }

    /// What is wrong with the body of a line, if it has one that we should know.
    async fn problem_of(
        &self,
        line: &journal::Line<'_>,
        place: Place,
        stored: &Stored,
    ) -> Result<Option<StoredProblem>> {
        let unknown = (!is_known(line) || !is_understood(line)).then(|| {
            let id = Some(line.id.to_string());
            newer(place.entry, id, "tells of something that only a newer version knows")
        });
        let Some(key) = key_of(&line.kind, &line.id) else {
            return Ok(unknown);
        };
        let Some(body) = self.body_at(line, place, Some(stored)).await?.transpose() else {
            return Ok(unknown);
        };
        if key.kind != EntityType::Medallion {
            self.rules().await?;
        }
        let read = body.map(|body| match key.kind {
            EntityType::Medallion => Medallion::parse_stored(&body, key.id).map(drop),
            _ => self.state.borrow().resident.check(key, &body),
        });
        let id = Some(line.id.to_string());
        let message = match read {
            Ok(Ok(_)) => return Ok(unknown),
            Ok(Err(error)) if error.code() == Code::VersionTooNew => {
                return Ok(Some(newer(place.entry, id, "was stored by a newer version")));
            }
            Ok(Err(_)) if key.kind == EntityType::Medallion => "is no medallion",
            Ok(Err(_)) => "is no record of its kind",
            Err(message) => message,
        };
        self.state.borrow_mut().damaged(key, place);
        Ok(Some(damaged(place.entry, id, message)))
    }
}

fn damaged(entry: u64, id: Option<String>, message: &str) -> StoredProblem {
    problem(ProblemKind::Damaged, entry, id, message)
}

fn newer(entry: u64, id: Option<String>, message: &str) -> StoredProblem {
    problem(ProblemKind::VersionTooNew, entry, id, message)
}

fn unreadable(entry: u64, error: &Error) -> StoredProblem {
    let message = ["cannot be read: ", error.code().as_str(), ": ", error.message()].concat();
    problem(ProblemKind::Unreadable, entry, None, &message)
}

fn problem(kind: ProblemKind, entry: u64, id: Option<String>, message: &str) -> StoredProblem {
    let (entity_id, message) = (Optional(id), message.to_owned());
    StoredProblem { kind, entry, entity_id, message, extra: Default::default() }
}

/// How many records there are of each kind that there is; of medallions in any case.
fn counted(state: &State) -> Map<u64> {
    let of = |kind: &EntityType| (kind.as_str().to_owned(), state.count_of(*kind) as u64);
    let there =
        |(kind, count): &(String, u64)| *count > 0 || kind == EntityType::Medallion.as_str();
    EntityType::ALL.iter().map(of).filter(there).collect()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // bytes, as browsers estimate them
fn whole(bytes: f64) -> u64 {
    bytes.max(0.0) as u64
}
