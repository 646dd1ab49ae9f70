//! Batch loading for one request: organizations and users that many rows point at cost one statement.

use std::{collections::HashMap, hash::Hash};

use async_graphql::{
    Context, Request,
    dataloader::{DataLoader, HashMapCache, Loader},
};

use crate::{
    ctx::Ctx,
    identity::{rules, store},
    kernel::{Actor, Error, Id, Result, id},
};

/// Organizations by id, whoever asks: the field that shows one decides whether it may.
pub struct OrganizationLoader(Ctx);

/// Users by id, whoever asks: [`super::User`] hides what is personal.
pub struct UserLoader(Ctx);

/// Size declarations by id, whoever asks: the field that shows one decides whether it may.
pub struct SizeDeclarationLoader(Ctx);

/// How long organizations take to answer, whoever asks: it is public.
pub struct ReplyTimeLoader(Ctx);

fn keyed<K: Eq + Hash, V>(rows: Vec<V>, key: impl Fn(&V) -> K) -> HashMap<K, V> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}

impl Loader<Id<id::Organization>> for OrganizationLoader {
    type Value = rules::Organization;
    type Error = Error;

    async fn load(&self, keys: &[Id<id::Organization>]) -> Result<HashMap<Id<id::Organization>, Self::Value>> {
        Ok(keyed(store::organizations(self.0.db.read(), keys).await?, |row| row.id))
    }
}

impl Loader<Id<id::User>> for UserLoader {
    type Value = rules::User;
    type Error = Error;

    async fn load(&self, keys: &[Id<id::User>]) -> Result<HashMap<Id<id::User>, Self::Value>> {
        Ok(keyed(store::users(self.0.db.read(), keys).await?, |row| row.id))
    }
}

impl Loader<Id<id::SizeDeclaration>> for SizeDeclarationLoader {
    type Value = rules::SizeDeclaration;
    type Error = Error;

    async fn load(&self, keys: &[Id<id::SizeDeclaration>]) -> Result<HashMap<Id<id::SizeDeclaration>, Self::Value>> {
        Ok(keyed(store::size_declarations(self.0.db.read(), keys).await?, |row| row.id))
    }
}

impl Loader<Id<id::Organization>> for ReplyTimeLoader {
    type Value = Vec<rules::ReplyTime>;
    type Error = Error;

    async fn load(&self, keys: &[Id<id::Organization>]) -> Result<HashMap<Id<id::Organization>, Self::Value>> {
        let mut found: HashMap<_, Self::Value> = HashMap::new();
        for time in store::reply_times(self.0.db.read(), keys).await? {
            found.entry(time.organization).or_default().push(time);
        }
        Ok(found)
    }
}

/// Puts this slice's loaders into a request. Fresh ones for each request: what they remember must not outlive it.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx, _actor: &Actor) -> Request {
    request
        .data(DataLoader::with_cache(OrganizationLoader(ctx.clone()), tokio::spawn, HashMapCache::default()))
        .data(DataLoader::with_cache(UserLoader(ctx.clone()), tokio::spawn, HashMapCache::default()))
        .data(DataLoader::with_cache(SizeDeclarationLoader(ctx.clone()), tokio::spawn, HashMapCache::default()))
        .data(DataLoader::with_cache(ReplyTimeLoader(ctx.clone()), tokio::spawn, HashMapCache::default()))
}

/// One organization through the request's loader, whoever asks.
///
/// # Errors
/// Those of the database.
pub async fn organization(ctx: &Context<'_>, id: Id<id::Organization>) -> Result<Option<super::Organization>> {
    let loader = ctx.data_unchecked::<DataLoader<OrganizationLoader, HashMapCache>>();
    Ok(loader.load_one(id).await?.map(Into::into))
}

/// One user through the request's loader.
///
/// # Errors
/// Those of the database.
pub async fn user(ctx: &Context<'_>, id: Id<id::User>) -> Result<Option<super::User>> {
    let loader = ctx.data_unchecked::<DataLoader<UserLoader, HashMapCache>>();
    Ok(loader.load_one(id).await?.map(Into::into))
}

/// Loads the organization and the users that the rows of a page point at, all at once: rows that resolve slowly would
/// ask in several batches.
pub(super) async fn expect(
    ctx: &Context<'_>,
    organization: Id<id::Organization>,
    users: impl Iterator<Item = Id<id::User>> + Send,
) -> Result<()> {
    let organizations = ctx.data_unchecked::<DataLoader<OrganizationLoader, HashMapCache>>();
    let people = ctx.data_unchecked::<DataLoader<UserLoader, HashMapCache>>();
    organizations.load_one(organization).await?;
    people.load_many(users).await.map(drop)
}

/// Loads organizations now, for rows that will ask for them: in one statement, and without the pause in which a loader
/// gathers keys.
///
/// # Errors
/// Those of the database.
pub async fn expect_organizations(ctx: &Context<'_>, mut ids: Vec<Id<id::Organization>>) -> Result<()> {
    ids.sort_unstable();
    ids.dedup();
    if !ids.is_empty() {
        let loader = ctx.data_unchecked::<DataLoader<OrganizationLoader, HashMapCache>>();
        loader.feed_many(loader.loader().load(&ids).await?).await;
    }
    Ok(())
}

pub(super) async fn size_declaration(ctx: &Context<'_>, id: Id<id::SizeDeclaration>) -> Result<Option<super::SizeDeclaration>> {
    let loader = ctx.data_unchecked::<DataLoader<SizeDeclarationLoader, HashMapCache>>();
    Ok(loader.load_one(id).await?.map(Into::into))
}

/// What is told of how long an organization takes to answer, by kind of question.
pub(super) async fn reply_times(ctx: &Context<'_>, id: Id<id::Organization>) -> Result<Vec<rules::ReplyTime>> {
    let loader = ctx.data_unchecked::<DataLoader<ReplyTimeLoader, HashMapCache>>();
    let mut times = loader.load_one(id).await?.unwrap_or_default();
    times.sort_unstable_by_key(|time| time.kind);
    Ok(times)
}
