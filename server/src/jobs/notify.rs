//! Turns events into mails and feed entries for the people concerned, and sends mails.

use serde_json::{Value, json};

use super::outcome;
use crate::{
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
    mail::{MailError, Mailer, OutgoingMail, Template},
    notification::{self, NewMail, Topic},
    outbox::{Claimed, Event, worker::Outcome},
};

/// Jobs read as the program itself; whom they tell is decided by the seats people hold.
const ACTOR: Actor = Actor::System("jobs");
/// Who answers for an office.
const OFFICE: &[Role] = &[Role::TtoOfficer, Role::TtoHead];
/// Who reviews for an office.
const REVIEWERS: &[Role] = &[Role::TtoHead];

/// Writes the mails of one event.
pub(super) async fn write_mails(ctx: &Ctx, claimed: &Claimed) -> Result<()> {
    let mails = match claimed.event {
        Event::VerificationRequested { user } => verification(ctx, user).await?,
        Event::OrganizationVerified { organization } => about_organization(ctx, organization, Template::OrganizationVerified).await?,
        Event::OrganizationRejected { organization } => about_organization(ctx, organization, Template::OrganizationRejected).await?,
        Event::ListingSubmitted { listing } => about_listing(ctx, listing, Template::ListingSubmitted).await?,
        Event::ListingReturned { listing } => about_listing(ctx, listing, Template::ListingReturned).await?,
        Event::ListingPublished { listing } => about_listing(ctx, listing, Template::ListingPublished).await?,
        Event::ImportFinished { run } => about_import(ctx, run).await?,
        Event::LicenseRequestSubmitted { request } => {
            let mut mails = about_request(ctx, request, Template::LicenseRequestSubmitted).await?;
            mails.extend(about_request(ctx, request, Template::LicenseRequestReceived).await?);
            mails
        }
        Event::LicenseRequestGranted { request } => about_request(ctx, request, Template::LicenseRequestGranted).await?,
        Event::LicenseRequestRejected { request } => about_request(ctx, request, Template::LicenseRequestRejected).await?,
        Event::LicenseRequestWithdrawn { request } => about_request(ctx, request, Template::LicenseRequestWithdrawn).await?,
        Event::OrganizationChanged { .. }
        | Event::ListingVisibilityChanged { .. }
        | Event::ImportRequested { .. }
        | Event::ImportProgressed { .. }
        | Event::ReindexRequested { .. } => Vec::new(),
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

fn new_mail(to: Recipient, template: Template, params: impl FnOnce(Locale, &str) -> Value) -> NewMail {
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

/// Reviewers learn of submissions, authors of verdicts.
async fn listing_people(ctx: &Ctx, listing: &listing::Brief, template: Template) -> Result<Vec<Recipient>> {
    if template == Template::ListingSubmitted {
        return identity::people_with_roles(ctx.db.read(), listing.organization, REVIEWERS).await;
    }
    let Some(author) = listing.author else { return Ok(Vec::new()) };
    Ok(identity::recipient(ctx.db.read(), author).await?.into_iter().collect())
}

async fn about_listing(ctx: &Ctx, id: Id<Listing>, template: Template) -> Result<Vec<NewMail>> {
    let Some(listing) = listing::brief(ctx, id).await? else { return Ok(Vec::new()) };
    let organization = identity::organizations(ctx, ctx.db.read(), &[listing.organization]).await?.pop();
    let people = listing_people(ctx, &listing, template).await?;
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
async fn request_people(ctx: &Ctx, request: &Request, template: Template) -> Result<Vec<Recipient>> {
    match template {
        Template::LicenseRequestSubmitted | Template::LicenseRequestWithdrawn => {
            identity::people_with_roles(ctx.db.read(), request.licensor, OFFICE).await
        }
        _ => Ok(match request.created_by {
            Some(requester) => identity::recipient(ctx.db.read(), requester).await?.into_iter().collect(),
            None => Vec::new(),
        }),
    }
}

async fn about_request(ctx: &Ctx, id: Id<LicenseRequest>, template: Template) -> Result<Vec<NewMail>> {
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
    let people = request_people(ctx, &request, template).await?;
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
    let tx = ctx.begin().await?;
    feed::write(&*tx, ctx.now(), entries.collect()).await?;
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
        Event::ListingSubmitted { listing } | Event::ListingReturned { listing } | Event::ListingPublished { listing } => {
            let template =
                if matches!(event, Event::ListingSubmitted { .. }) { Template::ListingSubmitted } else { Template::ListingReturned };
            match listing::brief(ctx, listing).await? {
                Some(listing) => (users(listing_people(ctx, &listing, template).await?), nothing),
                None => (Vec::new(), nothing),
            }
        }
        Event::ImportProgressed { run } | Event::ImportFinished { run } => match import::find(ctx, &ACTOR, run).await? {
            Some(run) => (run.created_by.into_iter().collect(), json!({ "doneRows": run.done_rows, "totalRows": run.total_rows })),
            None => (Vec::new(), nothing),
        },
        Event::LicenseRequestSubmitted { request }
        | Event::LicenseRequestGranted { request }
        | Event::LicenseRequestRejected { request }
        | Event::LicenseRequestWithdrawn { request } => {
            let template = match event {
                Event::LicenseRequestSubmitted { .. } | Event::LicenseRequestWithdrawn { .. } => Template::LicenseRequestSubmitted,
                _ => Template::LicenseRequestGranted,
            };
            match licensing::find_request(ctx, &ACTOR, request).await? {
                Some(request) => (users(request_people(ctx, &request, template).await?), nothing),
                None => (Vec::new(), nothing),
            }
        }
        Event::VerificationRequested { .. }
        | Event::OrganizationChanged { .. }
        | Event::ListingVisibilityChanged { .. }
        | Event::ImportRequested { .. }
        | Event::ReindexRequested { .. } => (Vec::new(), nothing),
    })
}

/// Sends one written mail. Its message id is the mail's id in every attempt.
pub(super) async fn send(ctx: &Ctx, mailer: &Mailer, claimed: &Claimed) -> Outcome {
    let mail = match notification::load(ctx, Id::from_uuid(claimed.entity_id)).await {
        // Sent in an earlier attempt that could not be marked.
        Ok(None) => return Outcome::Done,
        Ok(Some(mail)) => mail,
        Err(error) => return outcome(Err(error)),
    };
    let outgoing = match outgoing(ctx, &mail).await {
        Ok(outgoing) => outgoing,
        Err(error) => return outcome(Err(error)),
    };
    match mailer.send(&outgoing).await {
        Ok(()) => outcome(notification::mark_sent(ctx, mail.id).await),
        Err(MailError::Temporary(error)) => Outcome::Failed(error),
        Err(MailError::Permanent(error)) => match notification::mark_dead(ctx, mail.id, &error).await {
            Ok(()) => Outcome::Hopeless(error),
            Err(trouble) => outcome(Err(trouble)),
        },
    }
}

async fn outgoing(ctx: &Ctx, mail: &notification::PendingMail) -> Result<OutgoingMail> {
    let mut params = mail.params.clone();
    if let (Template::VerifyEmail, Some(params)) = (mail.template, params.as_object_mut()) {
        let token = identity::verification_token(ctx, mail.user).await?;
        params.insert("url".to_owned(), ctx.url(&format!("/verify-email?token={token}")).into());
    }
    let unsubscribe_url = if mail.topic.is_optional() { Some(unsubscribe_url(ctx, mail.user, mail.topic)?) } else { None };
    Ok(OutgoingMail {
        message_id: mail.id.to_string(),
        to: mail.to_address.clone(),
        to_name: Some(mail.to_name.clone()),
        locale: mail.locale,
        template: mail.template,
        params,
        unsubscribe_url,
    })
}

fn unsubscribe_url(ctx: &Ctx, user: Id<User>, topic: Topic) -> Result<String> {
    Ok(ctx.url(&format!("/unsubscribe?token={}", notification::unsubscribe_token(ctx, user, topic)?)))
}
