//! What stands in the way of a step, with the rule that puts it there.

use std::sync::Arc;

use chrono::NaiveDate;
use strum::{Display, EnumString, IntoStaticStr};

use super::{
    completeness::lacking,
    giveaways::{Traits, doubts, giveaways},
    states::Transition,
};
use crate::{
    demand::content::DemandContent,
    kernel::{Code, Date, Error, Id, Result, date::add_days, id::RuleVersion},
    rulebook::{Rule, Rulebook},
};

/// Who hid a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "DemandSuspension")]
pub enum Suspension {
    /// Its owner paused it.
    Owner,
    /// The platform's operator hid it; only an operator can show it again.
    Operator,
}

/// What was told of the parts of a split: whoever reads one beside the owner's name knows whose the other is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kin {
    /// Whether one is shown, or may be shown again, without its owner's name.
    pub unnamed: bool,
    /// Whether the world has read the owner's name beside one.
    pub named: bool,
}

/// What guards look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The working copy.
    pub content: &'a DemandContent,
    /// What the world saw last, and would see again; none before the first publication.
    pub shown: Option<&'a DemandContent>,
    /// Today in China.
    pub today: NaiveDate,
    /// Whether the operator has verified the organization.
    pub organization_verified: bool,
    /// By what its owner can be recognized.
    pub traits: Traits<'a>,
    /// Whether the world has read the owner's name beside it.
    pub named: bool,
    /// What the demands say that it was split off from, and that were split off from it.
    pub kin: Kin,
    /// Whether the viewer belongs to the organization, or handed it in.
    pub own_side: bool,
    /// Who hid it, if it is suspended, or was when it expired.
    pub suspension: Option<Suspension>,
    /// Last day on which the world saw, or sees, it.
    pub valid_until: Option<Date>,
    /// Whether it has expired.
    pub expired: bool,
    /// Whether it was changed since the world saw it last.
    pub changed: bool,
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

impl From<Error> for Blocker {
    fn from(error: Error) -> Self {
        Self { error, rule: None, until: None }
    }
}

/// Everything that stands in the way of `transition`; empty if it may be taken.
///
/// What is told is asked for when a demand is handed in, so that its owner learns of gaps and giveaways before the operator
/// does, and again at publication: a deadline passes meanwhile, and an organization takes another name.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn blockers(transition: Transition, facts: &Facts<'_>, book: &Rulebook) -> Result<Vec<Blocker>> {
    let mut found = Vec::new();
    match transition {
        Transition::Submit | Transition::Publish => {
            gaps(facts.content, &mut found);
            days(facts.content, facts.today, &mut found);
            anonymity(facts.content, facts, &mut found);
        }
        Transition::Resume | Transition::Renew => {
            let shown = facts.shown.unwrap_or(facts.content);
            passed("deadline", shown.deadline, facts.today, &mut found);
            anonymity(shown, facts, &mut found);
        }
        _ => {}
    }
    let shows = matches!(transition, Transition::Publish | Transition::Resume) || (transition == Transition::Renew && facts.expired);
    if shows && !facts.organization_verified {
        found.push(Error::new(Code::OrganizationNotVerified).into());
    }
    match transition {
        Transition::Publish | Transition::Return | Transition::Refuse if facts.own_side => {
            let rule = book.on("listing.four_eyes", facts.today)?;
            found.push(Blocker { error: Error::new(Code::SubmitterMayNotApprove), rule: Some(rule), until: None });
        }
        Transition::Resume if facts.suspension == Some(Suspension::Operator) && !facts.operator => {
            found.push(Error::new(Code::Forbidden).into());
        }
        Transition::Resume if facts.suspension == Some(Suspension::Owner) && facts.operator => {
            found.push(Error::new(Code::Forbidden).into());
        }
        // Time does not lift what an operator hid.
        Transition::Renew if facts.expired && facts.suspension == Some(Suspension::Operator) => {
            found.push(Error::new(Code::Forbidden).into());
        }
        Transition::Renew if facts.expired => renewal(facts, book, &mut found)?,
        _ => {}
    }
    Ok(found)
}

fn gaps(content: &DemandContent, found: &mut Vec<Blocker>) {
    let missing = lacking(content);
    if let Some(first) = missing.first() {
        let labels: Vec<String> = missing.iter().map(|field| format!("demand.{field}")).collect();
        found.push(Error::new(Code::DemandIncomplete).with("missing", labels).at(*first).into());
    }
}

/// What does not stand in the way of `transition` and is to be looked at nevertheless: an ordinary word that is also the
/// owner's brand.
#[must_use]
pub fn warnings(transition: Transition, facts: &Facts<'_>) -> Vec<Blocker> {
    if transition != Transition::Publish || facts.content.visibility.names_owner() {
        return Vec::new();
    }
    doubts(facts.content, &facts.traits).into_iter().map(Into::into).collect()
}

/// Days that the owner chose and that have passed: longer than that it must not be shown.
fn days(content: &DemandContent, today: NaiveDate, found: &mut Vec<Blocker>) {
    passed("deadline", content.deadline, today, found);
    passed("validUntil", content.valid_until, today, found);
}

fn passed(field: &'static str, day: Option<Date>, today: NaiveDate, found: &mut Vec<Blocker>) {
    if let Some(passed) = day.filter(|day| day.0 < today) {
        let error = Error::new(Code::OutOfRange).with("min", today).at(field);
        found.push(Blocker { error, rule: None, until: Some(passed) });
    }
}

fn anonymity(content: &DemandContent, facts: &Facts<'_>, found: &mut Vec<Blocker>) {
    let named = content.visibility.names_owner();
    let apart = if named { facts.kin.unnamed } else { facts.kin.named && !facts.named };
    if apart {
        found.push(Error::new(Code::DemandPartsDiffer).at("visibility").into());
    }
    if named {
        return;
    }
    if facts.named {
        found.push(Error::new(Code::DemandNamed).at("visibility").into());
    }
    found.extend(giveaways(content, &facts.traits).into_iter().map(Into::into));
}

/// An expired demand comes back unseen by the operator only as it was, and not after a long time.
fn renewal(facts: &Facts<'_>, book: &Rulebook, found: &mut Vec<Blocker>) -> Result<()> {
    let rule = book.on("demand.renewal_days", facts.today)?;
    let days: u32 = rule.get()?;
    let last = facts.valid_until.map(|last| Date(add_days(last.0, days)));
    if facts.changed || last.is_none_or(|last| last.0 < facts.today) {
        let error = Error::new(Code::DemandNotRenewable).with("days", i64::from(days));
        found.push(Blocker { error, rule: Some(rule), until: last });
    }
    Ok(())
}

/// Rules that decide a publication or a renewal, for its trail.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn deciding_rules(transition: Transition, today: NaiveDate, book: &Rulebook) -> Result<Vec<Id<RuleVersion>>> {
    let names: &[&str] = match transition {
        Transition::Publish => &["demand.field_limits", "demand.profile_fits_least", "demand.validity_months_default", "listing.four_eyes"],
        Transition::Renew => &["demand.renewal_days", "demand.validity_months_default"],
        _ => &[],
    };
    names.iter().map(|name| Ok(book.on(name, today)?.id)).collect()
}
