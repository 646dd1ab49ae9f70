//! Ties of an advisor with the parties of a case, as they stand today.

use sea_orm::ConnectionTrait;

use crate::{
    advisor,
    brokering::{
        model::{Case, Conflict},
        service::Introduction,
        store,
        vocabulary::CaseConflictState,
    },
    ctx::Ctx,
    db::Write,
    identity,
    kernel::{
        Actor, Id, Result,
        id::{Advisor, Organization},
    },
};

/// What there is between an advisor and the parties of a case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Ties {
    /// A tie is declared for all cases, and nobody was asked about it in this one.
    pub standing: bool,
    /// A tie was disclosed in this case, and somebody has not answered.
    pub open: bool,
    /// The advisor sits with a party.
    pub seated: bool,
}

/// Whoever must be told apart from the advisor: the client, the other side, and everybody to whom the client was introduced.
/// Who disputes it is none, and neither is who has not answered for so long that it has lapsed, until they do.
pub(super) fn parties(case: &Case, introductions: &[Introduction]) -> Vec<Id<Organization>> {
    let introduced = introductions.iter().filter(|made| made.case == case.id && made.makes_party());
    case.parties().chain(introduced.map(|made| made.counterparty)).collect()
}

/// The ties of `advisor`, who has `case`. Three statements.
pub(super) async fn ties(
    ctx: &Ctx,
    conn: &impl ConnectionTrait,
    case: &Case,
    introductions: &[Introduction],
    advisor: Id<Advisor>,
) -> Result<Ties> {
    let parties = parties(case, introductions);
    let declared = advisor::conflicts_of(conn, &[advisor], ctx.clock.today()).await?.remove(&advisor).unwrap_or_default();
    // What another advisor was allowed is no leave for this one.
    let disclosed: Vec<_> = store::conflicts_of(conn, &[case.id]).await?.into_iter().filter(|tie| tie.advisor == advisor).collect();
    let users: Vec<_> = case.user.into_iter().collect();
    let seats = identity::seats_of_users(conn, &users).await?;
    let is_asked = |party: &Id<Organization>| {
        let asked = |state| matches!(state, CaseConflictState::Open | CaseConflictState::Consented);
        disclosed.iter().any(|tie| tie.organization == *party && asked(tie.state))
    };
    Ok(Ties {
        standing: parties.iter().any(|party| declared.organizations.contains(party) && !is_asked(party)),
        open: disclosed.iter().any(|tie| tie.state == CaseConflictState::Open),
        seated: seats.iter().any(|(_, organization)| parties.contains(organization)),
    })
}

/// The first of `others` with whom there is something between `advisor`, who is `actor` and has `case`, to which nobody has consented
/// in it: the client is neither introduced to them then, nor is anything of theirs picked for it. Two statements.
pub(super) async fn tied(
    ctx: &Ctx,
    tx: &Write,
    actor: &Actor,
    case: &Case,
    advisor: Id<Advisor>,
    others: &[Id<Organization>],
) -> Result<Option<Id<Organization>>> {
    let ties = advisor::conflicts_of(&**tx, &[advisor], ctx.clock.today()).await?.remove(&advisor).unwrap_or_default();
    let consented = store::conflicts_of(&**tx, &[case.id]).await?;
    // What another advisor was allowed is no leave for this one.
    let consents = |tie: &Conflict, other| tie.advisor == advisor && tie.organization == other && tie.state == CaseConflictState::Consented;
    let is_tied = |other: &Id<Organization>| {
        actor.is_member_of(*other) || (ties.organizations.contains(other) && !consented.iter().any(|tie| consents(tie, *other)))
    };
    Ok(others.iter().copied().find(is_tied))
}
