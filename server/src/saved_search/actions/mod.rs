//! Keeping searches, changing them, letting them go.

mod claim;
mod tell;

use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    identity,
    kernel::{Actor, Code, Error, Id, Result, Timestamp, id::SavedSearch as SavedSearchId, text},
    saved_search::{
        model::{Limits, SavedSearch, Subject, Wish},
        policy, store,
    },
};

pub use claim::take;
pub use tell::{tell_of_demands, tell_of_listings};

/// Longest name, in characters.
const LONGEST_NAME: usize = 80;

/// A search to be kept.
#[derive(Debug, Clone)]
pub struct Create {
    /// What to call it.
    pub name: String,
    /// What is asked.
    pub wish: Wish,
}

/// Keeps a search. Its owner is told of what is published from now on.
///
/// # Errors
/// `UNAUTHENTICATED`; those of a line at `name`; `REQUIRED` at `listings` or `demands` if nothing is asked; `TOO_MANY` if the person keeps as many as the rule `matching.saved_searches` allows.
pub async fn create(ctx: &Ctx, actor: &Actor, input: Create) -> Result<Outcome<SavedSearch>> {
    let user = policy::keeper(actor)?;
    let name = text::line(&input.name, LONGEST_NAME).map_err(|error| error.at("name"))?;
    let rule = ctx.rules.on("matching.saved_searches", ctx.clock.today())?;
    let Limits { most, .. } = rule.get()?;
    let wish = input.wish;
    if !wish.is_narrow().map_err(Error::internal)? {
        let place = match wish.subject() {
            Subject::Listings => "listings",
            Subject::Demands => "demands",
        };
        return Err(Error::new(Code::Required).at(place));
    }
    let now = ctx.now();
    let search = SavedSearch {
        id: ctx.new_id(),
        user,
        name,
        wish,
        paused: false,
        version: 1,
        active_since: now,
        untold: 0,
        created_at: now,
        updated_at: now,
    };
    let tx = ctx.begin().await?;
    identity::lock_user(&*tx, user).await?;
    if store::count(&*tx, user).await? >= most {
        return Err(Error::new(Code::TooMany).with("max", i64::try_from(most).unwrap_or(i64::MAX)));
    }
    store::insert(&*tx, &search).await?;
    audit::append(ctx, &*tx, actor, entry("saved_search.create", &search).after(&search).by_rules([rule.id])).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(search))
}

/// What to change of a search; what is none stays as it is.
#[derive(Debug, Clone)]
pub struct Update {
    /// Which.
    pub id: Id<SavedSearchId>,
    /// The version that was read.
    pub expected_version: i64,
    /// What to call it.
    pub name: Option<String>,
    /// Whether its owner is not told of anything for now.
    pub paused: Option<bool>,
}

/// Renames a search, pauses it or goes on with it. What is published during a pause is told of to nobody, whatever becomes of it
/// afterwards; of demands the day counts, because of anonymous ones no more is known.
///
/// # Errors
/// `UNAUTHENTICATED`; `NOT_FOUND` at `id` for others than its owner; `STALE_VERSION`; those of a line at `name`.
pub async fn update(ctx: &Ctx, actor: &Actor, input: Update) -> Result<Outcome<SavedSearch>> {
    policy::keeper(actor)?;
    let tx = ctx.begin().await?;
    let before = seen(store::lock(&*tx, actor, input.id).await?, input.expected_version)?;
    let name = input.name.map(|name| text::line(&name, LONGEST_NAME).map_err(|error| error.at("name"))).transpose()?;
    let after = SavedSearch {
        name: name.unwrap_or_else(|| before.name.clone()),
        paused: input.paused.unwrap_or(before.paused),
        active_since: if before.paused && input.paused == Some(false) { ctx.now() } else { before.active_since },
        version: before.version + 1,
        updated_at: ctx.now(),
        ..before.clone()
    };
    store::save(&*tx, &after).await?;
    let entry = entry("saved_search.update", &after).before(&before).after(&after).detail("paused", after.paused);
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// Lets a search go.
///
/// # Errors
/// `UNAUTHENTICATED`; `NOT_FOUND` at `id` for others than its owner; `STALE_VERSION`.
pub async fn delete(ctx: &Ctx, actor: &Actor, id: Id<SavedSearchId>, expected_version: i64) -> Result<Outcome<SavedSearch>> {
    policy::keeper(actor)?;
    let tx = ctx.begin().await?;
    let before = seen(store::lock(&*tx, actor, id).await?, expected_version)?;
    store::delete(&*tx, id).await?;
    audit::append(ctx, &*tx, actor, entry("saved_search.delete", &before).before(&before)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(before))
}

fn seen(found: Option<SavedSearch>, expected_version: i64) -> Result<SavedSearch> {
    let found = found.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    if found.version == expected_version {
        return Ok(found);
    }
    Err(Error::new(Code::StaleVersion).with("current", found.version).at("expectedVersion"))
}

/// In the trail of the platform, as everything that belongs to a person; what is looked for is not written there.
fn entry(verb: &'static str, search: &SavedSearch) -> NewEntry {
    NewEntry::new(audit::platform(), verb, search.id).detail("subject", search.wish.subject().to_string())
}

/// The signed-in user's searches, those saved last first.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor.
pub async fn mine(ctx: &Ctx, actor: &Actor) -> Result<Vec<SavedSearch>> {
    store::of_user(ctx.db.read(), policy::keeper(actor)?).await
}

/// Searches by id that `actor` may see, in no order; one statement.
///
/// # Errors
/// Those of the database.
pub async fn find_many(ctx: &Ctx, actor: &Actor, ids: &[Id<SavedSearchId>]) -> Result<Vec<SavedSearch>> {
    store::find(ctx.db.read(), actor, ids).await
}

/// Forgets finds of before `before` that can come up no more, at most `limit`; how many.
///
/// # Errors
/// Those of the database.
pub async fn prune_alerts(ctx: &Ctx, before: Timestamp, limit: u64) -> Result<u64> {
    let tx = ctx.begin().await?;
    let gone = store::prune(&*tx, before, limit).await?;
    tx.commit().await?;
    Ok(gone)
}
