//! Which pieces go in: all that must, and of the rest what is worth most for as long as there is
//! room. What does not fit is passed over, so that something smaller behind it still goes in.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::{Piece, Section};

/// Nothing is worth more than this.
const MOST: usize = 1000;

/// How many tokens everything has by itself.
#[derive(Debug)]
pub struct Costs {
    /// What stands around pieces.
    pub frames: Vec<u64>,
    /// Each piece, in the order of sections, with the frames that it needs.
    pub pieces: Vec<(u64, Vec<usize>)>,
}

/// Why a piece is in, or is not.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Must,
    Fits,
    /// It would take so much, with what stands around it.
    NoRoom(u64),
    /// It was taken out again, since the text as a whole was longer than its parts.
    TakenOut,
    SaidAlready(String),
}

/// What was chosen.
#[derive(Debug)]
pub struct Selection {
    verdicts: Vec<Verdict>,
    costs: Vec<u64>,
    /// What can be taken out again, the least worth last.
    optional: Vec<usize>,
}

impl Selection {
    /// Chooses.
    ///
    /// ```
    /// use medallion::domain::resume::{Costs, Selection, of_medallions};
    /// # use medallion::Medallion;
    /// # let text = r#"{"meta": {"medallion_id": "m", "model": "m",
    /// #  "created_at": "2025-01-01T12:00:00Z", "updated_at": "2025-01-01T12:00:00Z"},
    /// #  "scope": {}, "summary": {"high_level": "Long."}, "affordances": {"invariants": ["No."]}}"#;
    /// let sections = of_medallions(&[Medallion::parse(text)?]); // a summary, and an invariant
    /// let costs = || Costs { pieces: vec![(10, vec![0]), (5, vec![0])], frames: vec![3] };
    /// let small = Selection::choose(&sections, costs(), 17);
    /// assert!(!small.is_in(0) && small.is_in(1));
    /// assert_eq!(small.reason(0), "no room: it would take 10 tokens");
    /// assert!(Selection::choose(&sections, costs(), 18).is_in(0));
    /// # Ok::<(), medallion::Error>(())
    /// ```
    #[must_use]
    pub fn choose(sections: &[Section], costs: Costs, budget: u64) -> Self {
        let pieces: Vec<&Piece> = sections.iter().flat_map(|section| &section.pieces).collect();
        let mut said: FxHashMap<(&str, &str), &str> = FxHashMap::default();
        let mut verdicts: Vec<Verdict> = Vec::with_capacity(pieces.len());
        for piece in &pieces {
            verdicts.push(match said.entry((piece.kind.as_str(), &piece.plain)) {
                Entry::Occupied(same) => Verdict::SaidAlready((*same.get()).to_owned()),
                Entry::Vacant(free) => {
                    free.insert(&piece.id);
                    if piece.must { Verdict::Must } else { Verdict::NoRoom(0) }
                }
            });
        }

        let mut frames = costs.frames;
        let mut spent: u64 = 0;
        // What a piece takes with all that must stand around it, if there is no room for that.
        let mut spend = |number: usize, limit: u64| {
            let (own, around) =
                costs.pieces.get(number).map_or((0, &[][..]), |(own, around)| (*own, around));
            let around_it: u64 = around.iter().filter_map(|frame| frames.get(*frame)).sum();
            let takes = own.saturating_add(around_it);
            if spent.saturating_add(takes) > limit {
                return Err(takes);
            }
            spent = spent.saturating_add(takes);
            // It stands there now, for whatever comes into it.
            for frame in around {
                frames.get_mut(*frame).into_iter().for_each(|cost| *cost = 0);
            }
            Ok(())
        };
        for number in 0..pieces.len() {
            if verdicts.get(number) == Some(&Verdict::Must) {
                // There is always room for that.
                let _ = spend(number, u64::MAX);
            }
        }
        let mut by_worth = vec![Vec::new(); MOST + 1];
        for (number, piece) in pieces.iter().enumerate() {
            let worth = usize::try_from(piece.worth).unwrap_or(MOST).min(MOST);
            by_worth.get_mut(worth).into_iter().for_each(|own| own.push(number));
        }
        let mut optional = Vec::new();
        for number in by_worth.into_iter().rev().flatten() {
            let Some(verdict) = verdicts.get_mut(number) else { continue };
            if !matches!(verdict, Verdict::NoRoom(_)) {
                continue;
            }
            *verdict = match spend(number, budget) {
                Ok(()) => Verdict::Fits,
                Err(takes) => Verdict::NoRoom(takes),
            };
            if *verdict == Verdict::Fits {
                optional.push(number);
            }
        }
        let costs = costs.pieces.into_iter().map(|(cost, _)| cost).collect();
        Self { verdicts, costs, optional }
    }

    /// Whether a piece is in, by its number among all.
    #[must_use]
    pub fn is_in(&self, number: usize) -> bool {
        matches!(self.verdicts.get(number), Some(Verdict::Must | Verdict::Fits))
    }

    /// Why it is, or is not.
    #[must_use]
    pub fn reason(&self, number: usize) -> String {
        match self.verdicts.get(number) {
            Some(Verdict::Must) => "must be said".into(),
            Some(Verdict::Fits) => "fits".into(),
            Some(Verdict::NoRoom(takes)) => format!("no room: it would take {takes} tokens"),
            Some(Verdict::TakenOut) => "no room: with it the text as a whole was too long".into(),
            Some(Verdict::SaidAlready(id)) => ["said already: ", id].concat(),
            None => String::new(),
        }
    }

    /// How many tokens a piece has by itself.
    #[must_use]
    pub fn cost(&self, number: usize) -> u64 {
        self.costs.get(number).copied().unwrap_or_default()
    }

    /// Takes out of what need not be in, the least worth first, about as much as there is too much;
    /// `false` if there is nothing to take out.
    pub fn take_out(&mut self, excess: u64) -> bool {
        let mut freed = 0;
        let mut any = false;
        while freed < excess.max(1) {
            let Some(number) = self.optional.pop() else { break };
            if let Some(verdict) = self.verdicts.get_mut(number) {
                *verdict = Verdict::TakenOut;
            }
            freed += self.cost(number);
            any = true;
        }
        any
    }
}
