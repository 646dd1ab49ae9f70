//! Mails and feed entries about questions for mandates.

use serde_json::json;

use super::notify::{new_mail, person};
use crate::{
    advisor::{self, model::MandateRequest as Model, policy, vocabulary::MandateRequestState},
    ctx::Ctx,
    identity::{self, Recipient},
    kernel::{Actor, Id, Result, id::MandateRequest},
    mail::Template,
    notification::NewMail,
    outbox::MandateRequestChange as Change,
};

/// Who reads for messages.
const BRIEF: Actor = Actor::System("brief");

/// Owners learn what they are asked, and that they are not any more; the advisor learns of the answer.
async fn addressees(ctx: &Ctx, asked: &Model, change: Change) -> Result<Vec<Recipient>> {
    match change {
        Change::Asked | Change::Withdrawn => identity::people_with_roles(ctx.db.read(), asked.organization, &policy::CLIENT).await,
        Change::Refused | Change::Lapsed => person(ctx, Some(asked.user)).await,
    }
}

/// Whom the news about a question concerns.
pub(super) async fn concerned(ctx: &Ctx, id: Id<MandateRequest>, change: Change) -> Result<Vec<Recipient>> {
    match advisor::find_mandate_requests(ctx, &BRIEF, &[id]).await?.pop() {
        Some(asked) => addressees(ctx, &asked, change).await,
        None => Ok(Vec::new()),
    }
}

/// What became of a question for a mandate. That it was taken back is no reason for a mail.
pub(super) async fn about_request(ctx: &Ctx, id: Id<MandateRequest>, change: Change) -> Result<Vec<NewMail>> {
    let Some(asked) = advisor::find_mandate_requests(ctx, &BRIEF, &[id]).await?.pop() else { return Ok(Vec::new()) };
    let is_over = change == Change::Asked && asked.state_on(ctx.clock.today()) != MandateRequestState::Open;
    if change == Change::Withdrawn || is_over {
        return Ok(Vec::new());
    }
    let enterprise = identity::organizations(ctx, ctx.db.read(), &[asked.organization]).await?.pop();
    let who = person(ctx, Some(asked.user)).await?.pop().map(|person| person.name).unwrap_or_default();
    let mail = |to: Recipient| {
        new_mail(to, Template::MandateRequestNews, |locale, name| {
            let enterprise = enterprise.as_ref().map_or("", |enterprise| enterprise.name(locale));
            json!({
                "name": name, "organization": enterprise, "person": who, "change": change.to_string(), "note": asked.note,
                "answer_by": asked.answer_by.to_string(), "reason": asked.reason.clone().unwrap_or_default(), "url": ctx.url("/"),
            })
        })
    };
    Ok(addressees(ctx, &asked, change).await?.into_iter().map(mail).collect())
}
