//! Who may do what with organizations, people and seats. Pure.

use async_graphql::Enum;
use strum::{Display, EnumIter, IntoEnumIterator, IntoStaticStr};

use super::rules::{ApiToken, Membership, Organization, User, is_manager};
use crate::kernel::{Actor, Code, Error, Id, Result, Role, actor::Member, guard, id};

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumIter, IntoStaticStr)]
pub enum Action {
    /// Register an organization.
    RegisterOrganization,
    /// Change what an organization says about itself.
    UpdateOrganization,
    /// Verify or reject an organization.
    VerifyOrganization,
    /// Declare an enterprise's size.
    DeclareSize,
    /// Let an owner declare a size over an operator's correction.
    ReleaseSize,
    /// Read who sits in an organization.
    ReadMembers,
    /// Give or take seats and roles ([`Facts::roles`]: those given or taken).
    ManageMembers,
    /// Seat somebody without asking.
    SeatMember,
    /// Make an API token for an own seat.
    CreateApiToken,
    /// Revoke an API token ([`Facts::user`]: its holder).
    RevokeApiToken,
    /// Suspend a user or take that back.
    SuspendUser,
    /// Take a person's second factor away.
    ResetSecondFactor,
}

/// What permission depends on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// The organization concerned.
    pub organization: Option<Id<id::Organization>>,
    /// The user concerned.
    pub user: Option<Id<id::User>>,
    /// Roles that are given or taken.
    pub roles: &'a [Role],
}

impl Facts<'_> {
    /// Facts about one organization.
    #[must_use]
    pub const fn of(organization: Id<id::Organization>) -> Self {
        Self { organization: Some(organization), user: None, roles: &[] }
    }
}

/// Roles that manage an organization.
const MANAGERS: &[Role] = &[Role::TtoHead, Role::SmeOwner];
/// Roles that a program may act in: all but those of the platform.
const FOR_PROGRAMS: &[Role] = &[Role::TtoOfficer, Role::TtoHead, Role::SmeMember, Role::SmeOwner];

/// Whether `actor` may do `action`.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor, `FORBIDDEN` for anybody else who may not.
#[track_caller]
pub fn permit(actor: &Actor, action: Action, facts: &Facts<'_>) -> Result<()> {
    signed_in(actor)?;
    let operator = actor.has_role(Role::Operator);
    let manager = facts.organization.is_some_and(|organization| actor.has_role_in(organization, MANAGERS));
    let allowed = match action {
        Action::RegisterOrganization => true,
        Action::UpdateOrganization => manager || operator,
        Action::VerifyOrganization | Action::ReleaseSize => operator,
        Action::DeclareSize => {
            operator || facts.organization.is_some_and(|organization| actor.has_role_in(organization, &[Role::SmeOwner]))
        }
        Action::ReadMembers => manager || actor.is_staff(),
        Action::ManageMembers => operator || (manager && !facts.roles.iter().any(|role| role.is_platform())),
        // A seat needs the consent of whoever sits in it; the platform answers for those that it gives itself.
        Action::SeatMember => operator,
        // A token never carries roles of the platform, so there must be another one.
        Action::CreateApiToken => facts.organization.is_some_and(|organization| actor.has_role_in(organization, FOR_PROGRAMS)),
        Action::RevokeApiToken => manager || operator || (facts.user.is_some() && facts.user == actor.user()),
        // Nobody locks themselves out, and nobody gets around their own second factor.
        Action::SuspendUser | Action::ResetSecondFactor => operator && (facts.user.is_none() || facts.user != actor.user()),
    };
    if guard::holds(action.into(), allowed) { Ok(()) } else { Err(Error::new(Code::Forbidden)) }
}

/// Refuses visitors.
///
/// # Errors
/// `UNAUTHENTICATED`.
#[track_caller]
pub fn signed_in(actor: &Actor) -> Result<()> {
    if guard::holds("SignedIn", !matches!(actor, Actor::Visitor)) { Ok(()) } else { Err(Error::new(Code::Unauthenticated)) }
}

/// Refuses everybody who is not signed in with a session of their own: what belongs to the account itself is not for
/// programs with an API token. Gives the user and the session.
///
/// # Errors
/// `UNAUTHENTICATED`.
pub fn in_person(actor: &Actor) -> Result<(Id<id::User>, Id<id::Session>)> {
    actor.user().zip(actor.session()).ok_or_else(|| Error::new(Code::Unauthenticated))
}

/// Who somebody is as far as their factors go: who holds a role that asks for a second factor and has none sits nowhere,
/// and may do nothing but enroll ([`ENROLLMENT`]).
#[must_use]
pub fn with_factors(member: Member, has_factor: bool, required_for: &[Role]) -> Member {
    let required = member.seats.iter().any(|seat| seat.roles.iter().any(|role| required_for.contains(role)));
    if has_factor || !required { member } else { Member { seats: Vec::new(), must_enroll: true, ..member } }
}

/// The root fields that are left to somebody who must enroll a second factor first.
pub const ENROLLMENT: &[&str] = &[
    "__typename",
    "__schema",
    "__type",
    "viewer",
    "totpEnroll",
    "totpConfirm",
    "sessionRefresh",
    "logIn",
    "logInWithSecondFactor",
    "logOut",
];

/// What somebody works at here: which pages they are led to. What they may do there is decided where it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, EnumIter)]
pub enum WorkArea {
    /// 持有方: listings of an own office, imports, and requests that come in for them.
    Holding,
    /// 需求方: requests of an own enterprise, and its licenses.
    Seeking,
    /// 顾问: cases of clients, and who is brought together with whom.
    Advising,
    /// 平台运营: verification, moderation, jobs, the audit trail.
    Operation,
}

/// Where `actor` has work to do.
#[must_use]
pub fn work_areas(actor: &Actor) -> Vec<WorkArea> {
    let sits_as = |roles: &[Role]| roles.iter().any(|role| actor.has_role(*role));
    let has = |area: &WorkArea| match area {
        WorkArea::Holding => sits_as(&[Role::TtoOfficer, Role::TtoHead]),
        WorkArea::Seeking => sits_as(&[Role::SmeMember, Role::SmeOwner]),
        WorkArea::Advising => sits_as(&[Role::Advisor]),
        WorkArea::Operation => actor.is_staff(),
    };
    WorkArea::iter().filter(has).collect()
}

/// Whether `actor` may know that `organization` exists: verified ones are public, others belong to their own members
/// and to staff.
#[must_use]
#[track_caller]
pub fn may_see_organization(actor: &Actor, organization: &Organization) -> bool {
    guard::holds("SeeOrganization", organization.is_verified() || sees_inside(actor, organization))
}

/// Whether `actor` may read what an organization tells only its own members and staff: credit code, notes, evidence.
#[must_use]
#[track_caller]
pub fn may_see_inside(actor: &Actor, organization: &Organization) -> bool {
    guard::holds("SeeInside", sees_inside(actor, organization))
}

fn sees_inside(actor: &Actor, organization: &Organization) -> bool {
    actor.is_member_of(organization.id) || actor.is_staff()
}

/// Whether `actor` may see a declaration of the size of `enterprise`, with its figures: members and staff.
#[must_use]
#[track_caller]
pub fn may_see_size(actor: &Actor, enterprise: Id<id::Organization>) -> bool {
    guard::holds("SeeSize", actor.is_member_of(enterprise) || actor.is_staff())
}

/// Whether `actor` may read a user's address and state: the user in person, and staff. Managers read those of their members
/// through the seats.
#[must_use]
#[track_caller]
pub fn may_see_person(actor: &Actor, user: &User) -> bool {
    guard::holds("SeePerson", (actor.user() == Some(user.id) && actor.session().is_some()) || actor.is_staff())
}

/// Whether `actor` may see a seat: its holder and managers of the organization, in person, and staff.
#[must_use]
#[track_caller]
pub fn may_see_membership(actor: &Actor, membership: &Membership) -> bool {
    let manager = actor.seats().iter().any(|seat| seat.organization == membership.organization && is_manager(&seat.roles));
    let own = actor.user() == Some(membership.user);
    guard::holds("SeeMembership", ((own || manager) && actor.session().is_some()) || actor.is_staff())
}

/// Whether `actor` may see an API token: its holder, managers of its organization, and staff.
#[must_use]
#[track_caller]
pub fn may_see_api_token(actor: &Actor, token: &ApiToken) -> bool {
    let manager = actor.has_role_in(token.organization, MANAGERS);
    guard::holds("SeeApiToken", ((actor.user() == Some(token.user) || manager) && actor.session().is_some()) || actor.is_staff())
}
