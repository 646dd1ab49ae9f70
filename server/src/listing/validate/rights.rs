//! Rights of intellectual property: number, office, dates and term.

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::{
    parts::{between, office},
    patent::{self, chinese_number, is_patent, office_of},
};
use crate::{
    kernel::{Code, Date, Error, Result, date::add_months, error::Problems, text},
    listing::{content::IpRight, vocabulary::IpKind},
    rulebook::{Evidence, Rulebook},
};

/// Checks one right and completes its office and, for a Chinese right whose dates are known, its last day.
pub(super) fn right(right: IpRight, today: NaiveDate, rules: &Rulebook) -> Result<IpRight> {
    let mut problems = Problems::default();
    let named = right.office.as_deref().filter(|office| !office.trim().is_empty());
    let by_number = || is_patent(right.kind).then(|| office_of(&right.number).unwrap_or_else(|| "CN".to_owned()));
    let wanted = named.map(str::to_owned).or_else(by_number);
    let office = wanted.and_then(|code| problems.check("office", office(&code)));
    let chinese = office.as_deref() == Some("CN") && is_patent(right.kind);
    let number = problems.check("number", number(&right, chinese)).unwrap_or_default();
    let title = problems.check("title", text::optional_line(right.title.as_deref(), 300)).flatten();
    let owners = problems.check("owners", super::parts::each(right.owners, 20, |name| text::line(&name, 200))).unwrap_or_default();
    let filed_on = problems.check("filedOn", between(right.filed_on, None, Some(Date(today)))).flatten();
    let granted_on = problems.check("grantedOn", between(right.granted_on, filed_on, Some(Date(today)))).flatten();
    let at_home = office.as_deref().is_none_or(|office| office == "CN");
    let dates = Dates { filed: filed_on.map(|date| date.0), granted: granted_on.map(|date| date.0), year: patent::filing_year(&number) };
    let term = if at_home { term(right.kind, dates, today, rules) } else { None };
    let ends = right.expires_on.or(term.map(|term| Date(term.usual)));
    let latest = term.and_then(|term| term.latest).map(Date);
    let expires_on = problems.check("expiresOn", between(ends, filed_on, latest)).flatten();
    let kept = IpRight { number, title, office, filed_on, granted_on, expires_on, owners, ..right };
    problems.finish(kept)
}

fn number(right: &IpRight, chinese: bool) -> Result<String> {
    if right.number.trim().is_empty() {
        // A technical secret and an unregistered copyright have no number.
        let unnumbered = matches!(right.kind, IpKind::TechSecret | IpKind::Copyright);
        return if unnumbered { Ok(String::new()) } else { Err(Error::new(Code::Required)) };
    }
    if chinese { chinese_number(&right.number, right.kind) } else { text::line(&text::half_width(&right.number), 60) }
}

/// What is known of when a right began.
#[derive(Clone, Copy)]
struct Dates {
    filed: Option<NaiveDate>,
    granted: Option<NaiveDate>,
    /// Year of filing by the number of a Chinese patent.
    year: Option<i32>,
}

/// When a right ends by law.
#[derive(Clone, Copy)]
struct Term {
    /// The last day, unless something else is stated.
    usual: NaiveDate,
    /// The latest day that may be stated; none where only unverified rules would say so.
    latest: Option<NaiveDate>,
}

/// When a Chinese right ends, by the rule in force on the day from which its term runs. Patents: 专利法 art. 42; layout
/// designs: their regulation, art. 12, where a first commercial use before filing ends it sooner and has to be stated;
/// plant varieties: from grant, the shorter of two terms unless a later day is stated; software: from first publication.
/// `None` for applications, for what has no term, without a date to count from, and for days before the rules known here.
fn term(kind: IpKind, dates: Dates, today: NaiveDate, rules: &Rulebook) -> Option<Term> {
    let years = |rule: &str, from: NaiveDate| rules.on(rule, from).ok()?.get::<u32>().ok();
    let after = |from: NaiveDate, years: u32| add_months(from, years * 12);
    let exactly = |end: NaiveDate| Term { usual: end, latest: Some(end) };
    // Without its filing date a patent ends no later than one filed on the last day of the year in its number.
    let filed = || dates.filed.or_else(|| end_of_year(dates.year?));
    match kind {
        IpKind::PatentInvention => {
            let filed = filed()?;
            let usual = after(filed, years("patent.term_years.invention", filed)?);
            // An extension is granted in the single case: it is believed as far as any can reach.
            let extension = years("patent.term_extension_years_max", today).unwrap_or(0);
            Some(Term { usual, latest: Some(after(usual, extension)) })
        }
        IpKind::PatentUtility => filed().and_then(|from| Some(exactly(after(from, years("patent.term_years.utility", from)?)))),
        IpKind::PatentDesign => filed().and_then(|from| Some(exactly(after(from, years("patent.term_years.design", from)?)))),
        IpKind::IcLayout => dates.filed.and_then(|from| Some(exactly(after(from, years("right.term_years.ic_layout", from)?)))),
        IpKind::Software => {
            let from = dates.filed?;
            end_of_year(from.year() + i32::try_from(years("right.term_years.software", from)?).ok()?).map(exactly)
        }
        IpKind::PlantVariety => {
            let from = dates.granted?;
            let rule = rules.on("right.term_years.plant_variety", from).ok()?;
            let lasts: PlantTerm = rule.get().ok()?;
            let latest = (rule.evidence != Evidence::Unverified).then(|| after(from, lasts.woody));
            Some(Term { usual: after(from, lasts.other), latest })
        }
        _ => None,
    }
}

/// Years from grant.
#[derive(Deserialize)]
struct PlantTerm {
    woody: u32,
    other: u32,
}

const fn end_of_year(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 12, 31)
}
