//! Mails and feed entries about demands. The office learns whose a demand is when its owner reveals it, and not by a mail before.

use serde_json::json;

use super::notify::{new_mail, person};
use crate::{
    advisor,
    ctx::Ctx,
    demand::{self, Brief, ProposalBrief, policy, vocabulary::DemandProposalState},
    identity::{self, Recipient},
    kernel::{
        Id, Locale, Result,
        id::{Demand, DemandProposal, DemandSplit, Listing, Organization},
    },
    listing,
    locale::label,
    mail::Template,
    notification::NewMail,
    outbox::Event,
};

/// Operators learn of demands that wait for them.
pub(super) async fn to_operators(ctx: &Ctx, id: Id<Demand>) -> Result<Vec<NewMail>> {
    let Some(demand) = demand::brief(ctx, id).await? else { return Ok(Vec::new()) };
    let organization = identity::organizations(ctx, ctx.db.read(), &[demand.organization]).await?.pop();
    let mail = |to: Recipient| {
        new_mail(to, Template::DemandSubmitted, |locale, name| {
            let organization = organization.as_ref().map_or("", |organization| organization.name(locale));
            json!({ "name": name, "title": demand.title(locale), "organization": organization, "url": ctx.url("/") })
        })
    };
    Ok(identity::operators(ctx.db.read()).await?.into_iter().map(mail).collect())
}

/// The client's people learn that an advisor has drafted a demand for them.
pub(super) async fn drafted(ctx: &Ctx, id: Id<Demand>) -> Result<Vec<NewMail>> {
    let Some(demand) = demand::brief(ctx, id).await? else { return Ok(Vec::new()) };
    let advisor = person(ctx, demand.drafter).await?.pop().map(|advisor| advisor.name).unwrap_or_default();
    let mail = |to: Recipient| {
        new_mail(
            to,
            Template::DemandDrafted,
            |locale, name| json!({ "name": name, "title": demand.title(locale), "person": advisor, "url": ctx.url("/") }),
        )
    };
    Ok(owner_people(ctx, demand.organization).await?.into_iter().map(mail).collect())
}

/// The author learns what became of a demand; whoever answers for the enterprise, if the author sits there no more.
pub(super) async fn to_author(ctx: &Ctx, id: Id<Demand>, template: Template) -> Result<Vec<NewMail>> {
    let Some(demand) = demand::brief(ctx, id).await? else { return Ok(Vec::new()) };
    let ends_on = demand.valid_until.map(|last| last.to_string()).unwrap_or_default();
    let mail = |to: Recipient| {
        new_mail(to, template, |locale, name| {
            json!({
                "name": name, "title": demand.title(locale), "notes": demand.notes, "reason": demand.notes, "ends_on": ends_on,
                "url": ctx.url("/"),
            })
        })
    };
    Ok(author_or_owners(ctx, &demand).await?.into_iter().map(mail).collect())
}

/// What time or an operator did to a demand: whoever would have done it learns of it.
pub(super) async fn news(ctx: &Ctx, id: Id<Demand>, change: &str) -> Result<Vec<NewMail>> {
    let Some(demand) = demand::brief(ctx, id).await? else { return Ok(Vec::new()) };
    let mail = |to: Recipient| {
        new_mail(to, Template::DemandNews, |locale, name| {
            json!({
                "name": name, "title": demand.title(locale), "change": change, "reason": demand.reason.clone().unwrap_or_default(),
                "url": ctx.url("/"),
            })
        })
    };
    Ok(author_or_owners(ctx, &demand).await?.into_iter().map(mail).collect())
}

/// A split was proposed: the owner's people decide. It was decided: whoever proposed it learns of it.
pub(super) async fn split_news(ctx: &Ctx, id: Id<DemandSplit>, change: &str) -> Result<Vec<NewMail>> {
    let Some(split) = demand::split_brief(ctx, id).await? else { return Ok(Vec::new()) };
    let people = if change == "SPLIT_DECIDED" { split_proposer(ctx, id).await? } else { deciders(ctx, id).await? };
    let mail = |to: Recipient| {
        new_mail(
            to,
            Template::DemandNews,
            |locale, name| json!({ "name": name, "title": split.title(locale), "change": change, "reason": "", "url": ctx.url("/") }),
        )
    };
    Ok(people.into_iter().map(mail).collect())
}

/// The owner's people learn of a proposal.
pub(super) async fn to_owner(ctx: &Ctx, id: Id<DemandProposal>) -> Result<Vec<NewMail>> {
    let Some(brief) = demand::proposal_brief(ctx, id).await? else { return Ok(Vec::new()) };
    let office = identity::organizations(ctx, ctx.db.read(), &[brief.proposal.organization]).await?.pop();
    let mail = |to: Recipient| {
        new_mail(to, Template::DemandProposalReceived, |locale, name| {
            let office = office.as_ref().map_or("", |office| office.name(locale));
            let reply_by = brief.proposal.reply_by.to_string();
            json!({
                "name": name, "title": brief.title(locale), "organization": office, "proposal": brief.proposal.pitch.title,
                "reply_by": reply_by, "url": ctx.url("/"),
            })
        })
    };
    Ok(owner_people(ctx, brief.proposal.owner).await?.into_iter().map(mail).collect())
}

/// The office learns of the answer, and whose the demand is once that was revealed.
pub(super) async fn to_office(ctx: &Ctx, event: &Event, id: Id<DemandProposal>) -> Result<Vec<NewMail>> {
    let Some(brief) = demand::proposal_brief(ctx, id).await? else { return Ok(Vec::new()) };
    let revealed = matches!(event, Event::DemandProposalRevealed { .. });
    let owner = if revealed { identity::organizations(ctx, ctx.db.read(), &[brief.proposal.owner]).await?.pop() } else { None };
    let template = match brief.proposal.state {
        _ if revealed => Template::DemandProposalRevealed,
        DemandProposalState::Passed => Template::DemandProposalPassed,
        DemandProposalState::Interested => Template::DemandProposalInterested,
        DemandProposalState::Open | DemandProposalState::Withdrawn => return Ok(Vec::new()),
    };
    let mail = |to: Recipient| {
        new_mail(to, template, |locale, name| {
            let requester = owner.as_ref().map_or("", |owner| owner.name(locale));
            json!({
                "name": name, "title": brief.title(locale), "proposal": brief.proposal.pitch.title, "requester": requester,
                "reason": passed_because(&brief, locale), "url": ctx.url("/"),
            })
        })
    };
    Ok(office_people(ctx, brief.proposal.organization).await?.into_iter().map(mail).collect())
}

/// The reason in words, and what was said beside it.
fn passed_because(brief: &ProposalBrief, locale: Locale) -> String {
    let reason = brief.proposal.pass_reason.map(|reason| label(locale, "pass", &reason.to_string()));
    reason.into_iter().chain(brief.proposal.pass_note.clone()).collect::<Vec<_>>().join("\n")
}

async fn author_or_owners(ctx: &Ctx, demand: &Brief) -> Result<Vec<Recipient>> {
    let mut seated = owner_people(ctx, demand.organization).await?;
    if seated.iter().any(|person| Some(person.user) == demand.author) {
        seated.retain(|person| Some(person.user) == demand.author);
        return Ok(seated);
    }
    identity::people_with_roles(ctx.db.read(), demand.organization, &policy::REVEALING).await
}

async fn owner_people(ctx: &Ctx, owner: Id<Organization>) -> Result<Vec<Recipient>> {
    identity::people_with_roles(ctx.db.read(), owner, &policy::OWNERS).await
}

async fn office_people(ctx: &Ctx, office: Id<Organization>) -> Result<Vec<Recipient>> {
    identity::people_with_roles(ctx.db.read(), office, &policy::OFFICE).await
}

/// The people of the office that holds a listing.
pub(super) async fn holders_of(ctx: &Ctx, id: Id<Listing>) -> Result<Vec<Recipient>> {
    match listing::brief(ctx, id).await? {
        Some(listing) => office_people(ctx, listing.organization).await,
        None => Ok(Vec::new()),
    }
}

/// The people of the enterprise whose demand it is.
pub(super) async fn people_of(ctx: &Ctx, id: Id<Demand>) -> Result<Vec<Recipient>> {
    match demand::brief(ctx, id).await? {
        Some(demand) => owner_people(ctx, demand.organization).await,
        None => Ok(Vec::new()),
    }
}

/// The people of the enterprise that a proposal went to.
pub(super) async fn owners(ctx: &Ctx, id: Id<DemandProposal>) -> Result<Vec<Recipient>> {
    match demand::proposal_brief(ctx, id).await? {
        Some(brief) => owner_people(ctx, brief.proposal.owner).await,
        None => Ok(Vec::new()),
    }
}

/// The people of the office that proposed.
pub(super) async fn proposers(ctx: &Ctx, id: Id<DemandProposal>) -> Result<Vec<Recipient>> {
    match demand::proposal_brief(ctx, id).await? {
        Some(brief) => office_people(ctx, brief.proposal.organization).await,
        None => Ok(Vec::new()),
    }
}

/// The people who decide about a split, but for whoever proposed it.
pub(super) async fn deciders(ctx: &Ctx, id: Id<DemandSplit>) -> Result<Vec<Recipient>> {
    let Some(split) = demand::split_brief(ctx, id).await? else { return Ok(Vec::new()) };
    let mut people = owner_people(ctx, split.organization).await?;
    people.retain(|person| Some(person.user) != split.proposer);
    Ok(people)
}

/// Who proposed a split, as long as they may read the demand: one of the owner's people, or an advisor with its mandate.
pub(super) async fn split_proposer(ctx: &Ctx, id: Id<DemandSplit>) -> Result<Vec<Recipient>> {
    let Some(split) = demand::split_brief(ctx, id).await? else { return Ok(Vec::new()) };
    let Some(proposer) = split.proposer else { return Ok(Vec::new()) };
    let mut people = owner_people(ctx, split.organization).await?;
    people.retain(|person| person.user == proposer);
    if people.is_empty() {
        let conn = ctx.db.read();
        let Some(advisor) = advisor::of_user(conn, proposer).await? else { return Ok(Vec::new()) };
        if advisor::mandate_for(conn, split.organization, advisor.id, ctx.clock.today()).await?.is_some() {
            people.extend(identity::recipient(conn, proposer).await?);
        }
    }
    Ok(people)
}
