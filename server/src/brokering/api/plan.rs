//! Proposals for an assignment, as answers.

use async_graphql::{Context, Object, SimpleObject, connection::PageInfo};

use super::BrokerCase;
use crate::{
    advisor::{self, model::NamedTie},
    brokering::{
        actions::{self, Candidate, Load},
        model::{Case, Standing, View},
        rules::{Fit, Part, Planned},
        vocabulary::Block,
    },
    gql::{Result, app, page_info},
    kernel::PageRequest,
    rules_api::{self, RuleVersion},
};

/// How an advisor fits a case.
pub struct CaseCandidate {
    candidate: Candidate,
}

/// How an advisor fits a case.
#[Object]
impl CaseCandidate {
    /// The advisor.
    async fn advisor(&self, ctx: &Context<'_>) -> Result<Option<advisor::api::Advisor>> {
        Ok(advisor::api::advisor(ctx, self.candidate.fit.advisor).await?)
    }

    /// The sum of the parts, in thousandths of a point.
    async fn score(&self) -> i64 {
        self.candidate.fit.score()
    }

    /// What speaks for the advisor, part by part.
    async fn parts(&self) -> &[Part] {
        &self.candidate.fit.parts
    }

    /// What keeps the advisor from it, whatever the parts say; empty if nothing does.
    async fn blocks(&self) -> &[Block] {
        &self.candidate.fit.blocks
    }

    /// Cases that the advisor has now.
    async fn active_cases(&self) -> i64 {
        self.candidate.active
    }

    /// Cases that the advisor can have.
    async fn capacity(&self) -> i64 {
        self.candidate.capacity
    }

    /// Declared ties that name somebody in words alone: they bar nobody by themselves, so read them first.
    #[graphql(complexity = "1")]
    async fn ties_by_name(&self) -> &[NamedTie] {
        &self.candidate.ties_by_name
    }
}

pub(super) async fn candidates(ctx: &Context<'_>, case: &Case) -> Result<Vec<CaseCandidate>> {
    let found = actions::candidates(app(ctx), case).await?;
    Ok(found.into_iter().map(|candidate| CaseCandidate { candidate }).collect())
}

/// Why nobody can have a case: how many advisors each obstacle keeps from it.
#[derive(SimpleObject)]
pub struct CaseObstacle {
    /// The obstacle.
    block: Block,
    /// How many advisors it keeps from the case.
    advisors: i64,
}

/// What is proposed for one case.
pub struct CaseProposal {
    case: Case,
    planned: Planned,
    /// Ties of the advisor who should have it.
    ties: Vec<NamedTie>,
}

/// A page of the proposals. They are made anew with every plan and have no ids: what can be asked for by its id is their case.
#[derive(SimpleObject)]
pub struct CaseProposals {
    /// Where the page begins and ends, and whether there are more.
    page_info: PageInfo,
    /// The proposals of the page.
    nodes: Vec<CaseProposal>,
    /// How many proposals the plan has.
    total_count: i64,
}

/// What is proposed for one case.
#[Object]
impl CaseProposal {
    /// The case.
    async fn case(&self) -> BrokerCase {
        BrokerCase(View { case: self.case.clone(), standing: Standing::Staff })
    }

    /// Who should have it; null if nobody may, or all places are taken.
    async fn advisor(&self, ctx: &Context<'_>) -> Result<Option<advisor::api::Advisor>> {
        match self.planned.advisor() {
            Some(id) => Ok(advisor::api::advisor(ctx, id).await?),
            None => Ok(None),
        }
    }

    /// The sum of the parts, in thousandths of a point; null without an advisor.
    async fn score(&self) -> Option<i64> {
        self.planned.fit.as_ref().map(Fit::score)
    }

    /// What speaks for the advisor, part by part.
    async fn parts(&self) -> Vec<Part> {
        self.planned.fit.as_ref().map(|fit| fit.parts.clone()).unwrap_or_default()
    }

    /// Declared ties of the advisor that name somebody in words alone: they bar nobody by themselves, so read them first.
    #[graphql(complexity = "1")]
    async fn ties_by_name(&self) -> &[NamedTie] {
        &self.ties
    }

    /// How many others could have it as well.
    async fn alternatives(&self) -> i64 {
        self.planned.alternatives
    }

    /// What keeps advisors from it, with how many each obstacle keeps.
    async fn obstacles(&self) -> Vec<CaseObstacle> {
        self.planned.obstacles.iter().map(|(block, advisors)| CaseObstacle { block: *block, advisors: *advisors }).collect()
    }
}

/// How many cases an advisor has, and can have.
pub struct AdvisorLoad(Load);

/// How many cases an advisor has, and can have.
#[Object]
impl AdvisorLoad {
    /// The advisor.
    async fn advisor(&self, ctx: &Context<'_>) -> Result<Option<advisor::api::Advisor>> {
        Ok(advisor::api::advisor(ctx, self.0.advisor).await?)
    }

    /// Cases that the advisor has now.
    async fn active_cases(&self) -> i64 {
        self.0.active
    }

    /// Cases that the advisor can have.
    async fn capacity(&self) -> i64 {
        self.0.capacity
    }

    /// Declared ties that name somebody in words alone: they bar nobody by themselves, so read them first.
    #[graphql(complexity = "1")]
    async fn ties_by_name(&self) -> &[NamedTie] {
        &self.0.ties_by_name
    }
}

/// A proposal for every case that waits: as many as possible get somebody, those that fit best, with the work spread.
pub struct CasePlan(pub actions::CasePlan);

/// A proposal for every case that waits: as many as possible get somebody, those that fit best, with the work spread.
#[Object]
impl CasePlan {
    /// Cases that wait.
    async fn waiting(&self) -> i64 {
        i64::try_from(self.0.waiting).unwrap_or(i64::MAX)
    }

    /// Cases for which there is somebody.
    async fn assignable(&self) -> i64 {
        let found = self.0.proposals.iter().filter(|(_, planned)| planned.fit.is_some()).count();
        i64::try_from(found).unwrap_or(i64::MAX)
    }

    /// Advisors who take cases.
    async fn advisors(&self) -> i64 {
        i64::try_from(self.0.loads.len()).unwrap_or(i64::MAX)
    }

    /// The proposals, the case that has waited longest first; of thousands of cases those that have waited longest. A cursor names a
    /// case, and is good for the next plan too.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    #[expect(clippy::unused_async, reason = "resolvers are asynchronous")]
    async fn proposals(
        &self,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<CaseProposals> {
        let page = self.0.page(&PageRequest::new(first, after, last, before)?)?;
        let proposal = |(case, planned): (Case, Planned)| {
            let load = self.0.loads.iter().find(|load| Some(load.advisor) == planned.advisor());
            CaseProposal { case, planned, ties: load.map(|load| load.ties_by_name.clone()).unwrap_or_default() }
        };
        Ok(CaseProposals {
            page_info: page_info(&page),
            nodes: page.rows.into_iter().map(|(_, row)| proposal(row)).collect(),
            total_count: i64::try_from(self.0.proposals.len()).unwrap_or(i64::MAX),
        })
    }

    /// Advisors who take cases, those with the least room first, at most 100.
    #[graphql(complexity = "crate::gql::page_cost(Some(100), child_complexity)")]
    async fn loads(&self) -> Vec<AdvisorLoad> {
        let mut loads = self.0.loads.clone();
        loads.sort_by_key(|load| (load.capacity - load.active, load.advisor));
        loads.into_iter().take(100).map(AdvisorLoad).collect()
    }

    /// Versions of the rules that decided.
    async fn rule_versions(&self, ctx: &Context<'_>) -> Result<Vec<RuleVersion>> {
        rules_api::rule_versions(ctx, &self.0.rules).await
    }
}
