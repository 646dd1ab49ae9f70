//! Inputs of service platforms, and how they become what the actions take.

use async_graphql::{ID, InputObject};

use crate::{
    gql::{self, IdempotencyKey, parse_id, parse_optional_id},
    kernel::{Error, Result},
    listing::{
        validate::parts::{industry, within},
        vocabulary::{IndustryChain, ShanghaiSector, StrategicIndustry},
    },
    matching::rules::FieldTable,
    platform::{
        Filter,
        actions::{Create, Update},
        content::PlatformContent,
        validate::division,
        vocabulary::{PlatformKind, PlatformState},
    },
};

impl gql::Content for PlatformContent {
    const FIELDS: &'static str = "ServicePlatformContentFields";
    const DESCRIPTION: &'static str = "Fields of a service platform's content; those left out keep their value, null clears.";
    const NEEDED: &'static [&'static str] = &[];
}

/// Fields of a service platform's content in a mutation's input.
pub type PlatformFields = gql::Fields<PlatformContent>;

/// Input of `servicePlatformCreate`: the fields of the content stand at the top level.
#[derive(InputObject)]
pub struct ServicePlatformCreateInput {
    /// Who runs it.
    organization_id: ID,
    /// The content.
    #[graphql(flatten)]
    content: PlatformFields,
    /// A UUID; a repeated request with the same key answers with the first platform.
    idempotency_key: Option<IdempotencyKey>,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `servicePlatformUpdate`: the fields of the content stand at the top level; those left out keep their value, null
/// clears.
#[derive(InputObject)]
pub struct ServicePlatformUpdateInput {
    /// The platform.
    id: ID,
    /// Version that the change was made looking at.
    expected_version: i64,
    /// The content.
    #[graphql(flatten)]
    content: PlatformFields,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `servicePlatformPublish`.
#[derive(InputObject)]
pub struct ServicePlatformPublishInput {
    /// The platform.
    pub(super) id: ID,
    /// Version that the decision was made looking at.
    pub(super) expected_version: i64,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `servicePlatformWithdraw`.
#[derive(InputObject)]
pub struct ServicePlatformWithdrawInput {
    /// The platform.
    pub(super) id: ID,
    /// Version that the decision was made looking at.
    pub(super) expected_version: i64,
    /// The reason, up to 1000 characters.
    pub(super) reason: String,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl ServicePlatformCreateInput {
    pub(super) fn parse(&self) -> Result<Create> {
        Ok(Create {
            organization: parse_id(&self.organization_id, "organizationId")?,
            content: self.content.0.clone(),
            idempotency_key: self.idempotency_key.map(|key| key.0),
        })
    }
}

impl ServicePlatformUpdateInput {
    pub(super) fn parse(&self) -> Result<Update> {
        let id = parse_id(&self.id, "id")?;
        Ok(Update { id, expected_version: self.expected_version, content: self.content.0.clone() })
    }
}

/// Which service platforms. Of several fields, one that a platform names is enough.
#[derive(InputObject, Default)]
pub struct ServicePlatformFilterInput {
    /// Only this organization's.
    organization_id: Option<ID>,
    /// Only these states.
    states: Option<Vec<PlatformState>>,
    /// Only these kinds.
    kinds: Option<Vec<PlatformKind>>,
    /// Only those for one of these industries (GB/T 4754-2017), or a part of one.
    industries: Option<Vec<String>>,
    /// Only those for one of these strategic emerging industries.
    strategic_industries: Option<Vec<StrategicIndustry>>,
    /// Only those for one of these key industries of Shanghai.
    shanghai_sectors: Option<Vec<ShanghaiSector>>,
    /// Only those for one of these industry chains of Yangpu.
    chains: Option<Vec<IndustryChain>>,
    /// Only those that take in a technology of this readiness, 1 to 9.
    takes_level: Option<i32>,
    /// Only those that bring to this readiness, 1 to 9, or a higher one.
    reaches_level: Option<i32>,
    /// Only those in this division (GB/T 2260), or a part of it.
    region: Option<String>,
}

impl ServicePlatformFilterInput {
    pub(super) fn parse(self) -> Result<Filter> {
        self.parts().map_err(|error| error.at("filter"))
    }

    fn parts(self) -> Result<Filter> {
        let level = |given: Option<i32>, path: &str| given.map(|level| within(level, 1, 9).map_err(|error| error.at(path))).transpose();
        Ok(Filter {
            organization: parse_optional_id(self.organization_id.as_ref(), "organizationId")?,
            states: names(gql::few(self.states, "states")?),
            kinds: names(gql::few(self.kinds, "kinds")?),
            fields: {
                let mut fields = industries(gql::few(self.industries, "industries")?)?;
                fields.extend(FieldTable::Strategic.codes(gql::few(self.strategic_industries, "strategicIndustries")?));
                fields.extend(FieldTable::Shanghai.codes(gql::few(self.shanghai_sectors, "shanghaiSectors")?));
                fields.extend(FieldTable::Chain.codes(gql::few(self.chains, "chains")?));
                fields
            },
            takes: level(self.takes_level, "takesLevel")?,
            reaches: level(self.reaches_level, "reachesLevel")?,
            region: self.region.map(|code| division(&code).map_err(|error: Error| error.at("region"))).transpose()?,
        })
    }
}

/// Codes of industries in their one spelling, with the name of their table.
fn industries(given: Vec<String>) -> Result<Vec<String>> {
    let checked = |(index, code): (usize, &String)| industry(code).map_err(|error| error.at(index).at("industries"));
    let codes: Vec<String> = given.iter().enumerate().map(checked).collect::<Result<_>>()?;
    Ok(FieldTable::Industry.codes(codes).collect())
}

fn names<T: ToString>(values: Vec<T>) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}
