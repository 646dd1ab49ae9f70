//! Rows of cases. Every read names who may see what it finds.

mod introductions;
mod map;
mod outcomes;
mod picks;
mod rows;
mod ties;
mod work;
mod work_map;
mod work_rows;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::SelectStatement,
};
use uuid::Uuid;

use super::{
    model::{Case, Refusal},
    vocabulary::CaseState,
};
use crate::{
    advisor::Carried,
    db::{is_unique_violation, page::keyset},
    kernel::{
        Actor, Code, Error, Id, Page, PageRequest, Result, Role, Timestamp, guard,
        id::{Advisor, BrokerCase, Demand, Organization},
    },
};
use rows::{case, refusal};
use work_rows::log;

pub use introductions::{
    IntroductionFilter, count_introductions, credited, find_introductions, insert_introduction, introduction_page, introductions_between,
    introductions_of, lock_introduction, lock_pair, save_introduction, unanswered_introductions,
};
pub use outcomes::{
    OutcomeFilter, count_outcomes, find_outcomes, insert_outcome, is_claimed_by_another, led_to_contracts, lock_outcome, outcome_page,
    outcomes_of, save_outcome, validated_between, validated_cases, validated_or_paid,
};
pub use picks::{cases_about, find_pick, insert_pick, insert_shortlist, lock_sent, picks_of, remove_pick, save_pick, shortlists_of};
pub use ties::{
    conflicts_of, find_conflict, insert_conflict, insert_refusal, lapse_conflicts, lock_conflict, refusals_of, save_conflict, waiting_for,
};
pub use work::{
    corrected_logs, due_soon, fees_of, find_fee, find_log, find_task, insert_fee, insert_log, insert_rating, insert_tasks, leave_tasks,
    lock_fee, lock_task, logs_between, logs_of, ratings_between, ratings_of, save_fee, save_task, take_tasks_over, tasks_due, tasks_of,
};

/// Rows that `actor` may know of: all for staff, those of the own organizations, and those that the advisor has.
fn select(actor: &Actor) -> Select<case::Entity> {
    let select = case::Entity::find();
    if actor.is_staff() || guard::lifted("CasesOfParties") {
        return select;
    }
    let own: Vec<Uuid> = actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
    let mut seen = Condition::any().add(case::Column::OrganizationId.is_in(own));
    if let Some(user) = actor.user().filter(|_| actor.has_role(Role::Advisor)) {
        // What somebody once wrote down stays readable for them, whoever has the case now.
        let noted = log::Entity::find().filter(log::Column::UserId.eq(user.uuid())).select_only().column(log::Column::CaseId);
        seen = seen.add(case::Column::UserId.eq(user.uuid())).add(case::Column::Id.in_subquery(noted.into_query()));
    }
    select.filter(seen)
}

/// Who reads introductions and outcomes, and of which clients they carry a mandate today.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    /// Who reads.
    pub actor: &'a Actor,
    /// Clients whose mandate the actor carries.
    pub clients: Vec<Id<Organization>>,
}

impl<'a> Reader<'a> {
    /// Somebody who needs no mandate: the program itself.
    #[must_use]
    pub const fn own(actor: &'a Actor) -> Self {
        Self { actor, clients: Vec::new() }
    }
}

/// Cases in which `actor` sees more than the own notes: what a filter asks must not be learnt from what it leaves out. `carried`
/// says whose mandates the actor carries, and when others ended.
fn shown(actor: &Actor, carried: &Carried) -> Condition {
    use case::Column;
    let own = actor.seats().iter().map(|seat| seat.organization.uuid());
    let mut seen = Condition::any().add(Column::OrganizationId.is_in(own));
    if let Some(user) = actor.user().filter(|_| carried.is_appointed()) {
        let ended = carried.ended();
        let mut open = Condition::any()
            .add(Column::OrganizationId.is_in(carried.mandated().map(Id::uuid)))
            .add(Column::State.eq(CaseState::Assigned.to_string()))
            .add(Condition::all().add(Column::ClosedAt.is_null()).add(Column::OrganizationId.is_not_in(ended.keys().map(|id| id.uuid()))));
        for (client, last) in &ended {
            let anew = Condition::all().add(Column::OrganizationId.eq(client.uuid())).add(Column::AcceptedAt.gt(*last));
            open = open.add(anew.add(Column::ClosedAt.is_null()));
        }
        seen = seen.add(Condition::all().add(Column::UserId.eq(user.uuid())).add(open));
    }
    seen
}

/// Which cases a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct CaseFilter {
    /// Of this client.
    pub client: Option<Id<Organization>>,
    /// Of this advisor.
    pub advisor: Option<Id<Advisor>>,
    /// About this demand.
    pub demand: Option<Id<Demand>>,
    /// Only these states; empty for all.
    pub states: Vec<String>,
    /// Only those that are, or are not, stuck.
    pub stuck: Option<bool>,
    /// Only those that are, or are not, late.
    pub late: Option<bool>,
    /// Only those whose next step is due until this day.
    pub due_until: Option<NaiveDate>,
    /// Only those of which the viewer sees, or does not see, the own notes and nothing else.
    pub notes_only: Option<bool>,
}

/// Ids of cases that `actor` may know of and sees nothing of but the own notes. Staff are that near to no case but the own.
fn notes_only(actor: &Actor, carried: &Carried) -> SelectStatement {
    let seen = case::Entity::find().filter(shown(actor, carried)).select_only().column(case::Column::Id);
    let mut closed = select(actor).filter(case::Column::Id.not_in_subquery(seen.into_query()));
    if actor.is_staff() {
        let own = actor.user().into_iter().map(Id::uuid);
        closed = closed.filter(case::Column::UserId.is_in(own));
    }
    closed.select_only().column(case::Column::Id).into_query()
}

fn filtered(actor: &Actor, carried: &Carried, filter: &CaseFilter) -> Select<case::Entity> {
    let mut select = select(actor);
    // What tells nothing but from where the viewer looks may be asked of every case.
    let plain = CaseFilter { notes_only: filter.notes_only, ..CaseFilter::default() };
    if *filter != plain && !actor.is_staff() {
        select = select.filter(shown(actor, carried));
    }
    match filter.notes_only {
        Some(true) => select = select.filter(case::Column::Id.in_subquery(notes_only(actor, carried))),
        Some(false) => select = select.filter(case::Column::Id.not_in_subquery(notes_only(actor, carried))),
        None => {}
    }
    if let Some(client) = filter.client {
        select = select.filter(case::Column::OrganizationId.eq(client.uuid()));
    }
    if let Some(advisor) = filter.advisor {
        select = select.filter(case::Column::AdvisorId.eq(advisor.uuid()));
    }
    if let Some(demand) = filter.demand {
        select = select.filter(case::Column::DemandId.eq(demand.uuid()));
    }
    if !filter.states.is_empty() {
        select = select.filter(case::Column::State.is_in(&filter.states));
    }
    for (mark, wanted) in [(case::Column::StuckSince, filter.stuck), (case::Column::LateSince, filter.late)] {
        match wanted {
            Some(true) => select = select.filter(mark.is_not_null()),
            Some(false) => select = select.filter(mark.is_null()),
            None => {}
        }
    }
    if let Some(day) = filter.due_until {
        select = select.filter(case::Column::NextDue.lte(day)).filter(case::Column::ClosedAt.is_null());
    }
    select
}

/// Cases by id that `actor` may know of, in no order; one statement.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<BrokerCase>]) -> Result<Vec<Case>> {
    let rows = select(actor).filter(case::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(map::read_case).collect()
}

/// Like [`find`], locked until the end of the transaction, in the order of their ids.
pub async fn lock(tx: &impl ConnectionTrait, actor: &Actor, ids: &[Id<BrokerCase>]) -> Result<Vec<Case>> {
    let mut select = select(actor).filter(case::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).order_by_asc(case::Column::Id);
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.all(tx).await?.into_iter().map(map::read_case).collect()
}

/// A page of cases, newest first.
pub async fn page(
    db: &impl ConnectionTrait,
    actor: &Actor,
    carried: &Carried,
    filter: &CaseFilter,
    request: &PageRequest,
) -> Result<Page<Case>> {
    let scope = format!("cases:{}", serde_json::json!(filter));
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let columns = [case::Column::CreatedAt, case::Column::Id];
    let rows = keyset(filtered(actor, carried, filter), &columns, true, key, request).all(db).await?;
    let rows = rows.into_iter().map(map::read_case).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| (row.created_at, row.id.uuid())))
}

/// How many cases match, counted up to `cap`.
pub async fn count(db: &impl ConnectionTrait, actor: &Actor, carried: &Carried, filter: &CaseFilter, cap: u64) -> Result<u64> {
    Ok(filtered(actor, carried, filter).select_only().column(case::Column::Id).limit(cap).count(db).await?)
}

/// Cases that wait for an advisor, oldest first, at most `limit`; for the program's own use. One statement.
pub async fn waiting(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Case>> {
    let open = case::Entity::find().filter(case::Column::State.eq(CaseState::Open.to_string()));
    let rows = open.order_by_asc(case::Column::CreatedAt).order_by_asc(case::Column::Id).limit(limit).all(db).await?;
    rows.into_iter().map(map::read_case).collect()
}

/// How many cases wait for an advisor; for the program's own use. One statement.
pub async fn count_waiting(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(case::Entity::find().filter(case::Column::State.eq(CaseState::Open.to_string())).count(db).await?)
}

/// How many cases each advisor works on; for the program's own use. One statement.
pub async fn loads(db: &impl ConnectionTrait) -> Result<BTreeMap<Id<Advisor>, i64>> {
    let active = CaseState::ACTIVE.map(|state| state.to_string());
    let rows: Vec<(Option<Uuid>, i64)> = case::Entity::find()
        .filter(case::Column::State.is_in(active))
        .select_only()
        .column(case::Column::AdvisorId)
        .column_as(case::Column::Id.count(), "cases")
        .group_by(case::Column::AdvisorId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(advisor, count)| Some((Id::from_uuid(advisor?), count))).collect())
}

/// Ids of cases that one of `advisors` works on, at most `limit`; for the program's own use. One statement.
pub async fn worked_on_by(db: &impl ConnectionTrait, advisors: &[Id<Advisor>], limit: u64) -> Result<Vec<Id<BrokerCase>>> {
    let theirs = case::Entity::find()
        .filter(case::Column::State.is_in(CaseState::ACTIVE.map(|state| state.to_string())))
        .filter(case::Column::AdvisorId.is_in(advisors.iter().map(|id| id.uuid())));
    ids(theirs, db, limit).await
}

/// Cases that an advisor accepted from `from` on and before `until` and still has; for the program's own use. One statement.
pub async fn accepted_between(db: &impl ConnectionTrait, advisor: Id<Advisor>, from: Timestamp, until: Timestamp) -> Result<Vec<Case>> {
    let theirs = case::Entity::find()
        .filter(case::Column::AdvisorId.eq(advisor.uuid()))
        .filter(case::Column::AcceptedAt.gte(from))
        .filter(case::Column::AcceptedAt.lt(until));
    theirs.order_by_asc(case::Column::Id).all(db).await?.into_iter().map(map::read_case).collect()
}

/// What an advisor had accepted from `from` on and before `until`, and gave back since, or declined, missed or gave back then; for
/// the program's own use. One statement.
pub async fn refusals_between(db: &impl ConnectionTrait, advisor: Id<Advisor>, from: Timestamp, until: Timestamp) -> Result<Vec<Refusal>> {
    let within = |column: refusal::Column| Condition::all().add(column.gte(from)).add(column.lt(until));
    let theirs = refusal::Entity::find()
        .filter(refusal::Column::AdvisorId.eq(advisor.uuid()))
        .filter(Condition::any().add(within(refusal::Column::RefusedAt)).add(within(refusal::Column::AcceptedAt)));
    theirs.all(db).await?.into_iter().map(map::read_refusal).collect()
}

/// Ids of open cases about `demand` that an advisor has begun; for the program's own use. One statement.
pub async fn begun_about(db: &impl ConnectionTrait, demand: Id<Demand>) -> Result<Vec<Id<BrokerCase>>> {
    let about = case::Entity::find().filter(case::Column::DemandId.eq(demand.uuid()));
    let begun = about.filter(case::Column::BegunBy.is_not_null()).filter(case::Column::ClosedAt.is_null());
    ids(begun, db, 10).await
}

/// Ids of cases whose advisor has not answered until the day before `today`, at most `limit`.
pub async fn unanswered(db: &impl ConnectionTrait, today: NaiveDate, limit: u64) -> Result<Vec<Id<BrokerCase>>> {
    let late =
        case::Entity::find().filter(case::Column::State.eq(CaseState::Assigned.to_string())).filter(case::Column::AnswerBy.lt(today));
    ids(late, db, limit).await
}

/// Ids of cases that are not known to be stuck and in which nothing has moved since `since`, or that wait for an advisor
/// longer than until the day before `today`, and of those that are not known to be late and whose first contact or shortlist has not
/// come until then, at most `limit`.
pub async fn idle(db: &impl ConnectionTrait, since: Timestamp, today: NaiveDate, limit: u64) -> Result<Vec<Id<BrokerCase>>> {
    // A contract is looked at on its days.
    let is_due = Condition::any()
        .add(case::Column::State.is_not_in(CaseState::FOLLOWED.map(|state| state.to_string())))
        .add(case::Column::NextDue.is_null())
        .add(case::Column::NextDue.lt(today));
    let silent = Condition::all()
        .add(case::Column::State.is_in(CaseState::ACTIVE.map(|state| state.to_string())))
        .add(case::Column::ActiveAt.lt(since))
        .add(is_due);
    let unassigned = Condition::all().add(case::Column::State.eq(CaseState::Open.to_string())).add(case::Column::AssignBy.lt(today));
    let begun = [CaseState::Accepted, CaseState::InService].map(|state| state.to_string());
    let uncontacted = Condition::all().add(case::Column::ContactedAt.is_null()).add(case::Column::ContactBy.lt(today));
    let late = Condition::all()
        .add(case::Column::State.is_in(begun))
        .add(Condition::any().add(uncontacted).add(case::Column::ShortlistBy.lt(today)))
        .add(case::Column::LateSince.is_null());
    let stuck = Condition::all().add(case::Column::StuckSince.is_null()).add(Condition::any().add(silent).add(unassigned));
    ids(case::Entity::find().filter(Condition::any().add(stuck).add(late)), db, limit).await
}

async fn ids(select: Select<case::Entity>, db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Id<BrokerCase>>> {
    let select = select.select_only().column(case::Column::Id).order_by_asc(case::Column::Id).limit(limit);
    let ids: Vec<Uuid> = select.into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Writes a new case.
///
/// # Errors
/// `CASE_EXISTS` if one about the same demand or request is open, or one that the same advisor has begun with the same client and that
/// has no demand yet, even one that was written a moment ago: a unique index decides.
pub async fn insert(tx: &impl ConnectionTrait, case: &Case) -> Result<()> {
    match case::Entity::insert(map::write_case(case)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Error::new(Code::CaseExists)),
        Err(error) => Err(error.into()),
    }
}

/// Writes a case that [`lock`] has read in this transaction.
pub async fn save(tx: &impl ConnectionTrait, case: &Case) -> Result<()> {
    // Boxed: a row with so many columns makes a large future.
    Box::pin(case::Entity::update(map::write_case(case)).exec(tx)).await?;
    Ok(())
}
