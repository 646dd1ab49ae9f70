//! Rows of demands. Every read names who may see what it finds.

mod history;
mod map;
mod proposals;
mod public;
mod reviews;
mod rows;
mod splits;
mod waiting;
mod write;

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Func, IntoColumnRef, LikeExpr, Query, SimpleExpr},
};
use uuid::Uuid;

use super::{model::Demand, rules::Kin, vocabulary::DemandState};
use crate::{
    db::page::keyset,
    kernel::{
        Actor, Id, Page, PageRequest, Result, Timestamp, guard,
        id::{Advisor, Demand as DemandId, Organization},
    },
};
use rows::demand;

pub use history::{contents, reviews, revision_page, revisions, revisions_by_id};
pub use proposals::{
    ProposalFilter, count_proposals, find_proposals, have_met, insert_proposal, lock_proposal, lock_waiting, proposal_page,
    proposals_since, save_proposals,
};
pub use public::{PublicFilter, browse, count_publications, publications, publications_of, published_after, seen};
pub use reviews::{proposal_reviews, remove_review, review_by, save_review, save_sorted, sorted};
pub use splits::{find_splits, insert_split, lock_split, save_split, splits_of};
pub use waiting::questions_after;
pub use write::{insert, insert_reviews, insert_revisions, leaned_on, publish, remove, remove_revisions, save, unpublish};

/// Rows that `actor` may read as working copies: all for staff, those of their own organizations for members.
fn readable(actor: &Actor) -> Select<demand::Entity> {
    let select = demand::Entity::find();
    if actor.is_staff() || guard::lifted("DemandWorkingCopies") {
        return select;
    }
    let own: Vec<Uuid> = actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
    select.filter(demand::Column::OrganizationId.is_in(own))
}

/// Whether the demand whose id is in `column` is over for good, for statements of other slices.
pub fn is_over(column: impl IntoColumnRef) -> SimpleExpr {
    const OVER: [DemandState; 3] = [DemandState::Withdrawn, DemandState::Fulfilled, DemandState::Refused];
    let here = Expr::col((demand::Entity, demand::Column::Id)).equals(column);
    let over = demand::Column::State.is_in(OVER.map(|state| state.to_string()));
    Expr::exists(Query::select().expr(Expr::val(1)).from(demand::Entity).and_where(here).and_where(over).to_owned())
}

/// Working copies by id that `actor` may read, in one statement; those that do not exist are left out.
pub async fn working_copies(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<DemandId>]) -> Result<Vec<Demand>> {
    let rows = readable(actor).filter(demand::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(map::demand).collect()
}

/// Working copies by id of these clients; the caller has checked that the viewer carries their mandates. One statement.
pub async fn of_clients(db: &impl ConnectionTrait, clients: &[Id<Organization>], ids: &[Id<DemandId>]) -> Result<Vec<Demand>> {
    let rows = demand::Entity::find()
        .filter(demand::Column::OrganizationId.is_in(clients.iter().map(|id| id.uuid())))
        .filter(demand::Column::Id.is_in(ids.iter().map(|id| id.uuid())));
    rows.all(db).await?.into_iter().map(map::demand).collect()
}

/// Like [`working_copies`], locked until the end of the transaction, in the order of their ids so that two callers cannot
/// wait for each other. (SQLite has one writer, so an open write transaction is the lock.)
pub async fn lock(tx: &impl ConnectionTrait, actor: &Actor, ids: &[Id<DemandId>]) -> Result<Vec<Demand>> {
    let mut select = readable(actor).filter(demand::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).order_by_asc(demand::Column::Id);
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.all(tx).await?.into_iter().map(map::demand).collect()
}

/// Locks `id` so that its state cannot change before the end of the transaction; others may do the same. It is the demand that
/// is locked and not what is shown of it, in the order in which every step of a demand locks.
pub async fn hold(tx: &impl ConnectionTrait, id: Id<DemandId>) -> Result<()> {
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        let select = demand::Entity::find_by_id(id.uuid()).select_only().column(demand::Column::Id).lock_shared();
        select.into_tuple::<Uuid>().one(tx).await?;
    }
    Ok(())
}

/// What was told of the demands that each of `demands` was split off from (given beside it), and of those that were split off
/// from it; one statement. The caller has checked that the viewer reads inside.
pub async fn kin(db: &impl ConnectionTrait, demands: &[(Id<DemandId>, Option<Id<DemandId>>)]) -> Result<HashMap<Id<DemandId>, Kin>> {
    use demand::Column;
    let parents = demands.iter().filter_map(|(_, parent)| *parent).map(Id::uuid);
    let either = Condition::any().add(Column::Id.is_in(parents)).add(Column::SplitFrom.is_in(demands.iter().map(|(id, _)| id.uuid())));
    let columns = [Column::Id, Column::SplitFrom, Column::State, Column::Named];
    let rows: Vec<(Uuid, Option<Uuid>, String, bool)> =
        demand::Entity::find().filter(either).select_only().columns(columns).into_tuple().all(db).await?;
    // What expired can be renewed.
    let shown = [DemandState::Published, DemandState::Suspended, DemandState::Expired].map(|state| state.to_string());
    let of = |(id, parent): &(Id<DemandId>, Option<Id<DemandId>>)| {
        let related =
            |row: &&(Uuid, Option<Uuid>, String, bool)| parent.is_some_and(|parent| parent.uuid() == row.0) || row.1 == Some(id.uuid());
        let kin = rows.iter().filter(related).fold(Kin::default(), |kin, (_, _, state, named)| Kin {
            unnamed: kin.unnamed || (!named && shown.contains(state)),
            named: kin.named || *named,
        });
        (*id, kin)
    };
    Ok(demands.iter().map(of).collect())
}

/// The working copy that an organization knows by `reference`. The caller has checked that the viewer reads inside.
pub async fn by_reference(db: &impl ConnectionTrait, organization: Id<Organization>, reference: &str) -> Result<Option<Demand>> {
    let select = demand::Entity::find()
        .filter(demand::Column::OrganizationId.eq(organization.uuid()))
        .filter(demand::Column::ExternalReference.eq(reference));
    select.one(db).await?.map(map::demand).transpose()
}

/// Demands of one organization that bear one of `references` or have one of `ids`.
fn known_as(organization: Id<Organization>, references: &[String], ids: &[Id<DemandId>]) -> Select<demand::Entity> {
    let mut known = Condition::any().add(demand::Column::ExternalReference.is_in(references));
    if !ids.is_empty() {
        known = known.add(demand::Column::Id.is_in(ids.iter().map(|id| id.uuid())));
    }
    demand::Entity::find().filter(demand::Column::OrganizationId.eq(organization.uuid())).filter(known)
}

/// Working copies of one organization by its own references or by id, in one statement. The caller has asked the policy.
pub async fn by_references(
    db: &impl ConnectionTrait,
    organization: Id<Organization>,
    references: &[String],
    ids: &[Id<DemandId>],
) -> Result<Vec<Demand>> {
    known_as(organization, references, ids).all(db).await?.into_iter().map(map::demand).collect()
}

/// References, ids and versions of one organization's demands by its own references or by id, locked until the end of the
/// transaction. The caller has asked the policy.
pub async fn lock_references(
    tx: &impl ConnectionTrait,
    organization: Id<Organization>,
    references: &[String],
    ids: &[Id<DemandId>],
) -> Result<Vec<(Option<String>, Id<DemandId>, i64)>> {
    let columns = [demand::Column::ExternalReference, demand::Column::Id, demand::Column::Version];
    let mut select = known_as(organization, references, ids).order_by_asc(demand::Column::Id).select_only().columns(columns);
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    let rows: Vec<(Option<String>, Uuid, i64)> = select.into_tuple().all(tx).await?;
    Ok(rows.into_iter().map(|(reference, id, version)| (reference, Id::from_uuid(id), version)).collect())
}

/// Working copies of one organization that have a reference, by reference after `after`, at most `limit`, whoever asks.
pub async fn with_reference_after(
    db: &impl ConnectionTrait,
    organization: Id<Organization>,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<Demand>> {
    let reference = demand::Column::ExternalReference;
    let select = demand::Entity::find().filter(demand::Column::OrganizationId.eq(organization.uuid()));
    let select = match after {
        Some(after) => select.filter(reference.gt(after)),
        None => select.filter(reference.is_not_null()),
    };
    select.order_by_asc(reference).limit(limit).all(db).await?.into_iter().map(map::demand).collect()
}

/// Working copies of one organization that have no reference, by id after `after`, at most `limit`, whoever asks.
pub async fn without_reference_after(
    db: &impl ConnectionTrait,
    organization: Id<Organization>,
    after: Option<Id<DemandId>>,
    limit: u64,
) -> Result<Vec<Demand>> {
    let mut select = demand::Entity::find()
        .filter(demand::Column::OrganizationId.eq(organization.uuid()))
        .filter(demand::Column::ExternalReference.is_null());
    if let Some(after) = after {
        select = select.filter(demand::Column::Id.gt(after.uuid()));
    }
    select.order_by_asc(demand::Column::Id).limit(limit).all(db).await?.into_iter().map(map::demand).collect()
}

/// What an enterprise, or the operator, looks for among working copies.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct DemandFilter {
    /// Only this organization's; otherwise all that the viewer may read.
    pub organization: Option<Id<Organization>>,
    /// Only these states.
    pub states: Vec<String>,
    /// Only those with changes that wait for the operator, or for the owner.
    pub revision_states: Vec<String>,
    /// A part of a title or the beginning of a reference, in any case.
    pub text: Option<String>,
}

/// A pattern for [`LikeExpr`] that finds `text` as it is, in lower case.
fn like(before: &str, text: &str, after: &str) -> LikeExpr {
    let escaped = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("{before}{escaped}{after}")).escape('\\')
}

fn working(actor: &Actor, filter: &DemandFilter) -> Select<demand::Entity> {
    let mut select = readable(actor);
    if let Some(organization) = filter.organization {
        select = select.filter(demand::Column::OrganizationId.eq(organization.uuid()));
    }
    if !filter.states.is_empty() {
        select = select.filter(demand::Column::State.is_in(&filter.states));
    }
    if !filter.revision_states.is_empty() {
        select = select.filter(demand::Column::RevisionState.is_in(&filter.revision_states));
    }
    if let Some(text) = &filter.text {
        let title = Expr::col(demand::Column::Title).like(like("%", text, "%"));
        let reference = Expr::expr(Func::lower(Expr::col(demand::Column::ExternalReference))).like(like("", text, "%"));
        select = select.filter(Condition::any().add(title).add(reference));
    }
    select
}

/// Working copies that `actor` may read, last changed first.
pub async fn working_page(db: &impl ConnectionTrait, actor: &Actor, filter: &DemandFilter, request: &PageRequest) -> Result<Page<Demand>> {
    let scope = format!("demands:{}", serde_json::json!(filter));
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let columns = [demand::Column::UpdatedAt, demand::Column::Id];
    let rows = keyset(working(actor, filter), &columns, true, key, request).all(db).await?;
    let rows = rows.into_iter().map(map::demand).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| (row.updated_at, row.id.uuid())))
}

/// How many working copies match, counted up to `cap`.
pub async fn count_working(db: &impl ConnectionTrait, actor: &Actor, filter: &DemandFilter, cap: u64) -> Result<u64> {
    Ok(working(actor, filter).select_only().column(demand::Column::Id).limit(cap).count(db).await?)
}

/// Ids of demands whose last day lies before `today` although the world may still see them, at most `limit`.
pub async fn overdue(db: &impl ConnectionTrait, today: NaiveDate, limit: u64) -> Result<Vec<Id<DemandId>>> {
    let live = [DemandState::Published.to_string(), DemandState::Suspended.to_string()];
    let select = demand::Entity::find().filter(demand::Column::State.is_in(live)).filter(demand::Column::ValidUntil.lt(today));
    let ids: Vec<Uuid> =
        select.select_only().column(demand::Column::Id).order_by_asc(demand::Column::Id).limit(limit).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Ids of demands whose owners are to be reminded by `today`, at most `limit`.
pub async fn to_remind(db: &impl ConnectionTrait, today: NaiveDate, limit: u64) -> Result<Vec<Id<DemandId>>> {
    let select = demand::Entity::find().filter(demand::Column::RemindOn.lte(today)).order_by_asc(demand::Column::RemindOn);
    let ids: Vec<Uuid> =
        select.order_by_asc(demand::Column::Id).select_only().column(demand::Column::Id).limit(limit).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// How many demands that `advisor` drafted were handed in for the first time from `from` on and before `until`, and not refused since;
/// for the program's own use. One statement.
pub async fn count_handed_in(db: &impl ConnectionTrait, advisor: Id<Advisor>, from: Timestamp, until: Timestamp) -> Result<u64> {
    let handed_in = demand::Entity::find()
        .filter(demand::Column::DraftedBy.eq(advisor.uuid()))
        .filter(demand::Column::State.ne(DemandState::Refused.to_string()))
        .filter(demand::Column::HandedInAt.gte(from))
        .filter(demand::Column::HandedInAt.lt(until));
    Ok(handed_in.count(db).await?)
}

/// How many demands were published for the first time from `from` on and before `until`, whatever became of them; one statement.
///
/// # Errors
/// Those of the database.
pub async fn published_between(db: &impl ConnectionTrait, from: Timestamp, until: Timestamp) -> Result<u64> {
    let select = demand::Entity::find().filter(demand::Column::PublishedAt.gte(from)).filter(demand::Column::PublishedAt.lt(until));
    Ok(select.count(db).await?)
}
