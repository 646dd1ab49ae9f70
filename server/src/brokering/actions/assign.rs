//! Who gets which case: proposed for all that wait together, decided by the operator.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    border::{abroad, as_it_stands},
    check_version, lock_one,
    perform::{Said, perform},
    read::view,
    ties::parties,
};
use crate::{
    advisor::{
        self,
        model::{Advisor, NamedTie},
    },
    brokering::{
        model::{Case, Refusal, View},
        policy,
        rules::{self, AdvisorFacts, CaseFacts, Fit, Planned, Transition, Weights, fit::codes},
        store::{self, Reader},
        vocabulary::Block,
    },
    ctx::Ctx,
    db::{Write, rerun},
    idempotency::Outcome,
    identity,
    kernel::{
        Actor, Code, Error, Id, Page, PageRequest, Result, Timestamp,
        clock::china_date,
        id::{Advisor as AdvisorId, BrokerCase, Organization, RuleVersion},
    },
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// Most waiting cases that one plan looks at.
const CASES_MAX: u64 = 2000;

/// Who reads what an assignment rests on.
const PLANNER: Actor = Actor::System("planner");

/// What an assignment rests on.
struct Ground {
    weights: Weights,
    rules: Vec<Id<RuleVersion>>,
    advisors: Vec<AdvisorFacts>,
    /// Ties of each that name somebody in words alone.
    by_name: HashMap<Id<AdvisorId>, Vec<NamedTie>>,
}

/// A proposal for every case that waits.
#[derive(Debug, Clone)]
pub struct CasePlan {
    /// Versions of the rules that decided.
    pub rules: Vec<Id<RuleVersion>>,
    /// Cases that wait, also those beyond the ones that were looked at.
    pub waiting: u64,
    /// The cases that were looked at, oldest first, each with its proposal.
    pub proposals: Vec<(Case, Planned)>,
    /// Advisors who take cases, and how much room each has.
    pub loads: Vec<Load>,
}

impl CasePlan {
    /// A page of the proposals, the case that has waited longest first. A cursor names a case and not a place: it is good for the
    /// next plan too.
    ///
    /// # Errors
    /// `CURSOR_MISMATCH`.
    pub fn page(&self, request: &PageRequest) -> Result<Page<(Case, Planned)>> {
        const SCOPE: &str = "casePlan";
        let key = |(case, _): &(Case, Planned)| (case.created_at, case.id.uuid());
        let last = request.key::<(Timestamp, Uuid)>(SCOPE)?;
        let comes = |row: &&(Case, Planned)| last.is_none_or(|last| if request.backward { key(row) < last } else { key(row) > last });
        let (shown, most) = (self.proposals.iter(), request.limit + 1);
        let rows: Vec<_> = if request.backward {
            shown.rev().filter(comes).take(most).cloned().collect()
        } else {
            shown.filter(comes).take(most).cloned().collect()
        };
        Ok(Page::from_rows(request, rows, SCOPE, key))
    }
}

/// How many cases an advisor has, and can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// The advisor.
    pub advisor: Id<AdvisorId>,
    /// Cases that the advisor has now.
    pub active: i64,
    /// Cases that the advisor can have.
    pub capacity: i64,
    /// Ties that name somebody in words alone. They bar nobody by themselves: whoever assigns has to read them.
    pub ties_by_name: Vec<NamedTie>,
}

/// Proposes an advisor for every case that waits, all at once. Twelve statements, whatever their number.
///
/// # Errors
/// `UNAUTHENTICATED`, `FORBIDDEN` for others than staff.
pub async fn case_plan(ctx: &Ctx, actor: &Actor) -> Result<CasePlan> {
    policy::signed_in(actor)?;
    policy::allowed(policy::may_plan(actor))?;
    let conn = ctx.db.read();
    let ground = ground(ctx, conn).await?;
    let cases = store::waiting(conn, CASES_MAX).await?;
    let facts = case_facts(ctx, conn, &cases).await?;
    let (weights, advisors) = (ground.weights, ground.advisors.clone());
    // Thousands of cases take a good part of a second: other requests are answered meanwhile.
    let work = tokio::task::spawn_blocking(move || rules::plan(&facts, &advisors, &weights));
    let planned = work.await.map_err(|error| Error::internal(format!("the plan stopped: {error}")))?;
    let load = |one: &AdvisorFacts| {
        let unread = ground.by_name.get(&one.id).cloned().unwrap_or_default();
        Load { advisor: one.id, active: one.active, capacity: one.capacity, ties_by_name: unread }
    };
    let loads = ground.advisors.iter().map(load).collect();
    let waiting = store::count_waiting(conn).await?;
    Ok(CasePlan { rules: ground.rules, loads, waiting, proposals: cases.into_iter().zip(planned).collect() })
}

/// How an advisor fits a case.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// How well, and what stands in the way.
    pub fit: Fit,
    /// Cases that the advisor has now.
    pub active: i64,
    /// Cases that the advisor can have.
    pub capacity: i64,
    /// Ties that name somebody in words alone. They bar nobody by themselves: whoever assigns has to read them.
    pub ties_by_name: Vec<NamedTie>,
}

/// How everybody who takes cases fits `case`: those who may have it first, the best of them first. Twelve statements.
///
/// # Errors
/// Those of the database.
pub async fn candidates(ctx: &Ctx, case: &Case) -> Result<Vec<Candidate>> {
    let conn = ctx.db.read();
    let ground = ground(ctx, conn).await?;
    let Some(facts) = case_facts(ctx, conn, std::slice::from_ref(case)).await?.pop() else { return Ok(Vec::new()) };
    let mut found: Vec<_> = ground
        .advisors
        .iter()
        .map(|advisor| Candidate {
            fit: rules::fit(&facts, advisor, &ground.weights),
            active: advisor.active,
            capacity: advisor.capacity,
            ties_by_name: ground.by_name.get(&advisor.id).cloned().unwrap_or_default(),
        })
        .collect();
    found.sort_by_key(|candidate| (!candidate.fit.blocks.is_empty(), -candidate.fit.score(), candidate.fit.advisor));
    Ok(found)
}

async fn ground(ctx: &Ctx, conn: &impl ConnectionTrait) -> Result<Ground> {
    let advisors = advisor::all_active(conn).await?;
    ground_of(ctx, conn, &advisors).await
}

async fn ground_of(ctx: &Ctx, conn: &impl ConnectionTrait, advisors: &[Advisor]) -> Result<Ground> {
    let today = ctx.clock.today();
    let weights = ctx.rules.on("advising.assignment_weights", today)?;
    let most = ctx.rules.on("advising.active_cases_max", today)?;
    let months = ctx.rules.on("advising.conflict_confirm_months", today)?;
    let (capacity_max, months_max): (i64, u32) = (most.get()?, months.get()?);
    let ids: Vec<_> = advisors.iter().map(|advisor| advisor.id).collect();
    let users: Vec<_> = advisors.iter().map(|advisor| advisor.user).collect();
    let appointed = advisor::appointed_among(conn, &ids, today).await?;
    let mut ties = advisor::conflicts_of(conn, &ids, today).await?;
    let mut seats: HashMap<_, BTreeSet<Id<Organization>>> = HashMap::new();
    for (user, organization) in identity::seats_of_users(conn, &users).await? {
        seats.entry(user).or_default().insert(organization);
    }
    let loads = store::loads(conn).await?;
    let mut successes: BTreeMap<Id<AdvisorId>, Vec<BTreeSet<String>>> = BTreeMap::new();
    // Whose merit a case is says its outcome, and not who had it last.
    let validated = store::validated_cases(conn, &ids).await?;
    let cases: Vec<_> = validated.iter().map(|(_, case)| *case).collect();
    let needs: HashMap<_, _> = store::find(conn, &PLANNER, &cases).await?.into_iter().map(|case| (case.id, codes(&case.needs))).collect();
    for (advisor, case) in validated {
        if let Some(needs) = needs.get(&case) {
            successes.entry(advisor).or_default().push(needs.clone());
        }
    }
    let by_name = ties.iter_mut().map(|(advisor, ties)| (*advisor, std::mem::take(&mut ties.by_name))).collect();
    let facts = advisors.iter().map(|advisor| AdvisorFacts {
        id: advisor.id,
        profile: advisor.profile.clone(),
        grade: advisor.grade,
        available: appointed.contains(&advisor.id) && advisor.state == crate::advisor::vocabulary::AdvisorState::Active,
        confirmed: crate::advisor::rules::is_confirmed(advisor.confirmed_on, today, months_max),
        ties: ties.remove(&advisor.id).unwrap_or_default().organizations.into_iter().collect(),
        seats: seats.remove(&advisor.user).unwrap_or_default(),
        active: loads.get(&advisor.id).copied().unwrap_or(0),
        capacity: advisor.profile.capacity.map_or(capacity_max, i64::from).min(capacity_max),
        successes: successes.remove(&advisor.id).unwrap_or_default(),
    });
    Ok(Ground { weights: weights.get()?, advisors: facts.collect(), rules: vec![weights.id, most.id, months.id], by_name })
}

async fn case_facts(ctx: &Ctx, conn: &impl ConnectionTrait, cases: &[Case]) -> Result<Vec<CaseFacts>> {
    let ids: Vec<_> = cases.iter().map(|case| case.id).collect();
    let mut refused: HashMap<_, BTreeSet<_>> = HashMap::new();
    for refusal in store::refusals_of(conn, &ids).await?.into_iter().filter(Refusal::bars) {
        refused.entry(refusal.case).or_default().insert(refusal.advisor);
    }
    // Whoever was introduced by the advisor before is a party for the next one.
    let mut made: HashMap<_, Vec<_>> = HashMap::new();
    for introduction in store::introductions_of(conn, &Reader::own(&PLANNER), &ids).await? {
        made.entry(introduction.case).or_default().push(introduction);
    }
    let of_case = |case: &Case| parties(case, made.get(&case.id).map_or(&[], Vec::as_slice));
    let everybody: BTreeSet<_> = cases.iter().flat_map(of_case).collect();
    let abroad = abroad(ctx, conn, &everybody.into_iter().collect::<Vec<_>>()).await?;
    let today = ctx.clock.today();
    let facts = cases.iter().map(|case| {
        let parties = of_case(case);
        // As the parties stand today, whatever was known when it was opened.
        let crosses = parties.iter().any(|party| abroad.contains(party));
        Ok(CaseFacts {
            id: case.id,
            needs: as_it_stands(ctx, case.needs.clone(), crosses)?,
            parties,
            refused_by: refused.remove(&case.id).unwrap_or_default(),
            waiting_days: (today - china_date(case.created_at)).num_days(),
        })
    });
    facts.collect()
}

/// An assignment that an operator decides.
#[derive(Debug, Clone)]
pub struct Assign {
    /// The case.
    pub id: Id<BrokerCase>,
    /// The version that the decision was made looking at.
    pub expected_version: i64,
    /// Who shall have it.
    pub advisor: Id<AdvisorId>,
}

/// Gives a case to an advisor, as proposed or otherwise. What keeps the advisor from it cannot be overruled.
///
/// # Errors
/// `NOT_FOUND` at `id` or `advisorId`, `FORBIDDEN` for others than the operator, and at `advisorId` for one who is the advisor,
/// `STALE_VERSION`, `TRANSITION_NOT_ALLOWED`,
/// `CONFLICT_OF_INTEREST` or `ADVISOR_NOT_AVAILABLE` at `advisorId` with `blocks`.
pub async fn assign(ctx: &Ctx, actor: &Actor, input: Assign) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(assign_now(ctx, actor, &input))).await
}

async fn assign_now(ctx: &Ctx, actor: &Actor, input: &Assign) -> Result<Outcome<View>> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, input.id).await.map_err(|error| error.at("id"))?;
    policy::permit(actor, rules::authority(Transition::Assign), &before)?;
    check_version(before.version, input.expected_version)?;
    // Locked, so that two operators cannot fill one desk twice.
    let advisor = advisor::lock_for_case(&tx, actor, input.advisor).await?.ok_or_else(|| Error::new(Code::NotFound).at("advisorId"))?;
    policy::allowed(policy::assigns_to(actor, advisor.user)).map_err(|error| error.at("advisorId"))?;
    let step = rules::take(Transition::Assign, before.state)?;
    let (fit, rules) = fit_of(ctx, &tx, &before, &advisor).await?;
    if let Some(error) = refusal(&fit) {
        return Err(error.at("advisorId"));
    }
    let said = Said { given: Some((advisor.id, advisor.user, fit)), rules, ..Said::default() };
    let after = perform(ctx, &tx, actor, &before, step, said).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(view(ctx, actor, after, &before).await?))
}

/// How `advisor`, who is locked, fits `case`, and the rules that say so.
pub(super) async fn fit_of(ctx: &Ctx, tx: &Write, case: &Case, advisor: &Advisor) -> Result<(Fit, Vec<Id<RuleVersion>>)> {
    let ground = ground_of(ctx, &**tx, std::slice::from_ref(advisor)).await?;
    let case = case_facts(ctx, &**tx, std::slice::from_ref(case)).await?.pop();
    let fit = case.zip(ground.advisors.first()).map(|(case, advisor)| rules::fit(&case, advisor, &ground.weights));
    let fit = fit.ok_or_else(|| Error::internal("a case without facts"))?;
    Ok((fit, ground.rules))
}

/// Why somebody cannot have a case; none if nothing stands in the way.
pub(super) fn refusal(fit: &Fit) -> Option<Error> {
    let tied = |block: &Block| matches!(block, Block::ConflictOfInterest | Block::SitsWithParty);
    let code = match fit.blocks.as_slice() {
        [] => return None,
        blocks if blocks.iter().any(tied) => Code::ConflictOfInterest,
        _ => Code::AdvisorNotAvailable,
    };
    Some(Error::new(code).with("blocks", fit.blocks.iter().map(ToString::to_string).collect::<Vec<_>>()))
}
