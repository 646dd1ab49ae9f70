//! How often people are written to about alerts, up to which entry of their feed they were, and when they are next.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Func, OnConflict},
};

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
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// The same, locked until the commit in the order of the people: whoever writes when the next mail is due has seen what was
/// written last. On SQLite the transaction is alone already.
pub async fn lock(tx: &impl ConnectionTrait, users: &[Id<User>]) -> Result<HashMap<Id<User>, AlertMail>> {
    let mut select = row::Entity::find().filter(Column::UserId.is_in(users.iter().map(|user| user.uuid()))).order_by_asc(Column::UserId);
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    Ok(select.all(tx).await?.into_iter().map(read).collect())
}

fn read(row: row::Model) -> (Id<User>, AlertMail) {
    let rhythm = Rhythm { frequency: row.frequency.parse().unwrap_or_default(), time_zone: row.time_zone };
    (Id::from_uuid(row.user_id), AlertMail { rhythm, due_at: row.due_at, through: row.through_seq, sent_at: row.sent_at })
}

/// Gives a person who never chose anything a row, that it may be locked; of who has one it changes nothing.
pub async fn begin(tx: &impl ConnectionTrait, user: Id<User>, rhythm: &Rhythm, now: Timestamp) -> Result<()> {
    let mail = AlertMail { rhythm: rhythm.clone(), due_at: None, through: 0, sent_at: None };
    let standing = OnConflict::column(Column::UserId).do_nothing().to_owned();
    row::Entity::insert(active(user, &mail, now)).on_conflict(standing).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes how a person whose row this transaction has locked is written to, in place of what held. What is waiting is sent at `at`;
/// where nothing is, nothing is sent.
pub async fn choose(tx: &impl ConnectionTrait, user: Id<User>, rhythm: &Rhythm, at: Timestamp, now: Timestamp) -> Result<()> {
    let waiting = Expr::case(Expr::col(Column::DueAt).is_not_null(), Expr::value(at)).finally(Expr::value(None::<Timestamp>));
    row::Entity::update_many()
        .col_expr(Column::Frequency, Expr::value(rhythm.frequency.to_string()))
        .col_expr(Column::TimeZone, Expr::value(&rhythm.time_zone))
        .col_expr(Column::DueAt, waiting.into())
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::UserId.eq(user.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}

fn active(user: Id<User>, mail: &AlertMail, now: Timestamp) -> row::ActiveModel {
    row::ActiveModel {
        user_id: Set(user.uuid()),
        frequency: Set(mail.rhythm.frequency.to_string()),
        time_zone: Set(mail.rhythm.time_zone.clone()),
        due_at: Set(mail.due_at),
        through_seq: Set(mail.through),
        sent_at: Set(mail.sent_at),
        updated_at: Set(now),
    }
}

/// Notes that there is something new for a person, to be sent at `at` unless something is to be sent before. The row is written
/// even if that is so: a digest that is about to empty it waits for this commit, and then finds what is new.
pub async fn expect(tx: &impl ConnectionTrait, user: Id<User>, rhythm: &Rhythm, at: Timestamp, now: Timestamp) -> Result<()> {
    let mail = AlertMail { rhythm: rhythm.clone(), due_at: Some(at), through: 0, sent_at: None };
    let earlier = Func::coalesce([Expr::col((row::Entity, Column::DueAt)), Expr::value(at)]);
    let mut standing = OnConflict::column(Column::UserId);
    standing.value(Column::DueAt, earlier);
    row::Entity::insert(active(user, &mail, now)).on_conflict(standing).exec_without_returning(tx).await?;
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
