//! Cleaning and checking what somebody wrote into a listing.
//!
//! Pure: the day and the rules are parameters. Paths are those of the API (`ipRights`, `0`, `number`).

mod attachments;
mod offers;
pub mod parts;
pub mod patent;
mod rights;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    content::{AchievementRegistration, BilingualText, Contact, FiveValues, Funding, Indicator, Inventor, ListingContent, OwnerShare},
    rules,
    vocabulary::{DisclosureLayer, ListingSection},
};
use crate::{
    kernel::{Code, Date, Error, Result, date::add_months, error::Problems, text},
    rulebook::Rulebook,
};
use parts::{amount, between, bilingual, distinct, each, industry, ipc, set, within};

/// All shares of one thing together.
const WHOLE: u32 = 10_000;

/// Longest text of one language.
const LONG: usize = 5000;

#[derive(Deserialize)]
struct Points {
    max: usize,
    max_characters: usize,
}

/// The content in its normal form: texts cleaned, numbers and codes in their one spelling, the last day of a Chinese
/// patent filled in.
///
/// A draft may lack almost anything; what publication needs is asked by [`rules::blockers`]. A text that was sent
/// blank is another matter: it is refused, because somebody meant to write it.
///
/// # Errors
/// Everything that is wrong, at once, each with its path.
pub fn validate(content: ListingContent, today: NaiveDate, book: &Rulebook) -> Result<ListingContent> {
    let points: Points = book.on("listing.innovation_points", today)?.get()?;
    let keywords_max: usize = book.on("listing.keywords_max", today)?.get()?;
    let validity_max: u32 = book.on("listing.validity_months_max", today)?.get()?;
    let mut problems = Problems::default();
    let p = &mut problems;
    let given = content;
    let title = p.check("title", title(&given.title)).unwrap_or_default();
    let ip_rights = p.check("ipRights", each(given.ip_rights, 100, |item| rights::right(item, today, book)));
    let ip_rights = ip_rights.unwrap_or_default();
    p.check(
        "ipRights",
        distinct(&ip_rights, "number", |right| (!right.number.is_empty()).then(|| (right.office.clone(), right.number.clone()))),
    );
    let offers = p.check("offers", offers::offers(given.offers, today, book)).unwrap_or_default();
    p.check("offers", distinct(&offers, "code", |offer| Some(offer.code.to_ascii_lowercase())));
    p.check("offers", offers::terms_within_rights(&offers, today, rules::first_right_end(&ip_rights, today)));
    let last_valid = Date(add_months(today, validity_max));
    let content = ListingContent {
        title,
        abstract_text: p.check("abstract", bilingual(&given.abstract_text, LONG, true, false)).unwrap_or_default(),
        problem: p.check("problem", bilingual(&given.problem, LONG, true, true)).unwrap_or_default(),
        benefit: p.check("benefit", bilingual(&given.benefit, LONG, true, true)).unwrap_or_default(),
        kind: given.kind,
        department: p.check("department", text::optional_line(given.department.as_deref(), 200)).flatten(),
        keywords: p.check("keywords", set(given.keywords, keywords_max, |word| text::line(&word, 50))).unwrap_or_default(),
        readiness: given.readiness.inspect(|readiness| {
            p.check("readiness", within(readiness.level, 1, 9).map_err(|error| error.at("level")));
            p.check("readiness", between(readiness.assessed_on, None, Some(Date(today))).map_err(|error| error.at("assessedOn")));
        }),
        ip_rights,
        ipc: p.check("ipc", set(given.ipc, 50, |symbol| ipc(&symbol))).unwrap_or_default(),
        industries: p.check("industries", set(given.industries, 20, |code| industry(&code))).unwrap_or_default(),
        strategic_industries: p.check("strategicIndustries", set(given.strategic_industries, 20, Ok)).unwrap_or_default(),
        shanghai_sectors: p.check("shanghaiSectors", set(given.shanghai_sectors, 20, Ok)).unwrap_or_default(),
        chains: p.check("chains", set(given.chains, 20, Ok)).unwrap_or_default(),
        innovation_points: p
            .check("innovationPoints", each(given.innovation_points, points.max, |point| text::line(&point, points.max_characters)))
            .unwrap_or_default(),
        indicators: p.check("indicators", each(given.indicators, 50, indicator)).unwrap_or_default(),
        scenarios: p.check("scenarios", bilingual(&given.scenarios, LONG, true, false)).unwrap_or_default(),
        applied_cases: p.check("appliedCases", bilingual(&given.applied_cases, LONG, true, false)).unwrap_or_default(),
        know_how: p.check("knowHow", text::optional_paragraph(given.know_how.as_deref(), 20_000)).flatten(),
        inventors: p.check("inventors", inventors(given.inventors)).unwrap_or_default(),
        inventors_consent: given.inventors_consent,
        owners: p.check("owners", owners(given.owners)).unwrap_or_default(),
        contact: given.contact.and_then(|given| p.check("contact", contact(given))),
        funding: given.funding.and_then(|given| p.check("funding", funding(given))),
        secrecy: given.secrecy,
        export_class: given.export_class,
        rights_grant: given.rights_grant,
        separately_managed: given.separately_managed,
        registration: given.registration.and_then(|given| p.check("registration", registration(given, today))),
        transfer_ways: p.check("transferWays", set(given.transfer_ways, 20, Ok)).unwrap_or_default(),
        offers,
        entrusted_broker: given.entrusted_broker,
        expected_investment: p.check("expectedInvestment", amount(given.expected_investment)).flatten(),
        cooperation_needs: p
            .check("cooperationNeeds", each(given.cooperation_needs, 20, |need| text::line(&need, 200)))
            .unwrap_or_default(),
        five_values: given.five_values.and_then(|given| p.check("fiveValues", five_values(given))),
        attachments: p.check("attachments", attachments::attachments(given.attachments)).unwrap_or_default(),
        valid_until: p.check("validUntil", between(given.valid_until, Some(Date(today)), Some(last_valid))).flatten(),
        disclosure: given.disclosure,
    };
    p.check("disclosure", disclosure(&content));
    problems.finish(content)
}

fn title(given: &BilingualText) -> Result<BilingualText> {
    let title = bilingual(given, 200, false, true)?;
    if title.zh.is_none() && title.en.is_none() { Err(Error::new(Code::Required)) } else { Ok(title) }
}

fn indicator(given: Indicator) -> Result<Indicator> {
    let mut p = Problems::default();
    let kept = Indicator {
        name: p.check("name", text::line(&given.name, 100)).unwrap_or_default(),
        value: p.check("value", text::line(&given.value, 100)).unwrap_or_default(),
        unit: p.check("unit", text::optional_line(given.unit.as_deref(), 40)).flatten(),
        benchmark: p.check("benchmark", text::optional_line(given.benchmark.as_deref(), 200)).flatten(),
    };
    p.finish(kept)
}

fn inventors(given: Vec<Inventor>) -> Result<Vec<Inventor>> {
    let inventors = each(given, 50, |inventor| {
        let mut p = Problems::default();
        let name = p.check("name", text::line(&inventor.name, 100)).unwrap_or_default();
        let role = p.check("role", text::optional_line(inventor.role.as_deref(), 100)).flatten();
        p.finish(Inventor { name, role, ..inventor })
    })?;
    let shares: Vec<u32> = inventors.iter().filter_map(|inventor| inventor.share_basis_points).collect();
    let total: u64 = shares.iter().copied().map(u64::from).sum();
    if !shares.is_empty() && (shares.len() != inventors.len() || total != u64::from(WHOLE)) {
        return Err(shares_not_whole(total));
    }
    Ok(inventors)
}

fn owners(given: Vec<OwnerShare>) -> Result<Vec<OwnerShare>> {
    let owners = each(given, 50, |owner| {
        let mut p = Problems::default();
        let name = p.check("name", text::line(&owner.name, 200)).unwrap_or_default();
        p.check("shareBasisPoints", within(owner.share_basis_points, 1, WHOLE));
        p.finish(OwnerShare { name, ..owner })
    })?;
    distinct(&owners, "name", |owner| Some(owner.name.clone()))?;
    let total: u64 = owners.iter().map(|owner| u64::from(owner.share_basis_points)).sum();
    if owners.is_empty() || total == u64::from(WHOLE) { Ok(owners) } else { Err(shares_not_whole(total)) }
}

fn shares_not_whole(total: u64) -> Error {
    Error::new(Code::SharesNotWhole).with("total", i64::try_from(total).unwrap_or(i64::MAX)).with("whole", i64::from(WHOLE))
}

/// Somebody to ask: a name, and what else is given of telephone and e-mail.
///
/// # Errors
/// Everything that is wrong, each at its field.
pub fn contact(given: Contact) -> Result<Contact> {
    let mut p = Problems::default();
    let phone = given.phone.as_deref().map(text::half_width);
    let kept = Contact {
        name: p.check("name", text::line(&given.name, 100)).unwrap_or_default(),
        phone: p.check("phone", text::optional_line(phone.as_deref(), 40)).flatten(),
        email: given.email.filter(|email| !email.trim().is_empty()).and_then(|email| p.check("email", text::email(&email))),
    };
    p.finish(kept)
}

fn funding(given: Funding) -> Result<Funding> {
    let mut p = Problems::default();
    let kept = Funding {
        state_funded: given.state_funded,
        program: p.check("program", text::optional_line(given.program.as_deref(), 200)).flatten(),
        agency: p.check("agency", text::optional_line(given.agency.as_deref(), 200)).flatten(),
        project_number: p.check("projectNumber", text::optional_line(given.project_number.as_deref(), 100)).flatten(),
    };
    p.finish(kept)
}

fn registration(given: AchievementRegistration, today: NaiveDate) -> Result<AchievementRegistration> {
    let mut p = Problems::default();
    let kept = AchievementRegistration {
        number: p.check("number", text::line(&text::half_width(&given.number), 60)).unwrap_or_default(),
        registered_on: p.check("registeredOn", between(given.registered_on, None, Some(Date(today)))).flatten(),
    };
    p.finish(kept)
}

fn five_values(given: FiveValues) -> Result<FiveValues> {
    let mut p = Problems::default();
    let values = [
        ("scientific", given.scientific),
        ("technical", given.technical),
        ("economic", given.economic),
        ("social", given.social),
        ("cultural", given.cultural),
    ];
    for (name, value) in values {
        p.check(name, within(value, 0, 100));
    }
    let narrative = p.check("narrative", text::optional_paragraph(given.narrative.as_deref(), 2000)).flatten();
    p.finish(FiveValues { narrative, ..given })
}

/// One choice for a section; know-how stays within non-disclosure agreements whatever is chosen.
fn disclosure(content: &ListingContent) -> Result<()> {
    distinct(&content.disclosure, "section", |choice| Some(choice.section))?;
    let mut p = Problems::default();
    for (index, choice) in content.disclosure.iter().enumerate() {
        if choice.section == ListingSection::KnowHow && choice.layer < DisclosureLayer::Nda {
            p.push(Error::new(Code::OutOfRange).with("min", DisclosureLayer::Nda.to_string()).at("layer").at(index));
        }
    }
    p.finish(())
}
