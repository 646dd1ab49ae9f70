//! Mails and feed entries about advisors and mandates.

use serde_json::json;

use super::notify::{new_mail, person};
use crate::{
    advisor::{
        self,
        model::{Advisor as Model, Mandate as MandateModel},
        policy,
    },
    ctx::Ctx,
    identity::{self, Recipient},
    kernel::{
        Actor, Id, Result,
        id::{Advisor, Mandate},
    },
    mail::Template,
    notification::NewMail,
    outbox::AdvisorChange,
};

/// Who reads for messages.
const BRIEF: Actor = Actor::System("brief");

/// Operators learn of applications, the person of everything else.
async fn addressees(ctx: &Ctx, advisor: &Model, change: AdvisorChange) -> Result<Vec<Recipient>> {
    match change {
        AdvisorChange::Applied => identity::operators(ctx.db.read()).await,
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
            json!({
                "name": name, "person": who, "change": change.to_string(), "reason": advisor.reason.clone().unwrap_or_default(),
                "url": ctx.url("/"),
            })
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
    people.dedup_by_key(|person| person.user);
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
