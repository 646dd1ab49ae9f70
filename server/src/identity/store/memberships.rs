//! Seats.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::row;
use crate::{
    identity::rules::{Membership, MembershipState, User, Verification},
    kernel::{Id, Result, Role, actor::Seat, id},
};

/// The active seats of a user, as permission needs them. One statement.
pub(crate) async fn seats(conn: &impl ConnectionTrait, user: Id<id::User>) -> Result<Vec<Seat>> {
    let rows = row::membership::Entity::find()
        .find_also_related(row::organization::Entity)
        .filter(row::membership::Column::UserId.eq(user.uuid()))
        .filter(row::membership::Column::State.eq(MembershipState::Active.to_string()))
        .order_by_asc(row::membership::Column::Id)
        .all(conn)
        .await?;
    let seat = |(membership, organization): (row::membership::Model, Option<row::organization::Model>)| {
        Ok(Seat {
            organization: Id::from_uuid(membership.organization_id),
            verified: organization.is_some_and(|organization| organization.verification == Verification::Verified.to_string()),
            roles: row::json(membership.roles)?,
        })
    };
    rows.into_iter().map(seat).collect()
}

/// Active members of an organization who may sign in and hold one of `roles`, in order of their seats. One statement.
pub(crate) async fn people_with_roles(conn: &impl ConnectionTrait, organization: Id<id::Organization>, roles: &[Role]) -> Result<Vec<User>> {
    let rows = row::membership::Entity::find()
        .find_also_related(row::user::Entity)
        .filter(row::membership::Column::OrganizationId.eq(organization.uuid()))
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
            people.push(user.try_into()?);
        }
    }
    Ok(people)
}

/// Seats by id, in any order, whoever asks. One statement.
pub async fn memberships(conn: &impl ConnectionTrait, ids: &[Id<id::Membership>]) -> Result<Vec<Membership>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = row::membership::Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    row::membership::Entity::find().filter(wanted).all(conn).await?.into_iter().map(TryInto::try_into).collect()
}
