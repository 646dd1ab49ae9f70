//! Who may do what with demands. Pure.

use super::{
    model::Demand,
    rules::Authority,
    vocabulary::{DemandState, Visibility},
};
use crate::kernel::{
    Actor, Code, Error, Id, Result, Role, guard,
    id::{Organization, User},
};

/// Roles that write an enterprise's demands and answer for them.
pub const OWNERS: [Role; 2] = [Role::SmeMember, Role::SmeOwner];
/// Roles that say who the enterprise is.
pub const REVEALING: [Role; 1] = [Role::SmeOwner];
/// Roles that propose for an office.
pub const OFFICE: [Role; 2] = [Role::TtoOfficer, Role::TtoHead];

/// Whether `actor` has `authority` over demands of `organization`.
#[must_use]
#[track_caller]
pub fn holds(actor: &Actor, authority: Authority, organization: Id<Organization>) -> bool {
    let owner = actor.has_role_in(organization, &OWNERS);
    let operator = actor.has_role(Role::Operator);
    let (name, allowed) = match authority {
        Authority::Owner => ("DemandOwner", owner),
        Authority::Operator => ("DemandOperator", operator),
        Authority::OwnerOrOperator => ("DemandOwnerOrOperator", owner || operator),
        Authority::System => ("DemandSystem", matches!(actor, Actor::System(_))),
    };
    guard::holds(name, allowed)
}

/// Refuses `actor` without `authority` over demands of `organization`.
///
/// # Errors
/// `FORBIDDEN`.
#[track_caller]
pub fn permit(actor: &Actor, authority: Authority, organization: Id<Organization>) -> Result<()> {
    allowed(holds(actor, authority, organization))
}

/// Whether `actor` edits `demand` as the advisor who drafted it, as long as it is a draft and the owner's mandate for its demands
/// lasts, as `mandated` says.
#[must_use]
#[track_caller]
pub fn edits_draft(actor: &Actor, demand: &Demand, mandated: bool) -> bool {
    let own = demand.drafted_by.is_some_and(|by| actor.user() == Some(by.user));
    guard::holds("DemandEditDrafted", mandated && own && demand.state == DemandState::Draft)
}

/// Whether an advisor who writes for a client may change who reads it: never so that more do. `before` is none for a new draft, which is
/// shown to anybody but with the client's name.
#[must_use]
#[track_caller]
pub fn may_show(before: Option<Visibility>, after: Visibility) -> bool {
    let reach = |visibility| match visibility {
        Visibility::AdvisorOnly => 0,
        Visibility::Anonymous => 1,
        Visibility::Public => 2,
    };
    guard::holds("DemandShow", reach(after) <= reach(before.unwrap_or(Visibility::Anonymous)))
}

/// Whether `actor` moderates the demands of all enterprises.
#[must_use]
#[track_caller]
pub fn moderates(actor: &Actor) -> bool {
    guard::holds("DemandModerate", actor.has_role(Role::Operator))
}

/// Refuses visitors.
///
/// # Errors
/// `UNAUTHENTICATED`.
#[track_caller]
pub fn signed_in(actor: &Actor) -> Result<()> {
    if guard::holds("DemandSignedIn", !matches!(actor, Actor::Visitor)) { Ok(()) } else { Err(Error::new(Code::Unauthenticated)) }
}

/// Whether `actor` reads working copies of `organization`, and so knows whose its demands are: its members and the
/// platform's staff.
#[must_use]
#[track_caller]
pub fn reads_inside(actor: &Actor, organization: Id<Organization>) -> bool {
    guard::holds("DemandReadInside", actor.is_staff() || actor.is_member_of(organization))
}

/// Whether `actor` may propose to split demands of `organization`: whoever writes them, and whoever carries its mandate for
/// them, as `mandated` says.
#[must_use]
#[track_caller]
pub fn may_propose_split(actor: &Actor, organization: Id<Organization>, mandated: bool) -> bool {
    mandated || holds(actor, Authority::Owner, organization)
}

/// Whether `actor` may know whose a demand is: everybody if it says so, those who read inside, and whoever carries a mandate
/// of the owner, `mandated` being the people who do.
#[must_use]
#[track_caller]
pub fn sees_owner(actor: &Actor, organization: Id<Organization>, visibility: Visibility, mandated: &[Id<User>]) -> bool {
    let carries = actor.user().is_some_and(|user| mandated.contains(&user));
    guard::holds("DemandOwnerName", visibility.names_owner() || carries || actor.is_staff() || actor.is_member_of(organization))
}

/// What `actor` sees of published demands at all; `appointed` says whether the actor is an advisor who is appointed today. The role
/// alone, before the appointment and after it, opens nothing.
#[must_use]
#[track_caller]
pub fn seen_by(actor: &Actor, appointed: bool) -> Vec<Visibility> {
    let mut seen = vec![Visibility::Public, Visibility::Anonymous];
    if guard::holds("DemandAdvisorOnly", appointed || actor.is_staff()) {
        seen.push(Visibility::AdvisorOnly);
    }
    seen
}

/// Whether `actor` may propose in the name of `office`: its officers and heads, once the platform has verified it.
#[must_use]
#[track_caller]
pub fn may_propose(actor: &Actor, office: Id<Organization>) -> bool {
    let verified = |seat: &crate::kernel::actor::Seat| seat.organization == office && seat.verified;
    let sits = matches!(actor, Actor::System(_)) || actor.seats().iter().any(verified);
    guard::holds("DemandPropose", sits && actor.has_role_in(office, &OFFICE))
}

/// Whether `actor` may take back what `office` proposed.
#[must_use]
#[track_caller]
pub fn may_withdraw(actor: &Actor, office: Id<Organization>) -> bool {
    guard::holds("DemandProposalWithdraw", actor.has_role_in(office, &OFFICE))
}

/// Whether `actor` may answer proposals for `owner`.
#[must_use]
#[track_caller]
pub fn may_answer(actor: &Actor, owner: Id<Organization>) -> bool {
    guard::holds("DemandProposalAnswer", actor.has_role_in(owner, &OWNERS))
}

/// Whether `actor` may know what the people of `owner` think of a proposal of `office`, and say it: all of them. Neither the staff, who
/// would advise both sides, nor whoever sits with the office as well; nor a program, whose token is of one seat and hides the others.
#[must_use]
#[track_caller]
pub fn reviews_proposals(actor: &Actor, owner: Id<Organization>, office: Id<Organization>) -> bool {
    guard::holds("DemandProposalReview", is_judge(actor, owner, office))
}

/// Whether `actor` may sort a proposal of `office` for `owner`: whoever may answer it, and does not sit with the office as well.
#[must_use]
#[track_caller]
pub fn may_sort(actor: &Actor, owner: Id<Organization>, office: Id<Organization>) -> bool {
    guard::holds("DemandProposalStage", is_judge(actor, owner, office))
}

fn is_judge(actor: &Actor, owner: Id<Organization>, office: Id<Organization>) -> bool {
    actor.session().is_some() && actor.has_role_in(owner, &OWNERS) && !actor.is_member_of(office)
}

/// Whether `actor` may tell an office who `owner` is: whoever answers for the enterprise.
#[must_use]
#[track_caller]
pub fn may_reveal(actor: &Actor, owner: Id<Organization>) -> bool {
    guard::holds("DemandReveal", actor.has_role_in(owner, &REVEALING))
}

/// Refuses what is not allowed.
///
/// # Errors
/// `FORBIDDEN`.
pub fn allowed(may: bool) -> Result<()> {
    if may { Ok(()) } else { Err(Error::new(Code::Forbidden)) }
}
