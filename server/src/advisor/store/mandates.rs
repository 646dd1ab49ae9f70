//! Rows of mandates. Both sides see theirs, staff sees all.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

use super::{
    appointed_on,
    rows::{Scopes, mandate},
};
use crate::{
    advisor::model::Mandate,
    db::{is_unique_violation, page::keyset},
    kernel::{
        Actor, Code, Date, Error, Id, Page, PageRequest, Result, Role, Timestamp, guard,
        id::{Advisor as AdvisorId, Mandate as MandateId, Organization, User},
    },
    reminder::{self, Kind},
};
use mandate::Column;

/// Which mandates a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct MandateFilter {
    /// Of this client.
    pub organization: Option<Id<Organization>>,
    /// Of this advisor.
    pub advisor: Option<Id<AdvisorId>>,
    /// Only those that are good today.
    pub active_on: Option<NaiveDate>,
}

fn select(actor: &Actor) -> Select<mandate::Entity> {
    let select = mandate::Entity::find();
    if actor.is_staff() || guard::lifted("MandatesOfParties") {
        return select;
    }
    let own: Vec<Uuid> = actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
    let mut seen = Condition::any().add(Column::OrganizationId.is_in(own));
    if let Some(user) = actor.user().filter(|_| actor.has_role(Role::Advisor)) {
        seen = seen.add(Column::UserId.eq(user.uuid()));
    }
    select.filter(seen)
}

fn filtered(actor: &Actor, filter: &MandateFilter) -> Select<mandate::Entity> {
    let mut select = select(actor);
    if let Some(organization) = filter.organization {
        select = select.filter(Column::OrganizationId.eq(organization.uuid()));
    }
    if let Some(advisor) = filter.advisor {
        select = select.filter(Column::AdvisorId.eq(advisor.uuid()));
    }
    if let Some(today) = filter.active_on {
        select = select.filter(Column::EndedAt.is_null()).filter(Column::ValidUntil.gte(today));
    }
    select
}

/// Mandates by id that `actor` may see, in no order; one statement.
pub async fn find_mandates(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<MandateId>]) -> Result<Vec<Mandate>> {
    let rows = select(actor).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// Mandates that `actor` may see, locked until the end of the transaction, in the order of their ids.
pub async fn lock_mandates(tx: &impl ConnectionTrait, actor: &Actor, ids: &[Id<MandateId>]) -> Result<Vec<Mandate>> {
    let mut select = select(actor).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).order_by_asc(Column::Id);
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    Ok(select.all(tx).await?.into_iter().map(read).collect())
}

/// A page of mandates, newest first.
pub async fn mandate_page(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &MandateFilter,
    request: &PageRequest,
) -> Result<Page<Mandate>> {
    let scope = format!("mandates:{}", serde_json::json!(filter));
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let rows = keyset(filtered(actor, filter), &[Column::CreatedAt, Column::Id], true, key, request).all(db).await?;
    Ok(Page::from_rows(request, rows.into_iter().map(read).collect(), &scope, |row: &Mandate| (row.created_at, row.id.uuid())))
}

/// How many mandates match, counted up to `cap`.
pub async fn count_mandates(db: &impl ConnectionTrait, actor: &Actor, filter: &MandateFilter, cap: u64) -> Result<u64> {
    Ok(filtered(actor, filter).select_only().column(Column::Id).limit(cap).count(db).await?)
}

/// Mandates of any of `clients` for any of `advisors` that are good on `today` and that `actor` may see; one statement.
pub async fn mandates_among(
    db: &impl ConnectionTrait,
    actor: &Actor,
    clients: &[Id<Organization>],
    advisors: &[Id<AdvisorId>],
    today: NaiveDate,
) -> Result<Vec<Mandate>> {
    let good = filtered(actor, &MandateFilter { active_on: Some(today), ..MandateFilter::default() });
    let among = good.filter(Column::OrganizationId.is_in(clients.iter().map(|id| id.uuid())));
    let rows = among.filter(Column::AdvisorId.is_in(advisors.iter().map(|id| id.uuid()))).all(db).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// Every mandate that `user` was ever given; for the program's own use. One statement.
pub async fn mandates_of_user(db: &impl ConnectionTrait, user: Id<User>) -> Result<Vec<Mandate>> {
    let all = mandate::Entity::find().filter(Column::UserId.eq(user.uuid())).order_by_asc(Column::Id);
    Ok(all.all(db).await?.into_iter().map(read).collect())
}

/// Ids of an advisor's mandates that nobody has ended; for the program's own use. One statement.
pub async fn open_of_advisor(db: &impl ConnectionTrait, advisor: Id<AdvisorId>) -> Result<Vec<Id<MandateId>>> {
    let open = mandate::Entity::find().filter(Column::AdvisorId.eq(advisor.uuid())).filter(Column::EndedAt.is_null());
    let ids: Vec<Uuid> = open.select_only().column(Column::Id).order_by_asc(Column::Id).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Every mandate that there ever was between a client and an advisor, newest first; for the program's own use. One statement.
pub async fn mandates_between(db: &impl ConnectionTrait, client: Id<Organization>, advisor: Id<AdvisorId>) -> Result<Vec<Mandate>> {
    let all = mandate::Entity::find().filter(Column::OrganizationId.eq(client.uuid())).filter(Column::AdvisorId.eq(advisor.uuid()));
    Ok(all.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).all(db).await?.into_iter().map(read).collect())
}

/// The mandate between a client and an advisor that nobody has ended, whether its last day has passed or not.
pub async fn open_between(tx: &impl ConnectionTrait, client: Id<Organization>, advisor: Id<AdvisorId>) -> Result<Option<Mandate>> {
    Ok(mandates_between(tx, client, advisor).await?.into_iter().find(|mandate| mandate.ended_at.is_none()))
}

/// The mandate of `client` that `advisor`, who is appointed on `today`, carries then; for the program's own use. One statement.
pub async fn carried_between(
    db: &impl ConnectionTrait,
    client: Id<Organization>,
    advisor: Id<AdvisorId>,
    today: NaiveDate,
) -> Result<Option<Mandate>> {
    let good = mandate::Entity::find()
        .filter(Column::OrganizationId.eq(client.uuid()))
        .filter(Column::AdvisorId.eq(advisor.uuid()))
        .filter(Column::AdvisorId.in_subquery(appointed_on(today)))
        .filter(Column::EndedAt.is_null())
        .filter(Column::ValidUntil.gte(today));
    Ok(good.one(db).await?.map(read))
}

/// Ids of mandates whose last day lies before `today` although nobody has ended them, at most `limit`.
pub async fn expired_mandates(db: &impl ConnectionTrait, today: NaiveDate, limit: u64) -> Result<Vec<Id<MandateId>>> {
    let due = mandate::Entity::find().filter(Column::EndedAt.is_null()).filter(Column::ValidUntil.lt(today));
    let ids: Vec<Uuid> = due.select_only().column(Column::Id).order_by_asc(Column::Id).limit(limit).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Ids of mandates that end from `today` on until `last`, of which nobody was reminded, made before `made`; at most `limit`.
pub async fn ending_mandates(
    db: &impl ConnectionTrait,
    (today, last): (NaiveDate, NaiveDate),
    made: Timestamp,
    limit: u64,
) -> Result<Vec<Id<MandateId>>> {
    let soon = mandate::Entity::find()
        .filter(Column::EndedAt.is_null())
        .filter(Column::ValidUntil.between(today, last))
        .filter(Column::CreatedAt.lt(made))
        .filter(reminder::is_unmarked(Kind::MandateEnding, mandate::Entity, Column::Id, Column::ValidUntil));
    let ids: Vec<Uuid> = soon.select_only().column(Column::Id).order_by_asc(Column::ValidUntil).limit(limit).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Writes a new mandate.
///
/// # Errors
/// `MANDATE_EXISTS` if one is open between the two, even one that was written a moment ago: a unique index decides.
pub async fn insert_mandate(tx: &impl ConnectionTrait, mandate: &Mandate) -> Result<()> {
    match mandate::Entity::insert(write(mandate)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Error::new(Code::MandateExists)),
        Err(error) => Err(error.into()),
    }
}

/// Writes a mandate that [`lock_mandates`] has read in this transaction.
pub async fn save_mandate(tx: &impl ConnectionTrait, mandate: &Mandate) -> Result<()> {
    mandate::Entity::update(write(mandate)).exec(tx).await?;
    Ok(())
}

fn write(mandate: &Mandate) -> mandate::ActiveModel {
    let row = mandate::Model {
        id: mandate.id.uuid(),
        organization_id: mandate.organization.uuid(),
        advisor_id: mandate.advisor.uuid(),
        user_id: mandate.user.uuid(),
        scopes: Scopes(mandate.scopes.clone()),
        fee_terms: mandate.fee_terms.clone(),
        valid_from: mandate.valid_from.0,
        valid_until: mandate.valid_until.0,
        ended_at: mandate.ended_at,
        ended_by: mandate.ended_by.map(Id::uuid),
        reason: mandate.reason.clone(),
        version: mandate.version,
        created_by: mandate.created_by.map(Id::uuid),
        created_at: mandate.created_at,
        updated_at: mandate.updated_at,
    };
    row.into_active_model().reset_all()
}

fn read(row: mandate::Model) -> Mandate {
    Mandate {
        id: Id::from_uuid(row.id),
        organization: Id::from_uuid(row.organization_id),
        advisor: Id::from_uuid(row.advisor_id),
        user: Id::from_uuid(row.user_id),
        scopes: row.scopes.0,
        fee_terms: row.fee_terms,
        valid_from: Date(row.valid_from),
        valid_until: Date(row.valid_until),
        ended_at: row.ended_at,
        ended_by: row.ended_by.map(Id::from_uuid),
        reason: row.reason,
        version: row.version,
        created_by: row.created_by.map(Id::from_uuid),
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
