//! Rows of outcomes. Both sides see theirs, the advisor the own ones as long as the client's mandate lasts, staff all.

use std::collections::BTreeSet;

use sea_orm::{
    ActiveValue, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, SqlErr,
};
use uuid::Uuid;

use super::{Reader, work_map as map, work_rows::outcome};
use crate::{
    brokering::{
        service::{Introduction, Outcome},
        vocabulary::{OutcomeKind, OutcomeState},
    },
    db::{is_unique_violation, page::keyset},
    kernel::{
        Code, Error, Id, Page, PageRequest, Result, Role, Timestamp, guard,
        id::{Advisor, BrokerCase, CaseOutcome, Introduction as IntroductionId, License, Organization},
    },
};
use outcome::Column;

/// Rows that `reader` may see.
fn select(reader: &Reader<'_>) -> Select<outcome::Entity> {
    let select = outcome::Entity::find();
    if reader.actor.is_staff() || guard::lifted("OutcomesOfParties") {
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

/// Which outcomes a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct OutcomeFilter {
    /// Only these states; empty for all.
    pub states: Vec<String>,
}

fn filtered(reader: &Reader<'_>, filter: &OutcomeFilter) -> Select<outcome::Entity> {
    let select = select(reader);
    if filter.states.is_empty() { select } else { select.filter(Column::State.is_in(&filter.states)) }
}

/// Those by id that `reader` may see, in no order; one statement.
pub async fn find_outcomes(db: &impl ConnectionTrait, reader: &Reader<'_>, ids: &[Id<CaseOutcome>]) -> Result<Vec<Outcome>> {
    let rows = select(reader).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(map::read_outcome).collect()
}

/// Those of cases that `reader` may see, oldest first; one statement.
pub async fn outcomes_of(db: &impl ConnectionTrait, reader: &Reader<'_>, cases: &[Id<BrokerCase>]) -> Result<Vec<Outcome>> {
    let select = select(reader).filter(Column::CaseId.is_in(cases.iter().map(|id| id.uuid())));
    let rows = select.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await?;
    rows.into_iter().map(map::read_outcome).collect()
}

/// One that `reader` may see, locked until the end of the transaction.
pub async fn lock_outcome(tx: &impl ConnectionTrait, reader: &Reader<'_>, id: Id<CaseOutcome>) -> Result<Option<Outcome>> {
    let mut select = select(reader).filter(Column::Id.eq(id.uuid()));
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(map::read_outcome).transpose()
}

/// A page of those that `reader` may see, newest first.
pub async fn outcome_page(
    db: &impl ConnectionTrait,
    reader: &Reader<'_>,
    filter: &OutcomeFilter,
    request: &PageRequest,
) -> Result<Page<Outcome>> {
    let scope = format!("outcomes:{}", serde_json::json!(filter));
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let rows = keyset(filtered(reader, filter), &[Column::CreatedAt, Column::Id], true, key, request).all(db).await?;
    let rows = rows.into_iter().map(map::read_outcome).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| (row.created_at, row.id.uuid())))
}

/// How many there are that `reader` may see, counted up to `cap`.
pub async fn count_outcomes(db: &impl ConnectionTrait, reader: &Reader<'_>, filter: &OutcomeFilter, cap: u64) -> Result<u64> {
    Ok(filtered(reader, filter).select_only().column(Column::Id).limit(cap).count(db).await?)
}

/// Writes one that [`lock_outcome`] has read in this transaction.
pub async fn save_outcome(tx: &impl ConnectionTrait, outcome: &Outcome) -> Result<()> {
    let row = outcome::ActiveModel { claimed: ActiveValue::NotSet, ..map::write_outcome(outcome) };
    outcome::Entity::update(row).exec(tx).await?;
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

/// Those of `introductions` that led to a validated contract; for the program's own use. One statement.
pub async fn led_to_contracts(db: &impl ConnectionTrait, introductions: &[Introduction]) -> Result<BTreeSet<Id<IntroductionId>>> {
    let led = outcome::Entity::find()
        .filter(Column::IntroductionId.is_in(introductions.iter().map(|made| made.id.uuid())))
        .filter(Column::State.eq(OutcomeState::Validated.to_string()));
    let ids: Vec<Option<Uuid>> = led.select_only().column(Column::IntroductionId).into_tuple().all(db).await?;
    Ok(ids.into_iter().flatten().map(Id::from_uuid).collect())
}

/// Of whom an operator has validated outcomes, and in which case; for the program's own use. One statement.
pub async fn validated_cases(db: &impl ConnectionTrait, advisors: &[Id<Advisor>]) -> Result<Vec<(Id<Advisor>, Id<BrokerCase>)>> {
    let rows: Vec<(Uuid, Uuid)> = outcome::Entity::find()
        .filter(Column::State.eq(OutcomeState::Validated.to_string()))
        .filter(Column::AdvisorId.is_in(advisors.iter().map(|id| id.uuid())))
        .select_only()
        .column(Column::AdvisorId)
        .column(Column::CaseId)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(advisor, case)| (Id::from_uuid(advisor), Id::from_uuid(case))).collect())
}

/// Those of `licenses` that were filed and not refused; for the program's own use. One statement.
pub async fn filed_licenses(db: &impl ConnectionTrait, licenses: &[Id<License>]) -> Result<BTreeSet<Id<License>>> {
    let filed = outcome::Entity::find()
        .filter(Column::LicenseId.is_in(licenses.iter().map(|id| id.uuid())))
        .filter(Column::State.ne(OutcomeState::Refused.to_string()));
    let ids: Vec<Option<Uuid>> = filed.select_only().column(Column::LicenseId).into_tuple().all(db).await?;
    Ok(ids.into_iter().flatten().map(Id::from_uuid).collect())
}

/// Whether a license contract of two that was signed on a day was filed, and not refused, without naming a license of the platform;
/// for the program's own use. One statement.
pub async fn filed_unnamed(
    db: &impl ConnectionTrait,
    one: Id<Organization>,
    other: Id<Organization>,
    signed_on: chrono::NaiveDate,
) -> Result<bool> {
    let way = |from: Id<Organization>, to: Id<Organization>| {
        Condition::all().add(Column::OrganizationId.eq(from.uuid())).add(Column::CounterpartyId.eq(to.uuid()))
    };
    let filed = outcome::Entity::find()
        .filter(Condition::any().add(way(one, other)).add(way(other, one)))
        .filter(Column::Kind.eq(OutcomeKind::License.to_string()))
        .filter(Column::LicenseId.is_null())
        .filter(Column::SignedOn.eq(signed_on))
        .filter(Column::State.ne(OutcomeState::Refused.to_string()));
    Ok(filed.select_only().column(Column::Id).limit(1).into_tuple::<Uuid>().one(db).await?.is_some())
}

/// Writes a new outcome.
///
/// # Errors
/// `OUTCOME_EXISTS` if the same contract, or the same license (then at `licenseId`), was filed before and not refused, even a moment
/// ago: a unique index decides. A license contract that nobody granted on the platform is the same if the two, the day and the amount
/// are, whatever the evidence looks like.
pub async fn insert_outcome(tx: &impl ConnectionTrait, outcome: &Outcome) -> Result<()> {
    match outcome::Entity::insert(map::write_outcome(outcome)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => {
            let by_license = matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(index)) if index.contains("license"));
            Err(Error::new(Code::OutcomeExists).at(if by_license { "licenseId" } else { "contractHash" }))
        }
        Err(error) => Err(error.into()),
    }
}
