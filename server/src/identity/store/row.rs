//! Rows as the migrations make them, and how they become the slice's own words.

mod accounts;

use serde::de::DeserializeOwned;

use crate::{
    identity::rules::{Figures, Membership, Organization, SizeDeclaration, User},
    kernel::{Error, Id, Result},
};

pub(super) use accounts::{api_token, email_change, invitation};

pub(super) mod organization {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organization")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub name_zh: Option<String>,
        pub name_en: Option<String>,
        pub credit_code: Option<String>,
        pub credit_code_claim: Option<String>,
        pub country: String,
        pub division: Option<String>,
        pub website: Option<String>,
        pub verification: String,
        pub verification_note: Option<String>,
        pub verified_at: Option<DateTimeUtc>,
        pub verified_by: Option<Uuid>,
        pub pending_change: Option<Json>,
        pub size_class: Option<String>,
        pub size_id: Option<Uuid>,
        pub version: i64,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod size {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organization_size")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organization_id: Uuid,
        pub industry: String,
        pub staff: Option<i64>,
        pub revenue_minor_units: Option<i64>,
        pub assets_minor_units: Option<i64>,
        pub data_year: i64,
        pub evidence: String,
        pub size_class: String,
        pub rule_version_id: Uuid,
        pub declared_by: Option<Uuid>,
        pub declared_at: DateTimeUtc,
        pub correction_reason: Option<String>,
        pub released_at: Option<DateTimeUtc>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod user {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "user_account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub email: String,
        pub name: String,
        pub locale: String,
        pub password_hash: String,
        pub email_verified_at: Option<DateTimeUtc>,
        pub suspended_at: Option<DateTimeUtc>,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod membership {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "membership")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organization_id: Uuid,
        pub user_id: Uuid,
        pub roles: Json,
        pub state: String,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::organization::Entity", from = "Column::OrganizationId", to = "super::organization::Column::Id")]
        Organization,
        #[sea_orm(belongs_to = "super::user::Entity", from = "Column::UserId", to = "super::user::Column::Id")]
        User,
    }
    impl ActiveModelBehavior for ActiveModel {}

    impl Related<super::organization::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Organization.def()
        }
    }
    impl Related<super::user::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::User.def()
        }
    }
}

pub(super) mod session {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub family_hash: String,
        pub generation: i64,
        pub token_hash: String,
        pub previous_token_hash: Option<String>,
        pub retried_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        pub last_used_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub revoked_at: Option<DateTimeUtc>,
        pub revoked_reason: Option<String>,
        pub device: Option<String>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::user::Entity", from = "Column::UserId", to = "super::user::Column::Id")]
        User,
    }
    impl ActiveModelBehavior for ActiveModel {}

    impl Related<super::user::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::User.def()
        }
    }
}

pub(super) mod second_factor {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "second_factor")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
        pub key_id: String,
        pub secret: String,
        pub confirmed_at: Option<DateTimeUtc>,
        pub last_step: i64,
        pub recovery_hashes: Json,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::user::Entity", from = "Column::UserId", to = "super::user::Column::Id")]
        User,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod linked_login {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "linked_login")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub provider: String,
        pub issuer: String,
        pub subject: String,
        pub email: String,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub last_used_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod spent_token {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "spent_token")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: String,
        pub expires_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Reads a stored word. We wrote it, so another one is our fault.
pub(super) fn word<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::internal(format!("stored word {text:?}")))
}

pub(super) fn json<T: DeserializeOwned>(value: serde_json::Value) -> Result<T> {
    serde_json::from_value(value).map_err(Error::internal)
}

impl TryFrom<organization::Model> for Organization {
    type Error = Error;

    fn try_from(row: organization::Model) -> Result<Self> {
        Ok(Self {
            id: Id::from_uuid(row.id),
            kind: word(&row.kind)?,
            name_zh: row.name_zh,
            name_en: row.name_en,
            credit_code: row.credit_code,
            country: row.country,
            division: row.division,
            website: row.website,
            verification: word(&row.verification)?,
            verification_note: row.verification_note,
            verified_at: row.verified_at,
            verified_by: row.verified_by.map(Id::from_uuid),
            pending_change: row.pending_change.map(json).transpose()?,
            size: row.size_class.as_deref().map(word).transpose()?,
            size_declaration: row.size_id.map(Id::from_uuid),
            version: row.version,
            created_by: row.created_by.map(Id::from_uuid),
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

impl TryFrom<user::Model> for User {
    type Error = Error;

    fn try_from(row: user::Model) -> Result<Self> {
        Ok(Self {
            id: Id::from_uuid(row.id),
            email: row.email,
            name: row.name,
            locale: word(&row.locale)?,
            email_verified_at: row.email_verified_at,
            suspended_at: row.suspended_at,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

impl TryFrom<membership::Model> for Membership {
    type Error = Error;

    fn try_from(row: membership::Model) -> Result<Self> {
        Ok(Self {
            id: Id::from_uuid(row.id),
            organization: Id::from_uuid(row.organization_id),
            user: Id::from_uuid(row.user_id),
            roles: json(row.roles)?,
            state: word(&row.state)?,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

impl TryFrom<size::Model> for SizeDeclaration {
    type Error = Error;

    fn try_from(row: size::Model) -> Result<Self> {
        Ok(Self {
            id: Id::from_uuid(row.id),
            organization: Id::from_uuid(row.organization_id),
            industry: word(&row.industry)?,
            figures: Figures { staff: row.staff, revenue: row.revenue_minor_units, assets: row.assets_minor_units },
            data_year: i32::try_from(row.data_year).map_err(Error::internal)?,
            evidence: row.evidence,
            size: word(&row.size_class)?,
            rule: Id::from_uuid(row.rule_version_id),
            declared_by: row.declared_by.map(Id::from_uuid),
            declared_at: row.declared_at,
            correction_reason: row.correction_reason,
            released_at: row.released_at,
        })
    }
}
