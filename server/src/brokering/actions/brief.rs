//! What messages about cases say, and whom they are for.

use super::work::is_trusted;
use crate::{
    advisor,
    brokering::{
        model::Case,
        policy,
        service::{Introduction, Outcome},
        store::{self, Reader},
        vocabulary::{CaseConflictState, CaseState, OutcomeState},
    },
    ctx::Ctx,
    identity::{self, Recipient},
    kernel::{
        Actor, Date, Id, Locale, Result,
        id::{Advisor, BrokerCase, CaseOutcome, Introduction as IntroductionId, Organization, User},
    },
    outbox::{CaseChange, IntroductionChange, OutcomeChange},
};

/// Who reads for messages.
const BRIEF: Actor = Actor::System("brief");

/// The title in `locale`, or in the other language if it has only that.
#[must_use]
pub fn case_title(case: &Case, locale: Locale) -> String {
    let (first, second) = match locale {
        Locale::ZhCn => (&case.title.zh, &case.title.en),
        Locale::En => (&case.title.en, &case.title.zh),
    };
    first.as_ref().or(second.as_ref()).cloned().unwrap_or_default()
}

/// What there is to tell of a change of a case, and to whom.
#[derive(Debug, Clone)]
pub struct CaseNews {
    /// The case as it is now.
    pub case: Case,
    /// Those who know what it is about.
    pub people: Vec<Recipient>,
    /// Those who are asked for something without knowing the client's business.
    pub outsiders: Vec<Recipient>,
    /// The advisor whom it is about, as a person.
    pub advisor: Option<Recipient>,
    /// Why, in the words of then.
    pub reason: Option<String>,
    /// The day on which something has to be done next, of those that are still to come; told of a task that is due.
    pub due_on: Option<Date>,
}

/// What there is to tell of a change of a case that was `about` an advisor; nothing if that was overtaken.
///
/// # Errors
/// Those of the database.
pub async fn case_news(ctx: &Ctx, id: Id<BrokerCase>, change: CaseChange, about: Option<Id<Advisor>>) -> Result<Option<CaseNews>> {
    use CaseChange as C;
    let conn = ctx.db.read();
    let Some(case) = store::find(conn, &BRIEF, &[id]).await?.pop() else { return Ok(None) };
    let is_overtaken = case.state != CaseState::Assigned || case.advisor != about;
    if change == C::Assigned && is_overtaken {
        return Ok(None);
    }
    let known = advisor::find_advisors(ctx, &BRIEF, &about.into_iter().collect::<Vec<_>>()).await?.pop();
    let advisor = match &known {
        Some(advisor) => identity::recipient(conn, advisor.user).await?,
        None => None,
    };
    let (mut people, mut outsiders) = (Vec::new(), Vec::new());
    if matches!(change, C::Opened | C::Begun | C::Declined | C::Escalated | C::Released | C::Recused | C::Stuck | C::Late) {
        people.extend(identity::operators(conn).await?);
    }
    // Whoever does not see the case any more does not read of it in a mail either.
    let still = matches!(change, C::Assigned | C::Stuck | C::Late | C::TaskDue | C::Closed | C::ConflictAnswered | C::ShortlistAnswered)
        && case.advisor == about
        && match about {
            Some(about) => is_trusted(ctx, conn, &case, about).await?,
            None => false,
        };
    if still || matches!(change, C::Escalated | C::Recused) {
        people.extend(advisor.clone());
    }
    let refusals = store::refusals_of(conn, &[id]).await?;
    let left = refusals.into_iter().rfind(|refusal| Some(refusal.advisor) == about);
    let reason = match change {
        C::Declined | C::Released => left.and_then(|refusal| refusal.reason),
        C::Closed => case.reason.clone(),
        _ => None,
    };
    let open = match change {
        C::ConflictDisclosed => store::conflicts_of(conn, &[id]).await?,
        _ => Vec::new(),
    };
    let open: Vec<_> = open.into_iter().filter(|tie| tie.state == CaseConflictState::Open).collect();
    // Who was introduced later is asked about what the client has consented to: the client is not told again.
    let to_client = open.iter().any(|tie| tie.client_consented_at.is_none());
    let to_client = to_client || matches!(change, C::Begun | C::Accepted | C::Released | C::Recused | C::Closed);
    if to_client || matches!(change, C::Started | C::Matched | C::Contracted | C::Tracked) {
        people.extend(identity::people_with_roles(conn, case.client, &policy::CLIENT_OWNER).await?);
    }
    if change == C::Shortlisted {
        // Whoever may answer it.
        people.extend(identity::people_with_roles(conn, case.client, &policy::CLIENT).await?);
    }
    for other in open.iter().filter(|tie| tie.counterparty_consented_at.is_none()).filter_map(|tie| tie.counterparty) {
        outsiders.extend(identity::people_with_roles(conn, other, &policy::COUNTERPARTY_HEAD).await?);
    }
    once_each(&mut people);
    once_each(&mut outsiders);
    outsiders.retain(|outsider| !people.iter().any(|person| person.user == outsider.user));
    let due_on = match change {
        C::TaskDue => {
            let (tasks, today) = (store::tasks_of(conn, &[id]).await?, ctx.clock.today());
            tasks.iter().filter(|task| task.done_on.is_none() && task.due_on.0 >= today).map(|task| task.due_on).min()
        }
        _ => None,
    };
    Ok(Some(CaseNews { case, people, outsiders, advisor, reason, due_on }))
}

fn once_each(people: &mut Vec<Recipient>) {
    people.sort_by_key(|person| person.user);
    people.dedup_by_key(|person| person.user);
}

/// The advisor, as long as the client's mandate is good: after it, nothing is told of what the advisor may not read.
async fn trusted(ctx: &Ctx, client: Id<Organization>, advisor: Id<Advisor>, user: Id<User>) -> Result<Option<Recipient>> {
    let conn = ctx.db.read();
    match advisor::mandate_for(conn, client, advisor, ctx.clock.today()).await? {
        Some(_) => identity::recipient(conn, user).await,
        None => Ok(None),
    }
}

/// An introduction, and the people whom a change of it concerns: both sides and, of an answer, the advisor.
///
/// # Errors
/// Those of the database.
pub async fn introduction_people(
    ctx: &Ctx,
    id: Id<IntroductionId>,
    change: IntroductionChange,
) -> Result<Option<(Introduction, Vec<Recipient>)>> {
    let conn = ctx.db.read();
    let Some(made) = store::find_introductions(conn, &Reader::own(&BRIEF), &[id]).await?.pop() else { return Ok(None) };
    let people = match change {
        IntroductionChange::Recorded => {
            let mut people = identity::people_with_roles(conn, made.client, &policy::CLIENT_OWNER).await?;
            people.extend(identity::people_with_roles(conn, made.counterparty, &policy::COUNTERPARTY).await?);
            people
        }
        IntroductionChange::Confirmed | IntroductionChange::Disputed => {
            trusted(ctx, made.client, made.advisor, made.user).await?.into_iter().collect()
        }
    };
    Ok(Some((made, people)))
}

/// An outcome, and the people whom a change of it concerns.
///
/// # Errors
/// Those of the database.
pub async fn outcome_people(ctx: &Ctx, id: Id<CaseOutcome>, change: OutcomeChange) -> Result<Option<(Outcome, Vec<Recipient>)>> {
    let conn = ctx.db.read();
    let Some(deal) = store::find_outcomes(conn, &Reader::own(&BRIEF), &[id]).await?.pop() else { return Ok(None) };
    let mut people = Vec::new();
    match change {
        OutcomeChange::Filed => {
            people.extend(identity::people_with_roles(conn, deal.client, &policy::CLIENT_OWNER).await?);
            people.extend(identity::people_with_roles(conn, deal.counterparty, &policy::COUNTERPARTY_HEAD).await?);
        }
        OutcomeChange::Confirmed => {
            if deal.state != OutcomeState::Filed {
                people.extend(identity::operators(conn).await?);
            }
        }
        OutcomeChange::Validated | OutcomeChange::Refused | OutcomeChange::FeeRecorded | OutcomeChange::FeeCancelled => {
            people.extend(trusted(ctx, deal.client, deal.advisor, deal.user).await?);
            people.extend(identity::people_with_roles(conn, deal.client, &policy::CLIENT_OWNER).await?);
        }
    }
    once_each(&mut people);
    Ok(Some((deal, people)))
}
