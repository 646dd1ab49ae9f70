//! Rows of changes of address, invitations and API tokens.

use super::{json, word};
use crate::{
    identity::rules::{ApiToken, EmailChange, Invitation},
    kernel::{Error, Id, Result},
};

pub(in crate::identity::store) mod email_change {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "email_change")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub session_id: Option<Uuid>,
        pub old_email: String,
        pub new_email: String,
        pub user_version: i64,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub confirmed_at: Option<DateTimeUtc>,
        pub undone_at: Option<DateTimeUtc>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::identity::store) mod invitation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invitation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organization_id: Uuid,
        pub email: String,
        pub roles: Json,
        pub locale: String,
        pub state: String,
        pub invited_by: Option<Uuid>,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::identity::store) mod api_token {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "api_token")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub organization_id: Uuid,
        pub name: String,
        pub scopes: Json,
        pub token_hash: String,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub last_used_on: Option<Date>,
        pub revoked_at: Option<DateTimeUtc>,
        pub revoked_by: Option<Uuid>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::super::user::Entity", from = "Column::UserId", to = "super::super::user::Column::Id")]
        User,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

impl From<email_change::Model> for EmailChange {
    fn from(row: email_change::Model) -> Self {
        Self {
            id: Id::from_uuid(row.id),
            user: Id::from_uuid(row.user_id),
            session: row.session_id.map(Id::from_uuid),
            old_email: row.old_email,
            new_email: row.new_email,
            user_version: row.user_version,
            version: row.version,
            created_at: row.created_at,
            confirmed_at: row.confirmed_at,
            undone_at: row.undone_at,
        }
    }
}

impl TryFrom<invitation::Model> for Invitation {
    type Error = Error;

    fn try_from(row: invitation::Model) -> Result<Self> {
        Ok(Self {
            id: Id::from_uuid(row.id),
            organization: Id::from_uuid(row.organization_id),
            email: row.email,
            roles: json(row.roles)?,
            locale: word(&row.locale)?,
            state: word(&row.state)?,
            invited_by: row.invited_by.map(Id::from_uuid),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            expires_at: row.expires_at,
        })
    }
}

impl TryFrom<api_token::Model> for ApiToken {
    type Error = Error;

    fn try_from(row: api_token::Model) -> Result<Self> {
        Ok(Self {
            id: Id::from_uuid(row.id),
            user: Id::from_uuid(row.user_id),
            organization: Id::from_uuid(row.organization_id),
            name: row.name,
            scopes: json(row.scopes)?,
            version: row.version,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_on: row.last_used_on,
            revoked_at: row.revoked_at,
            revoked_by: row.revoked_by.map(Id::from_uuid),
        })
    }
}
