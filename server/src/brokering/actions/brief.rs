//! What messages about cases say, and whom they are for.

use crate::{
    advisor,
    brokering::{
        model::Case,
        policy,
        service::{Introduction, Outcome},
        store,
        vocabulary::OutcomeState,
    },
    ctx::Ctx,
    identity::{self, Recipient},
    kernel::{
        Actor, Id, Locale, Result,
        id::{BrokerCase, CaseOutcome, Introduction as IntroductionId},
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

/// A case, and the people whom a change of it concerns.
///
/// # Errors
/// Those of the database.
pub async fn case_people(ctx: &Ctx, id: Id<BrokerCase>, change: CaseChange) -> Result<Option<(Case, Vec<Recipient>)>> {
    use CaseChange as C;
    let conn = ctx.db.read();
    let Some(case) = store::find(conn, &BRIEF, &[id]).await?.pop() else { return Ok(None) };
    let mut people = Vec::new();
    if matches!(change, C::Opened | C::Declined | C::Escalated | C::Released | C::Recused | C::Stuck) {
        people.extend(identity::operators(conn).await?);
    }
    if matches!(change, C::Assigned | C::Stuck | C::Closed | C::ConflictAnswered)
        && let Some(user) = case.user
    {
        people.extend(identity::recipient(conn, user).await?);
    }
    if matches!(change, C::Escalated | C::Recused)
        && let Some(last) = store::refusals_of(conn, &[id]).await?.pop()
        && let Some(advisor) = advisor::find_advisors(ctx, &BRIEF, &[last.advisor]).await?.pop()
    {
        people.extend(identity::recipient(conn, advisor.user).await?);
    }
    let to_client = matches!(change, C::Accepted | C::Released | C::Recused | C::Closed | C::ConflictDisclosed);
    if to_client || matches!(change, C::Started | C::Matched | C::Contracted | C::Tracked) {
        people.extend(identity::people_with_roles(conn, case.client, &policy::CLIENT_OWNER).await?);
    }
    if let (C::ConflictDisclosed, Some(other)) = (change, case.counterparty) {
        people.extend(identity::people_with_roles(conn, other, &policy::COUNTERPARTY_HEAD).await?);
    }
    people.sort_by_key(|person| person.user);
    people.dedup_by_key(|person| person.user);
    Ok(Some((case, people)))
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
    let Some(made) = store::find_introductions(conn, &BRIEF, &[id]).await?.pop() else { return Ok(None) };
    let people = match change {
        IntroductionChange::Recorded => {
            let mut people = identity::people_with_roles(conn, made.client, &policy::CLIENT_OWNER).await?;
            people.extend(identity::people_with_roles(conn, made.counterparty, &policy::COUNTERPARTY).await?);
            people
        }
        IntroductionChange::Confirmed | IntroductionChange::Disputed => identity::recipient(conn, made.user).await?.into_iter().collect(),
    };
    Ok(Some((made, people)))
}

/// An outcome, and the people whom a change of it concerns.
///
/// # Errors
/// Those of the database.
pub async fn outcome_people(ctx: &Ctx, id: Id<CaseOutcome>, change: OutcomeChange) -> Result<Option<(Outcome, Vec<Recipient>)>> {
    let conn = ctx.db.read();
    let Some(deal) = store::find_outcomes(conn, &BRIEF, &[id]).await?.pop() else { return Ok(None) };
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
        OutcomeChange::Validated | OutcomeChange::Refused => {
            people.extend(identity::recipient(conn, deal.user).await?);
            people.extend(identity::people_with_roles(conn, deal.client, &policy::CLIENT_OWNER).await?);
        }
    }
    people.sort_by_key(|person| person.user);
    people.dedup_by_key(|person| person.user);
    Ok(Some((deal, people)))
}
