//! Tables of the slice.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use crate::{
    demand::{content::DemandContent, model::Pitch, veil::Profile},
    listing::content::{BilingualText, Contact},
};

/// What a demand says, as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(super) struct Content(pub DemandContent);

/// What is told of an owner, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(super) struct OwnerProfile(pub Profile);

/// What a proposal says, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(super) struct Words(pub Pitch);

/// A title, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(super) struct Title(pub BilingualText);

/// Whom to ask, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(super) struct Person(pub Contact);

pub(super) mod demand {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "demand")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organization_id: Uuid,
        pub external_reference: Option<String>,
        pub state: String,
        pub revision_state: Option<String>,
        pub title: String,
        pub content: super::Content,
        pub content_hash: String,
        pub version: i64,
        pub content_version: i64,
        pub published_content_version: Option<i64>,
        pub named: bool,
        pub valid_until: Option<Date>,
        pub remind_on: Option<Date>,
        pub published_at: Option<DateTimeUtc>,
        pub suspension: Option<String>,
        pub reason: Option<String>,
        pub split_from: Option<Uuid>,
        pub drafted_by: Option<Uuid>,
        pub drafted_by_user: Option<Uuid>,
        pub handed_in_at: Option<DateTimeUtc>,
        pub submitted_at: Option<DateTimeUtc>,
        pub submitted_by: Option<Uuid>,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod publication {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "demand_publication")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub demand_id: Uuid,
        pub organization_id: Uuid,
        pub visibility: String,
        pub content: super::Content,
        pub profile: super::OwnerProfile,
        pub content_version: i64,
        pub demand_version: i64,
        pub words: String,
        pub industries: String,
        pub trl_min: Option<i64>,
        pub wants_use_first_pay_later: bool,
        pub published_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod revision {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "demand_revision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub demand_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub content_version: i64,
        pub id: Uuid,
        pub content: super::Content,
        pub changed_by: Option<Uuid>,
        pub changed_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod review {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "demand_review")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub demand_id: Uuid,
        pub content_version: i64,
        pub verdict: String,
        pub notes: Json,
        pub rules: Json,
        pub reviewed_by: Option<Uuid>,
        pub reviewed_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod proposal {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "demand_proposal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub demand_id: Uuid,
        pub owner_id: Uuid,
        pub organization_id: Uuid,
        pub listing_id: Option<Uuid>,
        pub about_id: Uuid,
        pub state: String,
        pub demand_title: super::Title,
        pub demand_content_version: i64,
        pub pitch: super::Words,
        pub reply_by: Date,
        pub pass_reason: Option<String>,
        pub pass_note: Option<String>,
        pub answered_by: Option<Uuid>,
        pub answered_at: Option<DateTimeUtc>,
        pub first_answered_at: Option<DateTimeUtc>,
        pub revealed_by: Option<Uuid>,
        pub revealed_at: Option<DateTimeUtc>,
        pub revealed_contact: Option<super::Person>,
        pub version: i64,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod proposal_stage {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "demand_proposal_stage")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub proposal_id: Uuid,
        pub organization_id: Uuid,
        pub stage: String,
        pub version: i64,
        pub changed_by: Uuid,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod proposal_review {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "demand_proposal_review")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub proposal_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub reviewer_id: Uuid,
        pub organization_id: Uuid,
        pub fit: i64,
        pub readiness: i64,
        pub effort: i64,
        pub note: Option<String>,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod split {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "demand_split")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub demand_id: Uuid,
        pub organization_id: Uuid,
        pub state: String,
        pub note: Option<String>,
        pub base_content_version: i64,
        pub base: super::Content,
        pub kept: super::Content,
        pub kept_decision: String,
        pub split_off: super::Content,
        pub split_off_decision: String,
        pub created_demand_id: Option<Uuid>,
        pub version: i64,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
