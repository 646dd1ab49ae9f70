//! What time and bad news do to the rights under a published offer (domain reference, 3.4).
//!
//! Good news waits for the reviewer like any other change. Bad news does not: nobody shall take a license of a right
//! that its holder knows to be gone, pledged or unpaid.

use chrono::NaiveDate;

use super::{
    guards::{Suspension, is_alive},
    licensing::with_bad_news,
};
use crate::{
    kernel::{
        Date, Id, Result,
        date::{add_days, add_months},
        id::RuleVersion,
    },
    listing::{
        content::{IpRight, ListingContent},
        vocabulary::{IpKind, IpStatus},
    },
    rulebook::Rulebook,
};

/// Something about the rights that offers cannot rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trouble {
    /// What it is; never [`Suspension::Office`], [`Suspension::Operator`] or [`Suspension::Licensed`].
    pub reason: Suspension,
    /// Place of the right among those of the shown content; none if it is about all of them.
    pub right: Option<usize>,
}

/// What is wrong on `today` with the rights of the content `shown` to the world, as far as its offers rest on them.
/// `written` is the working copy: where it tells worse of the same right, it is believed before anybody has reviewed it.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn troubles(shown: &ListingContent, written: &ListingContent, today: NaiveDate, book: &Rulebook) -> Result<Vec<Trouble>> {
    if shown.offers.is_empty() {
        return Ok(Vec::new());
    }
    let grace: u32 = book.on("patent.fee_grace_months", today)?.get()?;
    let known = with_bad_news(shown, written).ip_rights;
    let mut found = Vec::new();
    if !known.is_empty() && !known.iter().any(|right| is_alive(right, today)) {
        found.push(Trouble { reason: Suspension::RightEnded, right: None });
    }
    for (index, (right, told)) in known.iter().zip(&shown.ip_rights).enumerate() {
        let fresh = |reason| Trouble { reason, right: Some(index) };
        if right.pledged {
            found.push(fresh(Suspension::Pledged));
        }
        if is_over(right.status) && !is_over(told.status) {
            found.push(fresh(Suspension::RightEnded));
        }
        if is_alive(right, today) && fee_grace_ends(right, grace).is_some_and(|last| last < today) {
            found.push(fresh(Suspension::FeeLapsed));
        }
    }
    Ok(found)
}

/// Why a listing that shows `shown` has to be suspended on `today`, if it has: the first trouble for which the rule
/// `listing.auto_suspend_reasons` suspends.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn must_suspend(shown: &ListingContent, written: &ListingContent, today: NaiveDate, book: &Rulebook) -> Result<Option<Suspension>> {
    let reasons: Vec<String> = book.on("listing.auto_suspend_reasons", today)?.get()?;
    let found = troubles(shown, written, today, book)?.into_iter().map(|trouble| trouble.reason);
    Ok(found.into_iter().find(|reason| reasons.contains(&reason.to_string())))
}

/// The first day after `today` on which [`troubles`] may find more than today; none if time alone changes nothing.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn look_again_on(shown: &ListingContent, written: &ListingContent, today: NaiveDate, book: &Rulebook) -> Result<Option<Date>> {
    if shown.offers.is_empty() {
        return Ok(None);
    }
    let grace: u32 = book.on("patent.fee_grace_months", today)?.get()?;
    let known = with_bad_news(shown, written).ip_rights;
    let alive = known.iter().filter(|right| is_alive(right, today));
    let last_good_days = alive.flat_map(|right| [right.expires_on.map(|end| end.0), fee_grace_ends(right, grace)]);
    Ok(last_good_days.flatten().map(|last| add_days(last, 1)).filter(|day| *day > today).min().map(Date))
}

/// Rules that suspend for `reason`; none for a decision of people.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn suspending_rules(reason: Suspension, today: NaiveDate, book: &Rulebook) -> Result<Vec<Id<RuleVersion>>> {
    let names: &[&str] = match reason {
        Suspension::Office | Suspension::Operator => &[],
        Suspension::Licensed => &["listing.auto_suspend_reasons"],
        Suspension::Pledged => &["listing.auto_suspend_reasons", "licensing.pledged_needs_consent"],
        Suspension::FeeLapsed => &["listing.auto_suspend_reasons", "patent.fee_grace_months"],
        Suspension::RightEnded => &["listing.auto_suspend_reasons", "patent.license_within_term"],
    };
    names.iter().map(|name| Ok(book.on(name, today)?.id)).collect()
}

const fn is_over(status: IpStatus) -> bool {
    matches!(status, IpStatus::Lapsed | IpStatus::Invalidated)
}

/// The last day on which the annual fee of a Chinese patent can still be paid (专利法实施细则 art. 115). `None` for other
/// rights, whose offices have rules of their own, and where nobody said until when fees are paid.
fn fee_grace_ends(right: &IpRight, grace_months: u32) -> Option<NaiveDate> {
    let patent = matches!(right.kind, IpKind::PatentInvention | IpKind::PatentUtility | IpKind::PatentDesign);
    let chinese = right.office.as_deref() == Some("CN");
    right.fee_paid_until.filter(|_| patent && chinese).map(|paid| add_months(paid.0, grace_months))
}
