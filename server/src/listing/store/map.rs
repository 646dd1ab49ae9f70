//! Rows to the slice's own types and back.

use std::str::FromStr;

use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

use super::rows::{Content, listing, publication, review, revision};
use crate::{
    kernel::{Date, Error, Id, Result},
    listing::{
        card::card,
        model::{Listing, Publication, Review, Revision, lookup_title},
    },
};

fn code<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::internal(format!("unknown code {text} in the database")))
}

fn read<T: DeserializeOwned>(document: Value) -> Result<T> {
    serde_json::from_value(document).map_err(Error::internal)
}

pub(super) fn document<T: Serialize>(value: &T) -> Result<Value> {
    serde_json::to_value(value).map_err(Error::internal)
}

pub(super) fn listing(row: listing::Model) -> Result<Listing> {
    Ok(Listing {
        id: Id::from_uuid(row.id),
        organization: Id::from_uuid(row.organization_id),
        external_reference: row.external_reference,
        origin: code(&row.origin)?,
        state: code(&row.state)?,
        revision: row.revision_state.as_deref().map(code).transpose()?,
        content: row.content.0,
        content_hash: row.content_hash,
        version: row.version,
        content_version: row.content_version,
        published_content_version: row.published_content_version,
        valid_until: row.valid_until.map(Date),
        published_at: row.published_at,
        suspension: row.suspension.as_deref().map(code).transpose()?,
        licensed_until: row.licensed_until.map(Date),
        look_again_on: row.look_again_on.map(Date),
        reason: row.reason,
        submitted_at: row.submitted_at,
        submitted_by: row.submitted_by.map(Id::from_uuid),
        created_by: row.created_by.map(Id::from_uuid),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

pub(super) fn listing_row(listing: &Listing) -> listing::ActiveModel {
    let row = listing::Model {
        id: listing.id.uuid(),
        organization_id: listing.organization.uuid(),
        external_reference: listing.external_reference.clone(),
        origin: listing.origin.to_string(),
        state: listing.state.to_string(),
        revision_state: listing.revision.map(|state| state.to_string()),
        title: lookup_title(&listing.content),
        content: Content(listing.content.clone()),
        content_hash: listing.content_hash.clone(),
        version: listing.version,
        content_version: listing.content_version,
        published_content_version: listing.published_content_version,
        valid_until: listing.valid_until.map(|date| date.0),
        published_at: listing.published_at,
        suspension: listing.suspension.map(|suspension| suspension.to_string()),
        licensed_until: listing.licensed_until.map(|date| date.0),
        look_again_on: listing.look_again_on.map(|date| date.0),
        reason: listing.reason.clone(),
        submitted_at: listing.submitted_at,
        submitted_by: listing.submitted_by.map(Id::uuid),
        created_by: listing.created_by.map(Id::uuid),
        created_at: listing.created_at,
        updated_at: listing.updated_at,
    };
    // Every column is written, not only those that changed since some read.
    row.into_active_model().reset_all()
}

pub(super) fn publication(row: publication::Shown) -> Publication {
    Publication {
        listing: Id::from_uuid(row.listing_id),
        organization: Id::from_uuid(row.organization_id),
        content: row.content.0,
        content_version: row.content_version,
        listing_version: row.listing_version,
        published_at: row.published_at,
        updated_at: row.updated_at,
    }
}

pub(super) fn publication_row(publication: &Publication) -> Result<publication::ActiveModel> {
    Ok(publication::ActiveModel {
        listing_id: Set(publication.listing.uuid()),
        organization_id: Set(publication.organization.uuid()),
        content: Set(Content(publication.content.clone())),
        content_version: Set(publication.content_version),
        listing_version: Set(publication.listing_version),
        trl: Set(publication.content.readiness.as_ref().map(|readiness| i64::from(readiness.level))),
        published_at: Set(publication.published_at),
        updated_at: Set(publication.updated_at),
        card: Set(Some(card(&publication.content)?)),
        card_version: Set(Some(publication.listing_version)),
    })
}

pub(super) fn revision(row: revision::Model) -> Revision {
    Revision {
        id: Id::from_uuid(row.id),
        listing: Id::from_uuid(row.listing_id),
        content_version: row.content_version,
        content: row.content.0,
        changed_by: row.changed_by.map(Id::from_uuid),
        changed_at: row.changed_at,
    }
}

pub(super) fn revision_row(revision: &Revision) -> revision::ActiveModel {
    revision::ActiveModel {
        id: Set(revision.id.uuid()),
        listing_id: Set(revision.listing.uuid()),
        content_version: Set(revision.content_version),
        content: Set(Content(revision.content.clone())),
        changed_by: Set(revision.changed_by.map(Id::uuid)),
        changed_at: Set(revision.changed_at),
    }
}

pub(super) fn review(row: review::Model) -> Result<Review> {
    Ok(Review {
        id: row.id,
        listing: Id::from_uuid(row.listing_id),
        content_version: row.content_version,
        verdict: code(&row.verdict)?,
        notes: read(row.notes)?,
        rules: read::<Vec<Uuid>>(row.rules)?.into_iter().map(Id::from_uuid).collect(),
        reviewed_by: row.reviewed_by.map(Id::from_uuid),
        reviewed_at: row.reviewed_at,
    })
}

pub(super) fn review_row(review: &Review) -> Result<review::ActiveModel> {
    Ok(review::ActiveModel {
        id: Set(review.id),
        listing_id: Set(review.listing.uuid()),
        content_version: Set(review.content_version),
        verdict: Set(review.verdict.to_string()),
        notes: Set(document(&review.notes)?),
        rules: Set(document(&review.rules.iter().map(|rule| rule.uuid()).collect::<Vec<_>>())?),
        reviewed_by: Set(review.reviewed_by.map(Id::uuid)),
        reviewed_at: Set(review.reviewed_at),
    })
}
