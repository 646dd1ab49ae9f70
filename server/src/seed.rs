//! The demo world: loaded through the actions, so that it obeys every rule that people obey. Safe to repeat.

mod advisors;
mod cases;
mod demands;
mod files;
mod platforms;
mod shortlists;

use std::{collections::HashMap, fmt};

use anyhow::{Context, anyhow};
use chrono::NaiveDate;
use futures::{StreamExt, TryStreamExt, stream};
use serde::Serialize;

use crate::{
    ctx::Ctx,
    identity::{
        self,
        actions::{AddMember, DeclareSize, NewUser, Register, Verify},
        rules::{Organization, OrganizationKind},
        store::OrganizationFilter,
    },
    kernel::{
        Actor, Code, Currency, Error, Id, Locale, Money, PageRequest, Result, Role,
        actor::{Credential, Member, Seat},
        id::User,
    },
    listing::{
        self,
        actions::{Create, Move},
        content::ListingContent,
        patch::ContentPatch,
        rules::Transition,
    },
};

/// Password of every demo account. They exist only where the demo world was loaded.
pub const DEMO_PASSWORD: &str = "lianqiao-demo-2026";

/// Who loads.
const SEED: Actor = Actor::System("seed");

/// What was loaded, for people.
#[derive(Debug)]
pub struct World {
    organizations: usize,
    users: usize,
    listings: usize,
    published: usize,
    demands: usize,
    platforms: usize,
    advisors: usize,
    cases: usize,
    sign_ins: Vec<SignIn>,
}

/// Somebody who can sign in.
#[derive(Debug, Clone, Serialize)]
pub struct SignIn {
    /// Address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Organizations.
    pub organization: String,
    /// Roles there.
    pub roles: String,
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { organizations, users, listings, published, demands, platforms, advisors, cases, .. } = self;
        writeln!(
            f,
            "demo world: {organizations} organizations, {users} people, {listings} listings ({published} published), {demands} demands, \
             {platforms} service platforms, {advisors} advisors, {cases} cases"
        )?;
        writeln!(f, "\nSign in with any of these and the password {DEMO_PASSWORD}")?;
        for person in &self.sign_ins {
            writeln!(f, "  {:<42} {:<24} {}", person.email, person.roles, person.organization)?;
        }
        Ok(())
    }
}

fn explain(error: Error) -> anyhow::Error {
    let all: Vec<String> = error
        .iter()
        .map(|one| format!("{} at {:?} {:?} {}", one.code(), one.path(), one.args(), one.detail().unwrap_or_default()))
        .collect();
    anyhow!(all.join("; "))
}

/// How many steps [`load_demo`] tells its progress in.
pub fn demo_size() -> anyhow::Result<u64> {
    let world = files::read()?;
    let loaded = world.organizations.len() + world.users.len() + world.listings.len() + world.demands.len() + world.platforms.len();
    Ok((loaded + world.advisors.len() + world.cases.len()) as u64)
}

/// Loads what is missing of the demo world. Tells `progress` how many of its records are done.
pub async fn load_demo(ctx: &Ctx, progress: impl Fn(u64)) -> anyhow::Result<World> {
    let world = files::read()?;
    let mut organizations = HashMap::new();
    for record in &world.organizations {
        let organization = organization(ctx, record).await.with_context(|| record.key.clone())?;
        organizations.insert(record.key.as_str(), organization);
        progress(organizations.len() as u64);
    }
    let users: Vec<Id<User>> =
        stream::iter(&world.users).map(|record| person(ctx, record)).buffered(ctx.config.auth.password_hash_slots).try_collect().await?;
    let mut members = HashMap::new();
    for (record, user) in world.users.iter().zip(&users) {
        let member = seat(ctx, record, *user, &organizations).await.with_context(|| record.key.clone())?;
        members.insert(record.key.as_str(), member);
    }
    let mut published = 0;
    for (done, record) in world.listings.iter().enumerate() {
        let holder = organizations
            .get(record.organization.as_str())
            .with_context(|| format!("{}: no organization {}", record.key, record.organization))?;
        published += usize::from(record.state == "PUBLISHED");
        list(ctx, record, holder, &members).await.with_context(|| record.key.clone())?;
        progress((organizations.len() + users.len() + done + 1) as u64);
    }
    let before = organizations.len() + users.len() + world.listings.len();
    for (done, record) in world.demands.iter().enumerate() {
        demands::load(ctx, record, &world, &organizations, &members).await.with_context(|| record.key.clone())?;
        progress((before + done + 1) as u64);
    }
    let before = before + world.demands.len();
    for (done, record) in world.platforms.iter().enumerate() {
        platforms::load(ctx, record, &organizations, &members).await.with_context(|| record.key.clone())?;
        progress((before + done + 1) as u64);
    }
    let before = before + world.platforms.len();
    for (done, record) in world.advisors.iter().enumerate() {
        advisors::load(ctx, record, &organizations, &members).await.with_context(|| record.user.clone())?;
        progress((before + done + 1) as u64);
    }
    let before = before + world.advisors.len();
    let cast = cases::Cast { world: &world, organizations: &organizations, people: &members };
    for (done, record) in world.cases.iter().enumerate() {
        // Boxed: the future is large, and that of the whole world would grow by it.
        Box::pin(cases::load(ctx, record, &cast)).await.with_context(|| record.demand.clone())?;
        progress((before + done + 1) as u64);
    }
    cases::mark_stuck(ctx).await?;
    Ok(World {
        organizations: organizations.len(),
        users: users.len(),
        listings: world.listings.len(),
        published,
        demands: world.demands.len(),
        platforms: world.platforms.len(),
        advisors: world.advisors.len(),
        cases: world.cases.len(),
        sign_ins: sign_ins(&world),
    })
}

/// Somebody of the demo world who holds `role`.
fn person_with<'a>(people: &'a HashMap<&str, Actor>, role: Role) -> anyhow::Result<&'a Actor> {
    let holds = |actor: &&Actor| actor.seats().iter().any(|seat| seat.roles.contains(&role));
    people.values().find(holds).with_context(|| format!("nobody with the role {role}"))
}

pub use demands::contents as demo_demands;

/// A listing of the demo world as it would be loaded.
#[derive(Debug)]
pub struct DemoListing {
    /// What it is called in the files.
    pub key: String,
    /// Kind of its holder.
    pub holder: OrganizationKind,
    /// Whether it is published.
    pub published: bool,
    /// What it says.
    pub content: ListingContent,
}

/// The listings of the demo world as they would be loaded on `today`.
pub fn demo_listings(today: NaiveDate) -> anyhow::Result<Vec<DemoListing>> {
    let world = files::read()?;
    let listings = world.listings.iter().map(|record| {
        let holder = world.organizations.iter().find(|organization| organization.key == record.organization);
        let holder = holder.with_context(|| format!("{}: no organization {}", record.key, record.organization))?.kind;
        Ok(DemoListing { key: record.key.clone(), holder, published: record.state == "PUBLISHED", content: record.content_on(today) })
    });
    listings.collect()
}

/// The demo accounts, if the demo world was loaded here; none otherwise.
pub async fn demo_sign_ins(ctx: &Ctx) -> Result<Vec<SignIn>> {
    let world = files::read().map_err(Error::internal)?;
    let Some(first) = world.organizations.first() else { return Ok(Vec::new()) };
    let loaded = by_credit_code(ctx, &first.credit_code).await?.is_some();
    Ok(if loaded { sign_ins(&world) } else { Vec::new() })
}

fn sign_ins(world: &files::World) -> Vec<SignIn> {
    let name_of = |key: &str| world.organizations.iter().find(|one| one.key == key).map_or("", |one| one.name_zh.as_str());
    let person = |record: &files::User| SignIn {
        email: record.email.clone(),
        name: record.name_zh.clone(),
        organization: record.memberships.iter().map(|seat| name_of(&seat.organization)).collect::<Vec<_>>().join("、"),
        roles: record.memberships.iter().flat_map(|seat| seat.roles.iter().map(Role::to_string)).collect::<Vec<_>>().join(" "),
    };
    world.users.iter().map(person).collect()
}

async fn by_credit_code(ctx: &Ctx, code: &str) -> Result<Option<Organization>> {
    let filter = OrganizationFilter { query: Some(code.to_owned()), ..Default::default() };
    let page = identity::actions::organizations(ctx, &SEED, &filter, &PageRequest::first(1)).await?;
    Ok(page.rows.into_iter().map(|(_, row)| row).find(|row| row.credit_code.as_deref() == Some(code)))
}

async fn organization(ctx: &Ctx, record: &files::Organization) -> anyhow::Result<Organization> {
    if let Some(known) = by_credit_code(ctx, &record.credit_code).await.map_err(explain)? {
        return Ok(known);
    }
    let input = Register {
        kind: record.kind,
        name_zh: Some(record.name_zh.clone()),
        name_en: record.name_en.clone(),
        credit_code: Some(record.credit_code.clone()),
        country: record.country.clone(),
        division: record.division.clone(),
        website: record.website.clone(),
        idempotency_key: None,
    };
    let mut organization = identity::actions::register(ctx, &SEED, input).await.map_err(explain)?.value;
    if record.verified {
        let verify = Verify { id: organization.id, expected_version: organization.version };
        organization = identity::actions::verify(ctx, &SEED, verify).await.map_err(explain)?.value;
    }
    if let Some(size) = &record.size {
        let cny = |units: Option<i64>| units.map(|units| Money::new(units, Currency::CNY));
        let declaration = DeclareSize {
            organization: organization.id,
            expected_version: organization.version,
            industry: size.industry,
            staff: size.staff,
            revenue: cny(size.revenue_cny_minor),
            assets: cny(size.assets_cny_minor),
            data_year: size.data_year,
            evidence: size.evidence.clone(),
            reason: None,
        };
        organization = identity::actions::declare_size(ctx, &SEED, declaration).await.map_err(explain)?.value;
    }
    Ok(organization)
}

async fn person(ctx: &Ctx, record: &files::User) -> anyhow::Result<Id<User>> {
    let name = if record.locale == Locale::En { &record.name_en } else { &record.name_zh };
    let input = NewUser { email: record.email.clone(), name: name.clone(), password: DEMO_PASSWORD.to_owned(), locale: record.locale };
    Ok(identity::actions::seed_user(ctx, &SEED, input).await.map_err(explain).with_context(|| record.key.clone())?.value.id)
}

/// Seats somebody; gives the actor that this person is.
async fn seat(ctx: &Ctx, record: &files::User, user: Id<User>, organizations: &HashMap<&str, Organization>) -> anyhow::Result<Actor> {
    let mut seats = Vec::new();
    for membership in &record.memberships {
        let organization =
            organizations.get(membership.organization.as_str()).with_context(|| format!("no organization {}", membership.organization))?;
        let input = AddMember { organization: organization.id, email: record.email.clone(), roles: membership.roles.clone() };
        match identity::actions::add_member(ctx, &SEED, input).await {
            Ok(_) => {}
            Err(error) if error.code() == Code::MembershipExists => {}
            Err(error) => return Err(explain(error)),
        }
        seats.push(Seat { organization: organization.id, verified: organization.verified_at.is_some(), roles: membership.roles.clone() });
    }
    let credential = Credential::Session(Id::from_uuid(uuid::Uuid::nil()));
    Ok(Actor::Member(Member { user, credential, locale: record.locale, seats, must_enroll: false }))
}

/// Writes a listing as an officer does, and takes it as far as its record says, as officer and head do.
async fn list(ctx: &Ctx, record: &files::Listing, holder: &Organization, members: &HashMap<&str, Actor>) -> anyhow::Result<()> {
    if listing::actions::find_by_reference(ctx, &SEED, holder.id, &record.external_reference).await.map_err(explain)?.is_some() {
        return Ok(());
    }
    let with_role = |role: Role| {
        members.values().find(|actor| actor.seats().iter().any(|seat| seat.organization == holder.id && seat.roles.contains(&role)))
    };
    let officer = with_role(Role::TtoOfficer).or_else(|| with_role(Role::TtoHead)).unwrap_or(&SEED);
    let head = with_role(Role::TtoHead).unwrap_or(&SEED);
    let create = Create {
        organization: holder.id,
        external_reference: Some(record.external_reference.clone()),
        content: ContentPatch::whole(record.content_on(ctx.clock.today())),
        idempotency_key: None,
    };
    let mut view = listing::actions::create(ctx, officer, create).await.map_err(explain)?.value;
    let steps: &[(Transition, &Actor)] = match record.state.as_str() {
        "PUBLISHED" => &[(Transition::Submit, officer), (Transition::Publish, head)],
        "SUBMITTED" => &[(Transition::Submit, officer)],
        _ => &[],
    };
    for (transition, actor) in steps {
        let step = Move { id: view.id, expected_version: view.version, transition: *transition, notes: Vec::new(), reason: None };
        view = listing::actions::transition(ctx, actor, step).await.map_err(explain)?.value;
    }
    Ok(())
}
