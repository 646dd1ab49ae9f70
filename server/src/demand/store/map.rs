//! Rows to the slice's own types and back.

use std::str::FromStr;

use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

use super::rows::{Content, OwnerProfile, demand, publication, review, revision};
use crate::{
    demand::model::{Demand, Drafter, Publication, Review, Revision, lookup_title, words},
    kernel::{Date, Error, Id, Result},
};

pub(super) fn code<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::internal(format!("unknown code {text} in the database")))
}

fn read<T: DeserializeOwned>(document: Value) -> Result<T> {
    serde_json::from_value(document).map_err(Error::internal)
}

fn document<T: Serialize>(value: &T) -> Result<Value> {
    serde_json::to_value(value).map_err(Error::internal)
}

pub(super) fn demand(row: demand::Model) -> Result<Demand> {
    Ok(Demand {
        id: Id::from_uuid(row.id),
        organization: Id::from_uuid(row.organization_id),
        external_reference: row.external_reference,
        state: code(&row.state)?,
        revision: row.revision_state.as_deref().map(code).transpose()?,
        content: row.content.0,
        content_hash: row.content_hash,
        version: row.version,
        content_version: row.content_version,
        published_content_version: row.published_content_version,
        named: row.named,
        valid_until: row.valid_until.map(Date),
        remind_on: row.remind_on.map(Date),
        published_at: row.published_at,
        suspension: row.suspension.as_deref().map(code).transpose()?,
        reason: row.reason,
        split_from: row.split_from.map(Id::from_uuid),
        drafted_by: row
            .drafted_by
            .zip(row.drafted_by_user)
            .map(|(advisor, user)| Drafter { advisor: Id::from_uuid(advisor), user: Id::from_uuid(user) }),
        handed_in_at: row.handed_in_at,
        submitted_at: row.submitted_at,
        submitted_by: row.submitted_by.map(Id::from_uuid),
        created_by: row.created_by.map(Id::from_uuid),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

pub(super) fn demand_row(demand: &Demand) -> demand::ActiveModel {
    let row = demand::Model {
        id: demand.id.uuid(),
        organization_id: demand.organization.uuid(),
        external_reference: demand.external_reference.clone(),
        state: demand.state.to_string(),
        revision_state: demand.revision.map(|state| state.to_string()),
        title: lookup_title(&demand.content),
        content: Content(demand.content.clone()),
        content_hash: demand.content_hash.clone(),
        version: demand.version,
        content_version: demand.content_version,
        published_content_version: demand.published_content_version,
        named: demand.named,
        valid_until: demand.valid_until.map(|date| date.0),
        remind_on: demand.remind_on.map(|date| date.0),
        published_at: demand.published_at,
        suspension: demand.suspension.map(|suspension| suspension.to_string()),
        reason: demand.reason.clone(),
        split_from: demand.split_from.map(Id::uuid),
        drafted_by: demand.drafted_by.map(|by| by.advisor.uuid()),
        drafted_by_user: demand.drafted_by.map(|by| by.user.uuid()),
        handed_in_at: demand.handed_in_at,
        submitted_at: demand.submitted_at,
        submitted_by: demand.submitted_by.map(Id::uuid),
        created_by: demand.created_by.map(Id::uuid),
        created_at: demand.created_at,
        updated_at: demand.updated_at,
    };
    // Every column is written, not only those that changed since some read.
    row.into_active_model().reset_all()
}

pub(super) fn publication(row: publication::Model) -> Publication {
    Publication {
        demand: Id::from_uuid(row.demand_id),
        organization: Id::from_uuid(row.organization_id),
        content: row.content.0,
        profile: row.profile.0,
        content_version: row.content_version,
        demand_version: row.demand_version,
        published_at: row.published_at,
        updated_at: row.updated_at,
    }
}

pub(super) fn publication_row(publication: &Publication) -> publication::ActiveModel {
    let content = &publication.content;
    let row = publication::Model {
        demand_id: publication.demand.uuid(),
        organization_id: publication.organization.uuid(),
        visibility: content.visibility.to_string(),
        content: Content(content.clone()),
        profile: OwnerProfile(publication.profile.clone()),
        content_version: publication.content_version,
        demand_version: publication.demand_version,
        words: words(content),
        industries: content.industries.iter().fold("|".to_owned(), |marks, code| marks + code + "|"),
        trl_min: content.trl_min.map(i64::from),
        wants_use_first_pay_later: content.wants_use_first_pay_later,
        published_at: publication.published_at,
        updated_at: publication.updated_at,
    };
    row.into_active_model().reset_all()
}

pub(super) fn revision(row: revision::Model) -> Revision {
    Revision {
        id: Id::from_uuid(row.id),
        demand: Id::from_uuid(row.demand_id),
        content_version: row.content_version,
        content: row.content.0,
        changed_by: row.changed_by.map(Id::from_uuid),
        changed_at: row.changed_at,
    }
}

pub(super) fn revision_row(revision: &Revision) -> revision::ActiveModel {
    let row = revision::Model {
        demand_id: revision.demand.uuid(),
        content_version: revision.content_version,
        id: revision.id.uuid(),
        content: Content(revision.content.clone()),
        changed_by: revision.changed_by.map(Id::uuid),
        changed_at: revision.changed_at,
    };
    row.into_active_model().reset_all()
}

pub(super) fn review(row: review::Model) -> Result<Review> {
    Ok(Review {
        id: row.id,
        demand: Id::from_uuid(row.demand_id),
        content_version: row.content_version,
        verdict: code(&row.verdict)?,
        notes: read(row.notes)?,
        rules: read::<Vec<Uuid>>(row.rules)?.into_iter().map(Id::from_uuid).collect(),
        reviewed_by: row.reviewed_by.map(Id::from_uuid),
        reviewed_at: row.reviewed_at,
    })
}

pub(super) fn review_row(review: &Review) -> Result<review::ActiveModel> {
    let row = review::Model {
        id: review.id,
        demand_id: review.demand.uuid(),
        content_version: review.content_version,
        verdict: review.verdict.to_string(),
        notes: document(&review.notes)?,
        rules: document(&review.rules.iter().map(|rule| rule.uuid()).collect::<Vec<_>>())?,
        reviewed_by: review.reviewed_by.map(Id::uuid),
        reviewed_at: review.reviewed_at,
    };
    Ok(row.into_active_model().reset_all())
}
