//! What a license of a listing rests on: the published content, darkened by what is known to have gone wrong since.

use chrono::NaiveDate;

use super::guards::is_alive;
use crate::listing::{
    content::{IpRight, ListingContent, Secrecy},
    vocabulary::{ExportClass, IpKind, IpStatus, SecrecyLevel},
};

/// How long the rights last that a license rests on (民法典 art. 865: a patent is licensed only while it lives).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RightsEnd {
    /// The achievement names no right: know-how is licensed, or nothing that is registered.
    NoRights,
    /// They live, and no end is known.
    Open,
    /// The first of them ends on this day, its last.
    On(NaiveDate),
    /// There were rights, and none is alive.
    Over,
}

/// When the rights end that a license in `territory` (empty: the whole world) rests on.
///
/// Rights of countries outside the territory do not bound it, unless it rests on nothing else; a regional or
/// international office counts everywhere. Trademarks are no achievements and never count.
#[must_use]
pub fn rights_end(rights: &[IpRight], territory: &[String], today: NaiveDate) -> RightsEnd {
    let rights: Vec<&IpRight> = rights.iter().filter(|right| right.kind != IpKind::Trademark).collect();
    let here: Vec<&IpRight> = rights.iter().copied().filter(|right| protects(right, territory)).collect();
    let basis = if here.is_empty() { rights } else { here };
    if basis.is_empty() {
        return RightsEnd::NoRights;
    }
    let alive: Vec<&IpRight> = basis.into_iter().filter(|right| is_alive(right, today)).collect();
    if alive.is_empty() {
        return RightsEnd::Over;
    }
    alive.iter().filter_map(|right| right.expires_on).map(|date| date.0).min().map_or(RightsEnd::Open, RightsEnd::On)
}

fn protects(right: &IpRight, territory: &[String]) -> bool {
    const SEVERAL_COUNTRIES: [&str; 6] = ["EP", "WO", "EA", "AP", "OA", "GC"];
    let Some(office) = right.office.as_deref() else { return true };
    territory.is_empty() || SEVERAL_COUNTRIES.contains(&office) || territory.iter().any(|country| country == office)
}

/// The published content with the bad news of the working copy, and none of its good news: what nobody has reviewed may
/// take a license away, but never make one possible.
#[must_use]
pub fn with_bad_news(published: &ListingContent, working: &ListingContent) -> ListingContent {
    let same = |one: &IpRight, other: &IpRight| one.kind == other.kind && one.office == other.office && one.number == other.number;
    let ip_rights = published.ip_rights.iter().map(|right| match working.ip_rights.iter().find(|now| same(right, now)) {
        Some(now) => darker(right, now),
        None => right.clone(),
    });
    let state_funded = working.funding.as_ref().is_some_and(|funding| funding.state_funded);
    let mut content = ListingContent {
        ip_rights: ip_rights.collect(),
        inventors_consent: published.inventors_consent && working.inventors_consent,
        secrecy: stricter(published.secrecy.as_ref(), working.secrecy.as_ref()),
        export_class: graver(published.export_class, working.export_class),
        ..published.clone()
    };
    if let Some(funding) = &mut content.funding {
        funding.state_funded |= state_funded;
    } else if state_funded {
        content.funding.clone_from(&working.funding);
    }
    content
}

fn darker(published: &IpRight, now: &IpRight) -> IpRight {
    let over = matches!(now.status, IpStatus::Lapsed | IpStatus::Invalidated);
    let sooner = |one, other| match (one, other) {
        (Some(one), Some(other)) => Some(std::cmp::min(one, other)),
        (one, other) => one.or(other),
    };
    IpRight {
        status: if over { now.status } else { published.status },
        expires_on: sooner(published.expires_on, now.expires_on),
        fee_paid_until: sooner(published.fee_paid_until, now.fee_paid_until),
        pledged: published.pledged || now.pledged,
        ..published.clone()
    }
}

fn stricter(published: Option<&Secrecy>, working: Option<&Secrecy>) -> Option<Secrecy> {
    let rank = |secrecy: &Secrecy| match (secrecy.level, secrecy.cleared) {
        (SecrecyLevel::None, _) => 0,
        (SecrecyLevel::Internal, true) => 1,
        (SecrecyLevel::Internal, false) => 2,
        (SecrecyLevel::StateSecret, _) => 3,
    };
    [published, working].into_iter().flatten().max_by_key(|secrecy| rank(secrecy)).cloned()
}

fn graver(published: Option<ExportClass>, working: Option<ExportClass>) -> Option<ExportClass> {
    if severity(working) > severity(published) { working } else { published }
}

/// The gravest class last; an unknown one is no better than an unclassified one.
const fn severity(class: Option<ExportClass>) -> u8 {
    match class {
        Some(ExportClass::Free) => 0,
        None | Some(ExportClass::Unclassified) => 1,
        Some(ExportClass::Restricted) => 2,
        Some(ExportClass::Prohibited) => 3,
    }
}
