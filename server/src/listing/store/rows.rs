//! Tables of the slice.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use crate::listing::content::ListingContent;

/// What a listing says, as it is stored: read from the column at once, without a generic document in between.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(super) struct Content(pub ListingContent);

pub(super) mod listing {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "listing")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organization_id: Uuid,
        pub external_reference: Option<String>,
        pub origin: String,
        pub state: String,
        pub revision_state: Option<String>,
        pub title: String,
        pub content: super::Content,
        pub content_hash: String,
        pub version: i64,
        pub content_version: i64,
        pub published_content_version: Option<i64>,
        pub valid_until: Option<Date>,
        pub published_at: Option<DateTimeUtc>,
        pub suspension: Option<String>,
        pub licensed_until: Option<Date>,
        pub look_again_on: Option<Date>,
        pub reason: Option<String>,
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
    use sea_orm::{FromQueryResult, entity::prelude::*};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "listing_publication")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub listing_id: Uuid,
        pub organization_id: Uuid,
        pub content: super::Content,
        pub content_version: i64,
        pub listing_version: i64,
        pub trl: Option<i64>,
        pub published_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
        pub card: Option<Json>,
        /// The listing's version that the card belongs to. Another program may have written the content since.
        pub card_version: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    /// What is read of a row: its content as a whole, or what is on its card.
    #[derive(Debug, FromQueryResult)]
    pub struct Shown {
        pub listing_id: Uuid,
        pub organization_id: Uuid,
        pub content: super::Content,
        pub content_version: i64,
        pub listing_version: i64,
        pub published_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
}

pub(super) mod revision {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "listing_revision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub listing_id: Uuid,
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
    #[sea_orm(table_name = "listing_review")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub listing_id: Uuid,
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
