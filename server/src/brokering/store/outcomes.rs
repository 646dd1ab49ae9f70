//! Rows of outcomes. Both sides see theirs, the advisor the own ones as long as the client's mandate lasts, staff all.

use std::collections::BTreeSet;

use sea_orm::{
    ActiveValue, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select, SqlErr,
};
use uuid::Uuid;

use super::{
    Reader, work_map as map,
    work_rows::{fee, outcome},
};
use crate::{
    brokering::{
        service::{Introduction, Outcome},
        vocabulary::OutcomeState,
    },
    db::{is_unique_violation, page::keyset},
    kernel::{
        Code, Error, Id, Page, PageRequest, Result, Role, Timestamp, guard,
        id::{Advisor, BrokerCase, CaseOutcome, Introduction as IntroductionId, Organization},
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

/// Validated outcomes that were signed from `from` to `until`, or for which something arrived then, by the day of the signatures, at most
/// `limit`; for the program's own use. One statement.
pub async fn validated_or_paid(
    db: &impl ConnectionTrait,
    (from, until): (chrono::NaiveDate, chrono::NaiveDate),
    limit: u64,
) -> Result<Vec<Outcome>> {
    let paid = fee::Entity::find().select_only().column(fee::Column::OutcomeId).filter(fee::Column::ArrivedOn.between(from, until));
    let within = Column::SignedOn.between(from, until);
    let select = outcome::Entity::find()
        .filter(Column::State.eq(OutcomeState::Validated.to_string()))
        .filter(Condition::any().add(within).add(Column::Id.in_subquery(paid.into_query())));
    let rows = select.order_by_asc(Column::SignedOn).order_by_asc(Column::Id).limit(limit).all(db).await?;
    rows.into_iter().map(map::read_outcome).collect()
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

/// Others that were not refused and are the same deal: of the same two, whichever of them was the client, on the same day and for the
/// same amount, whatever it is called. Two that name licenses of the platform are the same if the license is.
fn twins(outcome: &Outcome) -> Condition {
    let way = |from: Id<Organization>, to: Id<Organization>| {
        Condition::all().add(Column::OrganizationId.eq(from.uuid())).add(Column::CounterpartyId.eq(to.uuid()))
    };
    let (one, other) = (outcome.client, outcome.counterparty);
    let unnamed = outcome.license.map(|_| Column::LicenseId.is_null());
    Condition::all()
        .add_option(unnamed)
        .add(Condition::any().add(way(one, other)).add(way(other, one)))
        .add(Column::SignedOn.eq(outcome.signed_on.0))
        .add(Column::AmountMinor.eq(outcome.amount.minor_units))
        .add(Column::Currency.eq(outcome.amount.currency.code()))
        .add(Column::State.ne(OutcomeState::Refused.to_string()))
        .add(Column::Id.ne(outcome.id.uuid()))
}

async fn is_there(db: &impl ConnectionTrait, wanted: Condition) -> Result<bool> {
    let select = outcome::Entity::find().filter(wanted).select_only().column(Column::Id).limit(1);
    Ok(select.into_tuple::<Uuid>().one(db).await?.is_some())
}

/// Whether another one claims the same deal; for the program's own use. Of two that claim a deal the database takes one, so this is
/// never so of one that claims it itself. One statement.
pub async fn is_claimed_by_another(db: &impl ConnectionTrait, outcome: &Outcome) -> Result<bool> {
    is_there(db, twins(outcome).add(Column::Claimed.eq(true))).await
}

/// Writes a new outcome.
///
/// # Errors
/// `OUTCOME_EXISTS` if the same contract, the same license (then at `licenseId`) or the same deal of the two was filed before and not
/// refused. Of what is filed at the same moment unique indexes decide; what was there before deals were claimed is looked for.
pub async fn insert_outcome(tx: &impl ConnectionTrait, outcome: &Outcome) -> Result<()> {
    let exists = |by_license: bool| Error::new(Code::OutcomeExists).at(if by_license { "licenseId" } else { "contractHash" });
    if let Some(license) = outcome.license {
        let filed = Condition::all().add(Column::LicenseId.eq(license.uuid())).add(Column::State.ne(OutcomeState::Refused.to_string()));
        if is_there(tx, filed).await? {
            return Err(exists(true));
        }
    }
    if is_there(tx, twins(outcome)).await? {
        return Err(exists(false));
    }
    match outcome::Entity::insert(map::write_outcome(outcome)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => {
            Err(exists(matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(index)) if index.contains("license"))))
        }
        Err(error) => Err(error.into()),
    }
}
