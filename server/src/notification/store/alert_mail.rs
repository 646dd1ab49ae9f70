//! How often people are written to about alerts, up to which entry of their feed they were, and when they are next.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use crate::{
    kernel::{Id, Result, Timestamp, id::User},
    notification::rules::Rhythm,
};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "alert_mail")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
        pub frequency: String,
        pub time_zone: String,
        pub due_at: Option<DateTimeUtc>,
        pub through_seq: i64,
        pub sent_at: Option<DateTimeUtc>,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
use row::Column;

/// Mail about alerts, as far as one person is concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlertMail {
    /// How often, and by which clock.
    pub rhythm: Rhythm,
    /// When the next one is sent; none while there is nothing new.
    pub due_at: Option<Timestamp>,
    /// Number of the newest entry that was written about.
    pub through: i64,
    /// When the last one was written.
    pub sent_at: Option<Timestamp>,
}

/// What holds for some people; those who never chose anything, and were told of nothing yet, have no row. One statement.
pub async fn of_users(db: &impl ConnectionTrait, users: &[Id<User>]) -> Result<HashMap<Id<User>, AlertMail>> {
    let rows = row::Entity::find().filter(Column::UserId.is_in(users.iter().map(|user| user.uuid()))).all(db).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// What holds for some people, locked until the commit in the order of the people; who has no row yet gets one, so that of two who
/// write for the first time the second sees what the first wrote. Two statements. On SQLite the transaction is alone already.
pub async fn lock(tx: &impl ConnectionTrait, users: &[Id<User>], now: Timestamp) -> Result<HashMap<Id<User>, AlertMail>> {
    let mut users: Vec<Uuid> = users.iter().map(|user| user.uuid()).collect();
    users.sort_unstable();
    users.dedup();
    if users.is_empty() {
        return Ok(HashMap::new());
    }
    let standing = OnConflict::column(Column::UserId).do_nothing().to_owned();
    row::Entity::insert_many(users.iter().map(|user| begun(*user, now))).on_conflict(standing).exec_without_returning(tx).await?;
    let mut select = row::Entity::find().filter(Column::UserId.is_in(users)).order_by_asc(Column::UserId);
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    Ok(select.all(tx).await?.into_iter().map(read).collect())
}

fn begun(user: Uuid, now: Timestamp) -> row::ActiveModel {
    let mail = AlertMail::default();
    row::ActiveModel {
        user_id: Set(user),
        frequency: Set(mail.rhythm.frequency.to_string()),
        time_zone: Set(mail.rhythm.time_zone),
        due_at: Set(mail.due_at),
        through_seq: Set(mail.through),
        sent_at: Set(mail.sent_at),
        updated_at: Set(now),
    }
}

fn read(row: row::Model) -> (Id<User>, AlertMail) {
    let rhythm = Rhythm { frequency: row.frequency.parse().unwrap_or_default(), time_zone: row.time_zone };
    (Id::from_uuid(row.user_id), AlertMail { rhythm, due_at: row.due_at, through: row.through_seq, sent_at: row.sent_at })
}

/// Notes when a person whose row this transaction has locked is written to next. A digest that is about to write waits for the commit,
/// and then finds what is new.
pub async fn expect(tx: &impl ConnectionTrait, user: Id<User>, due_at: Timestamp, now: Timestamp) -> Result<()> {
    row::Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(due_at))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::UserId.eq(user.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes how a person whose row this transaction has locked is written to, and when next.
pub async fn save(tx: &impl ConnectionTrait, user: Id<User>, after: &AlertMail, now: Timestamp) -> Result<()> {
    row::Entity::update_many()
        .col_expr(Column::Frequency, Expr::value(after.rhythm.frequency.to_string()))
        .col_expr(Column::TimeZone, Expr::value(&after.rhythm.time_zone))
        .col_expr(Column::DueAt, Expr::value(after.due_at))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::UserId.eq(user.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}

/// People to whom something is to be sent by now, those who have waited longest first, at most `limit`.
pub async fn due(db: &impl ConnectionTrait, now: Timestamp, limit: u64) -> Result<Vec<(Id<User>, AlertMail)>> {
    let select = row::Entity::find().filter(Expr::col(Column::DueAt).lte(now)).order_by_asc(Column::DueAt).limit(limit);
    Ok(select.all(db).await?.into_iter().map(read).collect())
}

/// Takes it upon the caller to write to a person; false if somebody else does already, or the person chose anew.
pub async fn take(tx: &impl ConnectionTrait, user: Id<User>, seen: &AlertMail) -> Result<bool> {
    let taken = row::Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(None::<Timestamp>))
        .filter(Column::UserId.eq(user.uuid()))
        .filter(Column::DueAt.eq(seen.due_at))
        .filter(Column::ThroughSeq.eq(seen.through))
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Notes up to which entry a person is written to about, and when.
pub async fn written_through(tx: &impl ConnectionTrait, user: Id<User>, through: i64, at: Timestamp) -> Result<()> {
    row::Entity::update_many()
        .col_expr(Column::ThroughSeq, Expr::value(through))
        .col_expr(Column::SentAt, Expr::value(at))
        .filter(Column::UserId.eq(user.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}
