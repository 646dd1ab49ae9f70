//! Who may keep searches. Pure.

use crate::kernel::{Actor, Code, Error, Id, Result, id::User};

/// The person who keeps searches.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor.
pub fn keeper(actor: &Actor) -> Result<Id<User>> {
    actor.user().ok_or_else(|| Error::new(Code::Unauthenticated))
}
