//! Where a listing falls short of the wished readiness, and what ways could lead over.

use std::sync::Arc;

use crate::{
    ctx::Ctx,
    kernel::{Error, Result},
    matching::{
        Match,
        rules::{Constraint, Outcome, Value},
    },
    pairing::rules::{self, Bridges, Wanted},
    platform,
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

/// The ways for everything that is wanted: platforms are read in one statement, and looked through beside the threads that
/// answer.
///
/// # Errors
/// Those of the database.
pub async fn bridges(ctx: &Ctx, wanted: Vec<Wanted>) -> Result<Vec<(Wanted, Arc<Bridges>)>> {
    let lowest = wanted.iter().map(|wanted| wanted.from).min();
    let highest = wanted.iter().map(|wanted| wanted.to).max();
    let Some((from, to)) = lowest.zip(highest) else { return Ok(Vec::new()) };
    let platforms = platform::stretches(ctx, from, to).await?;
    let work = move || {
        let found = rules::bridges_of_many(&platforms, &wanted);
        wanted.into_iter().zip(found.into_iter().map(Arc::new)).collect()
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}
