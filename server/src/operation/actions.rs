//! What operators and auditors may do.

use crate::{
    audit,
    ctx::Ctx,
    idempotency::Outcome,
    kernel::{
        Actor, Code, Error, Id, Page, PageRequest, Result, Role,
        id::{self, Delivery, Organization},
    },
    outbox::{self, DeliveryRow, Event},
};

fn require_operator(actor: &Actor) -> Result<()> {
    if matches!(actor, Actor::Visitor) {
        return Err(Error::new(Code::Unauthenticated));
    }
    if actor.has_role(Role::Operator) { Ok(()) } else { Err(Error::new(Code::Forbidden)) }
}

fn require_staff(actor: &Actor) -> Result<()> {
    if matches!(actor, Actor::Visitor) {
        return Err(Error::new(Code::Unauthenticated));
    }
    if actor.is_staff() { Ok(()) } else { Err(Error::new(Code::Forbidden)) }
}

/// Entries of one organization's trail (the platform's own without `organization`), newest first, of one entity if asked.
/// Members read their own organizations' trails, staff reads all; any other trail is `NOT_FOUND`.
pub(super) async fn audit_entries(
    ctx: &Ctx,
    actor: &Actor,
    organization: Option<Id<Organization>>,
    entity: Option<&str>,
    request: &PageRequest,
) -> Result<Page<audit::Entry>> {
    if matches!(actor, Actor::Visitor) {
        return Err(Error::new(Code::Unauthenticated));
    }
    let organization = organization.unwrap_or_else(audit::platform);
    if !actor.is_staff() && !actor.is_member_of(organization) {
        return Err(Error::new(Code::NotFound).at("organizationId"));
    }
    let entity = match entity {
        Some(text) => Some(id::decode(text).ok_or_else(|| Error::new(Code::InvalidId).at("entityId"))?.1),
        None => None,
    };
    audit::entries(ctx, actor, organization, entity, request).await
}

/// Deliveries that were given up, newest first.
pub(super) async fn dead_letters(ctx: &Ctx, actor: &Actor, request: &PageRequest) -> Result<Page<DeliveryRow>> {
    require_staff(actor)?;
    outbox::dead_letters(ctx, request).await
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
