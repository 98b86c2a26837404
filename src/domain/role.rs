//! Who may do what (design rule 19). A plain handle is the host's and may do everything.

use super::error::{Code, Error, Result};
use crate::choices;

choices! {
    /// What a limited handle is for.
    Role {
        /// Their own learning, and reading what is taught.
        Learner = "learner",
        /// What all learners do: reviews, help, holds, waivers.
        Instructor = "instructor",
        /// What is taught as well, and who learns.
        Admin = "admin",
    }
}

/// Who is asking: nobody in particular is the host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The role; none for the host.
    pub role: Option<Role>,
    /// Which learner this is, if it is one.
    pub learner_id: Option<Box<str>>,
}

/// What an operation asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody may.
    Anyone,
    /// Whoever looks after learners, and the learner that this argument names.
    Own(usize),
    /// Whoever looks after learners.
    Teach,
    /// Whoever says what is taught, and who learns.
    Author,
}

impl Standing {
    /// A limited handle.
    #[must_use]
    pub fn of(role: Role, learner_id: Option<&str>) -> Self {
        Self { role: Some(role), learner_id: learner_id.map(Box::from) }
    }

    /// Whether this caller may act for a learner.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`.
    pub fn owns(&self, learner_id: &str) -> Result<()> {
        match self.role {
            Some(Role::Learner) if self.learner_id.as_deref() != Some(learner_id) => {
                Err(denied("a learner sees and does only what is their own"))
            }
            _ => Ok(()),
        }
    }

    /// The learner whom the scope of a medallion must name for this caller to see it, and to leave
    /// one behind; none for whoever sees all.
    #[must_use]
    pub fn sees_only(&self) -> Option<&str> {
        match self.role {
            Some(Role::Learner) => Some(self.learner_id.as_deref().unwrap_or_default()),
            _ => None,
        }
    }

    /// Whether this caller may hand out a handle like that: none that may do more than its own.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`.
    pub fn may_become(&self, other: &Self) -> Result<()> {
        match (self.role, other.role) {
            (None | Some(Role::Admin), _)
            | (Some(Role::Instructor), Some(Role::Instructor | Role::Learner)) => Ok(()),
            (Some(Role::Learner), Some(Role::Learner)) => {
                self.owns(other.learner_id.as_deref().unwrap_or_default())
            }
            _ => Err(denied("a limited handle gives none that may do more")),
        }
    }

    /// Whether this caller may have events name another actor: those whom a handle was made for may
    /// not, or the trail would say what they like.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`.
    pub fn may_name(&self) -> Result<()> {
        match self.role {
            None | Some(Role::Admin) => Ok(()),
            Some(_) => Err(denied("a limited handle acts in its own name")),
        }
    }

    /// Whether this caller may do what asks for this; `learner_id` is what the argument says that
    /// the access names.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`.
    pub fn check(&self, access: Access, learner_id: Option<&str>) -> Result<()> {
        match (access, self.role) {
            (Access::Anyone, _) | (_, None | Some(Role::Admin)) => Ok(()),
            (Access::Own(_), _) => self.owns(learner_id.unwrap_or_default()),
            (Access::Teach, Some(Role::Instructor)) => Ok(()),
            (Access::Teach, Some(Role::Learner)) => Err(denied("only instructors may do this")),
            (Access::Author, _) => Err(denied("only the host and admins may do this")),
        }
    }
}

fn denied(message: &'static str) -> Error {
    Error::new(Code::PermissionDenied, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_do_its_own_and_what_the_lower_ones_may() {
        let host = Standing::default();
        let admin = Standing::of(Role::Admin, None);
        let teacher = Standing::of(Role::Instructor, None);
        let ada = Standing::of(Role::Learner, Some("ada"));
        let allowed = |standing: &Standing| {
            let asked = [
                (Access::Anyone, None),
                (Access::Own(0), Some("ada")),
                (Access::Own(0), Some("bob")),
                (Access::Teach, None),
                (Access::Author, None),
            ];
            asked.map(|(access, id)| standing.check(access, id).is_ok())
        };
        assert_eq!(allowed(&host), [true; 5]);
        assert_eq!(allowed(&admin), [true; 5]);
        assert_eq!(allowed(&teacher), [true, true, true, true, false]);
        assert_eq!(allowed(&ada), [true, true, false, false, false]);
        let becomes = |own: &Standing| {
            let others = [&host, &admin, &teacher, &ada, &Standing::of(Role::Learner, Some("bob"))];
            others.map(|other| own.may_become(other).is_ok())
        };
        assert_eq!(becomes(&host), [true; 5]);
        assert_eq!(becomes(&admin), [true; 5]);
        assert_eq!(becomes(&teacher), [false, false, true, true, true]);
        assert_eq!(becomes(&ada), [false, false, false, true, false]);
        let all = [&host, &admin, &teacher, &ada];
        assert_eq!(all.map(|own| own.may_name().is_ok()), [true, true, false, false]);
        let nobody = Standing::of(Role::Learner, None);
        assert_eq!(nobody.owns("ada").unwrap_err().code(), Code::PermissionDenied);
    }
}
