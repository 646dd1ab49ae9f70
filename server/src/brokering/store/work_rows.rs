//! Tables of what is done in a case.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use crate::brokering::service::NoteFile;

/// Names, as they are stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(super) struct Names(pub Vec<String>);

/// Files of a note, as they are stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(super) struct NoteFiles(pub Vec<NoteFile>);

pub(super) mod log {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "service_log")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub organization_id: Uuid,
        pub advisor_id: Uuid,
        pub user_id: Uuid,
        pub kind: String,
        pub occurred_at: DateTimeUtc,
        pub minutes: i64,
        pub place: String,
        pub participants: super::Names,
        pub summary: Option<String>,
        pub next_step: Option<String>,
        pub next_due: Option<Date>,
        pub visibility: String,
        pub attachments: Option<super::NoteFiles>,
        pub supersedes_id: Option<Uuid>,
        pub created_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod introduction {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "introduction")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub organization_id: Uuid,
        pub counterparty_id: Uuid,
        pub advisor_id: Uuid,
        pub user_id: Uuid,
        pub listing_id: Option<Uuid>,
        pub note: String,
        pub state: String,
        pub credited: bool,
        pub no_credit: Option<String>,
        pub answered_by: Option<Uuid>,
        pub answered_at: Option<DateTimeUtc>,
        pub lapsed_at: Option<DateTimeUtc>,
        pub version: i64,
        pub introduced_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod task {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_task")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub organization_id: Uuid,
        pub advisor_id: Option<Uuid>,
        pub kind: String,
        pub title: String,
        pub due_on: Date,
        pub done_on: Option<Date>,
        pub done_by: Option<Uuid>,
        pub version: i64,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod outcome {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_outcome")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub organization_id: Uuid,
        pub counterparty_id: Uuid,
        pub advisor_id: Uuid,
        pub user_id: Uuid,
        pub introduction_id: Option<Uuid>,
        pub license_id: Option<Uuid>,
        pub kind: String,
        pub contract_hash: String,
        pub claimed: bool,
        pub amount_minor: i64,
        pub currency: String,
        pub signed_on: Date,
        pub use_first_pay_later: bool,
        pub three_party: bool,
        pub service_duty_until: Option<Date>,
        pub note: Option<String>,
        pub state: String,
        pub client_confirmed_at: Option<DateTimeUtc>,
        pub client_confirmed_by: Option<Uuid>,
        pub counterparty_confirmed_at: Option<DateTimeUtc>,
        pub counterparty_confirmed_by: Option<Uuid>,
        pub decided_at: Option<DateTimeUtc>,
        pub decided_by: Option<Uuid>,
        pub decision_note: Option<String>,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod fee {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_fee")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub outcome_id: Uuid,
        pub case_id: Uuid,
        pub organization_id: Uuid,
        pub advisor_id: Uuid,
        pub kind: String,
        pub payer: String,
        pub basis: String,
        pub amount_minor: i64,
        pub currency: String,
        pub arrived_on: Option<Date>,
        pub arrived_by: Option<Uuid>,
        pub cancelled_at: Option<DateTimeUtc>,
        pub cancelled_by: Option<Uuid>,
        pub cancel_reason: Option<String>,
        pub version: i64,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod rating {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_rating")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        pub organization_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub advisor_id: Uuid,
        pub score: i64,
        pub comment: Option<String>,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
