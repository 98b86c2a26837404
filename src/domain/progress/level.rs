//! On which level a step is shown to a learner: their own, and on a path of their own one above
//! where its skills were shown already, one below where it went wrong. Paths say it and material
//! follows it.

use super::learning::Learning;
use crate::domain::curriculum::{BackgroundLevel, TaskIndex, Variant};
use crate::domain::path::{PathType, StoredPath};

/// Why a step is shown on another level than the learner's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shift {
    /// It is not.
    None,
    /// Its skills were shown already.
    Deeper,
    /// It went wrong. Where no level is below, there are more examples and more time.
    Slower,
}

impl Learning<'_> {
    /// The path that the learner follows through a task, or through what it is part of.
    pub(crate) fn followed(&self, index: TaskIndex) -> Option<&StoredPath> {
        let lineage = std::iter::once(index).chain(self.curriculum.ancestors(index));
        let roots: Vec<&str> = lineage.map(|own| self.id(own)).collect();
        let paths = self.progress.paths(self.learner.id.as_str()).into_iter();
        let chosen = paths.filter(|path| roots.contains(&path.root_id.as_str()));
        chosen.filter(|path| path.chosen_at.is_some()).max_by_key(|path| path.chosen_at)
    }

    /// The paths that the learner follows through a task or through what it is part of, and through
    /// its parts.
    pub(crate) fn followed_within(&self, root: TaskIndex) -> Vec<&StoredPath> {
        let is_below = |path: &&StoredPath| {
            let own = self.curriculum.index(path.root_id.as_str());
            own.is_some_and(|own| self.curriculum.ancestors(own).any(|above| above == root))
        };
        let paths = self.progress.paths(self.learner.id.as_str()).into_iter();
        let below = paths.filter(|path| path.chosen_at.is_some()).filter(is_below);
        self.followed(root).into_iter().chain(below).collect()
    }

    /// The level of a step on a path of some type.
    pub(crate) fn level_on(
        &self,
        index: TaskIndex,
        path_type: PathType,
        is_mastered: bool,
    ) -> (BackgroundLevel, Shift) {
        let own = self.learner.background_level;
        match path_type {
            PathType::Default => (own, Shift::None),
            _ if is_mastered => match above(own) {
                higher if higher != own => (higher, Shift::Deeper),
                _ => (own, Shift::None),
            },
            _ if self.has_failed(index) => (below(own), Shift::Slower),
            _ => (own, Shift::None),
        }
    }

    /// What is shown at a level instead of the task's own material.
    pub(crate) fn variant_at(&self, index: TaskIndex, level: BackgroundLevel) -> Option<&Variant> {
        let variants = self.curriculum.at(index)?.variants.0.as_ref()?;
        variants.iter().find(|own| own.level == level)
    }

    /// What the learner is shown instead of the task's own material, on the path that they follow.
    pub(super) fn variant(&self, index: TaskIndex) -> Option<&Variant> {
        let task = self.curriculum.at(index)?;
        task.variants.0.as_ref()?;
        let path_type = self.followed(index).map_or(PathType::Default, |path| path.path_type);
        let is_mastered = path_type != PathType::Default && {
            let skills = task.skills.0.as_deref().unwrap_or_default();
            !skills.is_empty() && self.has_mastered(index, skills)
        };
        self.variant_at(index, self.level_on(index, path_type, is_mastered).0)
    }

    /// Whether the latest judged try was wrong.
    fn has_failed(&self, index: TaskIndex) -> bool {
        let judged = self.judged(index).filter_map(|(_, verdict)| verdict);
        judged.last().is_some_and(|verdict| !verdict.is_right.unwrap_or(verdict.passed))
    }
}

/// A level up, for who has shown more.
fn above(level: BackgroundLevel) -> BackgroundLevel {
    match level {
        BackgroundLevel::Beginner => BackgroundLevel::Intermediate,
        _ => BackgroundLevel::Advanced,
    }
}

/// A level down, for who has failed.
fn below(level: BackgroundLevel) -> BackgroundLevel {
    match level {
        BackgroundLevel::Advanced => BackgroundLevel::Intermediate,
        _ => BackgroundLevel::Beginner,
    }
}
