//! Tables of the slice.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use crate::advisor::{content::Profile, vocabulary::MandateScope};

/// A profile, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(super) struct Words(pub Profile);

/// Scopes, as they are stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(super) struct Scopes(pub Vec<MandateScope>);

pub(super) mod advisor {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "advisor")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub organization_id: Uuid,
        pub state: String,
        pub grade: Option<String>,
        pub profile: super::Words,
        pub term_from: Option<Date>,
        pub term_until: Option<Date>,
        pub confirmed_on: Option<Date>,
        pub reason: Option<String>,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod declaration {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "conflict_declaration")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub advisor_id: Uuid,
        pub kind: String,
        pub organization_id: Option<Uuid>,
        pub name: Option<String>,
        pub note: Option<String>,
        pub ended_on: Option<Date>,
        pub declared_by: Option<Uuid>,
        pub declared_at: DateTimeUtc,
        pub withdrawn_at: Option<DateTimeUtc>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod mandate {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mandate")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organization_id: Uuid,
        pub advisor_id: Uuid,
        pub user_id: Uuid,
        pub scopes: super::Scopes,
        pub fee_terms: Option<String>,
        pub valid_from: Date,
        pub valid_until: Date,
        pub ended_at: Option<DateTimeUtc>,
        pub ended_by: Option<Uuid>,
        pub reason: Option<String>,
        pub version: i64,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod request {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mandate_request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organization_id: Uuid,
        pub advisor_id: Uuid,
        pub user_id: Uuid,
        pub scopes: super::Scopes,
        pub valid_until: Date,
        pub fee_terms: Option<String>,
        pub note: String,
        pub answer_by: Date,
        pub state: String,
        pub reason: Option<String>,
        pub mandate_id: Option<Uuid>,
        pub closed_at: Option<DateTimeUtc>,
        pub closed_by: Option<Uuid>,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
