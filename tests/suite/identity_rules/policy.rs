//! Who may do what: every action against everybody.

use lianqiao::{
    identity::policy::{Action, Facts, permit},
    kernel::{
        Actor, Code, Id, Locale, Role,
        actor::{Credential, Member, Seat},
        id::Organization,
    },
};
use sea_orm::Iterable;
use uuid::Uuid;

use super::coded;

fn own() -> Id<Organization> {
    Id::from_uuid(Uuid::from_u128(1))
}

fn other() -> Id<Organization> {
    Id::from_uuid(Uuid::from_u128(2))
}

fn member(role: Role) -> Actor {
    let seat = Seat { organization: own(), verified: true, roles: vec![role] };
    Actor::Member(Member {
        user: Id::from_uuid(Uuid::from_u128(9)),
        credential: Credential::Session(Id::from_uuid(Uuid::nil())),
        locale: Locale::En,
        seats: vec![seat],
        must_enroll: false,
    })
}

/// Roles that may do `action` in their own organization, and those that may do it in any.
fn allowed(action: Action) -> (Vec<Role>, Vec<Role>) {
    use Role::*;
    match action {
        Action::RegisterOrganization => (vec![], Role::iter().collect()),
        Action::UpdateOrganization | Action::ManageMembers => (vec![TtoHead, SmeOwner], vec![Operator]),
        Action::VerifyOrganization | Action::ReleaseSize | Action::SuspendUser | Action::SeatMember | Action::ResetSecondFactor => {
            (vec![], vec![Operator])
        }
        Action::CreateApiToken => (vec![TtoOfficer, TtoHead, SmeMember, SmeOwner], vec![]),
        Action::RevokeApiToken => (vec![TtoHead, SmeOwner], vec![Operator]),
        Action::DeclareSize => (vec![SmeOwner], vec![Operator]),
        Action::ReadMembers => (vec![TtoHead, SmeOwner], vec![Operator, Observer]),
    }
}

#[test]
fn everybody_may_do_what_the_table_says_and_nothing_else() {
    for action in Action::iter() {
        let (at_home, anywhere) = allowed(action);
        for role in Role::iter() {
            let may = |organization| coded(permit(&member(role), action, &Facts::of(organization)));
            let home = at_home.contains(&role) || anywhere.contains(&role);
            assert_eq!(may(own()), if home { Ok(()) } else { Err(Code::Forbidden) }, "{role} {action} at home");
            assert_eq!(may(other()), if anywhere.contains(&role) { Ok(()) } else { Err(Code::Forbidden) }, "{role} {action} elsewhere");
        }
        assert_eq!(coded(permit(&Actor::Visitor, action, &Facts::of(own()))), Err(Code::Unauthenticated), "{action}");
        assert_eq!(coded(permit(&Actor::System("seed"), action, &Facts::of(own()))), Ok(()), "{action}");
    }
}

#[test]
fn only_operators_give_the_roles_of_the_platform() {
    for role in Role::iter() {
        let given = [Role::TtoOfficer, role];
        let facts = Facts { roles: &given, ..Facts::of(own()) };
        assert_eq!(permit(&member(Role::TtoHead), Action::ManageMembers, &facts).is_ok(), !role.is_platform(), "{role}");
        assert!(permit(&member(Role::Operator), Action::ManageMembers, &facts).is_ok(), "{role}");
    }
}

#[test]
fn operators_do_not_lock_themselves_out() {
    let operator = member(Role::Operator);
    let facts = Facts { user: operator.user(), ..Facts::default() };
    assert_eq!(coded(permit(&operator, Action::SuspendUser, &facts)), Err(Code::Forbidden));
}

#[test]
fn programs_act_in_every_role_but_those_of_the_platform() {
    for role in Role::iter() {
        let facts = Facts::of(own());
        assert_eq!(permit(&member(role), Action::CreateApiToken, &facts).is_ok(), !role.is_platform(), "{role}");
    }
    let holder = member(Role::Advisor);
    let facts = Facts { user: holder.user(), ..Facts::of(own()) };
    assert_eq!(coded(permit(&holder, Action::RevokeApiToken, &facts)), Ok(()), "whoever made it may take it back");
}
