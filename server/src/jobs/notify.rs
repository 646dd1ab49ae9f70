//! Turns events into mails and feed entries for the people concerned.

use serde_json::{Value, json};

use super::{accounts, advisors, alerts, demands, mandates};
use crate::{
    brokering,
    ctx::Ctx,
    feed::{self, NewEntry},
    identity::{self, Recipient},
    import,
    kernel::{
        Actor, Id, Locale, Result, Role, digest,
        id::{FeedEntry, ImportRun, LicenseRequest, Listing, Organization, User},
    },
    ledger, licensing,
    licensing::model::LicenseRequest as Request,
    listing,
    mail::Template,
    notification::{self, NewMail},
    outbox::{Claimed, Event, SignInChange},
};

/// Jobs read as the program itself; whom they tell is decided by the seats people hold.
const ACTOR: Actor = Actor::System("jobs");
/// Who answers for an office.
const OFFICE: &[Role] = &[Role::TtoOfficer, Role::TtoHead];
/// Who reviews for an office.
const REVIEWERS: &[Role] = &[Role::TtoHead];

/// Writes the mails of one event.
pub(super) async fn write_mails(ctx: &Ctx, claimed: &Claimed) -> Result<()> {
    use Audience::{Askers, Deciders};
    let mails = match claimed.event {
        Event::VerificationRequested { user } => verification(ctx, user).await?,
        Event::PasswordResetRequested { user } => accounts::password_reset(ctx, user).await?,
        Event::PasswordChanged { user } => accounts::password_changed(ctx, user).await?,
        Event::EmailChangeRequested { change } => accounts::email_change(ctx, change).await?,
        Event::EmailChanged { change } => accounts::email_changed(ctx, change).await?,
        Event::InvitationSent { invitation } => accounts::invitation(ctx, invitation).await?,
        Event::SignInChanged { user, change } => sign_in_changed(ctx, user, change).await?,
        Event::OrganizationVerified { organization } => about_organization(ctx, organization, Template::OrganizationVerified).await?,
        Event::OrganizationRejected { organization } => about_organization(ctx, organization, Template::OrganizationRejected).await?,
        Event::ListingSubmitted { listing } => about_listing(ctx, listing, Template::ListingSubmitted, Deciders).await?,
        Event::ListingReturned { listing } => about_listing(ctx, listing, Template::ListingReturned, Askers).await?,
        Event::ListingPublished { listing } => about_listing(ctx, listing, Template::ListingPublished, Askers).await?,
        Event::DemandSubmitted { demand } => demands::to_operators(ctx, demand).await?,
        Event::DemandDrafted { demand } => demands::drafted(ctx, demand).await?,
        Event::DemandReturned { demand } => demands::to_author(ctx, demand, Template::DemandReturned).await?,
        Event::DemandRefused { demand } => demands::to_author(ctx, demand, Template::DemandRefused).await?,
        Event::DemandPublished { demand } => demands::to_author(ctx, demand, Template::DemandPublished).await?,
        Event::DemandExpiring { demand } => demands::to_author(ctx, demand, Template::DemandExpiring).await?,
        Event::DemandExpired { demand } => demands::news(ctx, demand, "EXPIRED").await?,
        Event::DemandSuspended { demand } => demands::news(ctx, demand, "SUSPENDED").await?,
        Event::DemandResumed { demand } => demands::news(ctx, demand, "RESUMED").await?,
        Event::DemandSplitProposed { split } => demands::split_news(ctx, split, "SPLIT_PROPOSED").await?,
        Event::DemandSplitDecided { split } => demands::split_news(ctx, split, "SPLIT_DECIDED").await?,
        Event::DemandProposalSubmitted { proposal } => demands::to_owner(ctx, proposal).await?,
        Event::DemandProposalAnswered { proposal } | Event::DemandProposalRevealed { proposal } => {
            demands::to_office(ctx, &claimed.event, proposal).await?
        }
        Event::ImportFinished { run } => about_import(ctx, run).await?,
        Event::LicenseRequestSubmitted { request } => {
            let mut mails = about_request(ctx, request, Template::LicenseRequestSubmitted, Deciders).await?;
            mails.extend(about_request(ctx, request, Template::LicenseRequestReceived, Askers).await?);
            mails
        }
        Event::LicenseRequestGranted { request } => about_request(ctx, request, Template::LicenseRequestGranted, Askers).await?,
        Event::LicenseRequestRejected { request } => about_request(ctx, request, Template::LicenseRequestRejected, Askers).await?,
        Event::LicenseRequestWithdrawn { request } => about_request(ctx, request, Template::LicenseRequestWithdrawn, Deciders).await?,
        Event::AdvisorChanged { advisor, change } => advisors::about_advisor(ctx, advisor, change).await?,
        Event::MandateGranted { mandate } => advisors::about_mandate(ctx, mandate, "GRANTED").await?,
        Event::MandateEnding { mandate } => advisors::about_mandate(ctx, mandate, "ENDING").await?,
        Event::MandateEnded { mandate } => advisors::about_mandate(ctx, mandate, "ENDED").await?,
        Event::MandateRequestChanged { request, change } => mandates::about_request(ctx, request, change).await?,
        Event::CaseChanged { case, change, advisor } => advisors::about_case(ctx, case, change, advisor).await?,
        Event::IntroductionChanged { introduction, change } => advisors::about_introduction(ctx, introduction, change).await?,
        Event::OutcomeChanged { outcome, change } => advisors::about_outcome(ctx, outcome, change).await?,
        Event::AlertsDue { user, after, through } => alerts::mail(ctx, user, (after, through)).await?,
        Event::OrganizationChanged { .. }
        | Event::ListingVisibilityChanged { .. }
        | Event::DemandVisibilityChanged { .. }
        | Event::DemandProposalWithdrawn { .. }
        | Event::ImportRequested { .. }
        | Event::ImportProgressed { .. }
        | Event::ReindexRequested { .. }
        | Event::ListingFound { .. }
        | Event::DemandFound { .. }
        | Event::SearchFoundListing { .. }
        | Event::SearchFoundDemand { .. } => Vec::new(),
    };
    let tx = ctx.begin().await?;
    notification::write(ctx, &*tx, claimed.event_id, mails).await?;
    tx.commit().await
}

async fn verification(ctx: &Ctx, user: Id<User>) -> Result<Vec<NewMail>> {
    // An address that is verified already (somebody signed up with it again) needs no mail.
    let unverified = identity::unverified_recipient(ctx, user).await?;
    let hours = ctx.config.auth.verification_hours;
    Ok(unverified.into_iter().map(|to| new_mail(to, Template::VerifyEmail, |_, name| json!({ "name": name, "hours": hours }))).collect())
}

async fn sign_in_changed(ctx: &Ctx, user: Id<User>, change: SignInChange) -> Result<Vec<NewMail>> {
    let to = person(ctx, Some(user)).await?;
    let mail = |to: Recipient| {
        new_mail(to, Template::SignInChanged, |_, name| json!({ "name": name, "change": change.to_string(), "url": ctx.url("/") }))
    };
    Ok(to.into_iter().map(mail).collect())
}

pub(super) fn new_mail(to: Recipient, template: Template, params: impl FnOnce(Locale, &str) -> Value) -> NewMail {
    let params = params(to.locale, &to.name);
    NewMail { to, template, params }
}

async fn about_organization(ctx: &Ctx, id: Id<Organization>, template: Template) -> Result<Vec<NewMail>> {
    let Some(organization) = identity::organizations(ctx, ctx.db.read(), &[id]).await?.pop() else { return Ok(Vec::new()) };
    let people = identity::people_with_roles(ctx.db.read(), id, &[Role::TtoHead, Role::SmeOwner]).await?;
    let reason = organization.verification_note.clone().unwrap_or_default();
    let mail = |to: Recipient| {
        new_mail(to, template, |locale, name| {
            // Only a change was rejected if the organization is verified.
            let change = organization.is_verified();
            json!({ "name": name, "organization": organization.name(locale), "change": change, "reason": reason, "url": ctx.url("/") })
        })
    };
    Ok(people.into_iter().map(mail).collect())
}

/// Whom something is for: somebody does it, and the other side is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    /// Who decides: the reviewers of a listing, the office that a request went to.
    Deciders,
    /// Who asked: the author of a listing, the requester of a license.
    Askers,
}

/// Reviewers learn of submissions, authors of verdicts.
async fn listing_people(ctx: &Ctx, listing: &listing::Brief, audience: Audience) -> Result<Vec<Recipient>> {
    match audience {
        Audience::Deciders => identity::people_with_roles(ctx.db.read(), listing.organization, REVIEWERS).await,
        Audience::Askers => person(ctx, listing.author).await,
    }
}

pub(super) async fn person(ctx: &Ctx, user: Option<Id<User>>) -> Result<Vec<Recipient>> {
    match user {
        Some(user) => Ok(identity::recipient(ctx.db.read(), user).await?.into_iter().collect()),
        None => Ok(Vec::new()),
    }
}

async fn about_listing(ctx: &Ctx, id: Id<Listing>, template: Template, audience: Audience) -> Result<Vec<NewMail>> {
    let Some(listing) = listing::brief(ctx, id).await? else { return Ok(Vec::new()) };
    let organization = identity::organizations(ctx, ctx.db.read(), &[listing.organization]).await?.pop();
    let people = listing_people(ctx, &listing, audience).await?;
    let mail = |to: Recipient| {
        new_mail(to, template, |locale, name| {
            let organization = organization.as_ref().map_or("", |organization| organization.name(locale));
            json!({ "name": name, "title": listing.title(locale), "organization": organization, "notes": listing.notes, "url": ctx.url("/") })
        })
    };
    Ok(people.into_iter().map(mail).collect())
}

async fn about_import(ctx: &Ctx, id: Id<ImportRun>) -> Result<Vec<NewMail>> {
    let Some(run) = import::find(ctx, &ACTOR, id).await? else { return Ok(Vec::new()) };
    let Some(starter) = run.created_by else { return Ok(Vec::new()) };
    let to = identity::recipient(ctx.db.read(), starter).await?;
    let mail = |to: Recipient| {
        new_mail(to, Template::ImportFinished, |_, name| {
            json!({
                "name": name, "file_name": run.file_name, "created": run.created_rows, "updated": run.updated_rows,
                "unchanged": run.unchanged_rows, "rejected": run.rejected_rows, "url": ctx.url("/"),
            })
        })
    };
    Ok(to.into_iter().map(mail).collect())
}

/// The office learns of new and withdrawn requests, the requester of everything else.
async fn request_people(ctx: &Ctx, request: &Request, audience: Audience) -> Result<Vec<Recipient>> {
    match audience {
        Audience::Deciders => identity::people_with_roles(ctx.db.read(), request.licensor, OFFICE).await,
        Audience::Askers => person(ctx, request.created_by).await,
    }
}

async fn about_request(ctx: &Ctx, id: Id<LicenseRequest>, template: Template, audience: Audience) -> Result<Vec<NewMail>> {
    let Some(request) = licensing::find_request(ctx, &ACTOR, id).await? else { return Ok(Vec::new()) };
    let listing = listing::brief(ctx, request.listing).await?;
    let organizations = identity::organizations(ctx, ctx.db.read(), &[request.licensor, request.licensee]).await?;
    let license = licensing::license_of(ctx, &ACTOR, id).await?;
    let schedule: Vec<Value> = match &license {
        Some(license) => ledger::of_licenses(ctx, &ACTOR, &[license.id]).await?.remove(&license.id).unwrap_or_default(),
        None => Vec::new(),
    }
    .into_iter()
    .map(|item| json!({ "due_on": item.due_on.to_string(), "amount": item.amount.to_string() }))
    .collect();
    let people = request_people(ctx, &request, audience).await?;
    let mail = |to: Recipient| {
        new_mail(to, template, |locale, name| {
            let name_of = |id: Id<Organization>| organizations.iter().find(|one| one.id == id).map_or("", |one| one.name(locale));
            json!({
                "name": name,
                "title": listing.as_ref().map(|listing| listing.title(locale)).unwrap_or_default(),
                "organization": name_of(request.licensor),
                "requester": name_of(request.licensee),
                "offer": request.offer.code,
                "reply_by": request.reply_by.to_string(),
                "reason": request.reason.clone().unwrap_or_default(),
                "effective_on": license.as_ref().map(|license| license.scope.effective_on.to_string()).unwrap_or_default(),
                "schedule": schedule,
                "url": ctx.url("/"),
            })
        })
    };
    Ok(people.into_iter().map(mail).collect())
}

/// Fills the feeds of the people whom an event concerns.
pub(super) async fn fill_feed(ctx: &Ctx, claimed: &Claimed) -> Result<()> {
    let (users, figures) = concerned(ctx, &claimed.event).await?;
    let (entity_kind, entity_id) = claimed.event.entity();
    let entries = users.into_iter().map(|user| NewEntry {
        id: feed_id(claimed, user),
        user,
        kind: claimed.event.to_string(),
        entity_kind,
        entity_id,
        payload: figures.clone(),
    });
    let entries: Vec<_> = entries.collect();
    let tx = ctx.begin().await?;
    if let Some(at) = alerts::take(ctx, &*tx, &claimed.event).await? {
        let users: Vec<_> = entries.iter().map(|entry| entry.user).collect();
        feed::write(&ctx.db, &*tx, at, entries).await?;
        if notification::ALERTS.contains(&claimed.event.to_string().as_str()) {
            notification::expect_alerts(ctx, &*tx, &users).await?;
        }
    }
    tx.commit().await
}

/// The same delivery to the same user always gets the same id, so that a repeated delivery adds nothing.
fn feed_id(claimed: &Claimed, user: Id<User>) -> Id<FeedEntry> {
    let digest = digest::sha256_hex(format!("{}:{user}", claimed.event_id).as_bytes());
    let number = u128::from_str_radix(digest.get(..32).unwrap_or_default(), 16).unwrap_or_default();
    Id::from_uuid(uuid::Builder::from_custom_bytes(number.to_be_bytes()).into_uuid())
}

async fn concerned(ctx: &Ctx, event: &Event) -> Result<(Vec<Id<User>>, Value)> {
    let users = |people: Vec<Recipient>| people.into_iter().map(|person| person.user).collect();
    let nothing = json!({});
    Ok(match *event {
        Event::OrganizationVerified { organization } | Event::OrganizationRejected { organization } => {
            (users(identity::people_with_roles(ctx.db.read(), organization, &[Role::TtoHead, Role::SmeOwner]).await?), nothing)
        }
        Event::ListingSubmitted { listing } => (users(about(ctx, listing, Audience::Deciders).await?), nothing),
        Event::ListingReturned { listing } | Event::ListingPublished { listing } => {
            (users(about(ctx, listing, Audience::Askers).await?), nothing)
        }
        Event::DemandSubmitted { .. } => (users(identity::operators(ctx.db.read()).await?), nothing),
        Event::DemandDrafted { demand }
        | Event::DemandReturned { demand }
        | Event::DemandRefused { demand }
        | Event::DemandPublished { demand }
        | Event::DemandExpiring { demand }
        | Event::DemandExpired { demand }
        | Event::DemandSuspended { demand }
        | Event::DemandResumed { demand } => (users(demands::people_of(ctx, demand).await?), nothing),
        Event::DemandProposalSubmitted { proposal } | Event::DemandProposalWithdrawn { proposal } => {
            (users(demands::owners(ctx, proposal).await?), nothing)
        }
        Event::DemandProposalAnswered { proposal } | Event::DemandProposalRevealed { proposal } => {
            (users(demands::proposers(ctx, proposal).await?), nothing)
        }
        Event::DemandSplitProposed { split } => (users(demands::deciders(ctx, split).await?), nothing),
        Event::DemandSplitDecided { split } => (users(demands::split_proposer(ctx, split).await?), nothing),
        Event::AdvisorChanged { advisor, change } => {
            (users(advisors::concerned(ctx, advisor, change).await?), json!({ "change": change.to_string() }))
        }
        Event::MandateGranted { mandate } | Event::MandateEnding { mandate } | Event::MandateEnded { mandate } => {
            (users(advisors::parties(ctx, mandate).await?), nothing)
        }
        Event::MandateRequestChanged { request, change } => {
            (users(mandates::concerned(ctx, request, change).await?), json!({ "change": change.to_string() }))
        }
        Event::CaseChanged { case, change, advisor } => {
            let news = brokering::case_news(ctx, case, change, advisor).await?;
            let people = news.map(|news| [news.people, news.outsiders].concat()).unwrap_or_default();
            (users(people), json!({ "change": change.to_string() }))
        }
        Event::IntroductionChanged { introduction, change } => {
            let people = brokering::introduction_people(ctx, introduction, change).await?.map(|(_, people)| people).unwrap_or_default();
            (users(people), json!({ "change": change.to_string() }))
        }
        Event::OutcomeChanged { outcome, change } => {
            let people = brokering::outcome_people(ctx, outcome, change).await?.map(|(_, people)| people).unwrap_or_default();
            (users(people), json!({ "change": change.to_string() }))
        }
        Event::ImportProgressed { run } | Event::ImportFinished { run } => match import::find(ctx, &ACTOR, run).await? {
            Some(run) => (run.created_by.into_iter().collect(), json!({ "doneRows": run.done_rows, "totalRows": run.total_rows })),
            None => (Vec::new(), nothing),
        },
        Event::LicenseRequestSubmitted { request } | Event::LicenseRequestWithdrawn { request } => {
            (users(parties(ctx, request, Audience::Deciders).await?), nothing)
        }
        Event::LicenseRequestGranted { request } | Event::LicenseRequestRejected { request } => {
            (users(parties(ctx, request, Audience::Askers).await?), nothing)
        }
        Event::ListingFound { demand, listing } => (users(demands::people_of(ctx, demand).await?), json!({ "listingId": listing })),
        Event::DemandFound { demand, listing } => (users(demands::holders_of(ctx, listing).await?), json!({ "demandId": demand })),
        Event::SearchFoundListing { search, listing } => (alerts::keeper(ctx, search).await?, json!({ "listingId": listing })),
        Event::SearchFoundDemand { search, demand } => (alerts::keeper(ctx, search).await?, json!({ "demandId": demand })),
        Event::VerificationRequested { .. }
        | Event::PasswordResetRequested { .. }
        | Event::PasswordChanged { .. }
        | Event::EmailChangeRequested { .. }
        | Event::EmailChanged { .. }
        | Event::InvitationSent { .. }
        | Event::SignInChanged { .. }
        | Event::OrganizationChanged { .. }
        | Event::ListingVisibilityChanged { .. }
        | Event::DemandVisibilityChanged { .. }
        | Event::ImportRequested { .. }
        | Event::ReindexRequested { .. }
        | Event::AlertsDue { .. } => (Vec::new(), nothing),
    })
}

async fn about(ctx: &Ctx, listing: Id<Listing>, audience: Audience) -> Result<Vec<Recipient>> {
    match listing::brief(ctx, listing).await? {
        Some(listing) => listing_people(ctx, &listing, audience).await,
        None => Ok(Vec::new()),
    }
}

async fn parties(ctx: &Ctx, request: Id<LicenseRequest>, audience: Audience) -> Result<Vec<Recipient>> {
    match licensing::find_request(ctx, &ACTOR, request).await? {
        Some(request) => request_people(ctx, &request, audience).await,
        None => Ok(Vec::new()),
    }
}
