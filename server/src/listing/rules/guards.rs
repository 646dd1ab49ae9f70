//! What stands in the way of a step, with the law that puts it there.

use std::sync::Arc;

use chrono::NaiveDate;
use strum::{Display, EnumString, IntoStaticStr};

use super::{
    licensing::with_bad_news,
    states::Transition,
    watch::{Trouble, troubles},
};
use crate::{
    identity::rules::OrganizationKind,
    kernel::{Code, Date, Error, Id, Result, date::add_months, id::RuleVersion},
    listing::{
        content::{BilingualText, IpRight, LicenseOffer, ListingContent},
        vocabulary::{ExportClass, IpStatus, LicenseKind, PaymentMode, SecrecyLevel},
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "ListingSuspension")]
pub enum Suspension {
    /// The office paused it.
    Office,
    /// The platform's operator hid it; only an operator can show it again.
    Operator,
    /// An exclusive license was signed; it ends with `licensedUntil`.
    Licensed,
    /// The annual fee of a right under its offers was not paid in time.
    FeeLapsed,
    /// A right under its offers ended or was declared invalid.
    RightEnded,
    /// A right under its offers is pledged.
    Pledged,
}

/// What guards look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The working copy.
    pub content: &'a ListingContent,
    /// What the world saw last, and would see again; none before the first publication.
    pub shown: Option<&'a ListingContent>,
    /// How it came to be.
    pub origin: Origin,
    /// Today in China.
    pub today: NaiveDate,
    /// Whether the operator has verified the organization.
    pub organization_verified: bool,
    /// What kind of organization holds it.
    pub organization_kind: Option<OrganizationKind>,
    /// Whether the viewer handed it in while somebody else could review it.
    pub own_submission: bool,
    /// Why it is suspended, if it is.
    pub suspension: Option<Suspension>,
    /// Last day of an exclusive license, if one was signed.
    pub licensed_until: Option<Date>,
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
/// What is shown again is asked about what will be shown, and about secrets and bad news in the working copy.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn blockers(transition: Transition, facts: &Facts<'_>, book: &Rulebook) -> Result<Vec<Blocker>> {
    let mut found = Found { book, today: facts.today, blockers: Vec::new() };
    match transition {
        Transition::Submit | Transition::Approve | Transition::Publish => {
            found.texts(facts);
            found.clearance(facts.content)?;
            found.offers(facts.content, facts)?;
            found.rights(facts.content, facts)?;
            if facts.own_submission && transition != Transition::Submit {
                found.by_rule(Error::new(Code::SubmitterMayNotApprove), "listing.four_eyes", None)?;
            }
        }
        Transition::Resume => {
            let shown = facts.shown.unwrap_or(facts.content);
            let known = with_bad_news(shown, facts.content);
            found.clearance(&known)?;
            found.offers(&known, facts)?;
            found.rights(shown, facts)?;
        }
        _ => {}
    }
    if matches!(transition, Transition::Publish | Transition::Resume) {
        let resumed = facts.shown.filter(|_| transition == Transition::Resume);
        found.visibility(resumed.unwrap_or(facts.content), facts)?;
    }
    Ok(found.blockers)
}

/// What keeps `content` from being licensed to anybody: secrecy, a pledge, fees unpaid beyond their grace, and, for "use
/// first, pay later", inventors who have not consented. Rights that are over are the term's business ([`super::rights_end`]).
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
    if troubles(content, content, today, book)?.iter().any(|trouble| trouble.reason == Suspension::FeeLapsed) {
        found.by_rule(Error::new(Code::FeeOverdue), "patent.fee_grace_months", None)?;
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

/// Rules whose answer lets `content` be approved or published; kept with the decision.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn deciding_rules(transition: Transition, content: &ListingContent, today: NaiveDate, book: &Rulebook) -> Result<Vec<Id<RuleVersion>>> {
    let mut names = vec!["listing.secrecy_barred_levels", "listing.prohibited_export_hidden_from", "listing.four_eyes"];
    if transition == Transition::Publish && content.valid_until.is_none() {
        names.push("listing.validity_months_default");
    }
    if !content.offers.is_empty() {
        names.extend(["listing.offer_kinds", "licensing.pledged_needs_consent", "patent.fee_grace_months", "patent.license_within_term"]);
    }
    if content.offers.iter().any(reaches_abroad) {
        names.push("listing.preclassification");
    }
    let late: Vec<PaymentMode> = book.on("ufpl.modes_if_late", today)?.get()?;
    let used = || content.offers.iter().filter_map(|offer| offer.use_first_pay_later.as_ref());
    if used().next().is_some() {
        names.extend(["ufpl.licensor_kinds", "ufpl.inventors_consent", "ufpl.free_months_min", "ufpl.modes"]);
    }
    if used().flat_map(|terms| &terms.modes).any(|mode| late.contains(mode)) {
        names.push("ufpl.modes_if_late");
    }
    names.into_iter().map(|name| Ok(book.on(name, today)?.id)).collect()
}

/// Whether the offer can be taken outside mainland China: for the whole world, or for a country or region that is not it.
fn reaches_abroad(offer: &LicenseOffer) -> bool {
    offer.territory.is_empty() || offer.territory.iter().any(|country| country != "CN")
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

    /// Secrecy and export are decided before anybody abroad can take an offer.
    fn preclassification(&mut self, content: &ListingContent) -> Result<()> {
        if !content.offers.iter().any(reaches_abroad) {
            return Ok(());
        }
        let undecided = matches!(content.export_class, None | Some(ExportClass::Unclassified));
        for (field, open) in [("secrecy", content.secrecy.is_none()), ("exportClass", undecided)] {
            if open {
                self.by_rule(incomplete(field), "listing.preclassification", None)?;
            }
        }
        Ok(())
    }

    /// Kinds that are not offered here, and "use first, pay later" of a holder to whom it is not open.
    fn kinds(&mut self, content: &ListingContent, holder: Option<OrganizationKind>) -> Result<()> {
        let offered: Vec<LicenseKind> = self.book.on("listing.offer_kinds", self.today)?.get()?;
        let licensors: Vec<String> = self.book.on("ufpl.licensor_kinds", self.today)?.get()?;
        let may_use_first = holder.is_some_and(|kind| licensors.contains(&kind.to_string()));
        for (index, offer) in content.offers.iter().enumerate() {
            if !offered.contains(&offer.kind) {
                let error = Error::new(Code::LicenseKindNotOffered).with("kind", offer.kind.to_string());
                self.by_rule(error.at("kind").at(index).at("offers"), "listing.offer_kinds", None)?;
            }
            if offer.use_first_pay_later.is_some() && !may_use_first {
                let error = Error::new(Code::NotUseFirstPayLater).at("useFirstPayLater").at(index).at("offers");
                self.by_rule(error, "ufpl.licensor_kinds", None)?;
            }
        }
        Ok(())
    }

    fn trouble(&mut self, trouble: Trouble) -> Result<()> {
        let at = |code, field: &'static str| match trouble.right {
            Some(index) => Error::new(code).at(field).at(index).at("ipRights"),
            None => Error::new(code).at("ipRights"),
        };
        match trouble.reason {
            Suspension::Pledged => self.by_rule(at(Code::ConsentMissing, "pledged"), "licensing.pledged_needs_consent", None),
            Suspension::FeeLapsed => self.by_rule(at(Code::FeeOverdue, "feePaidUntil"), "patent.fee_grace_months", None),
            _ => self.by_rule(at(Code::RightExpired, "status"), "patent.license_within_term", None),
        }
    }

    /// Rights under the offers of `shown` that are over, pledged or unpaid, as far as the office itself knows.
    fn rights(&mut self, shown: &ListingContent, facts: &Facts<'_>) -> Result<()> {
        for trouble in troubles(shown, facts.content, self.today, self.book)? {
            self.trouble(trouble)?;
        }
        Ok(())
    }

    fn offers(&mut self, content: &ListingContent, facts: &Facts<'_>) -> Result<()> {
        if content.offers.is_empty() {
            return Ok(());
        }
        self.preclassification(content)?;
        self.kinds(content, facts.organization_kind)?;
        if content.offers.iter().any(|offer| offer.use_first_pay_later.is_some()) && !content.inventors_consent {
            self.by_rule(Error::new(Code::ConsentMissing).at("inventorsConsent"), "ufpl.inventors_consent", None)?;
        }
        let rights = &content.ip_rights;
        let Some(end) = first_right_end(rights, self.today) else { return Ok(()) };
        for (index, offer) in content.offers.iter().enumerate() {
            if add_months(self.today, offer.term_months) > end {
                let error = Error::new(Code::TermOutlivesRight).with("until", end).at("termMonths").at(index).at("offers");
                self.by_rule(error, "patent.license_within_term", Some(end))?;
            }
        }
        Ok(())
    }

    fn visibility(&mut self, content: &ListingContent, facts: &Facts<'_>) -> Result<()> {
        if !facts.organization_verified {
            self.plain(Error::new(Code::OrganizationNotVerified));
        }
        if let Some(last) = content.valid_until.filter(|last| last.0 < facts.today) {
            let error = Error::new(Code::OutOfRange).with("min", facts.today).at("validUntil");
            self.blockers.push(Blocker { error, rule: None, until: Some(last) });
        }
        if facts.suspension == Some(Suspension::Operator) && !facts.operator {
            self.plain(Error::new(Code::Forbidden));
        }
        if let Some(last) = facts.licensed_until.filter(|last| last.0 >= facts.today) {
            let error = Error::new(Code::ExclusivityConflict).with("until", last.0);
            self.by_rule(error, "listing.auto_suspend_reasons", Some(last.0))?;
        }
        Ok(())
    }
}
