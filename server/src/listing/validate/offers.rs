//! License offers: codes, figures, and what "use first, pay later" asks of them.

use chrono::NaiveDate;

use super::parts::{amount, country, each, set, within};
use crate::{
    kernel::{Code, Error, Result, date::add_months, error::Problems, text},
    listing::{
        content::{LicenseOffer, Royalty, UseFirstPayLater},
        vocabulary::{PaymentMode, PriceMethod},
    },
    rulebook::Rulebook,
};

/// Longest term in months: fifty years, the longest term of any right here.
const LONGEST_TERM: u32 = 600;

/// Checks one offer.
pub(super) fn offer(offer: LicenseOffer, today: NaiveDate, rules: &Rulebook) -> Result<LicenseOffer> {
    let mut problems = Problems::default();
    let code = problems.check("code", code(&offer.code)).unwrap_or_default();
    let territory = problems.check("territory", set(offer.territory, 100, |code| country(&code))).unwrap_or_default();
    let field_of_use = problems.check("fieldOfUse", text::optional_line(offer.field_of_use.as_deref(), 300)).flatten();
    let term_months = problems.check("termMonths", within(offer.term_months, 1, LONGEST_TERM)).unwrap_or_default();
    let price_method = offer.price_method.and_then(|method| problems.check("priceMethod", by_rule(method, today, rules)));
    let price = problems.check("price", amount(offer.price)).flatten();
    let royalty = offer.royalty.and_then(|given| problems.check("royalty", royalty(given)));
    let use_first_pay_later =
        offer.use_first_pay_later.and_then(|given| problems.check("useFirstPayLater", use_first(given, today, rules)));
    let note = problems.check("note", text::optional_paragraph(offer.note.as_deref(), 2000)).flatten();
    let kept =
        LicenseOffer { code, territory, field_of_use, term_months, price_method, price, royalty, use_first_pay_later, note, ..offer };
    problems.finish(kept)
}

fn code(code: &str) -> Result<String> {
    let code = text::line(&text::half_width(code), 40)?;
    let plain = code.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    if plain { Ok(code) } else { Err(Error::new(Code::UnknownCode).with("value", code)) }
}

/// Checks a way to fix the price against the rule `pricing.methods` in force today.
fn by_rule(method: PriceMethod, today: NaiveDate, rules: &Rulebook) -> Result<PriceMethod> {
    let allowed: Vec<PriceMethod> = rules.on("pricing.methods", today)?.get()?;
    if allowed.contains(&method) { Ok(method) } else { Err(Error::new(Code::UnknownCode).with("value", method.to_string())) }
}

fn royalty(royalty: Royalty) -> Result<Royalty> {
    let mut problems = Problems::default();
    problems.check("rateBasisPoints", within(royalty.rate_basis_points, 0, 10_000));
    problems.check("minimumAnnual", amount(royalty.minimum_annual));
    problems.check("cap", amount(royalty.cap));
    problems.finish(royalty)
}

/// Checks modes and free months against the rules `ufpl.*` in force today.
///
/// Modes that fit only if every fee falls due late are allowed in an offer: the schedule decides at the grant.
fn use_first(given: UseFirstPayLater, today: NaiveDate, rules: &Rulebook) -> Result<UseFirstPayLater> {
    let mut allowed: Vec<PaymentMode> = rules.on("ufpl.modes", today)?.get()?;
    allowed.extend(rules.on("ufpl.modes_if_late", today)?.get::<Vec<PaymentMode>>()?);
    let least: u32 = rules.on("ufpl.free_months_min", today)?.get()?;
    let refused = || Error::new(Code::NotUseFirstPayLater);
    let mut problems = Problems::default();
    if given.modes.is_empty() {
        problems.push(Error::new(Code::Required).at("modes"));
    }
    let fits = |mode| if allowed.contains(&mode) { Ok(mode) } else { Err(refused().with("mode", mode.to_string())) };
    let modes = problems.check("modes", set(given.modes, 20, fits)).unwrap_or_default();
    if given.free_months < least {
        problems.push(refused().with("min", i64::from(least)).at("freeMonths"));
    }
    problems.check("freeMonths", within(given.free_months, 0, LONGEST_TERM));
    let terms = problems.check("terms", text::optional_paragraph(given.terms.as_deref(), 2000)).flatten();
    problems.finish(UseFirstPayLater { modes, free_months: given.free_months, terms })
}

/// No offer may outlive the rights: a patent license is valid only while the patent is (民法典 art. 865). `rights_end`
/// is the first day on which one of the rights still alive ends.
pub(super) fn terms_within_rights(offers: &[LicenseOffer], today: NaiveDate, rights_end: Option<NaiveDate>) -> Result<()> {
    let Some(end) = rights_end else { return Ok(()) };
    let mut problems = Problems::default();
    for (index, offer) in offers.iter().enumerate() {
        if add_months(today, offer.term_months) > end {
            problems.push(Error::new(Code::TermOutlivesRight).with("until", end).at("termMonths").at(index));
        }
    }
    problems.finish(())
}

/// Unused on an empty list, so that callers need not ask first.
pub(super) fn offers(given: Vec<LicenseOffer>, today: NaiveDate, rules: &Rulebook) -> Result<Vec<LicenseOffer>> {
    each(given, 20, |item| offer(item, today, rules))
}
