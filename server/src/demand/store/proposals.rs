//! Rows of proposals. Both sides see theirs, staff sees all; whose a demand is the office learns from the model alone.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    map::code,
    rows::{Person, Title, Words, proposal},
};
use crate::{
    db::{is_unique_violation, page::keyset},
    demand::{
        model::Proposal,
        vocabulary::{DemandProposalStage, DemandProposalState, Side},
    },
    kernel::{
        Actor, Code, Date, Error, Id, Page, PageRequest, Result, Timestamp, guard,
        id::{Demand as DemandId, DemandProposal, Organization},
    },
};
use proposal::Column;

/// Which proposals a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposalFilter {
    /// Those that this organization made, or got; none for all that the viewer may see.
    pub organization: Option<Id<Organization>>,
    /// Only one side.
    pub side: Option<Side>,
    /// To which demand.
    pub demand: Option<Id<DemandId>>,
    /// In which states; empty for all.
    pub states: Vec<String>,
    /// At which stages; empty for all. Those to the viewer's own demands alone.
    pub stages: Vec<DemandProposalStage>,
}

fn select(actor: &Actor) -> Select<proposal::Entity> {
    let select = proposal::Entity::find();
    if actor.is_staff() || guard::lifted("DemandOwnProposals") {
        return select;
    }
    let own: Vec<Uuid> = actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
    select.filter(Condition::any().add(Column::OwnerId.is_in(own.clone())).add(Column::OrganizationId.is_in(own)))
}

fn filtered(actor: &Actor, filter: &ProposalFilter) -> Select<proposal::Entity> {
    let mut select = select(actor);
    let own = || actor.seats().iter().map(|seat| seat.organization.uuid()).collect::<Vec<_>>();
    let knows = |organization: Id<Organization>| actor.is_staff() || actor.is_member_of(organization) || guard::lifted("DemandAskedOwner");
    let (offices, owners) = match filter.organization {
        // An office that asks for those to somebody else's demands would learn whose they are.
        Some(organization) => {
            (Some(vec![organization.uuid()]), Some(if knows(organization) { vec![organization.uuid()] } else { Vec::new() }))
        }
        None if actor.is_staff() => (None, None),
        None => (Some(own()), Some(own())),
    };
    let of = |column: Column, organizations: Option<Vec<Uuid>>| organizations.map(|organizations| column.is_in(organizations));
    let side = match filter.side {
        Some(Side::Office) => of(Column::OrganizationId, offices).map(|office| Condition::all().add(office)),
        Some(Side::Owner) => of(Column::OwnerId, owners).map(|owner| Condition::all().add(owner)),
        None => of(Column::OrganizationId, offices)
            .zip(of(Column::OwnerId, owners))
            .map(|(office, owner)| Condition::any().add(office).add(owner)),
    };
    if let Some(side) = side {
        select = select.filter(side);
    }
    if let Some(demand) = filter.demand {
        select = select.filter(Column::DemandId.eq(demand.uuid()));
    }
    if !filter.states.is_empty() {
        select = select.filter(Column::State.is_in(&filter.states));
    }
    if !filter.stages.is_empty() {
        select = select.filter(super::reviews::sorted_in(actor, &filter.stages));
    }
    select
}

/// Proposals by id that `actor` may see, in no order; one statement.
pub async fn find_proposals(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<DemandProposal>]) -> Result<Vec<Proposal>> {
    let rows = select(actor).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// Whether `owner` has told `office` who it is; for the program's own use. One statement.
pub async fn have_met(db: &impl ConnectionTrait, owner: Id<Organization>, office: Id<Organization>) -> Result<bool> {
    let told = proposal::Entity::find()
        .filter(Column::OwnerId.eq(owner.uuid()))
        .filter(Column::OrganizationId.eq(office.uuid()))
        .filter(Column::RevealedAt.is_not_null())
        .select_only()
        .column(Column::Id)
        .limit(1);
    Ok(told.into_tuple::<Uuid>().one(db).await?.is_some())
}

/// A proposal that `actor` may see, locked until the end of the transaction.
pub async fn lock_proposal(tx: &impl ConnectionTrait, actor: &Actor, id: Id<DemandProposal>) -> Result<Option<Proposal>> {
    let mut select = select(actor).filter(Column::Id.eq(id.uuid()));
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(read).transpose()
}

/// A page of proposals, newest first.
pub async fn proposal_page(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &ProposalFilter,
    request: &PageRequest,
) -> Result<Page<Proposal>> {
    let scope = format!("demand-proposals:{filter:?}");
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let rows = keyset(filtered(actor, filter), &[Column::CreatedAt, Column::Id], true, key, request).all(db).await?;
    let rows = rows.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| (row.created_at, row.id.uuid())))
}

/// How many proposals match, counted up to `cap`.
pub async fn count_proposals(db: &impl ConnectionTrait, actor: &Actor, filter: &ProposalFilter, cap: u64) -> Result<u64> {
    Ok(filtered(actor, filter).select_only().column(Column::Id).limit(cap).count(db).await?)
}

/// Writes a new proposal.
///
/// # Errors
/// `PROPOSAL_EXISTS` if there is an open one about the same listing, even one that was written a moment ago: a unique index
/// decides.
pub async fn insert_proposal(tx: &impl ConnectionTrait, proposal: &Proposal) -> Result<()> {
    match proposal::Entity::insert(write(proposal)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Error::new(Code::ProposalExists)),
        Err(error) => Err(error.into()),
    }
}

/// How many proposals `organization` has made to `demand` since `since`, whatever became of them.
pub async fn proposals_since(
    db: &impl ConnectionTrait,
    demand: Id<DemandId>,
    organization: Id<Organization>,
    since: Timestamp,
) -> Result<u64> {
    let made = proposal::Entity::find()
        .filter(Column::DemandId.eq(demand.uuid()))
        .filter(Column::OrganizationId.eq(organization.uuid()))
        .filter(Column::CreatedAt.gt(since));
    Ok(made.select_only().column(Column::Id).count(db).await?)
}

/// Proposals to `demand` that wait for its owner, or of which its owner has not said yet who it is; locked until the end of
/// the transaction, in the order of their ids.
pub async fn lock_waiting(tx: &impl ConnectionTrait, demand: Id<DemandId>) -> Result<Vec<Proposal>> {
    let waiting = [DemandProposalState::Open.to_string(), DemandProposalState::Interested.to_string()];
    let mut select = proposal::Entity::find()
        .filter(Column::DemandId.eq(demand.uuid()))
        .filter(Column::State.is_in(waiting))
        .filter(Column::RevealedAt.is_null())
        .order_by_asc(Column::Id);
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.all(tx).await?.into_iter().map(read).collect()
}

/// Writes proposals that [`lock_proposal`] or [`lock_waiting`] has read in this transaction, in one statement.
pub async fn save_proposals(tx: &impl ConnectionTrait, proposals: &[Proposal]) -> Result<()> {
    if proposals.is_empty() {
        return Ok(());
    }
    let kept = |column: &Column| matches!(column, Column::Id | Column::CreatedAt | Column::CreatedBy);
    let replace = OnConflict::column(Column::Id).update_columns(Column::iter().filter(|column| !kept(column))).to_owned();
    let rows = proposals.iter().map(write).collect::<Vec<_>>();
    proposal::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

fn write(proposal: &Proposal) -> proposal::ActiveModel {
    let row = proposal::Model {
        id: proposal.id.uuid(),
        demand_id: proposal.demand.uuid(),
        owner_id: proposal.owner.uuid(),
        organization_id: proposal.organization.uuid(),
        listing_id: proposal.listing.map(Id::uuid),
        about_id: proposal.listing.map_or_else(|| proposal.organization.uuid(), Id::uuid),
        state: proposal.state.to_string(),
        demand_title: Title(proposal.demand_title.clone()),
        demand_content_version: proposal.demand_content_version,
        pitch: Words(proposal.pitch.clone()),
        reply_by: proposal.reply_by.0,
        pass_reason: proposal.pass_reason.map(|reason| reason.to_string()),
        pass_note: proposal.pass_note.clone(),
        answered_by: proposal.answered_by.map(Id::uuid),
        answered_at: proposal.answered_at,
        first_answered_at: proposal.first_answered_at,
        revealed_by: proposal.revealed_by.map(Id::uuid),
        revealed_at: proposal.revealed_at,
        revealed_contact: proposal.revealed_contact.clone().map(Person),
        version: proposal.version,
        created_by: proposal.created_by.map(Id::uuid),
        created_at: proposal.created_at,
        updated_at: proposal.updated_at,
    };
    row.into_active_model().reset_all()
}

fn read(row: proposal::Model) -> Result<Proposal> {
    Ok(Proposal {
        id: Id::from_uuid(row.id),
        demand: Id::from_uuid(row.demand_id),
        owner: Id::from_uuid(row.owner_id),
        organization: Id::from_uuid(row.organization_id),
        listing: row.listing_id.map(Id::from_uuid),
        state: code(&row.state)?,
        demand_title: row.demand_title.0,
        demand_content_version: row.demand_content_version,
        pitch: row.pitch.0,
        reply_by: Date(row.reply_by),
        pass_reason: row.pass_reason.as_deref().map(code).transpose()?,
        pass_note: row.pass_note,
        answered_by: row.answered_by.map(Id::from_uuid),
        answered_at: row.answered_at,
        first_answered_at: row.first_answered_at,
        revealed_by: row.revealed_by.map(Id::from_uuid),
        revealed_at: row.revealed_at,
        revealed_contact: row.revealed_contact.map(|person| person.0),
        version: row.version,
        created_by: row.created_by.map(Id::from_uuid),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
