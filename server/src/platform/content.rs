//! What a service platform says (domain reference, section 6).
//!
//! One definition serves the API's input and output, the seeds and the stored document, so that a field cannot exist in one
//! of them and be lost in another (ADR 0004). Values are raw until [`super::validate`] has seen them.

use std::collections::BTreeSet;

use async_graphql::{InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::vocabulary::{PlatformKind, PlatformService};
use crate::{
    kernel::Money,
    listing::{
        content::{BilingualText, Contact},
        vocabulary::{IndustryChain, ShanghaiSector, StrategicIndustry},
    },
    matching::rules::FieldTable,
};

/// From which readiness to which a platform takes a technology (1 to 9, GB/T 22900).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(name = "ReadinessSpan", input_name = "ReadinessSpanInput")]
#[serde(deny_unknown_fields)]
pub struct ReadinessSpan {
    /// Least level that it takes in. What is readier, but below `to`, it takes as well.
    pub from: i32,
    /// Level that it brings to; higher than `from`.
    pub to: i32,
}

/// How long something usually takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(name = "WeekRange", input_name = "WeekRangeInput")]
#[serde(deny_unknown_fields)]
pub struct WeekRange {
    /// Weeks at least.
    pub min: i32,
    /// Weeks at most.
    pub max: i32,
}

/// What something usually costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(name = "CostRange", input_name = "CostRangeInput")]
#[serde(deny_unknown_fields)]
pub struct CostRange {
    /// The least.
    pub min: Money,
    /// The most, in the same currency.
    pub max: Money,
}

/// Everything that a service platform says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, InputObject)]
#[graphql(name = "ServicePlatformContentInput")]
#[serde(default, deny_unknown_fields)]
pub struct PlatformContent {
    /// What kind of platform it is.
    pub kind: Option<PlatformKind>,
    /// Name; at least one language.
    #[graphql(default)]
    pub name: BilingualText,
    /// What it does and for whom; at least one language.
    #[graphql(default)]
    pub summary: BilingualText,
    /// What it verifies.
    #[graphql(default)]
    pub services: Vec<PlatformService>,
    /// From which readiness to which it takes a technology. None if it changes nothing about that.
    pub readiness: Option<ReadinessSpan>,
    /// How long that usually takes. None if it does not say.
    pub weeks: Option<WeekRange>,
    /// What that usually costs. None if it does not say, which is not the same as nothing.
    pub cost: Option<CostRange>,
    /// Where it is, an administrative division of China (GB/T 2260).
    pub region: Option<String>,
    /// Industries that it serves, GB/T 4754-2017. A platform that names no field at all serves every one.
    #[graphql(default)]
    pub industries: Vec<String>,
    /// Strategic emerging industries.
    #[graphql(default)]
    pub strategic_industries: Vec<StrategicIndustry>,
    /// Shanghai's key industries.
    #[graphql(default)]
    pub shanghai_sectors: Vec<ShanghaiSector>,
    /// Yangpu's industry chains.
    #[graphql(default)]
    pub chains: Vec<IndustryChain>,
    /// Lines, instruments, capacity.
    #[graphql(default)]
    pub equipment: BilingualText,
    /// Whom to ask. Shown to members of verified organizations.
    pub contact: Option<Contact>,
}

impl PlatformContent {
    /// Codes of the fields it serves, each with the name of its table: `industry:C39`, `chain:AI`.
    #[must_use]
    pub fn fields(&self) -> BTreeSet<String> {
        FieldTable::Industry
            .codes(&self.industries)
            .chain(FieldTable::Strategic.codes(&self.strategic_industries))
            .chain(FieldTable::Shanghai.codes(&self.shanghai_sectors))
            .chain(FieldTable::Chain.codes(&self.chains))
            .collect()
    }
}
