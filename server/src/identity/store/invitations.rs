//! Invitations.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
    Select, Value, sea_query::Expr,
};
use serde_json::json;
use uuid::Uuid;

use super::{COUNT_CAP, counted, row, saved};
use crate::{
    db::page::keyset,
    identity::rules::{Invitation, InvitationState},
    kernel::{Id, Page, PageRequest, Result, Timestamp, id},
};

/// Most invitations of one person that an answer lists.
const MAX_OWN: u64 = 100;

/// Invitations by id, in any order, whoever asks. One statement.
pub(crate) async fn invitations(conn: &impl ConnectionTrait, ids: &[Id<id::Invitation>]) -> Result<Vec<Invitation>> {
    let wanted = row::invitation::Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    row::invitation::Entity::find().filter(wanted).all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// An invitation, locked until the commit.
pub(crate) async fn lock_invitation(tx: &impl ConnectionTrait, id: Id<id::Invitation>) -> Result<Option<Invitation>> {
    let mut select = row::invitation::Entity::find_by_id(id.uuid());
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(TryInto::try_into).transpose()
}

/// Invitations of an organization, newest first. One statement.
pub(crate) async fn list_invitations(
    conn: &impl ConnectionTrait,
    organization: Id<id::Organization>,
    request: &PageRequest,
) -> Result<Page<Invitation>> {
    let scope = format!("invitations:{organization}");
    let key = request.key::<Uuid>(&scope)?.map(|id| vec![Value::from(id)]);
    let select = keyset(of_organization(organization), &[row::invitation::Column::Id], true, key, request);
    let rows = select.all(conn).await?.into_iter().map(TryInto::try_into).collect::<Result<Vec<Invitation>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| row.id.uuid()))
}

/// How many invitations an organization has, and whether that is exact.
pub(crate) async fn count_invitations(conn: &impl ConnectionTrait, organization: Id<id::Organization>) -> Result<(u64, bool)> {
    let ids = of_organization(organization).select_only().column(row::invitation::Column::Id).limit(COUNT_CAP + 1);
    Ok(counted(ids.into_tuple::<Uuid>().all(conn).await?.len()))
}

fn of_organization(organization: Id<id::Organization>) -> Select<row::invitation::Entity> {
    row::invitation::Entity::find().filter(row::invitation::Column::OrganizationId.eq(organization.uuid()))
}

/// Open invitations to the address of a user, newest first. One statement.
pub(crate) async fn invitations_to(conn: &impl ConnectionTrait, user: Id<id::User>, now: Timestamp) -> Result<Vec<Invitation>> {
    use row::invitation::Column;
    let address = sea_orm::sea_query::Query::select()
        .column(row::user::Column::Email)
        .from(row::user::Entity)
        .and_where(Expr::col(row::user::Column::Id).eq(user.uuid()))
        .to_owned();
    let select = row::invitation::Entity::find()
        .filter(Column::Email.in_subquery(address))
        .filter(Column::State.eq(InvitationState::Pending.to_string()))
        .filter(Column::ExpiresAt.gt(now))
        .order_by_desc(Column::Id)
        .limit(MAX_OWN);
    select.all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// Whether somebody with this address sits in an organization. The same statement for addresses without an account.
pub(crate) async fn sits_in(conn: &impl ConnectionTrait, organization: Id<id::Organization>, email: &str) -> Result<bool> {
    let seat = row::membership::Entity::find()
        .join(JoinType::InnerJoin, row::membership::Relation::User.def())
        .filter(row::membership::Column::OrganizationId.eq(organization.uuid()))
        .filter(row::user::Column::Email.eq(email))
        .select_only()
        .column(row::membership::Column::Id)
        .into_tuple::<Uuid>();
    Ok(seat.one(conn).await?.is_some())
}

/// Writes a new invitation.
pub(crate) async fn insert_invitation(tx: &impl ConnectionTrait, invitation: &Invitation) -> Result<()> {
    let row = row::invitation::ActiveModel {
        id: Set(invitation.id.uuid()),
        organization_id: Set(invitation.organization.uuid()),
        email: Set(invitation.email.clone()),
        roles: Set(json!(invitation.roles)),
        locale: Set(invitation.locale.to_string()),
        state: Set(invitation.state.to_string()),
        invited_by: Set(invitation.invited_by.map(Id::uuid)),
        version: Set(invitation.version),
        created_at: Set(invitation.created_at),
        updated_at: Set(invitation.updated_at),
        expires_at: Set(invitation.expires_at),
    };
    row::invitation::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes a changed invitation over the version `before`.
///
/// # Errors
/// `STALE_VERSION` if somebody was faster.
pub(crate) async fn save_invitation(tx: &impl ConnectionTrait, invitation: &Invitation, before: i64) -> Result<()> {
    use row::invitation::Column;
    let result = row::invitation::Entity::update_many()
        .col_expr(Column::State, Expr::value(invitation.state.to_string()))
        .col_expr(Column::ExpiresAt, Expr::value(invitation.expires_at))
        .col_expr(Column::Version, Expr::value(invitation.version))
        .col_expr(Column::UpdatedAt, Expr::value(invitation.updated_at))
        .filter(Column::Id.eq(invitation.id.uuid()))
        .filter(Column::Version.eq(before))
        .exec(tx)
        .await?;
    saved(result.rows_affected)
}

/// Whose invitations die.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Dying<'a> {
    /// Those to one address of an organization: another one takes their place.
    To(Id<id::Organization>, &'a str),
    /// All of an organization.
    Of(Id<id::Organization>),
    /// Those that a user made for an organization.
    MadeBy(Id<id::User>, Id<id::Organization>),
    /// All that a user made.
    AllMadeBy(Id<id::User>),
}

/// Revokes pending invitations; gives how many.
pub(crate) async fn revoke_invitations(tx: &impl ConnectionTrait, dying: Dying<'_>, now: Timestamp) -> Result<u64> {
    use row::invitation::Column;
    let which = match dying {
        Dying::To(organization, email) => Column::OrganizationId.eq(organization.uuid()).and(Column::Email.eq(email)),
        Dying::Of(organization) => Column::OrganizationId.eq(organization.uuid()),
        Dying::MadeBy(user, organization) => Column::InvitedBy.eq(user.uuid()).and(Column::OrganizationId.eq(organization.uuid())),
        Dying::AllMadeBy(user) => Column::InvitedBy.eq(user.uuid()),
    };
    let result = row::invitation::Entity::update_many()
        .col_expr(Column::State, Expr::value(InvitationState::Revoked.to_string()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(which)
        .filter(Column::State.eq(InvitationState::Pending.to_string()))
        .exec(tx)
        .await?;
    Ok(result.rows_affected)
}
