//! Where a listing falls short of the wished readiness, and what ways could lead over.

use std::sync::Arc;

use crate::{
    ctx::Ctx,
    kernel::Result,
    matching::{
        Match,
        rules::{Constraint, Outcome, Value},
    },
    platform::{self, model::Stretch},
};

/// The level that is offered and the one that is wanted, where the first is known to fall short.
#[must_use]
pub fn gap(found: &Match) -> Option<(i32, i32)> {
    let readiness = found.checked.iter().find(|one| one.constraint == Constraint::Readiness && one.outcome == Outcome::Fail)?;
    match (&readiness.offered, &readiness.wanted) {
        (Value::Level(offered), Value::Level(wanted)) => Some(((*offered).into(), (*wanted).into())),
        _ => None,
    }
}

/// Everything that ways can lead over now. One statement.
///
/// # Errors
/// Those of the database.
pub async fn published(ctx: &Ctx) -> Result<Arc<Vec<Stretch>>> {
    platform::stretches(ctx).await.map(Arc::new)
}
