//! Demands of the demo world: written by their owners, moderated by the operator, answered to by offices.

use std::collections::HashMap;

use anyhow::Context;
use chrono::Duration;

use super::{SEED, explain, files};
use crate::{
    ctx::Ctx,
    demand::{
        actions::{self, Answer, Create, Move, Propose},
        content::DemandContent,
        model::{Pitch, ReviewNote, View},
        rules::Transition,
    },
    identity::rules::Organization,
    kernel::{Actor, Role, patch::Patch},
    listing,
};

/// Everybody and everything that demands are about.
type People<'a> = HashMap<&'a str, Actor>;
type Organizations<'a> = HashMap<&'a str, Organization>;

/// The contents of the demo demands as they would be loaded on `today`, each with its key and whether it is handed in.
pub fn contents(today: chrono::NaiveDate) -> anyhow::Result<Vec<(String, bool, DemandContent)>> {
    let world = files::read()?;
    let content = |record: &files::Demand| (record.key.clone(), record.state != "DRAFT", record.content_on(today));
    Ok(world.demands.iter().map(content).collect())
}

/// Writes a demand and takes it as far as its record says, unless it is there already.
pub(super) async fn load(
    ctx: &Ctx,
    record: &files::Demand,
    world: &files::World,
    organizations: &Organizations<'_>,
    people: &People<'_>,
) -> anyhow::Result<()> {
    let owner = organizations.get(record.organization.as_str()).with_context(|| format!("no organization {}", record.organization))?;
    if actions::find_by_reference(ctx, &SEED, owner.id, &record.external_reference).await.map_err(explain)?.is_some() {
        return Ok(());
    }
    let with_role = |organization: Option<&Organization>, role: Role| {
        let sits = |actor: &&Actor| {
            actor.seats().iter().any(|seat| organization.is_none_or(|known| seat.organization == known.id) && seat.roles.contains(&role))
        };
        people.values().find(sits).unwrap_or(&SEED)
    };
    let (boss, operator) = (with_role(Some(owner), Role::SmeOwner), with_role(None, Role::Operator));
    let create = Create {
        organization: owner.id,
        external_reference: Some(record.external_reference.clone()),
        content: Patch::whole(record.content_on(ctx.clock.today())),
        idempotency_key: None,
    };
    let then = &ctx.earlier(Duration::days(record.days_ago));
    let mut view = actions::create(then, boss, create).await.map_err(explain)?.value;
    let steps: &[(Transition, &Actor)] = match record.state.as_str() {
        "PUBLISHED" => &[(Transition::Submit, boss), (Transition::Publish, operator)],
        "FULFILLED" => &[(Transition::Submit, boss), (Transition::Publish, operator), (Transition::Fulfill, boss)],
        "RETURNED" => &[(Transition::Submit, boss), (Transition::Return, operator)],
        "SUBMITTED" => &[(Transition::Submit, boss)],
        _ => &[],
    };
    for (transition, actor) in steps {
        let notes = if *transition == Transition::Return { record.notes.iter().map(|text| note(text)).collect() } else { Vec::new() };
        let step = Move { id: view.id, expected_version: view.version, transition: *transition, notes, reason: None };
        view = actions::transition(then, actor, step).await.map_err(explain)?.value;
    }
    for proposal in &record.proposals {
        let office = organizations.get(proposal.office.as_str()).with_context(|| format!("no organization {}", proposal.office))?;
        propose(ctx, proposal, world, &view, office, with_role(Some(office), Role::TtoOfficer), boss).await?;
    }
    Ok(())
}

fn note(text: &str) -> ReviewNote {
    ReviewNote { path: None, text: text.to_owned() }
}

async fn propose(
    ctx: &Ctx,
    record: &files::Proposal,
    world: &files::World,
    demand: &View,
    office: &Organization,
    officer: &Actor,
    owner: &Actor,
) -> anyhow::Result<()> {
    let listing = match &record.listing {
        Some(key) => {
            let known = world.listings.iter().find(|listing| listing.key == *key).with_context(|| format!("no listing {key}"))?;
            let found = listing::actions::find_by_reference(ctx, &SEED, office.id, &known.external_reference).await.map_err(explain)?;
            Some(found.with_context(|| format!("{key} is not loaded"))?.id)
        }
        None => None,
    };
    let pitch = Pitch {
        title: record.title.clone(),
        approach: record.approach.clone(),
        rationale: record.rationale.clone(),
        validation: record.validation.clone(),
        plan: record.plan.clone(),
        trl: record.trl,
    };
    let key = ctx.new_id::<crate::kernel::id::DemandProposal>().uuid();
    let input = Propose { demand: demand.id, organization: office.id, listing, pitch, idempotency_key: key };
    let proposal = actions::propose(ctx, officer, input).await.map_err(explain)?.value;
    let Some(answer) = &record.answer else { return Ok(()) };
    let answer = Answer {
        id: proposal.id,
        expected_version: proposal.version,
        interested: answer == "INTERESTED",
        reason: record.reason,
        note: record.note.clone(),
    };
    let proposal = actions::answer(ctx, owner, answer).await.map_err(explain)?.value;
    if record.reveal {
        actions::reveal(ctx, owner, proposal.id, proposal.version).await.map_err(explain)?;
    }
    Ok(())
}
