//! How rows are written and taken back, by what they become: a few lines to the own import of listings and to that of demands.

use std::future::Future;

use crate::{
    ctx::Ctx,
    db::Write,
    demand,
    import::{
        map::{Demands, Listings, Mapped, Subject},
        rules::{Effect, Target, Written},
    },
    kernel::{Actor, Id, Result, id::Organization, patch::Patch},
    listing,
};

/// What rows are written to.
pub(super) trait Writing: Subject {
    /// A row that was checked against what is there, ready to be written.
    type Prepared: Send;

    /// Checks rows that reading has not refused. Changes nothing.
    fn prepare(
        ctx: &Ctx,
        actor: &Actor,
        organization: Id<Organization>,
        rows: Vec<(String, Patch<Self::Content>)>,
    ) -> impl Future<Output = Result<Vec<Self::Prepared>>> + Send;

    /// What writing it would do.
    fn effect(prepared: &Self::Prepared) -> Effect;

    /// Writes rows in the caller's transaction.
    fn write(
        ctx: &Ctx,
        tx: &Write,
        actor: &Actor,
        organization: Id<Organization>,
        rows: Vec<Self::Prepared>,
    ) -> impl Future<Output = Result<Vec<Effect>>> + Send;
}

/// The rows that reading has not refused.
pub(super) fn good<C: Clone>(rows: &[Mapped<C>]) -> Vec<(String, Patch<C>)> {
    let good = rows.iter().filter(|row| !row.is_rejected());
    good.map(|row| (row.external_reference.clone(), Patch { content: row.content.clone(), fields: row.given.clone() })).collect()
}

impl Writing for Listings {
    type Prepared = listing::PreparedRow;

    async fn prepare(
        ctx: &Ctx,
        actor: &Actor,
        organization: Id<Organization>,
        rows: Vec<(String, Patch<Self::Content>)>,
    ) -> Result<Vec<Self::Prepared>> {
        let rows = rows.into_iter().map(|(external_reference, content)| listing::ImportRow { external_reference, content });
        listing::prepare_rows(ctx, actor, organization, rows.collect()).await
    }

    fn effect(prepared: &Self::Prepared) -> Effect {
        prepared.effect().into()
    }

    async fn write(ctx: &Ctx, tx: &Write, actor: &Actor, organization: Id<Organization>, rows: Vec<Self::Prepared>) -> Result<Vec<Effect>> {
        Ok(listing::import_rows(ctx, tx, actor, organization, rows).await?.into_iter().map(Into::into).collect())
    }
}

impl Writing for Demands {
    type Prepared = demand::PreparedRow;

    async fn prepare(
        ctx: &Ctx,
        actor: &Actor,
        organization: Id<Organization>,
        rows: Vec<(String, Patch<Self::Content>)>,
    ) -> Result<Vec<Self::Prepared>> {
        let rows = rows.into_iter().map(|(external_reference, content)| demand::ImportRow { external_reference, content });
        demand::prepare_rows(ctx, actor, organization, rows.collect()).await
    }

    fn effect(prepared: &Self::Prepared) -> Effect {
        prepared.effect().into()
    }

    async fn write(ctx: &Ctx, tx: &Write, actor: &Actor, organization: Id<Organization>, rows: Vec<Self::Prepared>) -> Result<Vec<Effect>> {
        Ok(demand::import_rows(ctx, tx, actor, organization, rows).await?.into_iter().map(Into::into).collect())
    }
}

impl From<listing::RowEffect> for Effect {
    fn from(effect: listing::RowEffect) -> Self {
        match effect {
            listing::RowEffect::Created(written) => Self::Created(Written::Listing(written)),
            listing::RowEffect::Updated(written) => Self::Updated(Written::Listing(written)),
            listing::RowEffect::Unchanged(id) => Self::Unchanged(Target::Listing(id)),
            listing::RowEffect::Refused(error) => Self::Refused(error),
        }
    }
}

impl From<demand::RowEffect> for Effect {
    fn from(effect: demand::RowEffect) -> Self {
        match effect {
            demand::RowEffect::Created(written) => Self::Created(Written::Demand(written)),
            demand::RowEffect::Updated(written) => Self::Updated(Written::Demand(written)),
            demand::RowEffect::Unchanged(id) => Self::Unchanged(Target::Demand(id)),
            demand::RowEffect::Refused(error) => Self::Refused(error),
        }
    }
}

/// Takes back writes in the caller's transaction, and says what is as it was.
pub(super) async fn undo(
    ctx: &Ctx,
    tx: &Write,
    actor: &Actor,
    organization: Id<Organization>,
    written: impl Iterator<Item = Written>,
) -> Result<Vec<Target>> {
    let (mut listings, mut demands) = (Vec::new(), Vec::new());
    for one in written {
        match one {
            Written::Listing(written) => listings.push(written),
            Written::Demand(written) => demands.push(written),
        }
    }
    let mut undone = Vec::new();
    if !listings.is_empty() {
        let ids = listing::undo_rows(ctx, tx, actor, organization, &listings).await?;
        undone.extend(ids.into_iter().map(Target::Listing));
    }
    if !demands.is_empty() {
        let ids = demand::undo_rows(ctx, tx, actor, organization, &demands).await?;
        undone.extend(ids.into_iter().map(Target::Demand));
    }
    Ok(undone)
}
