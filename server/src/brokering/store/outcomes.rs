//! Rows of outcomes. Both sides see theirs, the advisor the own ones, staff all.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::{work_map as map, work_rows::outcome};
use crate::{
    brokering::{service::Outcome, vocabulary::OutcomeState},
    db::{is_unique_violation, page::keyset},
    kernel::{
        Actor, Code, Error, Id, Page, PageRequest, Result, Role, Timestamp, guard,
        id::{Advisor, BrokerCase, CaseOutcome},
    },
};
use outcome::Column;

/// Rows that `actor` may see.
fn select(actor: &Actor) -> Select<outcome::Entity> {
    let select = outcome::Entity::find();
    if actor.is_staff() || guard::lifted("OutcomesOfParties") {
        return select;
    }
    let own: Vec<Uuid> = actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
    let mut seen = Condition::any().add(Column::OrganizationId.is_in(own.clone())).add(Column::CounterpartyId.is_in(own));
    if let Some(user) = actor.user().filter(|_| actor.has_role(Role::Advisor)) {
        seen = seen.add(Column::UserId.eq(user.uuid()));
    }
    select.filter(seen)
}

/// Which outcomes a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct OutcomeFilter {
    /// Only these states; empty for all.
    pub states: Vec<String>,
}

fn filtered(actor: &Actor, filter: &OutcomeFilter) -> Select<outcome::Entity> {
    let select = select(actor);
    if filter.states.is_empty() { select } else { select.filter(Column::State.is_in(&filter.states)) }
}

/// Those by id that `actor` may see, in no order; one statement.
pub async fn find_outcomes(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<CaseOutcome>]) -> Result<Vec<Outcome>> {
    let rows = select(actor).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(map::read_outcome).collect()
}

/// Those of cases that `actor` may see, oldest first; one statement.
pub async fn outcomes_of(db: &impl ConnectionTrait, actor: &Actor, cases: &[Id<BrokerCase>]) -> Result<Vec<Outcome>> {
    let select = select(actor).filter(Column::CaseId.is_in(cases.iter().map(|id| id.uuid())));
    let rows = select.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await?;
    rows.into_iter().map(map::read_outcome).collect()
}

/// One that `actor` may see, locked until the end of the transaction.
pub async fn lock_outcome(tx: &impl ConnectionTrait, actor: &Actor, id: Id<CaseOutcome>) -> Result<Option<Outcome>> {
    let mut select = select(actor).filter(Column::Id.eq(id.uuid()));
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(map::read_outcome).transpose()
}

/// A page of those that `actor` may see, newest first.
pub async fn outcome_page(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &OutcomeFilter,
    request: &PageRequest,
) -> Result<Page<Outcome>> {
    let scope = format!("outcomes:{}", serde_json::json!(filter));
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let rows = keyset(filtered(actor, filter), &[Column::CreatedAt, Column::Id], true, key, request).all(db).await?;
    let rows = rows.into_iter().map(map::read_outcome).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| (row.created_at, row.id.uuid())))
}

/// How many there are that `actor` may see, counted up to `cap`.
pub async fn count_outcomes(db: &impl ConnectionTrait, actor: &Actor, filter: &OutcomeFilter, cap: u64) -> Result<u64> {
    Ok(filtered(actor, filter).select_only().column(Column::Id).limit(cap).count(db).await?)
}

/// Writes one that [`lock_outcome`] has read in this transaction.
pub async fn save_outcome(tx: &impl ConnectionTrait, outcome: &Outcome) -> Result<()> {
    outcome::Entity::update(map::write_outcome(outcome)).exec(tx).await?;
    Ok(())
}

/// Validated outcomes of an advisor that were signed from `from` to `until`; one statement.
pub async fn validated_between(
    db: &impl ConnectionTrait,
    advisor: Id<Advisor>,
    from: chrono::NaiveDate,
    until: chrono::NaiveDate,
) -> Result<Vec<Outcome>> {
    let select = outcome::Entity::find()
        .filter(Column::AdvisorId.eq(advisor.uuid()))
        .filter(Column::State.eq(OutcomeState::Validated.to_string()))
        .filter(Column::SignedOn.between(from, until));
    select.all(db).await?.into_iter().map(map::read_outcome).collect()
}

/// Writes a new outcome.
///
/// # Errors
/// `OUTCOME_EXISTS` if the same contract was filed before and not refused, even a moment ago: a unique index decides.
pub async fn insert_outcome(tx: &impl ConnectionTrait, outcome: &Outcome) -> Result<()> {
    match outcome::Entity::insert(map::write_outcome(outcome)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Error::new(Code::OutcomeExists).at("contractHash")),
        Err(error) => Err(error.into()),
    }
}
