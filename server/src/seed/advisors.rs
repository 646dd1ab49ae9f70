//! Advisors of the demo world: they apply, declare their ties, and the operator appoints them.

use std::collections::HashMap;

use anyhow::Context;
use chrono::{Duration, Months};
use serde::Deserialize;

use super::{explain, person_with};
use crate::{
    advisor::{
        self,
        actions::{self, Declare, Move},
        content::Profile,
        model::Advisor,
        rules::Transition,
        vocabulary::{AdvisorGrade, ConflictKind},
    },
    ctx::Ctx,
    identity::rules::Organization,
    kernel::{
        Actor, Date, Id, Role,
        id::{ConflictDeclaration, User},
    },
};

/// An advisor who was appointed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    /// Key of the person.
    pub(super) user: String,
    grade: AdvisorGrade,
    /// The first day of the term, so many days ago.
    days_ago: i64,
    term_years: u32,
    #[serde(default)]
    ties: Vec<Tie>,
    profile: Profile,
}

/// A tie that the advisor declares for all cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tie {
    kind: ConflictKind,
    /// Key of an organization.
    organization: String,
    note: String,
}

/// Appoints somebody, unless that was done already.
pub(super) async fn load(
    ctx: &Ctx,
    record: &Record,
    organizations: &HashMap<&str, Organization>,
    people: &HashMap<&str, Actor>,
) -> anyhow::Result<()> {
    let person = people.get(record.user.as_str()).with_context(|| format!("no person {}", record.user))?;
    let user = person.user().context("not a person")?;
    if advisor::of_user(ctx.db.read(), user).await.map_err(explain)?.is_some() {
        return Ok(());
    }
    let then = &ctx.earlier(Duration::days(record.days_ago));
    let operator = person_with(people, Role::Operator)?;
    let id = actions::apply(then, person, record.profile.clone()).await.map_err(explain)?.value.id;
    for tie in &record.ties {
        let organization = organizations.get(tie.organization.as_str()).with_context(|| format!("no organization {}", tie.organization))?;
        let input = Declare {
            advisor: id,
            kind: tie.kind,
            organization: Some(organization.id),
            name: None,
            note: Some(tie.note.clone()),
            ended_on: None,
            idempotency_key: then.new_id::<ConflictDeclaration>().uuid(),
        };
        actions::declare(then, person, input).await.map_err(explain)?;
    }
    let version = current(then, user).await?.version;
    actions::confirm_conflicts(then, person, id, version).await.map_err(explain)?;
    let from = then.clock.today();
    let until = from + Months::new(12 * record.term_years) - Duration::days(1);
    for transition in [Transition::Vet, Transition::Appoint] {
        let appoints = transition == Transition::Appoint;
        let step = Move {
            id,
            expected_version: current(then, user).await?.version,
            transition,
            grade: appoints.then_some(record.grade),
            term: appoints.then_some((Date(from), Date(until))),
            reason: None,
        };
        actions::transition(then, operator, step).await.map_err(explain)?;
    }
    Ok(())
}

async fn current(ctx: &Ctx, user: Id<User>) -> anyhow::Result<Advisor> {
    advisor::of_user(ctx.db.read(), user).await.map_err(explain)?.context("the advisor is gone")
}
