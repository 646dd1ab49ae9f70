//! Of what somebody was reminded, so that it is done once: a mark that is no change of the thing itself, and raises no version.
//!
//! A mark is for a day: of what is put off, or renewed, somebody is reminded again.

mod store;

use std::collections::HashSet;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use strum::{Display, IntoStaticStr};
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    kernel::{Id, Result, Timestamp, id::Organization},
};

pub use store::is_unmarked;

/// Of what somebody is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// Something has to be done in a case.
    TaskDue,
    /// A mandate will end.
    MandateEnding,
    /// The term of an advisor will end.
    TermEnding,
    /// An advisor has to confirm the declared ties again.
    ConfirmationDue,
}

/// What somebody is reminded of: its id, and the day that matters.
pub type Subject = (Uuid, NaiveDate);

/// Marks that somebody is reminded of `subjects`, things of `organization`, in the transaction that says so; which of them were not
/// marked before.
///
/// # Errors
/// Those of the database.
pub async fn mark(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    kind: Kind,
    organization: Id<Organization>,
    subjects: &[Subject],
) -> Result<HashSet<Subject>> {
    let mut fresh = HashSet::new();
    for subject in subjects {
        if store::insert(tx, kind, organization, *subject, ctx.now()).await? {
            fresh.insert(*subject);
        }
    }
    Ok(fresh)
}

/// Forgets that somebody was reminded of `subjects`: whoever has them now knows nothing of it.
///
/// # Errors
/// Those of the database.
pub async fn forget(tx: &impl ConnectionTrait, kind: Kind, subjects: &[Subject]) -> Result<()> {
    for subject in subjects {
        store::delete(tx, kind, *subject).await?;
    }
    Ok(())
}

/// Forgets at most `limit` marks from before `before`, and says how many it were.
///
/// # Errors
/// Those of the database.
pub async fn prune(ctx: &Ctx, before: Timestamp, limit: u64) -> Result<u64> {
    let tx = ctx.begin().await?;
    let gone = store::prune(&*tx, before, limit).await?;
    tx.commit().await?;
    Ok(gone)
}
