//! Rows about proposals that are the owner's alone: stages and reviews. Callers have checked that the viewer is of the owner's people.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use uuid::Uuid;

use super::{
    map::code,
    rows::{proposal, proposal_review as review, proposal_stage as stage},
};
use crate::{
    demand::{
        model::{Proposal, Sorted},
        rules::{ProposalReview, Scores},
        vocabulary::DemandProposalStage,
    },
    kernel::{
        Actor, Error, Id, Result, Timestamp, guard,
        id::{DemandProposal, User},
    },
};

/// Proposals in one of `stages` that `actor` may have sorted: those to its own, and to nobody else's. An office that could ask for
/// what was set aside would learn that it was.
pub(super) fn sorted_in(actor: &Actor, stages: &[DemandProposalStage]) -> Condition {
    let wanted = stages.iter().map(ToString::to_string);
    // What nobody has sorted has no row.
    let is_new = stages.contains(&DemandProposalStage::New);
    let named = if is_new { stage::Column::Stage.is_not_in(wanted) } else { stage::Column::Stage.is_in(wanted) };
    let rows = Query::select()
        .expr(Expr::val(1))
        .from(stage::Entity)
        .and_where(Expr::col((stage::Entity, stage::Column::ProposalId)).equals((proposal::Entity, proposal::Column::Id)))
        .and_where(named)
        .take();
    let there = Expr::exists(rows);
    let sorted = Condition::all().add(if is_new { there.not() } else { there });
    if guard::lifted("DemandProposalStages") {
        return sorted;
    }
    // A token is of one seat and hides the others: it sorts nothing out.
    let seats = if actor.session().is_some() { actor.seats() } else { &[] };
    let own: Vec<Uuid> = seats.iter().map(|seat| seat.organization.uuid()).collect();
    sorted.add(proposal::Column::OwnerId.is_in(own.clone())).add(proposal::Column::OrganizationId.is_not_in(own))
}

/// Where proposals stand; those that nobody has sorted are left out. One statement.
pub async fn sorted(db: &impl ConnectionTrait, ids: &[Id<DemandProposal>]) -> Result<HashMap<Id<DemandProposal>, Sorted>> {
    let rows = stage::Entity::find().filter(stage::Column::ProposalId.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    let read = |row: stage::Model| Ok((Id::from_uuid(row.proposal_id), Sorted { stage: code(&row.stage)?, version: row.version }));
    rows.into_iter().map(read).collect()
}

/// Writes where a proposal that this transaction has locked stands.
pub async fn save_sorted(tx: &impl ConnectionTrait, proposal: &Proposal, after: Sorted, by: Id<User>, now: Timestamp) -> Result<()> {
    use stage::Column;
    let row = stage::Model {
        proposal_id: proposal.id.uuid(),
        organization_id: proposal.owner.uuid(),
        stage: after.stage.to_string(),
        version: after.version,
        changed_by: by.uuid(),
        created_at: now,
        updated_at: now,
    };
    let replace = OnConflict::column(Column::ProposalId)
        .update_columns([Column::Stage, Column::Version, Column::ChangedBy, Column::UpdatedAt])
        .to_owned();
    stage::Entity::insert(row.into_active_model()).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

/// What was said about proposals, last given first; one statement.
pub async fn proposal_reviews(
    db: &impl ConnectionTrait,
    ids: &[Id<DemandProposal>],
) -> Result<HashMap<Id<DemandProposal>, Vec<ProposalReview>>> {
    let rows = review::Entity::find()
        .filter(review::Column::ProposalId.is_in(ids.iter().map(|id| id.uuid())))
        .order_by_desc(review::Column::CreatedAt)
        .order_by_asc(review::Column::ReviewerId);
    let mut found: HashMap<_, Vec<ProposalReview>> = HashMap::new();
    for row in rows.all(db).await? {
        let review = read(row)?;
        found.entry(review.proposal).or_default().push(review);
    }
    Ok(found)
}

/// What `reviewer` said about a proposal that this transaction has locked.
pub async fn review_by(tx: &impl ConnectionTrait, id: Id<DemandProposal>, reviewer: Id<User>) -> Result<Option<ProposalReview>> {
    review::Entity::find_by_id((id.uuid(), reviewer.uuid())).one(tx).await?.map(read).transpose()
}

/// Writes what somebody says about a proposal that this transaction has locked, in place of what was said before.
pub async fn save_review(tx: &impl ConnectionTrait, after: &ProposalReview) -> Result<()> {
    use review::Column;
    let row = review::Model {
        proposal_id: after.proposal.uuid(),
        reviewer_id: after.reviewer.uuid(),
        organization_id: after.organization.uuid(),
        fit: after.scores.fit.into(),
        readiness: after.scores.readiness.into(),
        effort: after.scores.effort.into(),
        note: after.note.clone(),
        version: after.version,
        created_at: after.created_at,
        updated_at: after.updated_at,
    };
    let replace = OnConflict::columns([Column::ProposalId, Column::ReviewerId])
        .update_columns([Column::Fit, Column::Readiness, Column::Effort, Column::Note, Column::Version, Column::UpdatedAt])
        .to_owned();
    review::Entity::insert(row.into_active_model()).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

/// Removes what somebody said about a proposal that this transaction has locked.
pub async fn remove_review(tx: &impl ConnectionTrait, id: Id<DemandProposal>, reviewer: Id<User>) -> Result<()> {
    review::Entity::delete_by_id((id.uuid(), reviewer.uuid())).exec(tx).await?;
    Ok(())
}

fn read(row: review::Model) -> Result<ProposalReview> {
    let points = |points: i64| i32::try_from(points).map_err(Error::internal);
    Ok(ProposalReview {
        proposal: Id::from_uuid(row.proposal_id),
        reviewer: Id::from_uuid(row.reviewer_id),
        organization: Id::from_uuid(row.organization_id),
        scores: Scores { fit: points(row.fit)?, readiness: points(row.readiness)?, effort: points(row.effort)? },
        note: row.note,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
