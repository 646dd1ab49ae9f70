//! The same step for many demands.

use async_graphql::{ID, InputObject, SimpleObject};

use crate::{
    demand::{actions::BulkMove, rules::Transition},
    gql::{self, UserError, parse_id},
    kernel::{Bulk, Error, Locale, Result, id::Demand as DemandId},
};

/// A demand, and the version of it that somebody looked at.
#[derive(InputObject)]
pub struct DemandBulkItem {
    /// The demand.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
}

/// Input of `demandBulkTransition`.
#[derive(InputObject)]
pub struct DemandBulkTransitionInput {
    /// The step, one that an operator takes. A return needs notes about each demand and has to be made one by one.
    transition: Transition,
    /// The demands, at most 100.
    demands: Vec<DemandBulkItem>,
    /// The reason of a refusal or suspension, up to 1000 characters.
    reason: Option<String>,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl DemandBulkTransitionInput {
    pub(super) fn parse(self) -> Result<BulkMove> {
        let item = |(index, item): (usize, &DemandBulkItem)| {
            let id = parse_id(&item.id, "id").map_err(|error: Error| error.at(index).at("demands"))?;
            Ok((id, item.expected_version))
        };
        let demands = self.demands.iter().enumerate().map(item).collect::<Result<_>>()?;
        Ok(BulkMove { transition: self.transition, demands, reason: self.reason })
    }
}

/// What became of many demands.
#[derive(SimpleObject)]
pub struct DemandBulkReport {
    /// Demands that took the step.
    changed_count: i64,
    /// Demands that could not and stayed as they were.
    failed_count: i64,
    /// Why, of each of them.
    failures: Vec<DemandBulkFailure>,
}

/// A demand that could not take the step.
#[derive(SimpleObject)]
pub struct DemandBulkFailure {
    /// The demand.
    id: ID,
    /// What stood in its way.
    errors: Vec<UserError>,
}

impl DemandBulkReport {
    pub(super) fn new(report: &Bulk<DemandId>, locale: Locale) -> Self {
        let (changed_count, failed_count, told) = gql::bulk(report, locale);
        let failures = told.into_iter().map(|(id, errors)| DemandBulkFailure { id, errors }).collect();
        Self { changed_count, failed_count, failures }
    }
}
