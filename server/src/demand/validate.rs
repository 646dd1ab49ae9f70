//! Cleaning and checking what somebody wrote into a demand.
//!
//! Pure: the day and the rules are parameters. Paths are those of the API (`acceptanceTests`, `0`, `value`).

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::{
    content::{AcceptanceTest, Budget, DemandContent},
    vocabulary::{ActivityType, Comparator},
};
use crate::{
    kernel::{Code, Date, Error, Result, date::add_months, error::Problems, text},
    listing::validate::{
        contact,
        parts::{amount, between, bilingual, distinct, each, industry, ipc, set, within},
    },
    reference,
    rulebook::Rulebook,
};

/// Longest decimal that a test may want, in characters.
const LONGEST_NUMBER: usize = 30;

/// Longest name of somebody else, in characters.
const LONGEST_NAME: usize = 200;

#[derive(Deserialize)]
struct Limits {
    title: usize,
    text: usize,
    test_name: usize,
    test_method: usize,
    keyword: usize,
}

/// How far from today the years of a demand may lie.
#[derive(Deserialize)]
struct Years {
    past: i32,
    ahead: i32,
}

/// The content in its normal form: texts cleaned, numbers and codes in their one spelling.
///
/// A draft may lack almost anything; what publication needs is asked by [`super::rules::blockers`].
///
/// # Errors
/// Everything that is wrong, at once, each with its path.
pub fn validate(given: DemandContent, today: NaiveDate, book: &Rulebook) -> Result<DemandContent> {
    let limits: Limits = book.on("demand.field_limits", today)?.get()?;
    let keywords_max: usize = book.on("demand.keywords_max", today)?.get()?;
    let tests_max: usize = book.on("demand.acceptance_tests_max", today)?.get()?;
    let validity_max: u32 = book.on("demand.validity_months_max", today)?.get()?;
    let years: Years = book.on("demand.years", today)?.get()?;
    let mut problems = Problems::default();
    let p = &mut problems;
    let year = |given| within(given, today.year() - years.past, today.year() + years.ahead);
    let paragraphs = |text| bilingual(text, limits.text, true, false);
    let kept = DemandContent {
        title: p.check("title", bilingual(&given.title, limits.title, false, false)).unwrap_or_default(),
        problem: p.check("problem", paragraphs(&given.problem)).unwrap_or_default(),
        current_solution: p.check("currentSolution", paragraphs(&given.current_solution)).unwrap_or_default(),
        expected_target: p.check("expectedTarget", paragraphs(&given.expected_target)).unwrap_or_default(),
        acceptance_tests: p
            .check("acceptanceTests", each(given.acceptance_tests, tests_max, |item| test(item, &limits)))
            .unwrap_or_default(),
        keywords: p.check("keywords", set(given.keywords, keywords_max, |word| text::line(&word, limits.keyword))).unwrap_or_default(),
        planned_investment: p.check("plannedInvestment", amount(given.planned_investment)).flatten(),
        budget: given.budget.and_then(|given| p.check("budget", budget(given))),
        solution_mode: given.solution_mode,
        activity_type: given.activity_type,
        discipline: given.discipline.filter(|code| !code.trim().is_empty()).and_then(|code| p.check("discipline", discipline(&code))),
        technology_fields: p.check("technologyFields", set(given.technology_fields, 20, Ok)).unwrap_or_default(),
        start_year: given.start_year.and_then(|given| p.check("startYear", year(given))),
        end_year: given.end_year.and_then(|given| p.check("endYear", year(given))),
        intended_partner: p.check("intendedPartner", text::optional_line(given.intended_partner.as_deref(), LONGEST_NAME)).flatten(),
        supervising_unit: p.check("supervisingUnit", text::optional_line(given.supervising_unit.as_deref(), LONGEST_NAME)).flatten(),
        // A draft may keep a day that has passed meanwhile; a publication may not.
        deadline: given.deadline,
        site: given.site.filter(|code| !code.trim().is_empty()).and_then(|code| p.check("site", division(&code))),
        preferred_regions: p.check("preferredRegions", set(given.preferred_regions, 20, |code| division(&code))).unwrap_or_default(),
        accepts_foreign: given.accepts_foreign,
        trl_min: given.trl_min.and_then(|level| p.check("trlMin", within(level, 1, 9))),
        wants_use_first_pay_later: given.wants_use_first_pay_later,
        license_kinds: p.check("licenseKinds", set(given.license_kinds, 20, Ok)).unwrap_or_default(),
        payment_modes: p.check("paymentModes", set(given.payment_modes, 20, Ok)).unwrap_or_default(),
        industries: p.check("industries", set(given.industries, 20, |code| industry(&code))).unwrap_or_default(),
        ipc: p.check("ipc", set(given.ipc, 20, |symbol| ipc(&symbol))).unwrap_or_default(),
        shanghai_sectors: p.check("shanghaiSectors", set(given.shanghai_sectors, 20, Ok)).unwrap_or_default(),
        chains: p.check("chains", set(given.chains, 20, Ok)).unwrap_or_default(),
        contact: given.contact.and_then(|given| p.check("contact", contact(given))),
        visibility: given.visibility,
        valid_until: p
            .check("validUntil", between(given.valid_until, Some(Date(today)), Some(Date(add_months(today, validity_max)))))
            .flatten(),
    };
    p.check("acceptanceTests", distinct(&kept.acceptance_tests, "name", |test| Some(test.name.to_lowercase())));
    classified(&kept, p);
    problems.finish(kept)
}

/// Basic research belongs to a discipline, everything else to fields of technology (provincial form, domain reference 3.3); and no
/// work ends before it begins.
fn classified(content: &DemandContent, p: &mut Problems) {
    let basic = content.activity_type.map(|activity| activity == ActivityType::BasicResearch);
    if basic == Some(true) && !content.technology_fields.is_empty() {
        p.push(Error::new(Code::FieldNotForActivity).at("technologyFields"));
    }
    if basic == Some(false) && content.discipline.is_some() {
        p.push(Error::new(Code::FieldNotForActivity).at("discipline"));
    }
    if let (Some(start), Some(end)) = (content.start_year, content.end_year)
        && end < start
    {
        p.push(Error::new(Code::OutOfRange).with("min", i64::from(start)).at("endYear"));
    }
}

fn test(given: AcceptanceTest, limits: &Limits) -> Result<AcceptanceTest> {
    let mut p = Problems::default();
    let name = p.check("name", text::line(&given.name, limits.test_name)).unwrap_or_default();
    let value = p.check("value", number(&given.value));
    let upper = given.upper.as_deref().filter(|text| !text.trim().is_empty()).and_then(|text| p.check("upper", number(text)));
    match (given.comparator, value, upper) {
        (Comparator::Between, Some(_), None) if p.is_empty() => p.push(Error::new(Code::Required).at("upper")),
        (Comparator::Between, Some(value), Some(upper)) if upper <= value => {
            p.push(Error::new(Code::OutOfRange).with("min", value.to_string()).at("upper"));
        }
        (Comparator::Between, ..) | (_, _, None) => {}
        // Two limits under one comparison would say two things.
        (_, _, Some(_)) => p.push(Error::new(Code::BadUserInput).at("upper")),
    }
    let unit = p.check("unit", text::optional_line(given.unit.as_deref(), 50)).flatten();
    let method = p.check("method", text::optional_paragraph(given.method.as_deref(), limits.test_method)).flatten();
    let written = |number: Option<Decimal>| number.map(|number| number.to_string());
    p.finish(AcceptanceTest {
        name,
        comparator: given.comparator,
        value: written(value).unwrap_or_default(),
        upper: written(upper),
        unit,
        method,
    })
}

/// A decimal, as people type it: `1,000.50`, `-5`, full-width digits.
fn number(given: &str) -> Result<Decimal> {
    let plain: String = text::half_width(given.trim()).chars().filter(|c| *c != ',').collect();
    let invalid = || Error::new(Code::InvalidNumber).with("value", plain.chars().take(LONGEST_NUMBER).collect::<String>());
    if plain.is_empty() {
        return Err(Error::new(Code::Required));
    }
    // The library reads powers of ten too, which nobody means here.
    let decimal = plain.chars().all(|c| c.is_ascii_digit() || "+-.".contains(c));
    if !decimal || plain.len() > LONGEST_NUMBER {
        return Err(invalid());
    }
    Decimal::from_str(&plain).map_err(|_| invalid())
}

fn budget(given: Budget) -> Result<Budget> {
    let mut p = Problems::default();
    let min = p.check("min", amount(given.min)).flatten();
    let max = p.check("max", amount(given.max)).flatten();
    if let (Some(min), Some(max)) = (min, max) {
        if min.currency != max.currency {
            p.push(Error::new(Code::InvalidCurrency).with("value", max.currency.code()).at("currency").at("max"));
        } else if max.minor_units < min.minor_units {
            // In words of people: an amount, and not its fen.
            p.push(Error::new(Code::OutOfRange).with("min", min.to_string()).at("minorUnits").at("max"));
        }
    }
    p.finish(Budget { min, max, mode: given.mode })
}

fn discipline(code: &str) -> Result<String> {
    let code = text::half_width(code.trim());
    if reference::discipline_exists(&code) { Ok(code) } else { Err(Error::new(Code::UnknownCode).with("value", text::line(&code, 20)?)) }
}

fn division(code: &str) -> Result<String> {
    let code = text::half_width(code.trim());
    if reference::division_exists(&code) { Ok(code) } else { Err(Error::new(Code::UnknownCode).with("value", text::line(&code, 20)?)) }
}
