//! Rows of introductions. Both sides see theirs, the advisor the own ones, staff all.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::{work_map as map, work_rows::introduction};
use crate::{
    brokering::service::Introduction,
    db::{is_unique_violation, page::keyset},
    kernel::{
        Actor, Error, Id, Page, PageRequest, Result, Role, Timestamp, guard,
        id::{Advisor, BrokerCase, Introduction as IntroductionId, Organization},
    },
};
use introduction::Column;

/// Rows that `actor` may see.
fn select(actor: &Actor) -> Select<introduction::Entity> {
    let select = introduction::Entity::find();
    if actor.is_staff() || guard::lifted("IntroductionsOfParties") {
        return select;
    }
    let own: Vec<Uuid> = actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
    let mut seen = Condition::any().add(Column::OrganizationId.is_in(own.clone())).add(Column::CounterpartyId.is_in(own));
    if let Some(user) = actor.user().filter(|_| actor.has_role(Role::Advisor)) {
        seen = seen.add(Column::UserId.eq(user.uuid()));
    }
    select.filter(seen)
}

/// Those by id that `actor` may see, in no order; one statement.
pub async fn find_introductions(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<IntroductionId>]) -> Result<Vec<Introduction>> {
    let rows = select(actor).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(map::read_introduction).collect()
}

/// Those of cases that `actor` may see, oldest first; one statement.
pub async fn introductions_of(db: &impl ConnectionTrait, actor: &Actor, cases: &[Id<BrokerCase>]) -> Result<Vec<Introduction>> {
    let select = select(actor).filter(Column::CaseId.is_in(cases.iter().map(|id| id.uuid())));
    let rows = select.order_by_asc(Column::IntroducedAt).order_by_asc(Column::Id).all(db).await?;
    rows.into_iter().map(map::read_introduction).collect()
}

/// One that `actor` may see, locked until the end of the transaction.
pub async fn lock_introduction(tx: &impl ConnectionTrait, actor: &Actor, id: Id<IntroductionId>) -> Result<Option<Introduction>> {
    let mut select = select(actor).filter(Column::Id.eq(id.uuid()));
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(map::read_introduction).transpose()
}

/// A page of those that `actor` may see, newest first.
pub async fn introduction_page(db: &impl ConnectionTrait, actor: &Actor, request: &PageRequest) -> Result<Page<Introduction>> {
    let scope = "introductions";
    let key = request.key::<(Timestamp, Uuid)>(scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let rows = keyset(select(actor), &[Column::IntroducedAt, Column::Id], true, key, request).all(db).await?;
    let rows = rows.into_iter().map(map::read_introduction).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, scope, |row| (row.introduced_at, row.id.uuid())))
}

/// How many there are that `actor` may see, counted up to `cap`.
pub async fn count_introductions(db: &impl ConnectionTrait, actor: &Actor, cap: u64) -> Result<u64> {
    Ok(select(actor).select_only().column(Column::Id).limit(cap).count(db).await?)
}

/// Writes one that [`lock_introduction`] has read in this transaction.
pub async fn save_introduction(tx: &impl ConnectionTrait, introduction: &Introduction) -> Result<()> {
    introduction::Entity::update(map::write_introduction(introduction)).exec(tx).await?;
    Ok(())
}

/// The introduction that brought two together, whoever made it; one statement.
pub async fn credited(db: &impl ConnectionTrait, client: Id<Organization>, other: Id<Organization>) -> Result<Option<Introduction>> {
    let first = introduction::Entity::find()
        .filter(Column::OrganizationId.eq(client.uuid()))
        .filter(Column::CounterpartyId.eq(other.uuid()))
        .filter(Column::Credited.eq(true));
    first.one(db).await?.map(map::read_introduction).transpose()
}

/// Introductions that an advisor made from `from` on and before `until`; one statement.
pub async fn introductions_between(
    db: &impl ConnectionTrait,
    advisor: Id<Advisor>,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<Introduction>> {
    let select = introduction::Entity::find()
        .filter(Column::AdvisorId.eq(advisor.uuid()))
        .filter(Column::IntroducedAt.gte(from))
        .filter(Column::IntroducedAt.lt(until));
    select.all(db).await?.into_iter().map(map::read_introduction).collect()
}

/// Writes a new introduction. If another one of the same two was credited a moment ago, nothing is left of this transaction,
/// and the use case may be carried out anew: then it sees the other one.
pub async fn insert_introduction(tx: &impl ConnectionTrait, introduction: &Introduction) -> Result<()> {
    match introduction::Entity::insert(map::write_introduction(introduction)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Error::from(error).without_trace()),
        Err(error) => Err(error.into()),
    }
}
