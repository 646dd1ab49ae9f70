//! Idempotency keys, stored in the transaction of the effect they guard.
//!
//! A repeated key with the same input answers with the first effect; with another input it is refused. Refused
//! requests are not stored: nothing happened, so the key is still free.

use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Query},
};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    db::is_unique_violation,
    failpoint,
    kernel::{
        Code, Error, Id, Result, Timestamp, digest,
        id::{Kind, User},
    },
};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency_key")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub operation: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: Uuid,
        pub input_hash: String,
        pub result: Json,
        pub created_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The value of an action, and whether it is the answer to an earlier request with the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<T> {
    /// What the action gives back.
    pub value: T,
    /// Whether nothing was done now because it was done before.
    pub replayed: bool,
}

impl<T> Outcome<T> {
    /// Done just now.
    pub const fn fresh(value: T) -> Self {
        Self { value, replayed: false }
    }

    /// Done before.
    pub const fn replayed(value: T) -> Self {
        Self { value, replayed: true }
    }

    /// Maps the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome { value: f(self.value), replayed: self.replayed }
    }
}

/// A key, bound to its user, its operation and its input.
#[derive(Debug, Clone)]
pub struct Guard {
    user: Id<User>,
    operation: &'static str,
    key: Uuid,
    input_hash: String,
}

impl Guard {
    /// Binds `key` to `input`. `input` must not contain the key itself or a client mutation id.
    pub fn new<T: Serialize>(user: Id<User>, operation: &'static str, key: Uuid, input: &T) -> Self {
        Self { user, operation, key, input_hash: digest::json_digest(input) }
    }

    /// The effect of an earlier request with this key, if there was one.
    ///
    /// # Errors
    /// `IDEMPOTENCY_KEY_REUSED` if the earlier input was another.
    pub async fn earlier<K: Kind>(&self, db: &impl ConnectionTrait) -> Result<Option<Id<K>>> {
        if failpoint::planted("forgotten-key") {
            return Ok(None);
        }
        let found = row::Entity::find_by_id((self.user.uuid(), self.operation.to_owned(), self.key)).one(db).await?;
        let Some(found) = found else { return Ok(None) };
        if found.input_hash != self.input_hash {
            return Err(Error::new(Code::IdempotencyKeyReused).at("idempotencyKey"));
        }
        let id: Uuid = serde_json::from_value(found.result).map_err(Error::internal)?;
        Ok(Some(Id::from_uuid(id)))
    }

    /// Stores the effect in the caller's transaction: before the effect itself, so that of two calls with one key the
    /// loser learns that it is a repetition, and not that its effect exists.
    ///
    /// # Errors
    /// `IDEMPOTENCY_IN_PROGRESS` if a request with this key committed since [`Self::earlier`] looked: come back and
    /// read its answer.
    pub async fn keep<K: Kind>(&self, ctx: &Ctx, tx: &impl ConnectionTrait, effect: Id<K>) -> Result<()> {
        if failpoint::planted("forgotten-key") {
            return Ok(());
        }
        let row = row::ActiveModel {
            user_id: Set(self.user.uuid()),
            operation: Set(self.operation.to_owned()),
            key: Set(self.key),
            input_hash: Set(self.input_hash.clone()),
            result: Set(serde_json::json!(effect.uuid())),
            created_at: Set(ctx.now()),
        };
        match row::Entity::insert(row).exec_without_returning(tx).await {
            Ok(_) => Ok(()),
            Err(error) if is_unique_violation(&error) => Err(Error::new(Code::IdempotencyInProgress).at("idempotencyKey")),
            Err(error) => Err(error.into()),
        }
    }
}

/// Runs `work`, which keeps the key with its effect, unless an earlier call with the same key did it: then `find` shows
/// that effect as it stands now. A call that loses the race against its twin answers with what the twin did.
///
/// # Errors
/// `IDEMPOTENCY_KEY_REUSED` if the earlier input was another; those of `work` and `find`.
pub async fn once<K, T, F>(ctx: &Ctx, guard: &Guard, find: impl Fn(Id<K>) -> F, work: impl Future<Output = Result<T>>) -> Result<Outcome<T>>
where
    K: Kind,
    F: Future<Output = Result<T>>,
{
    if let Some(effect) = guard.earlier(ctx.db.read()).await? {
        return find(effect).await.map(Outcome::replayed);
    }
    match work.await {
        Ok(value) => Ok(Outcome::fresh(value)),
        Err(error) if error.code() == Code::IdempotencyInProgress => match guard.earlier(ctx.db.read()).await? {
            Some(effect) => find(effect).await.map(Outcome::replayed),
            // The twin went back on it after all.
            None => Err(error),
        },
        Err(error) => Err(error),
    }
}

/// Forgets at most `limit` keys older than `before`. Returns how many went.
pub async fn prune(ctx: &Ctx, before: Timestamp, limit: u64) -> Result<u64> {
    let key = [row::Column::UserId, row::Column::Operation, row::Column::Key];
    let old =
        Query::select().columns(key).from(row::Entity).and_where(Expr::col(row::Column::CreatedAt).lt(before)).limit(limit).to_owned();
    let tx = ctx.begin().await?;
    let gone = row::Entity::delete_many().filter(Expr::tuple(key.map(Expr::col)).in_subquery(old)).exec(&*tx).await?.rows_affected;
    tx.commit().await?;
    Ok(gone)
}
