//! Mails as rows: written once per event and person, sent by the outbox, their contents forgotten when sent.

use std::str::FromStr;

use chrono::Duration;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr, sea_query::OnConflict};
use serde_json::Value;
use strum::{Display, EnumIter, EnumString, IntoEnumIterator};
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    identity::{self, Recipient},
    kernel::{
        Actor, Code, Error, Id, Locale, Result,
        id::{MailMessage, OutboxEvent, User},
    },
    mail::Template,
    outbox::{self, Follower},
};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mail_message")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub event_id: Uuid,
        pub user_id: Uuid,
        pub template: String,
        pub topic: String,
        pub to_address: String,
        pub to_name: String,
        pub locale: String,
        pub params: Option<Json>,
        pub state: String,
        pub created_at: DateTimeUtc,
        pub sent_at: Option<DateTimeUtc>,
        pub last_error: Option<String>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

mod preference {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mail_preference")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub topic: String,
        pub enabled: bool,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// What a mail is about. People can turn off what does not belong to a transaction of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumString, EnumIter, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "MailTopic")]
pub enum Topic {
    /// The account itself. Always sent.
    Account,
    /// Requests and licenses. Always sent.
    Licensing,
    /// Review and publication of listings.
    Listings,
    /// Imports that ended.
    Imports,
}

impl Topic {
    /// Whether people may turn it off.
    #[must_use]
    pub const fn is_optional(self) -> bool {
        matches!(self, Self::Listings | Self::Imports)
    }

    /// The topic of a message.
    #[must_use]
    pub const fn of(template: Template) -> Self {
        match template {
            Template::VerifyEmail | Template::OrganizationVerified | Template::OrganizationRejected => Self::Account,
            Template::ListingSubmitted | Template::ListingReturned | Template::ListingPublished => Self::Listings,
            Template::ImportFinished => Self::Imports,
            Template::LicenseRequestSubmitted
            | Template::LicenseRequestReceived
            | Template::LicenseRequestGranted
            | Template::LicenseRequestRejected
            | Template::LicenseRequestWithdrawn => Self::Licensing,
        }
    }
}

/// A mail to be written.
#[derive(Debug, Clone)]
pub struct NewMail {
    /// To whom.
    pub to: Recipient,
    /// Which message.
    pub template: Template,
    /// Its parameters, in the recipient's language. No secrets: links with tokens are made when the mail is sent.
    pub params: Value,
}

/// Writes the mails of one event and hands each to the outbox. A repeated call writes nothing new; people who turned
/// the topic off get none.
pub async fn write(ctx: &Ctx, tx: &impl ConnectionTrait, event: Id<OutboxEvent>, mails: Vec<NewMail>) -> Result<()> {
    let people: Vec<Uuid> = mails.iter().map(|mail| mail.to.user.uuid()).collect();
    let written = row::Entity::find().filter(row::Column::EventId.eq(event.uuid())).all(tx).await?;
    let refused = preference::Entity::find()
        .filter(preference::Column::UserId.is_in(people))
        .filter(preference::Column::Enabled.eq(false))
        .all(tx)
        .await?;
    for mail in mails {
        let (user, template, topic) = (mail.to.user.uuid(), mail.template.to_string(), Topic::of(mail.template));
        let known = written.iter().any(|row| row.user_id == user && row.template == template);
        let unwanted = topic.is_optional() && refused.iter().any(|row| row.user_id == user && row.topic == topic.to_string());
        if known || unwanted {
            continue;
        }
        let id = ctx.new_id::<MailMessage>();
        row::Entity::insert(row::ActiveModel {
            id: Set(id.uuid()),
            event_id: Set(event.uuid()),
            user_id: Set(user),
            template: Set(template),
            topic: Set(topic.to_string()),
            to_address: Set(mail.to.email),
            to_name: Set(mail.to.name),
            locale: Set(mail.to.locale.to_string()),
            params: Set(Some(mail.params)),
            state: Set("PENDING".to_owned()),
            created_at: Set(ctx.now()),
            sent_at: Set(None),
            last_error: Set(None),
        })
        .exec_without_returning(tx)
        .await?;
        outbox::follow_up(ctx, tx, event, Follower::Send, id.uuid()).await?;
    }
    Ok(())
}

/// A mail that waits to be sent.
#[derive(Debug, Clone)]
pub struct PendingMail {
    /// The mail.
    pub id: Id<MailMessage>,
    /// To whom.
    pub user: Id<User>,
    /// Address at the time of writing.
    pub to_address: String,
    /// Name.
    pub to_name: String,
    /// Language.
    pub locale: Locale,
    /// Which message.
    pub template: Template,
    /// Topic.
    pub topic: Topic,
    /// Parameters.
    pub params: Value,
}

/// The mail `id`, if it still waits.
pub async fn load(ctx: &Ctx, id: Id<MailMessage>) -> Result<Option<PendingMail>> {
    let Some(row) = row::Entity::find_by_id(id.uuid()).one(ctx.db.read()).await? else { return Ok(None) };
    let Some(params) = row.params.filter(|_| row.state == "PENDING") else { return Ok(None) };
    Ok(Some(PendingMail {
        id,
        user: Id::from_uuid(row.user_id),
        to_address: row.to_address,
        to_name: row.to_name,
        locale: Locale::from_str(&row.locale).unwrap_or_default(),
        template: Template::from_str(&row.template).map_err(Error::internal)?,
        topic: Topic::from_str(&row.topic).map_err(Error::internal)?,
        params,
    }))
}

/// Marks a mail sent and forgets what it said.
pub async fn mark_sent(ctx: &Ctx, id: Id<MailMessage>) -> Result<()> {
    settle(ctx, id, "SENT", None).await
}

/// Marks a mail undeliverable.
pub async fn mark_dead(ctx: &Ctx, id: Id<MailMessage>, error: &str) -> Result<()> {
    settle(ctx, id, "DEAD", Some(error)).await
}

async fn settle(ctx: &Ctx, id: Id<MailMessage>, state: &str, error: Option<&str>) -> Result<()> {
    let tx = ctx.begin().await?;
    let sent_at = error.is_none().then(|| ctx.now());
    row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value(state))
        .col_expr(row::Column::SentAt, Expr::value(sent_at))
        .col_expr(row::Column::LastError, Expr::value(error.map(|error| error.chars().take(300).collect::<String>())))
        .col_expr(row::Column::Params, Expr::value(None::<Value>))
        .filter(row::Column::Id.eq(id.uuid()))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// Which topics the user receives.
pub async fn preferences(ctx: &Ctx, user: Id<User>) -> Result<Vec<(Topic, bool)>> {
    let rows = preference::Entity::find().filter(preference::Column::UserId.eq(user.uuid())).all(ctx.db.read()).await?;
    Ok(Topic::iter().map(|topic| (topic, !rows.iter().any(|row| row.topic == topic.to_string() && !row.enabled))).collect())
}

/// Turns a topic on or off for the signed-in user.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor, `BAD_USER_INPUT` at `topic` if it belongs to transactions.
pub async fn set_preference(ctx: &Ctx, actor: &Actor, topic: Topic, enabled: bool) -> Result<Vec<(Topic, bool)>> {
    let user = actor.user().ok_or_else(|| Error::new(Code::Unauthenticated))?;
    if !topic.is_optional() && !enabled {
        return Err(Error::new(Code::BadUserInput).at("topic"));
    }
    store_preference(ctx, user, topic, enabled).await?;
    preferences(ctx, user).await
}

async fn store_preference(ctx: &Ctx, user: Id<User>, topic: Topic, enabled: bool) -> Result<()> {
    let tx = ctx.begin().await?;
    let row = preference::ActiveModel {
        user_id: Set(user.uuid()),
        topic: Set(topic.to_string()),
        enabled: Set(enabled),
        updated_at: Set(ctx.now()),
    };
    let change = OnConflict::columns([preference::Column::UserId, preference::Column::Topic])
        .update_columns([preference::Column::Enabled, preference::Column::UpdatedAt])
        .to_owned();
    preference::Entity::insert(row).on_conflict(change).exec_without_returning(&*tx).await?;
    tx.commit().await
}

/// Links to turn a topic off keep working this long.
const UNSUBSCRIBE_DAYS: i64 = 365;

/// The token in a mail's unsubscribe link.
pub fn unsubscribe_token(ctx: &Ctx, user: Id<User>, topic: Topic) -> Result<String> {
    identity::purpose_token(ctx, "unsubscribe", &format!("{user}:{topic}"), Duration::days(UNSUBSCRIBE_DAYS))
}

/// Turns the token's topic off.
///
/// # Errors
/// `TOKEN_INVALID` for anything but a link of ours.
pub async fn unsubscribe(ctx: &Ctx, token: &str) -> Result<Topic> {
    let subject = identity::purpose_subject(ctx, "unsubscribe", token)?;
    let invalid = || Error::new(Code::TokenInvalid).at("token");
    let (user, topic) = subject.split_once(':').ok_or_else(invalid)?;
    let (user, topic): (Id<User>, Topic) = (user.parse()?, topic.parse().map_err(|_| invalid())?);
    store_preference(ctx, user, topic, false).await?;
    Ok(topic)
}
