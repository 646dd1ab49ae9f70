//! API tokens.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, JoinType, JsonValue as Json, QueryFilter, QuerySelect, RelationTrait, Select,
    Value,
    sea_query::{Expr, IntoCondition},
};
use serde_json::json;
use uuid::Uuid;

use super::{COUNT_CAP, counted, row, saved};
use crate::{
    db::page::keyset,
    identity::rules::{ApiToken, MembershipState, Verification},
    kernel::{
        Id, Page, PageRequest, Result, Role, Timestamp,
        actor::{Credential, Member, Seat},
        id,
    },
};

/// Which tokens a list shows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holder {
    /// Those of a user.
    User(Id<id::User>),
    /// Those for an organization.
    Organization(Id<id::Organization>),
}

fn held(holder: Holder) -> Select<row::api_token::Entity> {
    use row::api_token::Column;
    row::api_token::Entity::find().filter(match holder {
        Holder::User(user) => Column::UserId.eq(user.uuid()),
        Holder::Organization(organization) => Column::OrganizationId.eq(organization.uuid()),
    })
}

/// Tokens by id, in any order, whoever asks. One statement.
pub(crate) async fn api_tokens(conn: &impl ConnectionTrait, ids: &[Id<id::ApiToken>]) -> Result<Vec<ApiToken>> {
    let wanted = row::api_token::Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    row::api_token::Entity::find().filter(wanted).all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// Tokens, newest first, also those that are no longer good. One statement.
pub(crate) async fn list_api_tokens(conn: &impl ConnectionTrait, holder: Holder, request: &PageRequest) -> Result<Page<ApiToken>> {
    let scope = format!("api-tokens:{holder:?}");
    let key = request.key::<Uuid>(&scope)?.map(|id| vec![Value::from(id)]);
    let select = keyset(held(holder), &[row::api_token::Column::Id], true, key, request);
    let rows = select.all(conn).await?.into_iter().map(TryInto::try_into).collect::<Result<Vec<ApiToken>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| row.id.uuid()))
}

/// How many tokens there are for [`list_api_tokens`], and whether that is exact.
pub(crate) async fn count_api_tokens(conn: &impl ConnectionTrait, holder: Holder) -> Result<(u64, bool)> {
    let ids = held(holder).select_only().column(row::api_token::Column::Id).limit(COUNT_CAP + 1);
    Ok(counted(ids.into_tuple::<Uuid>().all(conn).await?.len()))
}

/// The tokens of a user that were made since `since` and are not revoked.
pub(crate) async fn api_tokens_since(conn: &impl ConnectionTrait, user: Id<id::User>, since: Timestamp) -> Result<Vec<ApiToken>> {
    use row::api_token::Column;
    let recent = held(Holder::User(user)).filter(Column::RevokedAt.is_null()).filter(Column::CreatedAt.gte(since));
    recent.all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// How many tokens of a user are good now, up to `most`.
pub(crate) async fn count_live_tokens(conn: &impl ConnectionTrait, user: Id<id::User>, now: Timestamp, most: u64) -> Result<u64> {
    use row::api_token::Column;
    let live = held(Holder::User(user)).filter(Column::RevokedAt.is_null()).filter(Column::ExpiresAt.gt(now));
    Ok(live.select_only().column(Column::Id).limit(most).into_tuple::<Uuid>().all(conn).await?.len() as u64)
}

/// A row of [`token_member`].
type Presence = (Uuid, Json, Option<NaiveDate>, Uuid, String, Option<DateTime<Utc>>, Uuid, Json, String);

/// Whom a token acts for now: its holder, with nothing but the seat in its organization and without roles of the platform.
/// Also whether the holder has a second factor, and the day on which the token was last used. None if the token ran out or was revoked, the holder may not sign in, or the
/// seat is gone or suspended. One statement: it runs before every request.
pub(crate) async fn token_member(
    conn: &impl ConnectionTrait,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<(Member, bool, Option<NaiveDate>)>> {
    use row::api_token::Column;
    let seat_here = row::membership::Relation::User.def().rev().on_condition(|_, seat| {
        let here =
            Expr::col((seat.clone(), row::membership::Column::OrganizationId)).equals((row::api_token::Entity, Column::OrganizationId));
        here.and(Expr::col((seat, row::membership::Column::State)).eq(MembershipState::Active.to_string())).into_condition()
    });
    let found: Option<Presence> = row::api_token::Entity::find()
        .join(JoinType::InnerJoin, row::api_token::Relation::User.def())
        .join(JoinType::LeftJoin, row::second_factor::Relation::User.def().rev())
        .join(JoinType::InnerJoin, seat_here)
        .join(JoinType::InnerJoin, row::membership::Relation::Organization.def())
        .filter(Column::TokenHash.eq(token_hash))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .filter(row::user::Column::EmailVerifiedAt.is_not_null())
        .filter(row::user::Column::SuspendedAt.is_null())
        .select_only()
        .column(Column::Id)
        .column(Column::Scopes)
        .column(Column::LastUsedOn)
        .column(row::user::Column::Id)
        .column(row::user::Column::Locale)
        .column(row::second_factor::Column::ConfirmedAt)
        .column(row::membership::Column::OrganizationId)
        .column(row::membership::Column::Roles)
        .column(row::organization::Column::Verification)
        .into_tuple()
        .one(conn)
        .await?;
    let Some((id, scopes, last_used_on, user, locale, factor, organization, roles, verification)) = found else { return Ok(None) };
    let mut roles: Vec<Role> = row::json(roles)?;
    roles.retain(|role| !role.is_platform());
    let seat = Seat { organization: Id::from_uuid(organization), verified: verification == Verification::Verified.to_string(), roles };
    let credential = Credential::ApiToken { id: Id::from_uuid(id), scopes: row::json(scopes)? };
    let member = Member { user: Id::from_uuid(user), credential, locale: row::word(&locale)?, seats: vec![seat], must_enroll: false };
    Ok(Some((member, factor.is_some(), last_used_on)))
}

/// Notes the day of a token's use.
pub(crate) async fn note_use(tx: &impl ConnectionTrait, id: Id<id::ApiToken>, day: NaiveDate) -> Result<()> {
    use row::api_token::Column;
    row::api_token::Entity::update_many().col_expr(Column::LastUsedOn, Expr::value(day)).filter(Column::Id.eq(id.uuid())).exec(tx).await?;
    Ok(())
}

/// Writes a new token.
pub(crate) async fn insert_api_token(tx: &impl ConnectionTrait, token: &ApiToken, token_hash: &str) -> Result<()> {
    let row = row::api_token::ActiveModel {
        id: Set(token.id.uuid()),
        user_id: Set(token.user.uuid()),
        organization_id: Set(token.organization.uuid()),
        name: Set(token.name.clone()),
        scopes: Set(json!(token.scopes)),
        token_hash: Set(token_hash.to_owned()),
        version: Set(token.version),
        created_at: Set(token.created_at),
        expires_at: Set(token.expires_at),
        last_used_on: Set(token.last_used_on),
        revoked_at: Set(token.revoked_at),
        revoked_by: Set(token.revoked_by.map(Id::uuid)),
    };
    row::api_token::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes the revocation of a token over the version `before`.
///
/// # Errors
/// `STALE_VERSION` if somebody was faster.
pub(crate) async fn save_api_token(tx: &impl ConnectionTrait, token: &ApiToken, before: i64) -> Result<()> {
    use row::api_token::Column;
    let result = row::api_token::Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(token.revoked_at))
        .col_expr(Column::RevokedBy, Expr::value(token.revoked_by.map(Id::uuid)))
        .col_expr(Column::Version, Expr::value(token.version))
        .filter(Column::Id.eq(token.id.uuid()))
        .filter(Column::Version.eq(before))
        .exec(tx)
        .await?;
    saved(result.rows_affected)
}
