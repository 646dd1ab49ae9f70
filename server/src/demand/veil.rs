//! What the world may see of a demand. Pure.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::{content::DemandContent, vocabulary::Visibility};
use crate::{
    identity::rules::{EnterpriseSize, Organization, SizeIndustry},
    kernel::{Timestamp, clock::china_date},
    reference,
};

/// What is told of the owner of a demand, also where it is not named; there so little that it fits many.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, SimpleObject)]
#[graphql(name = "DemandOwnerProfile")]
pub struct Profile {
    /// Country or region, ISO 3166-1 alpha-2.
    pub country: String,
    /// The city, or the municipality, as an administrative division (GB/T 2260), or the province where the city would tell too
    /// much; only in mainland China.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Size class as last declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<EnterpriseSize>,
    /// Industry of the size class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<SizeIndustry>,
}

/// The profile of an organization.
#[must_use]
pub fn profile(organization: &Organization, branch: Option<SizeIndustry>) -> Profile {
    Profile {
        country: organization.country.clone(),
        region: organization.division.as_deref().and_then(city),
        size: organization.size,
        branch: branch.filter(|_| organization.size.is_some()),
    }
}

/// `profile` with one thing less told: first without the branch, then without the size, then with the province in place of
/// the city, then without any place; none if nothing is left to leave out.
#[must_use]
pub fn wider(profile: &Profile) -> Option<Profile> {
    let profile = profile.clone();
    match (profile.branch, profile.size, profile.region.as_deref()) {
        (Some(_), ..) => Some(Profile { branch: None, ..profile }),
        (None, Some(_), _) => Some(Profile { size: None, ..profile }),
        (None, None, Some(region)) => {
            let province = region.get(..2).map(|head| format!("{head}0000")).filter(|code| code != region);
            Some(Profile { region: province, ..profile })
        }
        (None, None, None) => None,
    }
}

/// The city that a division lies in; the municipality, where districts hang on it directly; the province at last.
#[must_use]
pub fn city(division: &str) -> Option<String> {
    let known = |prefix: Option<&str>, zeros: &str| {
        let code = format!("{}{zeros}", prefix?);
        reference::division_exists(&code).then_some(code)
    };
    known(division.get(..4), "00").or_else(|| known(division.get(..2), "0000"))
}

/// What may be shown of `content`: never whom to ask, whom the owner has in mind and through whom it reports, and of places no more
/// than the city if the owner is not named.
#[must_use]
pub fn veiled(content: DemandContent) -> DemandContent {
    let content = without_private(content);
    if content.visibility.names_owner() {
        return content;
    }
    let site = content.site.as_deref().and_then(city);
    DemandContent { site, preferred_regions: regions(&content), ..content }
}

/// `content` without what is of the owner's own people alone: whom to ask, whom it has in mind, and through whom it reports.
#[must_use]
pub fn without_private(content: DemandContent) -> DemandContent {
    DemandContent { contact: None, intended_partner: None, supervising_unit: None, ..content }
}

/// Preferred regions as far as they may be shown: whoever prefers partners from the own district tells where that is.
#[must_use]
pub fn regions(content: &DemandContent) -> Vec<String> {
    if content.visibility.names_owner() {
        return content.preferred_regions.clone();
    }
    let mut shown: Vec<String> = Vec::new();
    for region in content.preferred_regions.iter().filter_map(|region| city(region)) {
        if !shown.contains(&region) {
            shown.push(region);
        }
    }
    shown
}

/// When something happened, as far as it may be told: beside an unnamed owner to the day only, so that nobody can lay it
/// beside what the owner did elsewhere at that minute.
#[must_use]
pub fn told_at(at: Timestamp, visibility: Visibility) -> Timestamp {
    if visibility.names_owner() { at } else { day_of(at) }
}

/// The beginning of the day, in China, that `at` lies in.
#[must_use]
pub fn day_of(at: Timestamp) -> Timestamp {
    const CHINA_OFFSET_HOURS: i64 = 8;
    let midnight = china_date(at).and_time(chrono::NaiveTime::MIN).and_utc();
    midnight - chrono::Duration::hours(CHINA_OFFSET_HOURS)
}
