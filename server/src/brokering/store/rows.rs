//! Tables of the slice.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use crate::{brokering::model::Needs, listing::content::BilingualText};

/// A title, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(super) struct Title(pub BilingualText);

/// What a case asks, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(super) struct Asked(pub Needs);

pub(super) mod case {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "broker_case")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organization_id: Uuid,
        pub demand_id: Option<Uuid>,
        pub license_request_id: Option<Uuid>,
        pub counterparty_id: Option<Uuid>,
        pub title: super::Title,
        pub note: Option<String>,
        pub needs: super::Asked,
        pub state: String,
        pub advisor_id: Option<Uuid>,
        pub user_id: Option<Uuid>,
        pub mandate_id: Option<Uuid>,
        pub assign_by: Option<Date>,
        pub answer_by: Option<Date>,
        pub contact_by: Option<Date>,
        pub contacted_at: Option<DateTimeUtc>,
        pub shortlist_by: Option<Date>,
        pub next_step: Option<String>,
        pub next_kind: Option<String>,
        pub next_due: Option<Date>,
        pub active_at: DateTimeUtc,
        pub stuck_since: Option<Date>,
        pub late_since: Option<Date>,
        pub escalations: i64,
        pub assigned_at: Option<DateTimeUtc>,
        pub accepted_at: Option<DateTimeUtc>,
        pub matched_at: Option<DateTimeUtc>,
        pub contracted_at: Option<DateTimeUtc>,
        pub closed_at: Option<DateTimeUtc>,
        pub reason: Option<String>,
        pub begun_by: Option<Uuid>,
        pub version: i64,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod refusal {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_refusal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub advisor_id: Uuid,
        pub kind: String,
        pub reason: Option<String>,
        pub accepted_at: Option<DateTimeUtc>,
        pub contacted_at: Option<DateTimeUtc>,
        pub refused_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod conflict {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_conflict")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub advisor_id: Uuid,
        pub kind: String,
        pub organization_id: Uuid,
        pub note: String,
        pub handling: String,
        pub state: String,
        pub counterparty_id: Option<Uuid>,
        pub client_consented_at: Option<DateTimeUtc>,
        pub client_consented_by: Option<Uuid>,
        pub counterparty_consented_at: Option<DateTimeUtc>,
        pub counterparty_consented_by: Option<Uuid>,
        pub version: i64,
        pub declared_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
