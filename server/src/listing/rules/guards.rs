//! What stands in the way of a step, with the law that puts it there.

use std::sync::Arc;

use chrono::NaiveDate;
use strum::{Display, EnumString, IntoStaticStr};

use super::states::Transition;
use crate::{
    kernel::{Code, Date, Error, Id, Result, date::add_months, id::RuleVersion},
    listing::{
        content::{BilingualText, IpRight, ListingContent},
        vocabulary::{ExportClass, IpStatus, SecrecyLevel},
    },
    rulebook::{Rule, Rulebook},
};

/// How a listing came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "ListingOrigin")]
pub enum Origin {
    /// Written here; problem and benefit must be told before publication.
    Authored,
    /// Taken from a file of an earlier time; a title is enough.
    Import,
}

/// Why a listing is suspended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "ListingSuspension")]
pub enum Suspension {
    /// The office paused it.
    Office,
    /// The platform's operator hid it; only an operator can show it again.
    Operator,
    /// An exclusive license was signed.
    Licensed,
}

/// What guards look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The working copy.
    pub content: &'a ListingContent,
    /// How it came to be.
    pub origin: Origin,
    /// Today in China.
    pub today: NaiveDate,
    /// Whether the operator has verified the organization.
    pub organization_verified: bool,
    /// Whether the viewer handed it in while somebody else could review it.
    pub own_submission: bool,
    /// Why it is suspended, if it is.
    pub suspension: Option<Suspension>,
    /// Whether the viewer is an operator.
    pub operator: bool,
}

/// Something that stands in the way.
#[derive(Debug, Clone)]
pub struct Blocker {
    /// Code, place and arguments.
    pub error: Error,
    /// The rule behind it.
    pub rule: Option<Arc<Rule>>,
    /// The date that it depends on, if there is one.
    pub until: Option<Date>,
}

/// Everything that stands in the way of `transition`; empty if it may be taken.
///
/// Texts, secrecy, export, consents and rights are asked for when a listing is handed in, so that its author learns of
/// gaps before the reviewer does, and again at approval and publication: consents are withdrawn and rights end meanwhile.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn blockers(transition: Transition, facts: &Facts<'_>, book: &Rulebook) -> Result<Vec<Blocker>> {
    let mut found = Found { book, today: facts.today, blockers: Vec::new() };
    match transition {
        Transition::Submit | Transition::Approve | Transition::Publish => {
            found.texts(facts);
            found.clearance(facts.content)?;
            found.offers(facts.content)?;
            if facts.own_submission && transition != Transition::Submit {
                found.by_rule(Error::new(Code::SubmitterMayNotApprove), "listing.four_eyes", None)?;
            }
        }
        _ => {}
    }
    if matches!(transition, Transition::Publish | Transition::Resume) {
        found.visibility(facts);
    }
    Ok(found.blockers)
}

/// What keeps `content` from being licensed to anybody: secrecy, a pledge, and, for "use first, pay later", inventors who
/// have not consented. Rights that are over are the term's business ([`super::rights_end`]).
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn license_blockers(content: &ListingContent, use_first_pay_later: bool, today: NaiveDate, book: &Rulebook) -> Result<Vec<Blocker>> {
    let mut found = Found { book, today, blockers: Vec::new() };
    found.clearance(content)?;
    if use_first_pay_later && !content.inventors_consent {
        found.by_rule(Error::new(Code::ConsentMissing), "ufpl.inventors_consent", None)?;
    }
    if content.ip_rights.iter().any(|right| right.pledged) {
        found.by_rule(Error::new(Code::ConsentMissing), "licensing.pledged_needs_consent", None)?;
    }
    Ok(found.blockers)
}

/// The first day on which one of `rights` that are alive on `today` ends; `None` if no end is known.
///
/// A license that covers several rights is bounded by the one that ends first (民法典 art. 865; domain reference, 0.2).
#[must_use]
pub fn first_right_end(rights: &[IpRight], today: NaiveDate) -> Option<NaiveDate> {
    rights.iter().filter(|right| is_alive(right, today)).filter_map(|right| right.expires_on).map(|date| date.0).min()
}

/// The day on which the last right ends; `None` if there is none, one without a known end, or all are over already.
#[must_use]
pub fn last_right_end(rights: &[IpRight], today: NaiveDate) -> Option<NaiveDate> {
    let alive: Vec<&IpRight> = rights.iter().filter(|right| is_alive(right, today)).collect();
    let ends: Option<Vec<NaiveDate>> = alive.iter().map(|right| right.expires_on.map(|date| date.0)).collect();
    ends?.into_iter().max()
}

/// Whether the right was not seen to end.
#[must_use]
pub fn is_alive(right: &IpRight, today: NaiveDate) -> bool {
    !matches!(right.status, IpStatus::Lapsed | IpStatus::Invalidated) && right.expires_on.is_none_or(|end| end.0 >= today)
}

/// Rules whose answer lets `content` be published; kept with the decision.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn deciding_rules(content: &ListingContent, today: NaiveDate, book: &Rulebook) -> Result<Vec<Id<RuleVersion>>> {
    let mut names = vec!["listing.secrecy_barred_levels"];
    if !content.offers.is_empty() {
        names.push("patent.license_within_term");
    }
    if content.offers.iter().any(|offer| offer.use_first_pay_later.is_some()) {
        names.extend(["ufpl.inventors_consent", "ufpl.free_months_min", "ufpl.modes"]);
    }
    names.into_iter().map(|name| Ok(book.on(name, today)?.id)).collect()
}

const fn is_blank(text: &BilingualText) -> bool {
    text.zh.is_none() && text.en.is_none()
}

fn incomplete(field: &str) -> Error {
    Error::new(Code::ListingIncomplete).with("missing", field).at(field)
}

struct Found<'a> {
    book: &'a Rulebook,
    today: NaiveDate,
    blockers: Vec<Blocker>,
}

impl Found<'_> {
    fn plain(&mut self, error: Error) {
        self.blockers.push(Blocker { error, rule: None, until: None });
    }

    fn by_rule(&mut self, error: Error, rule: &str, until: Option<NaiveDate>) -> Result<()> {
        let rule = Some(self.book.on(rule, self.today)?);
        self.blockers.push(Blocker { error, rule, until: until.map(Date) });
        Ok(())
    }

    fn texts(&mut self, facts: &Facts<'_>) {
        let content = facts.content;
        let mut needed = vec![("title", &content.title)];
        if facts.origin == Origin::Authored {
            needed.extend([("problem", &content.problem), ("benefit", &content.benefit)]);
        }
        for (field, text) in needed {
            if is_blank(text) {
                self.plain(incomplete(field));
            }
        }
    }

    fn clearance(&mut self, content: &ListingContent) -> Result<()> {
        let secret = content.secrecy.as_ref().is_some_and(|secrecy| match secrecy.level {
            SecrecyLevel::None => false,
            SecrecyLevel::Internal => !secrecy.cleared,
            SecrecyLevel::StateSecret => true,
        });
        if secret {
            self.by_rule(Error::new(Code::SecrecyNotCleared).at("secrecy"), "listing.secrecy_barred_levels", None)?;
        }
        if content.export_class == Some(ExportClass::Prohibited) {
            self.by_rule(Error::new(Code::SecrecyNotCleared).at("exportClass"), "listing.prohibited_export_hidden_from", None)?;
        }
        Ok(())
    }

    fn offers(&mut self, content: &ListingContent) -> Result<()> {
        if content.offers.is_empty() {
            return Ok(());
        }
        if content.offers.iter().any(|offer| offer.use_first_pay_later.is_some()) && !content.inventors_consent {
            self.by_rule(Error::new(Code::ConsentMissing).at("inventorsConsent"), "ufpl.inventors_consent", None)?;
        }
        for (index, _) in content.ip_rights.iter().enumerate().filter(|(_, right)| right.pledged) {
            let error = Error::new(Code::ConsentMissing).at("pledged").at(index).at("ipRights");
            self.by_rule(error, "listing.auto_suspend_reasons", None)?;
        }
        let rights = &content.ip_rights;
        if !rights.is_empty() && !rights.iter().any(|right| is_alive(right, self.today)) {
            self.by_rule(Error::new(Code::RightExpired).at("ipRights"), "patent.license_within_term", None)?;
        }
        let Some(end) = first_right_end(rights, self.today) else { return Ok(()) };
        for (index, offer) in content.offers.iter().enumerate() {
            if add_months(self.today, offer.term_months) > end {
                let error = Error::new(Code::TermOutlivesRight).with("until", end).at("termMonths").at(index).at("offers");
                self.by_rule(error, "patent.license_within_term", Some(end))?;
            }
        }
        Ok(())
    }

    fn visibility(&mut self, facts: &Facts<'_>) {
        if !facts.organization_verified {
            self.plain(Error::new(Code::OrganizationNotVerified));
        }
        if let Some(last) = facts.content.valid_until.filter(|last| last.0 < facts.today) {
            let error = Error::new(Code::OutOfRange).with("min", facts.today).at("validUntil");
            self.blockers.push(Blocker { error, rule: None, until: Some(last) });
        }
        match facts.suspension {
            Some(Suspension::Operator) if !facts.operator => self.plain(Error::new(Code::Forbidden)),
            Some(Suspension::Licensed) => self.plain(Error::new(Code::ExclusivityConflict)),
            _ => {}
        }
    }
}
