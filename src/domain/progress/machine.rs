//! Which status may follow which: the sixteen cells of spec 4.4.

use super::values::Status;
use crate::domain::error::{Code, Error, Result};

/// Whether a status may become another one.
///
/// # Errors
/// `INVALID_TRANSITION`: "Cannot transition from open to closed".
///
/// ```
/// use medallion::domain::progress::{Status, transition};
///
/// assert!(transition(Status::Open, Status::InProgress).is_ok());
/// assert!(transition(Status::Open, Status::Closed).is_err());
/// ```
pub fn transition(from: Status, to: Status) -> Result<()> {
    let may = matches!(
        (from, to),
        (Status::Open, Status::InProgress | Status::Blocked)
            | (Status::InProgress, Status::Open | Status::Blocked | Status::Closed)
            | (Status::Blocked, Status::Open | Status::InProgress)
            | (Status::Closed, Status::Open)
    );
    if may {
        return Ok(());
    }
    let (from, to) = (from.as_str(), to.as_str());
    Err(Error::new(Code::InvalidTransition, format!("Cannot transition from {from} to {to}")))
}
