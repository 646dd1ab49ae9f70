//! What operators and auditors may do.

use uuid::Uuid;

use crate::{
    audit,
    ctx::Ctx,
    idempotency::Outcome,
    kernel::{
        Actor, Code, Error, Id, Page, PageRequest, Result, Role, guard,
        id::{self, Delivery, Organization},
    },
    outbox::{self, DeliveryRow, Event},
};

#[track_caller]
fn require_operator(actor: &Actor) -> Result<()> {
    if !guard::holds("SignedIn", !matches!(actor, Actor::Visitor)) {
        return Err(Error::new(Code::Unauthenticated));
    }
    if guard::holds("Operator", actor.has_role(Role::Operator)) { Ok(()) } else { Err(Error::new(Code::Forbidden)) }
}

#[track_caller]
fn require_staff(actor: &Actor) -> Result<()> {
    if !guard::holds("SignedIn", !matches!(actor, Actor::Visitor)) {
        return Err(Error::new(Code::Unauthenticated));
    }
    if guard::holds("Staff", actor.is_staff()) { Ok(()) } else { Err(Error::new(Code::Forbidden)) }
}

/// Which part of the audit trail somebody asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trail {
    organization: Id<Organization>,
    entity: Option<Uuid>,
}

impl Trail {
    /// The trail of an organization (the platform's own without one), or the part of it about one entity of any kind.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for a visitor, `INVALID_ID` at `entityId`, `NOT_FOUND` at `organizationId` for a trail that is
    /// neither one of the actor's own organizations nor open to staff.
    pub(super) fn of(actor: &Actor, organization: Option<Id<Organization>>, entity: Option<&str>) -> Result<Self> {
        if !guard::holds("SignedIn", !matches!(actor, Actor::Visitor)) {
            return Err(Error::new(Code::Unauthenticated));
        }
        let organization = organization.unwrap_or_else(audit::platform);
        if !guard::holds("Trail", actor.is_staff() || actor.is_member_of(organization)) {
            return Err(Error::new(Code::NotFound).at("organizationId"));
        }
        let entity = match entity {
            Some(text) => Some(id::decode(text).ok_or_else(|| Error::new(Code::InvalidId).at("entityId"))?.1),
            None => None,
        };
        Ok(Self { organization, entity })
    }

    /// One page, newest entry first.
    pub(super) async fn page(self, ctx: &Ctx, actor: &Actor, request: &PageRequest) -> Result<Page<audit::Entry>> {
        audit::entries(ctx, actor, self.organization, self.entity, request).await
    }

    /// How many entries there are, and whether that is exact.
    pub(super) async fn count(self, ctx: &Ctx, actor: &Actor) -> Result<(u64, bool)> {
        audit::count(ctx, actor, self.organization, self.entity).await
    }
}

/// Deliveries that were given up, newest first.
pub(super) async fn dead_letters(ctx: &Ctx, actor: &Actor, request: &PageRequest) -> Result<Page<DeliveryRow>> {
    require_staff(actor)?;
    outbox::dead_letters(ctx, request).await
}

/// A delivery that was given up, if the actor belongs to the staff.
pub async fn find_dead_letter(ctx: &Ctx, actor: &Actor, id: Id<Delivery>) -> Result<Option<DeliveryRow>> {
    if guard::holds("DeadLetter", actor.is_staff()) { outbox::find_dead_letter(ctx, id).await } else { Ok(None) }
}

/// How many deliveries wait, and how many were given up.
pub(super) async fn delivery_counts(ctx: &Ctx, actor: &Actor) -> Result<outbox::DeliveryCounts> {
    require_staff(actor)?;
    outbox::counts(ctx).await
}

/// Puts a given-up delivery back at work.
pub(super) async fn retry(ctx: &Ctx, actor: &Actor, id: Id<Delivery>) -> Result<Outcome<DeliveryRow>> {
    require_operator(actor)?;
    let tx = ctx.begin().await?;
    if !outbox::retry_dead(ctx, &*tx, id).await? {
        return Err(Error::new(Code::NotFound).at("id"));
    }
    audit::append(ctx, &*tx, actor, audit::NewEntry::new(audit::platform(), "delivery.retry", id)).await?;
    tx.commit().await?;
    let row = outbox::find_delivery(ctx, id).await?;
    row.map(Outcome::fresh).ok_or_else(|| Error::new(Code::NotFound).at("id"))
}

/// Asks for the search index to be built anew.
pub(super) async fn rebuild_index(ctx: &Ctx, actor: &Actor) -> Result<Outcome<outbox::DeliveryCounts>> {
    require_operator(actor)?;
    let tx = ctx.begin().await?;
    let event = outbox::push(ctx, &*tx, &Event::ReindexRequested { by: audit::platform() }).await?;
    audit::append(ctx, &*tx, actor, audit::NewEntry::new(audit::platform(), "search.reindex", event)).await?;
    tx.commit().await?;
    outbox::counts(ctx).await.map(Outcome::fresh)
}
