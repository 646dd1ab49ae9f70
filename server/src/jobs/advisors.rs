//! Mails and feed entries about advisors and mandates.

use serde_json::json;

use super::notify::{new_mail, person};
use crate::{
    advisor::{
        self,
        model::{Advisor as Model, Mandate as MandateModel},
        policy,
    },
    brokering,
    ctx::Ctx,
    identity::{self, Recipient},
    kernel::{
        Actor, Id, Locale, Result,
        id::{Advisor, BrokerCase, CaseOutcome, Introduction, Mandate, Organization},
    },
    mail::Template,
    notification::NewMail,
    outbox::{AdvisorChange, CaseChange, IntroductionChange, OutcomeChange},
};

/// Who reads for messages.
const BRIEF: Actor = Actor::System("brief");

/// Operators learn of applications and of ties, the person of everything else.
async fn addressees(ctx: &Ctx, advisor: &Model, change: AdvisorChange) -> Result<Vec<Recipient>> {
    match change {
        AdvisorChange::Applied | AdvisorChange::TieDeclared => identity::operators(ctx.db.read()).await,
        _ => person(ctx, Some(advisor.user)).await,
    }
}

/// Whom the news about an advisor concerns.
pub(super) async fn concerned(ctx: &Ctx, id: Id<Advisor>, change: AdvisorChange) -> Result<Vec<Recipient>> {
    match advisor::find_advisors(ctx, &BRIEF, &[id]).await?.pop() {
        Some(advisor) => addressees(ctx, &advisor, change).await,
        None => Ok(Vec::new()),
    }
}

/// What became of somebody as an advisor.
pub(super) async fn about_advisor(ctx: &Ctx, id: Id<Advisor>, change: AdvisorChange) -> Result<Vec<NewMail>> {
    let Some(advisor) = advisor::find_advisors(ctx, &BRIEF, &[id]).await?.pop() else { return Ok(Vec::new()) };
    let who = name_of(ctx, &advisor.user).await?;
    let mail = |to: Recipient| {
        new_mail(to, Template::AdvisorNews, |_, name| {
            let mut params = json!({
                "name": name, "person": who, "change": change.to_string(), "reason": advisor.reason.clone().unwrap_or_default(),
                "url": ctx.url("/"),
            });
            if let Some(last) = advisor.term_until {
                params["ends_on"] = json!(last.to_string());
            }
            params
        })
    };
    Ok(addressees(ctx, &advisor, change).await?.into_iter().map(mail).collect())
}

async fn name_of(ctx: &Ctx, user: &Id<crate::kernel::id::User>) -> Result<String> {
    Ok(person(ctx, Some(*user)).await?.pop().map(|person| person.name).unwrap_or_default())
}

async fn both(ctx: &Ctx, mandate: &MandateModel) -> Result<Vec<Recipient>> {
    let mut people = identity::people_with_roles(ctx.db.read(), mandate.organization, &policy::CLIENT).await?;
    people.extend(person(ctx, Some(mandate.user)).await?);
    Ok(people)
}

/// The two sides of a mandate.
pub(super) async fn parties(ctx: &Ctx, id: Id<Mandate>) -> Result<Vec<Recipient>> {
    match advisor::find_mandates(ctx, &BRIEF, &[id]).await?.pop() {
        Some(mandate) => both(ctx, &mandate).await,
        None => Ok(Vec::new()),
    }
}

/// A mandate was given, or has ended: both sides learn of it.
pub(super) async fn about_mandate(ctx: &Ctx, id: Id<Mandate>, change: &str) -> Result<Vec<NewMail>> {
    let Some(mandate) = advisor::find_mandates(ctx, &BRIEF, &[id]).await?.pop() else { return Ok(Vec::new()) };
    let client = identity::organizations(ctx, ctx.db.read(), &[mandate.organization]).await?.pop();
    let who = name_of(ctx, &mandate.user).await?;
    let mail = |to: Recipient| {
        new_mail(to, Template::MandateNews, |locale, name| {
            let client = client.as_ref().map_or("", |client| client.name(locale));
            json!({
                "name": name, "organization": client, "person": who, "change": change, "ends_on": mandate.valid_until.to_string(),
                "url": ctx.url("/"),
            })
        })
    };
    Ok(both(ctx, &mandate).await?.into_iter().map(mail).collect())
}

/// Something happened in a case: whom it concerns learns of it.
pub(super) async fn about_case(ctx: &Ctx, id: Id<BrokerCase>, change: CaseChange, about: Option<Id<Advisor>>) -> Result<Vec<NewMail>> {
    let Some(news) = brokering::case_news(ctx, id, change, about).await? else { return Ok(Vec::new()) };
    let case = &news.case;
    let client = identity::organizations(ctx, ctx.db.read(), &[case.client]).await?.pop();
    let mail = |to: Recipient| {
        new_mail(to, Template::CaseNews, |locale, name| {
            let client = client.as_ref().map_or("", |client| client.name(locale));
            let mut params = json!({
                "name": name, "title": brokering::case_title(case, locale), "organization": client, "change": change.to_string(),
                "url": ctx.url("/"),
            });
            if let Some(reason) = &news.reason {
                params["reason"] = json!(reason);
            }
            if let Some(day) = news.due_on {
                params["due_on"] = json!(day.to_string());
            }
            if let Some(last) = case.answer_by {
                params["reply_by"] = json!(last.to_string());
            }
            params
        })
    };
    let who = news.advisor.as_ref().map(|advisor| advisor.name.clone()).unwrap_or_default();
    // Whoever is asked for a consent need not know what the client wants help with.
    let neutral =
        |to: Recipient| new_mail(to, Template::TieDisclosed, |_, name| json!({ "name": name, "person": who, "url": ctx.url("/") }));
    Ok(news.people.iter().cloned().map(mail).chain(news.outsiders.iter().cloned().map(neutral)).collect())
}

/// Names of two organizations, each in the language of the recipient.
struct Pair {
    found: Vec<identity::rules::Organization>,
    client: Id<Organization>,
    counterparty: Id<Organization>,
}

impl Pair {
    async fn load(ctx: &Ctx, client: Id<Organization>, counterparty: Id<Organization>) -> Result<Self> {
        let found = identity::organizations(ctx, ctx.db.read(), &[client, counterparty]).await?;
        Ok(Self { found, client, counterparty })
    }

    fn names(&self, locale: Locale) -> (&str, &str) {
        let name = |id: Id<Organization>| self.found.iter().find(|one| one.id == id).map_or("", |one| one.name(locale));
        (name(self.client), name(self.counterparty))
    }
}

/// An introduction was recorded or answered: whom it concerns learns of it.
pub(super) async fn about_introduction(ctx: &Ctx, id: Id<Introduction>, change: IntroductionChange) -> Result<Vec<NewMail>> {
    let Some((made, people)) = brokering::introduction_people(ctx, id, change).await? else { return Ok(Vec::new()) };
    let pair = Pair::load(ctx, made.client, made.counterparty).await?;
    let who = name_of(ctx, &made.user).await?;
    let mail = |to: Recipient| {
        new_mail(to, Template::IntroductionNews, |locale, name| {
            let (client, counterparty) = pair.names(locale);
            json!({
                "name": name, "person": who, "organization": client, "counterparty": counterparty, "change": change.to_string(),
                "url": ctx.url("/"),
            })
        })
    };
    Ok(people.into_iter().map(mail).collect())
}

/// What came of a case was filed, confirmed or decided: whom it concerns learns of it.
pub(super) async fn about_outcome(ctx: &Ctx, id: Id<CaseOutcome>, change: OutcomeChange) -> Result<Vec<NewMail>> {
    let Some((deal, people)) = brokering::outcome_people(ctx, id, change).await? else { return Ok(Vec::new()) };
    let pair = Pair::load(ctx, deal.client, deal.counterparty).await?;
    let mail = |to: Recipient| {
        new_mail(to, Template::OutcomeNews, |locale, name| {
            let (client, counterparty) = pair.names(locale);
            json!({
                "name": name, "organization": client, "counterparty": counterparty, "amount": deal.amount.to_string(),
                "change": change.to_string(), "reason": deal.decision_note.clone().unwrap_or_default(), "url": ctx.url("/"),
            })
        })
    };
    Ok(people.into_iter().map(mail).collect())
}
