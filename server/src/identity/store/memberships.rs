//! Seats.

use std::collections::HashSet;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Value,
    sea_query::{Expr, ExprTrait, IntoColumnRef, Query, SimpleExpr},
};
use serde_json::json;
use uuid::Uuid;

use super::{COUNT_CAP, counted, row, saved};
use crate::{
    db::{is_unique_violation, page::keyset},
    identity::rules::{Membership, MembershipState, User},
    kernel::{Code, Error, Id, Page, PageRequest, Result, Role, id},
};

/// Most seats of one user that an answer lists.
const MAX_SEATS: u64 = 100;

/// All seats of a user, suspended ones too. One statement.
pub(crate) async fn memberships_of(conn: &impl ConnectionTrait, user: Id<id::User>) -> Result<Vec<Membership>> {
    let mine = row::membership::Column::UserId.eq(user.uuid());
    let select = row::membership::Entity::find().filter(mine).order_by_asc(row::membership::Column::Id).limit(MAX_SEATS);
    select.all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// Where each of `users` sits, suspended seats too: who sat there is no stranger to it. One statement.
pub(crate) async fn seats_of_users(
    conn: &impl ConnectionTrait,
    users: &[Id<id::User>],
) -> Result<Vec<(Id<id::User>, Id<id::Organization>)>> {
    let theirs = row::membership::Column::UserId.is_in(users.iter().map(|id| id.uuid()));
    let select = row::membership::Entity::find().filter(theirs).select_only();
    let select = select.column(row::membership::Column::UserId).column(row::membership::Column::OrganizationId);
    let rows: Vec<(Uuid, Uuid)> = select.into_tuple().all(conn).await?;
    Ok(rows.into_iter().map(|(user, organization)| (Id::from_uuid(user), Id::from_uuid(organization))).collect())
}

/// Seats by id, in any order, whoever asks. One statement.
pub async fn memberships(conn: &impl ConnectionTrait, ids: &[Id<id::Membership>]) -> Result<Vec<Membership>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = row::membership::Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    row::membership::Entity::find().filter(wanted).all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// Seats of an organization, oldest first. One statement.
pub(crate) async fn list_members(
    conn: &impl ConnectionTrait,
    organization: Id<id::Organization>,
    request: &PageRequest,
) -> Result<Page<Membership>> {
    let scope = format!("members:{organization}");
    let key = request.key::<Uuid>(&scope)?.map(|id| vec![Value::from(id)]);
    let select = row::membership::Entity::find().filter(row::membership::Column::OrganizationId.eq(organization.uuid()));
    let select = keyset(select, &[row::membership::Column::Id], false, key, request);
    let rows = select.all(conn).await?.into_iter().map(TryInto::try_into).collect::<Result<Vec<Membership>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| row.id.uuid()))
}

/// How many seats an organization has, and whether that is exact.
pub(crate) async fn count_members(conn: &impl ConnectionTrait, organization: Id<id::Organization>) -> Result<(u64, bool)> {
    let select = row::membership::Entity::find().filter(row::membership::Column::OrganizationId.eq(organization.uuid()));
    let ids = select.select_only().column(row::membership::Column::Id).limit(COUNT_CAP + 1);
    Ok(counted(ids.into_tuple::<Uuid>().all(conn).await?.len()))
}

/// Those of `users` who sit in one of `organizations`. One statement; none if there is nothing to ask.
pub(crate) async fn members_among(
    conn: &impl ConnectionTrait,
    organizations: &[Id<id::Organization>],
    users: &[Id<id::User>],
) -> Result<HashSet<Id<id::User>>> {
    if organizations.is_empty() || users.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<Uuid> = row::membership::Entity::find()
        .filter(row::membership::Column::UserId.is_in(users.iter().map(|id| id.uuid())))
        .filter(row::membership::Column::OrganizationId.is_in(organizations.iter().map(|id| id.uuid())))
        .select_only()
        .column(row::membership::Column::UserId)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(found.into_iter().map(Id::from_uuid).collect())
}

/// Active members of an organization who may sign in and hold one of `roles`, in order of their seats. One statement.
pub(crate) async fn people_with_roles(
    conn: &impl ConnectionTrait,
    organization: Id<id::Organization>,
    roles: &[Role],
) -> Result<Vec<User>> {
    Ok(holders_of_roles(conn, &[organization], roles).await?.into_iter().map(|(_, user)| user).collect())
}

/// Like [`people_with_roles`], of several organizations: each with the one that the seat is in.
pub(crate) async fn holders_of_roles(
    conn: &impl ConnectionTrait,
    organizations: &[Id<id::Organization>],
    roles: &[Role],
) -> Result<Vec<(Id<id::Organization>, User)>> {
    let rows = row::membership::Entity::find()
        .find_also_related(row::user::Entity)
        .filter(row::membership::Column::OrganizationId.is_in(organizations.iter().map(|id| id.uuid())))
        .filter(row::membership::Column::State.eq(MembershipState::Active.to_string()))
        .filter(row::user::Column::SuspendedAt.is_null())
        .filter(row::user::Column::EmailVerifiedAt.is_not_null())
        .order_by_asc(row::membership::Column::Id)
        .all(conn)
        .await?;
    let mut people = Vec::new();
    for (membership, user) in rows {
        // Roles are a JSON list: the two databases agree on nothing there, and an organization has few members.
        let held: Vec<Role> = row::json(membership.roles)?;
        if let (Some(user), true) = (user, held.iter().any(|role| roles.contains(role))) {
            people.push((Id::from_uuid(membership.organization_id), user.try_into()?));
        }
    }
    Ok(people)
}

/// Whether the person whose id is in `column` of another table may sign in and holds `role` in some seat: a correlated test, as
/// `is_verified` is one.
pub(crate) fn holds_role(column: impl IntoColumnRef, role: Role) -> SimpleExpr {
    use row::membership::Column as Seat;
    let seats = Query::select()
        .expr(Expr::val(1))
        .from(row::membership::Entity)
        .inner_join(
            row::user::Entity,
            Expr::col((row::user::Entity, row::user::Column::Id)).equals((row::membership::Entity, Seat::UserId)),
        )
        .and_where(Expr::col((row::membership::Entity, Seat::UserId)).equals(column))
        .and_where(Expr::col((row::membership::Entity, Seat::State)).eq(MembershipState::Active.to_string()))
        .and_where(named(role))
        .and_where(Expr::col((row::user::Entity, row::user::Column::SuspendedAt)).is_null())
        .to_owned();
    Expr::exists(seats)
}

/// Whether a seat names `role`. Roles are a JSON list, which both databases keep as text between quotes.
fn named(role: Role) -> SimpleExpr {
    Expr::col((row::membership::Entity, row::membership::Column::Roles)).cast_as("text").like(format!("%\"{role}\"%"))
}

/// Active members of any organization of the platform who may sign in and hold one of `roles`, each once. One statement.
pub(crate) async fn people_anywhere(conn: &impl ConnectionTrait, roles: &[Role]) -> Result<Vec<User>> {
    // A first sieve, so that not everybody is read.
    let any = roles.iter().fold(Condition::any(), |any, role| any.add(named(*role)));
    let rows = row::membership::Entity::find()
        .find_also_related(row::user::Entity)
        .filter(any)
        .filter(row::membership::Column::State.eq(MembershipState::Active.to_string()))
        .filter(row::user::Column::SuspendedAt.is_null())
        .filter(row::user::Column::EmailVerifiedAt.is_not_null())
        .order_by_asc(row::membership::Column::Id)
        .all(conn)
        .await?;
    let mut people: Vec<User> = Vec::new();
    for (membership, user) in rows {
        let held: Vec<Role> = row::json(membership.roles)?;
        let Some(user) = user.filter(|_| held.iter().any(|role| roles.contains(role))) else { continue };
        if people.iter().all(|known| known.id.uuid() != user.id) {
            people.push(user.try_into()?);
        }
    }
    Ok(people)
}

/// Writes a new seat.
///
/// # Errors
/// `MEMBERSHIP_EXISTS` if the user sits there already.
pub(crate) async fn insert_membership(tx: &impl ConnectionTrait, membership: &Membership) -> Result<()> {
    let row = row::membership::ActiveModel {
        id: Set(membership.id.uuid()),
        organization_id: Set(membership.organization.uuid()),
        user_id: Set(membership.user.uuid()),
        roles: Set(json!(membership.roles)),
        state: Set(membership.state.to_string()),
        version: Set(membership.version),
        created_at: Set(membership.created_at),
        updated_at: Set(membership.updated_at),
    };
    match row::membership::Entity::insert(row).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Error::new(Code::MembershipExists)),
        Err(error) => Err(error.into()),
    }
}

/// Writes a changed seat over the version `before`.
///
/// # Errors
/// `STALE_VERSION` if somebody was faster.
pub(crate) async fn save_membership(tx: &impl ConnectionTrait, membership: &Membership, before: i64) -> Result<()> {
    use row::membership::Column;
    let result = row::membership::Entity::update_many()
        .col_expr(Column::Roles, Expr::value(json!(membership.roles)))
        .col_expr(Column::State, Expr::value(membership.state.to_string()))
        .col_expr(Column::Version, Expr::value(membership.version))
        .col_expr(Column::UpdatedAt, Expr::value(membership.updated_at))
        .filter(Column::Id.eq(membership.id.uuid()))
        .filter(Column::Version.eq(before))
        .exec(tx)
        .await?;
    saved(result.rows_affected)
}
