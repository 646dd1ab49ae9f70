//! Rows of introductions. Both sides see theirs, the advisor the own ones as long as the client's mandate lasts, staff all.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::{Reader, work_map as map, work_rows::introduction};
use crate::{
    brokering::{service::Introduction, vocabulary::IntroductionState},
    db::{is_unique_violation, page::keyset},
    kernel::{
        Error, Id, Page, PageRequest, Result, Role, Timestamp, guard,
        id::{Advisor, BrokerCase, Introduction as IntroductionId, Organization},
    },
};
use introduction::Column;

/// Rows that `reader` may see.
fn select(reader: &Reader<'_>) -> Select<introduction::Entity> {
    let select = introduction::Entity::find();
    if reader.actor.is_staff() || guard::lifted("IntroductionsOfParties") {
        return select;
    }
    let own: Vec<Uuid> = reader.actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
    let mut seen = Condition::any().add(Column::OrganizationId.is_in(own.clone())).add(Column::CounterpartyId.is_in(own));
    if let Some(user) = reader.actor.user().filter(|_| reader.actor.has_role(Role::Advisor)) {
        // The client's trust opens the advisor's own work too: without a mandate the own notes are left, and nothing else.
        let trusted = Column::OrganizationId.is_in(reader.clients.iter().map(|id| id.uuid()));
        seen = seen.add(Condition::all().add(Column::UserId.eq(user.uuid())).add(trusted));
    }
    select.filter(seen)
}

/// Which introductions a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct IntroductionFilter {
    /// Only these states; empty for all.
    pub states: Vec<String>,
}

fn filtered(reader: &Reader<'_>, filter: &IntroductionFilter) -> Select<introduction::Entity> {
    let select = select(reader);
    if filter.states.is_empty() { select } else { select.filter(Column::State.is_in(&filter.states)) }
}

/// Those by id that `reader` may see, in no order; one statement.
pub async fn find_introductions(db: &impl ConnectionTrait, reader: &Reader<'_>, ids: &[Id<IntroductionId>]) -> Result<Vec<Introduction>> {
    let rows = select(reader).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(map::read_introduction).collect()
}

/// Those of cases that `reader` may see, oldest first; one statement.
pub async fn introductions_of(db: &impl ConnectionTrait, reader: &Reader<'_>, cases: &[Id<BrokerCase>]) -> Result<Vec<Introduction>> {
    let select = select(reader).filter(Column::CaseId.is_in(cases.iter().map(|id| id.uuid())));
    let rows = select.order_by_asc(Column::IntroducedAt).order_by_asc(Column::Id).all(db).await?;
    rows.into_iter().map(map::read_introduction).collect()
}

/// `found` as it stands now, locked until the end of the transaction, with all others of the same two: which of them counts depends
/// on each. One statement.
pub async fn lock_introduction(tx: &impl ConnectionTrait, found: &Introduction) -> Result<Option<Introduction>> {
    Ok(lock_pair(tx, found.client, found.counterparty).await?.into_iter().find(|made| made.id == found.id))
}

/// A page of those that `reader` may see, newest first.
pub async fn introduction_page(
    db: &impl ConnectionTrait,
    reader: &Reader<'_>,
    filter: &IntroductionFilter,
    request: &PageRequest,
) -> Result<Page<Introduction>> {
    let scope = format!("introductions:{}", serde_json::json!(filter));
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let rows = keyset(filtered(reader, filter), &[Column::IntroducedAt, Column::Id], true, key, request).all(db).await?;
    let rows = rows.into_iter().map(map::read_introduction).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| (row.introduced_at, row.id.uuid())))
}

/// How many there are that `reader` may see, counted up to `cap`.
pub async fn count_introductions(db: &impl ConnectionTrait, reader: &Reader<'_>, filter: &IntroductionFilter, cap: u64) -> Result<u64> {
    Ok(filtered(reader, filter).select_only().column(Column::Id).limit(cap).count(db).await?)
}

/// Writes one that [`lock_introduction`] has read in this transaction. If another one of the same two was credited a moment ago, nothing
/// is left of this transaction, and the use case may be carried out anew.
pub async fn save_introduction(tx: &impl ConnectionTrait, introduction: &Introduction) -> Result<()> {
    match introduction::Entity::update(map::write_introduction(introduction)).exec(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Error::from(error).without_trace()),
        Err(error) => Err(error.into()),
    }
}

/// Introductions of two to each other, whichever of them was the client.
fn of_pair(one: Id<Organization>, other: Id<Organization>) -> Select<introduction::Entity> {
    let way = |from: Id<Organization>, to: Id<Organization>| {
        Condition::all().add(Column::OrganizationId.eq(from.uuid())).add(Column::CounterpartyId.eq(to.uuid()))
    };
    introduction::Entity::find().filter(Condition::any().add(way(one, other)).add(way(other, one)))
}

/// Every introduction of two to each other, oldest first, locked until the end of the transaction; for the program's own use.
pub async fn lock_pair(tx: &impl ConnectionTrait, one: Id<Organization>, other: Id<Organization>) -> Result<Vec<Introduction>> {
    let mut select = of_pair(one, other).order_by_asc(Column::IntroducedAt).order_by_asc(Column::Id);
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.all(tx).await?.into_iter().map(map::read_introduction).collect()
}

/// Introductions of before `before` that still wait for an answer, the oldest first, at most `limit`; for the program's own use.
pub async fn unanswered_introductions(db: &impl ConnectionTrait, before: Timestamp, limit: u64) -> Result<Vec<Introduction>> {
    let old = introduction::Entity::find()
        .filter(Column::State.eq(IntroductionState::Recorded.to_string()))
        .filter(Column::LapsedAt.is_null())
        .filter(Column::IntroducedAt.lt(before));
    let rows = old.order_by_asc(Column::IntroducedAt).limit(limit).all(db).await?;
    rows.into_iter().map(map::read_introduction).collect()
}

/// The introduction that brought two together, whoever made it and whichever of them was the client; one statement.
pub async fn credited(db: &impl ConnectionTrait, client: Id<Organization>, other: Id<Organization>) -> Result<Option<Introduction>> {
    of_pair(client, other).filter(Column::Credited.eq(true)).one(db).await?.map(map::read_introduction).transpose()
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
