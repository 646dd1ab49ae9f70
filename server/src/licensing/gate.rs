//! What stands between an enterprise and a license, whoever looks: the preview and the submission, the office's
//! blockers, the grant. Pure.

use chrono::NaiveDate;

use super::rules::{Scope, check_term, conflicts};
use crate::{
    identity::rules::Organization,
    kernel::{Code, Date, Error, Result},
    listing::{
        content::{LicenseOffer, ListingContent},
        rules::{self, Blocker, RightsEnd, rights_end},
        vocabulary::{ExportClass, LicenseKind, PaymentMode},
    },
    rulebook::Rulebook,
};

/// Rules that the gate reads; a license keeps their versions.
pub const RULES: &[&str] = &["licensing.kinds", "patent.fee_grace_months", "patent.license_within_term"];

/// Ways of payment that can be agreed here. Milestones, trials and royalties without a fixed part need the ledger of
/// reports, which is not here yet; nothing is promised that nobody would keep.
pub const MODES: &[PaymentMode] = &[PaymentMode::Deferred, PaymentMode::Instalment, PaymentMode::LumpSum, PaymentMode::Free];

/// What the gate looks at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What the license would rest on.
    pub content: &'a ListingContent,
    /// The offer that it answers.
    pub offer: &'a LicenseOffer,
    /// Who grants.
    pub licensor: &'a Organization,
    /// Who would use.
    pub licensee: &'a Organization,
    /// How it would be paid.
    pub payment_mode: PaymentMode,
    /// Whether it is asked for as "use first, pay later".
    pub use_first_pay_later: bool,
    /// Where and when it would hold.
    pub scope: &'a Scope,
    /// Licenses that stand on the same listing.
    pub standing: &'a [Scope],
    /// Today in China.
    pub today: NaiveDate,
}

/// What stands in the way; empty if nothing does. The errors' paths are the names of what they are about: `offer`,
/// `licensee`, `licensor`, `listing`, `term`, `paymentMode`.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn blockers(facts: &Facts<'_>, book: &Rulebook) -> Result<Vec<Blocker>> {
    let mut found = Vec::new();
    let mut plain = |error: Error| found.push(Blocker { error, rule: None, until: None });
    if facts.licensor.id == facts.licensee.id {
        plain(Error::new(Code::OwnListing).at("licensee"));
    }
    for (party, name) in [(facts.licensee, "licensee"), (facts.licensor, "licensor")] {
        if !party.is_verified() {
            plain(Error::new(Code::OrganizationNotVerified).at(name));
        }
    }
    if !MODES.contains(&facts.payment_mode) {
        plain(Error::new(Code::PaymentModeUnsupported).with("mode", facts.payment_mode.to_string()).at("paymentMode"));
    }
    let listing = rules::license_blockers(facts.content, facts.use_first_pay_later, facts.today, book)?;
    found.extend(listing.into_iter().map(|blocker| Blocker { error: blocker.error.at("listing"), ..blocker }));
    found.extend(export(facts, book)?);
    found.extend(term(facts, book)?);
    found.extend(exclusivity(facts, book)?);
    if facts.use_first_pay_later && facts.offer.royalty.as_ref().is_some_and(|royalty| royalty.minimum_annual.is_some()) {
        // A minimum a year is owed for the first year too, whatever was earned: it falls due early by its nature.
        let rule = Some(book.on("ufpl.free_months_min", facts.today)?);
        found.push(Blocker { error: Error::new(Code::NotUseFirstPayLater).at("offer"), rule, until: None });
    }
    Ok(found)
}

/// A license to somebody abroad is a technology export (技术进出口管理条例): talks wait for the classification, and for
/// restricted technology for the letter of intent. The case that carries such a transfer is not here yet.
fn export(facts: &Facts<'_>, book: &Rulebook) -> Result<Option<Blocker>> {
    if facts.licensee.country == "CN" {
        return Ok(None);
    }
    let state_funded = facts.content.funding.as_ref().is_some_and(|funding| funding.state_funded);
    let rule = match facts.content.export_class {
        Some(ExportClass::Free) if state_funded && facts.offer.kind == LicenseKind::Exclusive => {
            "listing.state_funded_license_abroad_approval"
        }
        Some(ExportClass::Free) => return Ok(None),
        _ => "crossborder.negotiation_lock",
    };
    let rule = Some(book.on(rule, facts.today)?);
    let error = Error::new(Code::NegotiationGate).with("country", facts.licensee.country.as_str()).at("licensee");
    Ok(Some(Blocker { error, rule, until: None }))
}

/// What is wrong with the life of the rights: `RIGHT_EXPIRED` at `listing`, `TERM_OUTLIVES_RIGHT` at `term`.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn term(facts: &Facts<'_>, book: &Rulebook) -> Result<Option<Blocker>> {
    let failure = match rights_end(&facts.content.ip_rights, &facts.scope.territory, facts.today) {
        RightsEnd::NoRights | RightsEnd::Open => return Ok(None),
        RightsEnd::Over => Error::new(Code::RightExpired).at("listing"),
        RightsEnd::On(last) => match check_term(facts.scope.ends_on, last) {
            Ok(()) => return Ok(None),
            Err(error) => error.at("term"),
        },
    };
    Ok(Some(Blocker { error: failure, rule: Some(book.on("patent.license_within_term", facts.today)?), until: None }))
}

fn exclusivity(facts: &Facts<'_>, book: &Rulebook) -> Result<Option<Blocker>> {
    let until = facts.standing.iter().filter(|other| conflicts(other, facts.scope)).map(|other| other.ends_on).max();
    let Some(until) = until else { return Ok(None) };
    let error = Error::new(Code::ExclusivityConflict).with("until", until).at("offer");
    Ok(Some(Blocker { error, rule: Some(book.on("licensing.kinds", facts.today)?), until: Some(Date(until)) }))
}

/// The error of a blocker, with the citation of the rule behind it, its place renamed by `place`: a name that `place`
/// does not know is about the whole.
pub fn placed(blocker: &Blocker, place: impl Fn(&str) -> Option<&'static str>) -> Error {
    let name = blocker.error.path().first().cloned().unwrap_or_default();
    let error = blocker.error.clone().without_path();
    let error = match &blocker.rule {
        Some(rule) => error.with("citation", rule.citation.as_str()),
        None => error,
    };
    match place(&name) {
        Some(path) => error.at(path),
        None => error,
    }
}
