//! What the tasks of a plan wait for: each other, whole phases, and tasks of the other documents of
//! the PRD, with what those wait for in turn.

use rustc_hash::{FxHashMap, FxHashSet};

use super::beside::Beside;
use super::model::{Plan, Task, covers, gate, phases};
use super::status::PlanStatus;

/// What stands between tasks in a network; it takes no time of its own.
#[derive(Debug)]
pub(super) enum Tie {
    /// All that counts of a phase of this plan.
    Phase,
    /// A task of another document, and whether it is over.
    Far(String, bool),
    /// All that counts of a phase in other documents.
    FarPhase,
}

/// Finds out what waits for what.
pub(super) struct Ties<'a> {
    plan: &'a Plan<'a>,
    numbers: &'a FxHashMap<&'a str, usize>,
    /// The other documents, the nearest first, and how near each is.
    others: Vec<(usize, &'a Beside<'a>)>,
    /// The phases that each task says it is of.
    phases: Vec<Option<(u32, u32)>>,
    /// Those of the plan, where no task says of itself.
    of_all: Option<(u32, u32)>,
    pub edges: Vec<(usize, usize)>,
    /// Those behind the tasks, by their numbers.
    pub ties: Vec<Tie>,
    own: FxHashMap<u32, Option<usize>>,
    all: Option<usize>,
    outside: FxHashMap<u32, Option<(usize, bool)>>,
    far: FxHashMap<(usize, usize), usize>,
    /// Which tasks wait for the others of the only phase that they are of.
    within: Vec<(u32, Vec<usize>)>,
    /// Tasks of other documents whose own dependencies have not been looked at.
    open: Vec<(usize, usize, usize)>,
}

impl<'a> Ties<'a> {
    pub fn new(
        plan: &'a Plan<'a>,
        numbers: &'a FxHashMap<&'a str, usize>,
        all: &'a [Beside<'a>],
    ) -> Self {
        let mut others = Vec::with_capacity(all.len());
        for wanted in 0..=Beside::FURTHEST {
            let own = |other: &&Beside<'_>| other.distance(plan.prd.as_deref()) == Some(wanted);
            others.extend(all.iter().filter(own).map(|other| (wanted, other)));
        }
        let phase_of = |task: &Task| task.phase.as_deref().and_then(phases);
        let own: Vec<Option<(u32, u32)>> = plan.tasks.iter().map(phase_of).collect();
        let of_plan = plan.phase.as_deref().and_then(phases);
        Self {
            plan,
            numbers,
            others,
            of_all: of_plan.filter(|_| own.iter().all(Option::is_none)),
            phases: own,
            edges: Vec::new(),
            ties: Vec::new(),
            own: FxHashMap::default(),
            all: None,
            outside: FxHashMap::default(),
            far: FxHashMap::default(),
            within: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Lets a task wait for what an id or a text names. What is elsewhere is added to `out`, and
    /// whether it is over; false if it is nowhere.
    pub fn tie(&mut self, number: usize, id: &str, out: &mut Vec<(String, bool)>) -> bool {
        if let Some(&before) = self.numbers.get(id) {
            self.edges.push((number, before));
            return true;
        }
        if let Some((document, task)) = self.find(id) {
            let far = self.far(document, task);
            self.edges.push((number, far));
            out.push((id.to_owned(), self.is_over(document, task)));
            return true;
        }
        let Some(ranges) = gate(id) else { return false };
        let own = self.phases.get(number).copied().flatten();
        let only = own.or(self.of_all);
        let (mut all_found, mut is_outside, mut is_over) = (true, false, true);
        for phase in ranges.into_iter().flat_map(|(first, last)| first..=last) {
            let tie = if covers(own, phase) { None } else { self.own_phase(phase) };
            self.edges.extend(tie.map(|tie| (number, tie)));
            let outside = self.outside_phase(phase);
            if let Some((tie, over)) = outside {
                self.edges.push((number, tie));
                (is_outside, is_over) = (true, is_over && over);
            }
            let is_within = only == Some((phase, phase));
            if is_within {
                self.wait_within(number, phase);
            }
            all_found &= tie.is_some() || outside.is_some() || is_within;
        }
        // One reason for the whole gate.
        if all_found && is_outside {
            out.push((id.to_owned(), is_over));
        }
        all_found
    }

    fn wait_within(&mut self, number: usize, phase: u32) {
        match self.within.iter_mut().find(|(own, _)| *own == phase) {
            Some((_, waiting)) => waiting.push(number),
            None => self.within.push((phase, vec![number])),
        }
    }

    /// Lets tasks wait for the others of their own phase: for those that do not wait for them.
    pub fn close_phases(&mut self) {
        for (phase, waiting) in std::mem::take(&mut self.within) {
            let mut waits_for: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
            for (after, before) in &self.edges {
                waits_for.entry(*before).or_default().push(*after);
            }
            let mut behind: FxHashSet<usize> = waiting.iter().copied().collect();
            let mut open = waiting.clone();
            while let Some(number) = open.pop() {
                let after = waits_for.get(&number).into_iter().flatten();
                open.extend(after.copied().filter(|after| behind.insert(*after)));
            }
            let members = self.phases.iter().enumerate();
            let members = members.filter(|(number, own)| {
                (self.of_all.is_some() || covers(**own, phase)) && !behind.contains(number)
            });
            let members = members.map(|(number, _)| number).collect();
            let tie = self.phase(members);
            self.edges.extend(waiting.into_iter().map(|number| (number, tie)));
        }
    }

    /// Goes on through the other documents, until all that is waited for there has been looked at.
    pub fn go_on(&mut self) {
        while let Some((number, document, task)) = self.open.pop() {
            let Some((_, other)) = self.others.get(document).copied() else { continue };
            for id in other.waits(task).map(String::as_str) {
                if let Some(before) = other.find(id) {
                    let before = self.far(document, before);
                    self.edges.push((number, before));
                } else if let Some(&before) = self.numbers.get(id) {
                    self.edges.push((number, before));
                } else if let Some((document, before)) = self.find(id) {
                    let before = self.far(document, before);
                    self.edges.push((number, before));
                } else {
                    let own = other.phases_of(task);
                    for phase in gate(id).into_iter().flatten().flat_map(|(from, to)| from..=to) {
                        if !covers(own, phase) {
                            let outside = self.outside_phase(phase).map(|(tie, _)| tie);
                            let ties = [self.own_phase(phase), self.all(phase), outside];
                            let ties = ties.into_iter().flatten();
                            self.edges.extend(ties.map(|tie| (number, tie)));
                        }
                    }
                }
            }
        }
    }

    fn find(&self, id: &str) -> Option<(usize, usize)> {
        let others = self.others.iter().enumerate();
        others.into_iter().find_map(|(document, (_, other))| Some((document, other.find(id)?)))
    }

    fn is_over(&self, document: usize, task: usize) -> bool {
        let status = self.others.get(document).and_then(|(_, other)| other.status(task));
        status.is_some_and(PlanStatus::is_over)
    }

    fn add(&mut self, tie: Tie) -> usize {
        self.ties.push(tie);
        self.plan.tasks.len() + self.ties.len() - 1
    }

    fn far(&mut self, document: usize, task: usize) -> usize {
        if let Some(known) = self.far.get(&(document, task)) {
            return *known;
        }
        let id = self.others.get(document).and_then(|(_, other)| other.id(task));
        let tie = Tie::Far(id.unwrap_or_default().to_owned(), self.is_over(document, task));
        let number = self.add(tie);
        self.far.insert((document, task), number);
        self.open.push((number, document, task));
        number
    }

    /// The tie to the tasks that say that they are of a phase, if any do.
    fn own_phase(&mut self, phase: u32) -> Option<usize> {
        if let Some(known) = self.own.get(&phase) {
            return *known;
        }
        let members = self.phases.iter().enumerate().filter(|(_, own)| covers(**own, phase));
        let members: Vec<usize> = members.map(|(number, _)| number).collect();
        let tie = (!members.is_empty()).then(|| self.phase(members));
        self.own.insert(phase, tie);
        tie
    }

    /// The tie to all of this plan, if that is about a phase and its tasks say nothing else.
    fn all(&mut self, phase: u32) -> Option<usize> {
        if !covers(self.of_all, phase) {
            return None;
        }
        if self.all.is_none() {
            self.all = Some(self.phase((0..self.plan.tasks.len()).collect()));
        }
        self.all
    }

    fn phase(&mut self, members: Vec<usize>) -> usize {
        let tie = self.add(Tie::Phase);
        // A phase is over when what counts of it is, here as in another file.
        let counts = |number: &usize| {
            let task = self.plan.tasks.get(*number);
            task.is_some_and(|task| task.status != PlanStatus::Deferred)
        };
        self.edges.extend(members.into_iter().filter(counts).map(|number| (tie, number)));
        tie
    }

    /// The tie to a phase in other documents, and whether it is over there. What a nearer document
    /// says of it, another version of the PRD does not.
    fn outside_phase(&mut self, phase: u32) -> Option<(usize, bool)> {
        if let Some(known) = self.outside.get(&phase) {
            return *known;
        }
        let mut nearest = None;
        let (mut members, mut is_over) = (Vec::new(), true);
        for (document, (distance, other)) in self.others.iter().enumerate() {
            if nearest.is_some_and(|nearest| nearest != *distance) {
                break;
            }
            if let Some(over) = other.is_over(phase) {
                nearest = Some(*distance);
                is_over &= over;
                members.extend(other.of_phase(phase).into_iter().map(|task| (document, task)));
            }
        }
        let tie = nearest.map(|_| (self.add(Tie::FarPhase), is_over));
        self.outside.insert(phase, tie);
        for (document, task) in members {
            let far = self.far(document, task);
            self.edges.extend(tie.map(|(tie, _)| (tie, far)));
        }
        tie
    }
}
