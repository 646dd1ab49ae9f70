//! Who may do what with cases. Pure.

use super::{
    model::{Case, Conflict, Standing},
    pick::Pick,
    rules::Authority,
    service::{Introduction, Log, Outcome},
    vocabulary::LogVisibility,
};
use crate::kernel::{
    Actor, Code, Error, Id, Result, Role, guard,
    id::{Organization, User},
};

/// Roles that speak for a client.
pub const CLIENT: [Role; 2] = [Role::SmeMember, Role::SmeOwner];
/// Roles that bind a client: who consents, confirms and rates.
pub const CLIENT_OWNER: [Role; 1] = [Role::SmeOwner];
/// Roles that speak for the other side, whatever it is.
pub const COUNTERPARTY: [Role; 3] = [Role::TtoOfficer, Role::TtoHead, Role::SmeOwner];
/// Roles that bind the other side.
pub const COUNTERPARTY_HEAD: [Role; 2] = [Role::TtoHead, Role::SmeOwner];

/// Refuses visitors.
///
/// # Errors
/// `UNAUTHENTICATED`.
#[track_caller]
pub fn signed_in(actor: &Actor) -> Result<()> {
    if guard::holds("CaseSignedIn", !matches!(actor, Actor::Visitor)) { Ok(()) } else { Err(Error::new(Code::Unauthenticated)) }
}

/// Whether `actor` may open cases for `client`: its people, and the operator for it.
#[must_use]
#[track_caller]
pub fn may_open(actor: &Actor, client: Id<Organization>) -> bool {
    guard::holds("CaseOpen", actor.has_role_in(client, &CLIENT) || actor.has_role(Role::Operator))
}

/// Whether `actor` begins cases with clients whose mandate is good: advisors.
#[must_use]
#[track_caller]
pub fn may_begin(actor: &Actor) -> bool {
    guard::holds("CaseBegin", actor.user().is_some() && actor.has_role(Role::Advisor))
}

/// Whether `actor` knows of the organization as somebody who could open a case for it.
#[must_use]
#[track_caller]
pub fn knows_client(actor: &Actor, client: Id<Organization>) -> bool {
    guard::holds("CaseClient", actor.is_staff() || actor.is_member_of(client))
}

/// Whether `actor` has `authority` over `case`.
#[must_use]
#[track_caller]
pub fn holds(actor: &Actor, authority: Authority, case: &Case) -> bool {
    let advisor = case.is_of(actor) && actor.has_role(Role::Advisor);
    // An operator who has the case is its advisor, and nothing more.
    let operator = actor.has_role(Role::Operator) && !case.is_of(actor);
    let (name, allowed) = match authority {
        Authority::Advisor => ("CaseStepAdvisor", advisor),
        Authority::Operator => ("CaseStepOperator", operator),
        Authority::AdvisorOrOperator => ("CaseStepAdvisorOrOperator", advisor || operator),
        Authority::ClientOrOperator => ("CaseStepClientOrOperator", operator || actor.has_role_in(case.client, &CLIENT)),
        Authority::System => ("CaseStepSystem", matches!(actor, Actor::System(_))),
    };
    guard::holds(name, allowed)
}

/// Refuses `actor` without `authority` over `case`.
///
/// # Errors
/// `FORBIDDEN`.
#[track_caller]
pub fn permit(actor: &Actor, authority: Authority, case: &Case) -> Result<()> {
    allowed(holds(actor, authority, case))
}

/// Whether `actor`, an operator, gives cases to `user`: everybody does, but not to themselves.
#[must_use]
#[track_caller]
pub fn assigns_to(actor: &Actor, user: Id<User>) -> bool {
    guard::holds("CaseAssignOther", actor.user() != Some(user))
}

/// Whether `actor` plans assignments and sees how everybody fits.
#[must_use]
#[track_caller]
pub fn may_plan(actor: &Actor) -> bool {
    guard::holds("CasePlan", actor.is_staff())
}

/// Whether `actor` consents for the client of a case with a disclosed tie. Nobody consents to the own tie.
#[must_use]
#[track_caller]
pub fn consents_for_client(actor: &Actor, case: &Case) -> bool {
    guard::holds("CaseConsentClient", actor.has_role_in(case.client, &CLIENT_OWNER) && !case.is_of(actor))
}

/// Whether `actor` consents for the other party of a case with a disclosed tie; `case` is what the actor sees of it. Nobody
/// consents to the own tie.
#[must_use]
#[track_caller]
pub fn consents_for_counterparty(actor: &Actor, conflict: &Conflict, case: Option<&Case>) -> bool {
    let other = conflict.counterparty.is_some_and(|other| actor.has_role_in(other, &COUNTERPARTY_HEAD));
    guard::holds("CaseConsentCounterparty", other && !case.is_some_and(|case| case.is_of(actor)))
}

/// Whether `actor` says for the other side whether an introduction was one.
#[must_use]
#[track_caller]
pub fn answers_introduction(actor: &Actor, introduction: &Introduction) -> bool {
    let other = actor.has_role_in(introduction.counterparty, &COUNTERPARTY);
    let sides_with_client = actor.is_member_of(introduction.client);
    guard::holds("IntroductionAnswer", other && !sides_with_client && actor.user() != Some(introduction.user))
}

/// Whether `actor` confirms outcomes for the client.
#[must_use]
#[track_caller]
pub fn confirms_for_client(actor: &Actor, outcome: &Outcome) -> bool {
    let client = actor.has_role_in(outcome.client, &CLIENT_OWNER);
    guard::holds("OutcomeConfirmClient", client && actor.user() != Some(outcome.user))
}

/// Whether `actor` confirms outcomes for the other side.
#[must_use]
#[track_caller]
pub fn confirms_for_counterparty(actor: &Actor, outcome: &Outcome) -> bool {
    let other = actor.has_role_in(outcome.counterparty, &COUNTERPARTY_HEAD);
    guard::holds("OutcomeConfirmCounterparty", other && actor.user() != Some(outcome.user))
}

/// Whether `actor` decides whether an outcome counts: an operator who has no part in it, neither as the advisor nor on either side.
#[must_use]
#[track_caller]
pub fn validates(actor: &Actor, outcome: &Outcome) -> bool {
    let sits = actor.is_member_of(outcome.client) || actor.is_member_of(outcome.counterparty);
    let confirmed = [outcome.client_confirmed_by, outcome.counterparty_confirmed_by].into_iter().flatten();
    let has_part = sits || confirmed.chain([outcome.user]).any(|user| actor.user() == Some(user));
    guard::holds("OutcomeValidate", actor.has_role(Role::Operator) && !has_part)
}

/// Whether `actor` records what is paid for an outcome: an operator, and not whoever gets it.
#[must_use]
#[track_caller]
pub fn records_fees(actor: &Actor, outcome: &Outcome) -> bool {
    guard::holds("CaseFeeRecord", actor.has_role(Role::Operator) && actor.user() != Some(outcome.user))
}

/// Whether `actor` reads what is paid for an outcome: the client, the advisor and staff.
#[must_use]
#[track_caller]
pub fn reads_fees(actor: &Actor, outcome: &Outcome) -> bool {
    let advisor = actor.user() == Some(outcome.user) && actor.has_role(Role::Advisor);
    guard::holds("CaseFees", actor.is_staff() || advisor || actor.is_member_of(outcome.client))
}

/// Whether `actor` puts together what a claim for subsidies rests on: operators.
#[must_use]
#[track_caller]
pub fn claims_subsidies(actor: &Actor) -> bool {
    guard::holds("SubsidyPack", actor.has_role(Role::Operator))
}

/// Whether `actor` says what the client thinks of a case.
#[must_use]
#[track_caller]
pub fn rates(actor: &Actor, case: &Case) -> bool {
    guard::holds("CaseRate", actor.has_role_in(case.client, &CLIENT_OWNER) && !case.is_of(actor))
}

/// Whether `actor`, who knows of `case`, knows of one of its picks: the advisor who has it, staff, and the client once it is sent.
#[must_use]
#[track_caller]
pub fn knows_pick(actor: &Actor, case: &Case, pick: &Pick) -> bool {
    let client = pick.shortlist.is_some() && actor.is_member_of(case.client);
    guard::holds("CasePickKnown", actor.is_staff() || case.is_of(actor) || client)
}

/// Whether `actor` says for the client what it thinks of what was picked for it. Nobody answers the own picks, nor picks of the own
/// office.
#[must_use]
#[track_caller]
pub fn answers_pick(actor: &Actor, case: &Case, pick: &Pick) -> bool {
    let may = actor.has_role_in(case.client, &CLIENT) && !case.is_of(actor) && !actor.is_member_of(pick.holder);
    guard::holds("CasePickAnswer", may)
}

/// Whether somebody with `standing` reads a note: whoever wrote it, staff, and what is for the client whoever sees the work.
#[must_use]
#[track_caller]
pub fn reads_log(standing: Standing, log: &Log, user: Option<Id<User>>) -> bool {
    let open = log.visibility == LogVisibility::Client && standing.sees_work();
    guard::holds("ServiceLogRead", standing == Standing::Staff || open || Some(log.user) == user)
}

/// Refuses what is not allowed.
///
/// # Errors
/// `FORBIDDEN`.
pub fn allowed(may: bool) -> Result<()> {
    if may { Ok(()) } else { Err(Error::new(Code::Forbidden)) }
}
