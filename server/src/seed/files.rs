//! The files of the demo world (`seeds/demo`), part of the program.

use anyhow::Context;
use chrono::{NaiveDate, TimeDelta};
use include_dir::{Dir, include_dir};
use serde::{Deserialize, de::DeserializeOwned};

use super::{advisors, cases};
use crate::{
    demand::{content::DemandContent, vocabulary::PassReason},
    identity::rules::{OrganizationKind, SizeIndustry},
    kernel::{Locale, Role},
    listing::content::ListingContent,
    platform::content::PlatformContent,
};

static DEMO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../seeds/demo");

/// The day for which the files were written.
const WRITTEN_ON: NaiveDate = match NaiveDate::from_ymd_opt(2026, 11, 23) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Everything in the files.
#[derive(Debug)]
pub(super) struct World {
    pub(super) organizations: Vec<Organization>,
    pub(super) users: Vec<User>,
    pub(super) listings: Vec<Listing>,
    pub(super) demands: Vec<Demand>,
    pub(super) platforms: Vec<Platform>,
    pub(super) advisors: Vec<advisors::Record>,
    pub(super) cases: Vec<cases::Record>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Organization {
    pub(super) key: String,
    pub(super) kind: OrganizationKind,
    pub(super) name_zh: String,
    pub(super) name_en: Option<String>,
    pub(super) credit_code: String,
    pub(super) country: String,
    pub(super) division: Option<String>,
    pub(super) website: Option<String>,
    pub(super) verified: bool,
    pub(super) size: Option<Size>,
}

/// What an enterprise declares; amounts in fen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Size {
    pub(super) industry: SizeIndustry,
    pub(super) staff: Option<i64>,
    pub(super) revenue_cny_minor: Option<i64>,
    pub(super) assets_cny_minor: Option<i64>,
    pub(super) data_year: i32,
    pub(super) evidence: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct User {
    pub(super) key: String,
    pub(super) name_zh: String,
    pub(super) name_en: String,
    pub(super) email: String,
    pub(super) locale: Locale,
    pub(super) memberships: Vec<Membership>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Membership {
    pub(super) organization: String,
    pub(super) roles: Vec<Role>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Listing {
    pub(super) key: String,
    pub(super) organization: String,
    pub(super) external_reference: String,
    pub(super) state: String,
    pub(super) content: ListingContent,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Demand {
    pub(super) key: String,
    pub(super) organization: String,
    pub(super) external_reference: String,
    pub(super) state: String,
    /// How long ago it was written and published.
    #[serde(default)]
    pub(super) days_ago: i64,
    /// What the operator wrote beside a return.
    #[serde(default)]
    pub(super) notes: Vec<String>,
    #[serde(default)]
    pub(super) proposals: Vec<Proposal>,
    content: DemandContent,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Platform {
    pub(super) key: String,
    pub(super) organization: String,
    pub(super) state: String,
    /// Why it was withdrawn.
    pub(super) reason: Option<String>,
    pub(super) content: PlatformContent,
}

/// What an office proposes, and what the owner answers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Proposal {
    pub(super) office: String,
    /// Key of one of the office's listings.
    pub(super) listing: Option<String>,
    pub(super) title: String,
    pub(super) approach: String,
    pub(super) rationale: Option<String>,
    pub(super) validation: Option<String>,
    pub(super) plan: Option<String>,
    pub(super) trl: Option<i32>,
    pub(super) answer: Option<String>,
    pub(super) reason: Option<PassReason>,
    pub(super) note: Option<String>,
    #[serde(default)]
    pub(super) reveal: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganizationFile {
    organization: Vec<Organization>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UserFile {
    user: Vec<User>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListingFile {
    listing: Vec<Listing>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemandFile {
    demand: Vec<Demand>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlatformFile {
    platform: Vec<Platform>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdvisorFile {
    advisor: Vec<advisors::Record>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    case: Vec<cases::Record>,
}

impl Demand {
    /// The content as it would have been written on `today`, like [`Listing::content_on`].
    pub(super) fn content_on(&self, today: NaiveDate) -> DemandContent {
        let later = (today - WRITTEN_ON).max(TimeDelta::zero());
        let mut content = self.content.clone();
        for day in content.deadline.as_mut().into_iter().chain(content.valid_until.as_mut()) {
            day.0 += later;
        }
        content
    }
}

impl Listing {
    /// The content as it would have been written on `today`: days that lay ahead lie as far ahead, so that the demo world
    /// does not go stale. What is past stays.
    pub(super) fn content_on(&self, today: NaiveDate) -> ListingContent {
        let later = (today - WRITTEN_ON).max(TimeDelta::zero());
        let mut content = self.content.clone();
        let fees = content.ip_rights.iter_mut().filter_map(|right| right.fee_paid_until.as_mut());
        for day in fees.chain(content.valid_until.as_mut()) {
            day.0 += later;
        }
        content
    }
}

/// Reads the files.
pub(super) fn read() -> anyhow::Result<World> {
    let directory = DEMO.get_dir("listings").context("seeds/demo/listings is missing")?;
    let mut listings = Vec::new();
    for file in directory.files() {
        let name = file.path().display().to_string();
        let text = file.contents_utf8().with_context(|| format!("{name} is not UTF-8"))?;
        listings.extend(toml::from_str::<ListingFile>(text).context(name)?.listing);
    }
    let organizations = one::<OrganizationFile>("organizations.toml")?.organization;
    let (users, demands) = (one::<UserFile>("users.toml")?.user, one::<DemandFile>("demands.toml")?.demand);
    let platforms = one::<PlatformFile>("platforms.toml")?.platform;
    let (advisors, cases) = (one::<AdvisorFile>("advisors.toml")?.advisor, one::<CaseFile>("cases.toml")?.case);
    Ok(World { organizations, users, listings, demands, platforms, advisors, cases })
}

fn one<T: DeserializeOwned>(name: &str) -> anyhow::Result<T> {
    let text = DEMO.get_file(name).and_then(|file| file.contents_utf8()).with_context(|| format!("{name} is missing"))?;
    toml::from_str(text).with_context(|| name.to_owned())
}
