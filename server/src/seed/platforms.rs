//! Service platforms of the demo world: written and published by the people of whoever runs them.

use std::collections::HashMap;

use anyhow::Context;

use super::{SEED, explain, files};
use crate::{
    ctx::Ctx,
    identity::rules::Organization,
    kernel::{Actor, PageRequest, page::MAX_PAGE, patch::Patch},
    platform::{
        Filter,
        actions::{self, Create, Move},
        policy::WRITERS,
        rules::Transition,
    },
};

/// Writes a platform and takes it as far as its record says, unless its organization has one of that name already.
pub(super) async fn load(
    ctx: &Ctx,
    record: &files::Platform,
    organizations: &HashMap<&str, Organization>,
    people: &HashMap<&str, Actor>,
) -> anyhow::Result<()> {
    let owner = organizations.get(record.organization.as_str()).with_context(|| format!("no organization {}", record.organization))?;
    let own = Filter { organization: Some(owner.id), ..Filter::default() };
    let known = actions::list(ctx, &SEED, &own, &PageRequest::first(MAX_PAGE)).await.map_err(explain)?;
    if known.rows.iter().any(|(_, view)| view.platform.content.name == record.content.name) {
        return Ok(());
    }
    // The same person each time, in whatever order the map holds them.
    let writers = people.iter().filter(|(_, actor)| actor.has_role_in(owner.id, &WRITERS));
    let writer = writers.min_by_key(|(key, _)| **key).map_or(&SEED, |(_, actor)| actor);
    let content = Patch::whole(record.content.clone());
    let create = Create { organization: owner.id, content, idempotency_key: None };
    let mut view = actions::create(ctx, writer, create).await.map_err(explain)?.value;
    let steps: &[Transition] = match record.state.as_str() {
        "PUBLISHED" => &[Transition::Publish],
        "WITHDRAWN" => &[Transition::Publish, Transition::Withdraw],
        _ => &[],
    };
    for transition in steps {
        let step = Move { id: view.id, expected_version: view.platform.version, transition: *transition, reason: record.reason.clone() };
        view = actions::transition(ctx, writer, step).await.map_err(explain)?.value;
    }
    Ok(())
}
