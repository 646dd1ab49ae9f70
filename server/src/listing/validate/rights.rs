//! Rights of intellectual property: number, office, dates and term.

use chrono::NaiveDate;

use super::{
    parts::{between, office},
    patent::{chinese_number, is_patent, office_of},
};
use crate::{
    kernel::{Code, Date, Error, Result, date::add_months, error::Problems, text},
    listing::{content::IpRight, vocabulary::IpKind},
    rulebook::Rulebook,
};

/// Checks one right and completes its office and, for a Chinese patent, its last day.
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
    let term_ends = filed_on.filter(|_| chinese).and_then(|filed| term_end(right.kind, filed.0, rules)).map(Date);
    let expires_on = problems.check("expiresOn", between(right.expires_on.or(term_ends), filed_on, term_ends)).flatten();
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

/// Last day of a Chinese patent filed on `filed`, by the rule in force on that day (专利法 art. 42). `None` for
/// applications, and for patents filed before 1993 under rules that ran out long ago.
fn term_end(kind: IpKind, filed: NaiveDate, rules: &Rulebook) -> Option<NaiveDate> {
    let rule = match kind {
        IpKind::PatentInvention => "patent.term_years.invention",
        IpKind::PatentUtility => "patent.term_years.utility",
        IpKind::PatentDesign => "patent.term_years.design",
        _ => return None,
    };
    let years: u32 = rules.on(rule, filed).ok()?.get().ok()?;
    Some(add_months(filed, years * 12))
}
