//! Rows of mails and of mail preferences. What a mail says is forgotten when it is sent.

pub mod alert_mail;

use std::{collections::HashSet, str::FromStr};

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use serde_json::Value;
use strum::IntoEnumIterator;
use uuid::Uuid;

use super::rules::Topic;
use crate::{
    ctx::Ctx,
    identity::Recipient,
    kernel::{
        Error, Id, Locale, Result, Timestamp,
        id::{MailMessage, OutboxEvent, User},
    },
    mail::Template,
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

const PENDING: &str = "PENDING";
const SENT: &str = "SENT";
const DEAD: &str = "DEAD";

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

/// Writes those mails of `event` that are not written yet and whose topic their recipient did not turn off; whoever is named twice,
/// for two seats, gets a message once. Returns their ids.
pub(super) async fn insert(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    event: Id<OutboxEvent>,
    mails: Vec<NewMail>,
) -> Result<Vec<Id<MailMessage>>> {
    let people: Vec<Uuid> = mails.iter().map(|mail| mail.to.user.uuid()).collect();
    let written = row::Entity::find().filter(row::Column::EventId.eq(event.uuid())).all(tx).await?;
    let refused = preference::Entity::find()
        .filter(preference::Column::UserId.is_in(people))
        .filter(preference::Column::Enabled.eq(false))
        .all(tx)
        .await?;
    let mut named = HashSet::new();
    let wanted = mails.into_iter().filter(|mail| {
        let (user, template, topic) = (mail.to.user.uuid(), mail.template.to_string(), Topic::of(mail.template));
        let known = written.iter().any(|row| row.user_id == user && row.template == template);
        let unwanted = topic.is_optional() && refused.iter().any(|row| row.user_id == user && row.topic == topic.to_string());
        !known && !unwanted && named.insert((user, template))
    });
    let rows: Vec<row::ActiveModel> = wanted.map(|mail| active(ctx, event, mail)).collect();
    let ids = rows.iter().map(|row| Id::from_uuid(*row.id.as_ref())).collect();
    if !rows.is_empty() {
        row::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(ids)
}

fn active(ctx: &Ctx, event: Id<OutboxEvent>, mail: NewMail) -> row::ActiveModel {
    row::ActiveModel {
        id: Set(ctx.new_id::<MailMessage>().uuid()),
        event_id: Set(event.uuid()),
        user_id: Set(mail.to.user.uuid()),
        template: Set(mail.template.to_string()),
        topic: Set(Topic::of(mail.template).to_string()),
        to_address: Set(mail.to.email),
        to_name: Set(mail.to.name),
        locale: Set(mail.to.locale.to_string()),
        params: Set(Some(mail.params)),
        state: Set(PENDING.to_owned()),
        created_at: Set(ctx.now()),
        sent_at: Set(None),
        last_error: Set(None),
    }
}

/// A mail that is not sent yet.
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

/// The mail `id`, if it was not sent yet. One that was given up is still there: when an operator tries its delivery again,
/// it must really be sent.
pub async fn load(ctx: &Ctx, id: Id<MailMessage>) -> Result<Option<PendingMail>> {
    let Some(row) = row::Entity::find_by_id(id.uuid()).one(ctx.db.read()).await? else { return Ok(None) };
    let Some(params) = row.params.filter(|_| row.state != SENT) else { return Ok(None) };
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

/// Marks a mail sent and forgets what it said. One that is marked already stays as it is: a worker that slept past its lease
/// tells what another has told since.
pub async fn mark_sent(ctx: &Ctx, id: Id<MailMessage>) -> Result<()> {
    let tx = ctx.begin().await?;
    row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value(SENT))
        .col_expr(row::Column::SentAt, Expr::value(ctx.now()))
        .col_expr(row::Column::LastError, Expr::value(None::<String>))
        .col_expr(row::Column::Params, Expr::value(None::<Value>))
        .filter(not_sent(id))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

fn not_sent(id: Id<MailMessage>) -> Condition {
    Condition::all().add(row::Column::Id.eq(id.uuid())).add(row::Column::State.ne(SENT))
}

/// Marks a mail undeliverable, unless another worker has sent it meanwhile. What it says is kept: an operator may mend the
/// cause and have it tried again.
pub async fn mark_dead(ctx: &Ctx, id: Id<MailMessage>, error: &str) -> Result<()> {
    let tx = ctx.begin().await?;
    row::Entity::update_many()
        .col_expr(row::Column::State, Expr::value(DEAD))
        .col_expr(row::Column::LastError, Expr::value(error.chars().take(300).collect::<String>()))
        .filter(not_sent(id))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// Forgets at most `limit` mails that were sent before `before`. Returns how many went.
pub async fn prune(ctx: &Ctx, before: Timestamp, limit: u64) -> Result<u64> {
    let tx = ctx.begin().await?;
    let old = Query::select()
        .column(row::Column::Id)
        .from(row::Entity)
        .and_where(Expr::col(row::Column::State).eq(SENT))
        .and_where(Expr::col(row::Column::SentAt).lt(before))
        .limit(limit)
        .to_owned();
    let gone = row::Entity::delete_many().filter(row::Column::Id.in_subquery(old)).exec(&*tx).await?.rows_affected;
    tx.commit().await?;
    Ok(gone)
}

/// Which topics the user receives.
pub async fn preferences(ctx: &Ctx, user: Id<User>) -> Result<Vec<(Topic, bool)>> {
    let rows = preference::Entity::find().filter(preference::Column::UserId.eq(user.uuid())).all(ctx.db.read()).await?;
    Ok(Topic::iter().map(|topic| (topic, !rows.iter().any(|row| row.topic == topic.to_string() && !row.enabled))).collect())
}

/// Turns a topic on or off.
pub(super) async fn store_preference(ctx: &Ctx, user: Id<User>, topic: Topic, enabled: bool) -> Result<()> {
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
