//! Sessions: families of refresh tokens.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, JoinType, JsonValue as Json, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
    sea_query::{Expr, IntoCondition},
};
use uuid::Uuid;

use super::{row, saved};
use crate::{
    identity::rules::{MembershipState, Verification, session::Session},
    kernel::{
        Id, Result, Timestamp,
        actor::{Credential, Member, Seat},
        id,
    },
};

pub(super) fn session(row: row::session::Model) -> Session {
    Session {
        id: Id::from_uuid(row.id),
        user: Id::from_uuid(row.user_id),
        generation: row.generation,
        family_hash: row.family_hash,
        token_hash: row.token_hash,
        previous_token_hash: row.previous_token_hash,
        retried_at: row.retried_at,
        device: row.device,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
    }
}

/// A row of [`live_member`]: the user, whether a second factor is on, and one seat, or none.
type Presence = (Uuid, String, Option<Timestamp>, Option<Uuid>, Option<Json>, Option<String>);

/// Who a session that is neither revoked nor run out belongs to, with the active seats, if the user may sign in, and
/// whether the user has a second factor. One statement: it runs before every request.
pub(crate) async fn live_member(conn: &impl ConnectionTrait, session: Id<id::Session>, now: Timestamp) -> Result<Option<(Member, bool)>> {
    let active_seats = row::membership::Relation::User
        .def()
        .rev()
        .on_condition(|_, seat| Expr::col((seat, row::membership::Column::State)).eq(MembershipState::Active.to_string()).into_condition());
    let rows: Vec<Presence> = row::session::Entity::find_by_id(session.uuid())
        .join(JoinType::InnerJoin, row::session::Relation::User.def())
        .join(JoinType::LeftJoin, row::second_factor::Relation::User.def().rev())
        .join(JoinType::LeftJoin, active_seats)
        .join(JoinType::LeftJoin, row::membership::Relation::Organization.def())
        .filter(row::session::Column::RevokedAt.is_null())
        .filter(row::session::Column::ExpiresAt.gt(now))
        .filter(row::user::Column::EmailVerifiedAt.is_not_null())
        .filter(row::user::Column::SuspendedAt.is_null())
        .order_by_asc(row::membership::Column::Id)
        .select_only()
        .column(row::user::Column::Id)
        .column(row::user::Column::Locale)
        .column(row::second_factor::Column::ConfirmedAt)
        .column(row::membership::Column::OrganizationId)
        .column(row::membership::Column::Roles)
        .column(row::organization::Column::Verification)
        .into_tuple()
        .all(conn)
        .await?;
    let Some((user, locale, factor, ..)) = rows.first() else { return Ok(None) };
    let (user, locale, has_factor) = (Id::from_uuid(*user), row::word(locale)?, factor.is_some());
    let seat = |(.., organization, roles, verification): Presence| {
        let (organization, roles) = organization.zip(roles)?;
        let verified = verification.is_some_and(|word| word == Verification::Verified.to_string());
        Some(row::json(roles).map(|roles| Seat { organization: Id::from_uuid(organization), verified, roles }))
    };
    let seats = rows.into_iter().filter_map(seat).collect::<Result<_>>()?;
    Ok(Some((Member { user, credential: Credential::Session(session), locale, seats, must_enroll: false }, has_factor)))
}

/// The session of a family, locked until the commit: of two uses of one token the second sees what the first did.
pub(crate) async fn lock_family(tx: &impl ConnectionTrait, family_hash: &str) -> Result<Option<Session>> {
    let mut select = row::session::Entity::find().filter(row::session::Column::FamilyHash.eq(family_hash));
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    Ok(select.one(tx).await?.map(session))
}

/// Writes a new session.
pub(crate) async fn insert_session(tx: &impl ConnectionTrait, session: &Session) -> Result<()> {
    let row = row::session::ActiveModel {
        id: Set(session.id.uuid()),
        user_id: Set(session.user.uuid()),
        family_hash: Set(session.family_hash.clone()),
        generation: Set(session.generation),
        token_hash: Set(session.token_hash.clone()),
        previous_token_hash: Set(session.previous_token_hash.clone()),
        retried_at: Set(session.retried_at),
        device: Set(session.device.clone()),
        created_at: Set(session.created_at),
        last_used_at: Set(session.last_used_at),
        expires_at: Set(session.expires_at),
        revoked_at: Set(session.revoked_at),
        revoked_reason: Set(None),
    };
    row::session::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes a rotated session over the generation `before`.
///
/// # Errors
/// `STALE_VERSION` if the session moved on or ended meanwhile.
pub(crate) async fn save_session(tx: &impl ConnectionTrait, session: &Session, before: i64) -> Result<()> {
    use row::session::Column;
    let result = row::session::Entity::update_many()
        .col_expr(Column::Generation, Expr::value(session.generation))
        .col_expr(Column::TokenHash, Expr::value(session.token_hash.clone()))
        .col_expr(Column::PreviousTokenHash, Expr::value(session.previous_token_hash.clone()))
        .col_expr(Column::RetriedAt, Expr::value(session.retried_at))
        .col_expr(Column::LastUsedAt, Expr::value(session.last_used_at))
        .col_expr(Column::ExpiresAt, Expr::value(session.expires_at))
        .filter(Column::Id.eq(session.id.uuid()))
        .filter(Column::Generation.eq(before))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    saved(result.rows_affected)
}

/// Whose sessions end.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ending {
    /// One session.
    Session(Id<id::Session>),
    /// All sessions of a user.
    User(Id<id::User>),
    /// All sessions of a user but one.
    OthersOf(Id<id::User>, Id<id::Session>),
}

/// Ends live sessions; gives how many.
pub(crate) async fn end_sessions(tx: &impl ConnectionTrait, ending: Ending, reason: &str, now: Timestamp) -> Result<u64> {
    use row::session::Column;
    let whose = match ending {
        Ending::Session(id) => Column::Id.eq(id.uuid()),
        Ending::User(id) => Column::UserId.eq(id.uuid()),
        Ending::OthersOf(id, own) => Column::UserId.eq(id.uuid()).and(Column::Id.ne(own.uuid())),
    };
    let result = row::session::Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .col_expr(Column::RevokedReason, Expr::value(reason))
        .filter(whose)
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(result.rows_affected)
}
