//! Who somebody is now, however they came in.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, JoinType, JsonValue as Json, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
    sea_query::{Expr, IntoCondition},
};
use uuid::Uuid;

use super::row;
use crate::{
    identity::rules::{MembershipState, Verification},
    kernel::{
        Id, Result,
        actor::{Credential, Member, Seat},
        id,
    },
};

/// A row of [`member`]: the user with one seat, or with none.
type Presence = (String, Option<Uuid>, Option<Json>, Option<String>);

/// A user with the active seats, if the user may sign in; the session is nobody's. For judging what somebody may do who
/// is not there. One statement.
pub(crate) async fn member(conn: &impl ConnectionTrait, user: Id<id::User>) -> Result<Option<Member>> {
    let active_seats = row::membership::Relation::User
        .def()
        .rev()
        .on_condition(|_, seat| Expr::col((seat, row::membership::Column::State)).eq(MembershipState::Active.to_string()).into_condition());
    let rows: Vec<Presence> = row::user::Entity::find_by_id(user.uuid())
        .join(JoinType::LeftJoin, active_seats)
        .join(JoinType::LeftJoin, row::membership::Relation::Organization.def())
        .filter(row::user::Column::EmailVerifiedAt.is_not_null())
        .filter(row::user::Column::SuspendedAt.is_null())
        .order_by_asc(row::membership::Column::Id)
        .select_only()
        .column(row::user::Column::Locale)
        .column(row::membership::Column::OrganizationId)
        .column(row::membership::Column::Roles)
        .column(row::organization::Column::Verification)
        .into_tuple()
        .all(conn)
        .await?;
    let Some((locale, ..)) = rows.first() else { return Ok(None) };
    let locale = row::word(locale)?;
    let seat = |(_, organization, roles, verification): Presence| {
        let (organization, roles) = organization.zip(roles)?;
        let verified = verification.is_some_and(|word| word == Verification::Verified.to_string());
        Some(row::json(roles).map(|roles| Seat { organization: Id::from_uuid(organization), verified, roles }))
    };
    let seats = rows.into_iter().filter_map(seat).collect::<Result<_>>()?;
    Ok(Some(Member { user, credential: Credential::Session(Id::from_uuid(Uuid::nil())), locale, seats, must_enroll: false }))
}
