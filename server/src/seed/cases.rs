//! Cases of the demo world: opened by enterprises, given to advisors and worked on, each step on its day in the past.

use std::collections::HashMap;

use anyhow::{Context, anyhow};
use chrono::Duration;
use serde::Deserialize;

use super::{
    SEED, explain,
    files::{self, Demand},
    shortlists,
};
use crate::{
    advisor::{
        self,
        actions::Grant,
        vocabulary::{ConflictKind, MandateScope},
    },
    brokering::{
        self, CaseFilter,
        actions::{self, AddLog, AddTask, AnswerIntroduction, AnswerOutcome, Assign, Disclose, FileOutcome, Introduce, Move, Open, Rate},
        model::{Case, View},
        rules::Transition,
        service,
        vocabulary::{ConflictHandling, FeeKind, LogKind, LogPlace, LogVisibility, OutcomeKind},
    },
    ctx::Ctx,
    demand,
    identity::rules::Organization,
    kernel::{Actor, Date, Id, Money, Role, date::add_days, id::BrokerCase},
    listing,
};

/// A case: what it is about, when it was opened, and what happened since.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    /// Key of the demand that it is about; its owner is the client.
    pub(super) demand: String,
    days_ago: i64,
    note: Option<String>,
    #[serde(default)]
    steps: Vec<Step>,
}

/// What happened on one day.
#[derive(Debug, Deserialize)]
struct Step {
    days_ago: i64,
    #[serde(flatten)]
    deed: Deed,
}

/// What somebody did.
#[derive(Debug, Deserialize)]
#[serde(tag = "deed", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "snake_case")]
enum Deed {
    /// The operator gives it to this person.
    Assign {
        to: String,
    },
    Accept,
    Decline {
        reason: String,
    },
    Disclose {
        kind: ConflictKind,
        handling: ConflictHandling,
        note: String,
    },
    /// The client gives a mandate.
    Mandate {
        scopes: Vec<MandateScope>,
        days: u32,
        fee_terms: Option<String>,
    },
    Log {
        kind: LogKind,
        minutes: i32,
        place: LogPlace,
        with: Vec<String>,
        summary: String,
        next: Option<(String, u32)>,
        visibility: LogVisibility,
    },
    /// The advisor picks these and sends them.
    Shortlist {
        picks: Vec<shortlists::Choice>,
        minutes: i32,
        explanation: Option<String>,
    },
    Task {
        title: String,
        in_days: u32,
    },
    /// The advisor ticks off what is due next.
    Finish,
    Start,
    /// The advisor introduces the client to this office.
    Introduce {
        office: String,
        listing: Option<String>,
        note: String,
    },
    /// The office says that it was so.
    Confirm,
    Match,
    /// The advisor files what came of it.
    File {
        office: String,
        kind: OutcomeKind,
        contract_hash: String,
        amount: Money,
        signed_days_ago: u32,
        use_first_pay_later: bool,
        note: String,
    },
    ClientConfirms,
    OfficeConfirms,
    Contract,
    Track,
    /// The operator validates it.
    Validate,
    Fee {
        kind: FeeKind,
        payer: String,
        basis: String,
        amount: Money,
        arrived: bool,
    },
    Succeed,
    GiveUp {
        reason: String,
    },
    Rate {
        score: i32,
        comment: String,
    },
}

/// Everybody whom cases are about.
pub(super) struct Cast<'a> {
    pub(super) world: &'a files::World,
    pub(super) organizations: &'a HashMap<&'a str, Organization>,
    pub(super) people: &'a HashMap<&'a str, Actor>,
}

impl Cast<'_> {
    fn with_role(&self, organization: Option<&Organization>, role: Role) -> anyhow::Result<&Actor> {
        let sits = |actor: &&Actor| {
            actor.seats().iter().any(|seat| organization.is_none_or(|known| seat.organization == known.id) && seat.roles.contains(&role))
        };
        self.people.values().find(sits).with_context(|| format!("nobody with the role {role}"))
    }

    fn organization(&self, key: &str) -> anyhow::Result<&Organization> {
        self.organizations.get(key).with_context(|| format!("no organization {key}"))
    }

    fn person(&self, key: &str) -> anyhow::Result<&Actor> {
        self.people.get(key).with_context(|| format!("no person {key}"))
    }

    fn demand(&self, key: &str) -> anyhow::Result<&Demand> {
        self.world.demands.iter().find(|demand| demand.key == key).with_context(|| format!("no demand {key}"))
    }
}

/// Opens a case and lets everything happen that its record tells, unless it is there already.
pub(super) async fn load(ctx: &Ctx, record: &Record, cast: &Cast<'_>) -> anyhow::Result<()> {
    let known = cast.demand(&record.demand)?;
    let client = cast.organization(&known.organization)?;
    let about = demand::actions::find_by_reference(ctx, &SEED, client.id, &known.external_reference).await.map_err(explain)?;
    let about = about.with_context(|| format!("{} is not loaded", record.demand))?.id;
    let filter = CaseFilter { demand: Some(about), ..CaseFilter::default() };
    if actions::list_total(ctx, &SEED, &filter).await.map_err(explain)?.0 > 0 {
        return Ok(());
    }
    let owner = cast.with_role(Some(client), Role::SmeOwner)?;
    let then = ctx.earlier(Duration::days(record.days_ago));
    let key = uuid(&then);
    let input = Open { client: client.id, demand: Some(about), request: None, note: record.note.clone(), idempotency_key: key };
    let id = actions::open(&then, owner, input).await.map_err(explain)?.value.case.id;
    let mut scene = Scene { cast, client, owner, id, advisor: None };
    for (position, step) in record.steps.iter().enumerate() {
        let then = ctx.earlier(Duration::days(step.days_ago));
        scene.play(&then, &step.deed).await.with_context(|| format!("step {position}"))?;
    }
    Ok(())
}

fn uuid(ctx: &Ctx) -> uuid::Uuid {
    ctx.new_id::<BrokerCase>().uuid()
}

/// One case, and who is in it.
struct Scene<'a> {
    cast: &'a Cast<'a>,
    client: &'a Organization,
    owner: &'a Actor,
    id: Id<BrokerCase>,
    advisor: Option<&'a Actor>,
}

impl<'a> Scene<'a> {
    fn advisor(&self) -> anyhow::Result<&'a Actor> {
        self.advisor.context("nobody has the case")
    }

    async fn case(&self, ctx: &Ctx) -> anyhow::Result<Case> {
        let found: Option<View> = actions::find_case(ctx, &SEED, self.id).await.map_err(explain)?;
        Ok(found.context("the case is gone")?.case)
    }

    async fn step(&self, ctx: &Ctx, actor: &Actor, transition: Transition, reason: Option<&str>) -> anyhow::Result<()> {
        let expected_version = self.case(ctx).await?.version;
        let input = Move { id: self.id, expected_version, transition, no_conflict: true, reason: reason.map(str::to_owned) };
        actions::step(ctx, actor, input).await.map_err(explain)?;
        Ok(())
    }

    async fn outcome(&self, ctx: &Ctx) -> anyhow::Result<service::Outcome> {
        let found = actions::case_outcomes(ctx, &SEED, &[self.id]).await.map_err(explain)?;
        found.into_iter().next_back().context("nothing was filed")
    }

    /// What happens to the case itself.
    async fn play(&mut self, ctx: &Ctx, deed: &Deed) -> anyhow::Result<()> {
        let operator = self.cast.with_role(None, Role::Operator)?;
        match deed {
            Deed::Assign { to } => {
                let person = self.cast.person(to)?;
                let user = person.user().with_context(|| to.clone())?;
                let advisor =
                    advisor::of_user(ctx.db.read(), user).await.map_err(explain)?.with_context(|| format!("{to} is no advisor"))?;
                let input = Assign { id: self.id, expected_version: self.case(ctx).await?.version, advisor: advisor.id };
                actions::assign(ctx, operator, input).await.map_err(explain)?;
                self.advisor = Some(person);
            }
            Deed::Accept => self.step(ctx, self.advisor()?, Transition::Accept, None).await?,
            Deed::Decline { reason } => self.step(ctx, self.advisor()?, Transition::Decline, Some(reason)).await?,
            Deed::Start => self.step(ctx, self.advisor()?, Transition::Start, None).await?,
            Deed::Match => self.step(ctx, self.advisor()?, Transition::Match, None).await?,
            Deed::Contract => self.step(ctx, self.advisor()?, Transition::Contract, None).await?,
            Deed::Track => self.step(ctx, self.advisor()?, Transition::Track, None).await?,
            Deed::Succeed => self.step(ctx, self.advisor()?, Transition::Succeed, None).await?,
            Deed::GiveUp { reason } => self.step(ctx, self.advisor()?, Transition::GiveUp, Some(reason)).await?,
            Deed::Mandate { scopes, days, fee_terms } => {
                let input = Grant {
                    organization: self.client.id,
                    advisor: self.case(ctx).await?.advisor.context("nobody has the case")?,
                    scopes: scopes.clone(),
                    valid_until: Date(add_days(ctx.clock.today(), *days)),
                    fee_terms: fee_terms.clone(),
                    idempotency_key: uuid(ctx),
                };
                advisor::actions::grant(ctx, self.owner, input).await.map_err(explain)?;
            }
            Deed::Rate { score, comment } => {
                let rate = Rate { case: self.id, advisor: None, score: *score, comment: Some(comment.clone()) };
                actions::rate(ctx, self.owner, rate).await.map_err(explain)?;
            }
            other => self.work(ctx, operator, other).await?,
        }
        Ok(())
    }

    /// What is done in it.
    async fn work(&self, ctx: &Ctx, operator: &Actor, deed: &Deed) -> anyhow::Result<()> {
        match deed {
            Deed::Disclose { kind, handling, note } => {
                let case = self.case(ctx).await?;
                let (kind, handling, note) = (*kind, *handling, note.clone());
                let input = Disclose { case: case.id, expected_version: case.version, kind, organization: case.client, note, handling };
                actions::disclose(ctx, self.advisor()?, input).await.map_err(explain)?;
            }
            Deed::Log { kind, minutes, place, with, summary, next, visibility } => {
                let input = AddLog {
                    case: self.id,
                    kind: *kind,
                    occurred_at: ctx.now() - Duration::minutes((*minutes).into()),
                    minutes: *minutes,
                    place: *place,
                    participants: with.clone(),
                    summary: Some(summary.clone()),
                    next_step: next.as_ref().map(|next| next.0.clone()),
                    next_due: next.as_ref().map(|next| Date(add_days(ctx.clock.today(), next.1))),
                    visibility: *visibility,
                    attachments: Vec::new(),
                    supersedes: None,
                    idempotency_key: uuid(ctx),
                };
                actions::add_log(ctx, self.advisor()?, input).await.map_err(explain)?;
            }
            Deed::Shortlist { picks, minutes, explanation } => {
                for pick in picks {
                    let listing = self.listing(ctx, self.cast.organization(&pick.office)?, &pick.listing).await?;
                    shortlists::pick(ctx, self.advisor()?, self.id, listing, &pick.reason).await?;
                }
                shortlists::send(ctx, self.advisor()?, &self.case(ctx).await?, *minutes, explanation.clone()).await?;
            }
            Deed::Task { title, in_days } => {
                let due_on = Date(add_days(ctx.clock.today(), *in_days));
                let input = AddTask { case: self.id, title: title.clone(), due_on, idempotency_key: uuid(ctx) };
                actions::add_task(ctx, self.advisor()?, input).await.map_err(explain)?;
            }
            Deed::Finish => {
                let tasks = actions::case_tasks(ctx, &[self.id]).await.map_err(explain)?;
                let open = tasks.into_iter().find(|task| task.done_on.is_none()).context("no task is open")?;
                actions::finish_task(ctx, self.advisor()?, open.id, open.version).await.map_err(explain)?;
            }
            Deed::Introduce { office, listing, note } => {
                let office = self.cast.organization(office)?;
                let listing = match listing {
                    Some(key) => Some(self.listing(ctx, office, key).await?),
                    None => None,
                };
                let note = note.clone();
                let input = Introduce { case: self.id, counterparty: office.id, listing, note, idempotency_key: uuid(ctx) };
                actions::introduce(ctx, self.advisor()?, input).await.map_err(explain)?;
            }
            Deed::Confirm => {
                let made = actions::case_introductions(ctx, &SEED, &[self.id]).await.map_err(explain)?;
                let made = made.into_iter().next_back().context("nobody was introduced")?;
                let head = self.head(made.counterparty)?;
                let input = AnswerIntroduction { id: made.id, expected_version: made.version, confirm: true };
                actions::answer_introduction(ctx, head, input).await.map_err(explain)?;
            }
            other => self.settle(ctx, operator, other).await?,
        }
        Ok(())
    }

    /// What comes of it.
    async fn settle(&self, ctx: &Ctx, operator: &Actor, deed: &Deed) -> anyhow::Result<()> {
        match deed {
            Deed::File { office, kind, contract_hash, amount, signed_days_ago, use_first_pay_later, note } => {
                let days = Duration::days((*signed_days_ago).into());
                let input = FileOutcome {
                    case: self.id,
                    counterparty: self.cast.organization(office)?.id,
                    kind: *kind,
                    contract_hash: contract_hash.clone(),
                    amount: *amount,
                    signed_on: Date(ctx.clock.today() - days),
                    use_first_pay_later: *use_first_pay_later,
                    three_party: false,
                    service_duty_until: None,
                    license: None,
                    note: Some(note.clone()),
                    idempotency_key: uuid(ctx),
                };
                actions::file_outcome(ctx, self.advisor()?, input).await.map_err(explain)?;
            }
            Deed::ClientConfirms | Deed::OfficeConfirms => {
                let deal = self.outcome(ctx).await?;
                let who = if matches!(deed, Deed::ClientConfirms) { self.owner } else { self.head(deal.counterparty)? };
                actions::confirm_outcome(ctx, who, deal.id, deal.version).await.map_err(explain)?;
            }
            Deed::Validate => {
                let deal = self.outcome(ctx).await?;
                let input = AnswerOutcome { id: deal.id, expected_version: deal.version, validate: true, note: None };
                actions::decide_outcome(ctx, operator, input).await.map_err(explain)?;
            }
            Deed::Fee { kind, payer, basis, amount, arrived } => {
                let outcome = self.outcome(ctx).await?.id;
                let input = actions::RecordFee {
                    outcome,
                    kind: *kind,
                    payer: payer.clone(),
                    basis: basis.clone(),
                    amount: *amount,
                    idempotency_key: uuid(ctx),
                };
                actions::record_fee(ctx, operator, input).await.map_err(explain)?;
                let fees = actions::case_fees(ctx, &[self.id]).await.map_err(explain)?;
                if let Some(fee) = fees.into_iter().find(|fee| *arrived && fee.arrived_on.is_none() && fee.kind == *kind) {
                    actions::fee_arrived(ctx, operator, fee.id, fee.version, Date(ctx.clock.today())).await.map_err(explain)?;
                }
            }
            other => return Err(anyhow!("{other:?} is played elsewhere")),
        }
        Ok(())
    }

    fn head(&self, office: Id<crate::kernel::id::Organization>) -> anyhow::Result<&Actor> {
        let office = self.cast.organizations.values().find(|known| known.id == office).context("no such office")?;
        self.cast.with_role(Some(office), Role::TtoHead)
    }

    async fn listing(&self, ctx: &Ctx, office: &Organization, key: &str) -> anyhow::Result<Id<crate::kernel::id::Listing>> {
        let known = self.cast.world.listings.iter().find(|listing| listing.key == key).with_context(|| format!("no listing {key}"))?;
        let found = listing::actions::find_by_reference(ctx, &SEED, office.id, &known.external_reference).await.map_err(explain)?;
        Ok(found.with_context(|| format!("{key} is not loaded"))?.id)
    }
}

/// Marks the cases in which nothing has moved, as the server would do within a minute.
pub(super) async fn mark_stuck(ctx: &Ctx) -> anyhow::Result<()> {
    brokering::flag_stuck(ctx, 100).await.map_err(explain)?;
    Ok(())
}
