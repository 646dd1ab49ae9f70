//! A scratch installation that holds a judged set.

use std::{collections::HashMap, path::Path};

use anyhow::{Context, ensure};
use uuid::Uuid;

use super::{
    super::{commands, explain},
    Ranked, Rankings,
    set::JudgedSet,
};
use crate::{
    app,
    config::Config,
    ctx::Ctx,
    identity::{
        self,
        actions::{Register, Verify},
        rules::OrganizationKind,
    },
    jobs,
    kernel::{
        Actor, Id, Result,
        id::{Listing, Organization},
    },
    listing::{
        self, ContentPatch, ImportRow, OfficeFilter, RowEffect,
        actions::{BulkMove, Selection, bulk_transition},
        rules::Transition,
    },
    matching::{Need, Offer, Question, Weights, rules::Outcome},
    vectors::EmbedError,
};

/// Rows written, and offers read, at a time.
const CHUNK: usize = 500;
/// Name of the holder of every listing.
const HOLDER: &str = "评测单位";
const CODE: &str = "123100000000000014";

/// The installation.
pub(super) struct Instance {
    ctx: Ctx,
    names: HashMap<Uuid, String>,
    folder: Option<tempfile::TempDir>,
}

impl Instance {
    /// Loads the set: listings are imported, handed in and published as an office does it, then the index is built and the
    /// engine learns what is there. A folder that holds the set already is gone on with.
    pub(super) async fn fill(config: Config, set: &JudgedSet, scratch: Option<&Path>) -> anyhow::Result<Self> {
        let folder = if scratch.is_none() { Some(tempfile::tempdir().context("cannot make a scratch folder")?) } else { None };
        let data_dir = scratch.or_else(|| folder.as_ref().map(tempfile::TempDir::path)).context("no scratch folder")?;
        let mut own = Config::embedded(data_dir)?;
        // Apart from what the settings say of search and embeddings, an installation of its own.
        own.search = config.search.clone();
        "lianqiao-evaluate".clone_into(&mut own.search.index);
        own.embeddings = config.embeddings;
        own.embeddings.answer_milliseconds = own.embeddings.answer_milliseconds.max(60_000);
        let ctx = app::open(own, app::Parts::default()).await?;
        app::migrate(&ctx).await?;
        ctx.search.prepare().await?;
        let organization = holder(&ctx).await.map_err(|error| explain(&error))?;
        let names = load(&ctx, organization, set).await?;
        jobs::reindex(&ctx, |_| {}).await?;
        let instance = Self { ctx, names, folder };
        instance.learn(set).await?;
        Ok(instance)
    }

    async fn learn(&self, set: &JudgedSet) -> anyhow::Result<()> {
        let ctx = &self.ctx;
        let needs: Vec<Need> = set.needs.iter().map(|(_, need)| need.clone()).collect();
        let mut offers: Vec<Offer> = Vec::new();
        let mut last = None;
        loop {
            let ids = listing::published_ids_after(ctx, last, CHUNK as u64).await.map_err(|error| explain(&error))?;
            let Some(newest) = ids.last().copied() else { break };
            offers.extend(listing::offers(ctx, &ids).await.map_err(|error| explain(&error))?);
            last = Some(newest);
        }
        let learned = ctx.matching.learn(&needs, &offers).await;
        if learned != Err(EmbedError::Off) {
            // People are served without meanings while the endpoint is away; a measurement would tell of them what is not so.
            learned.context("the endpoint gave no meanings to measure with")?;
            let bar = commands::bar(Some(offers.len() as u64), "meanings");
            for chunk in offers.chunks(CHUNK) {
                ctx.matching.put_offers(chunk).await?;
                bar.inc(chunk.len() as u64);
            }
            bar.finish_and_clear();
        }
        ctx.matching.put_needs(needs).await?;
        Ok(())
    }

    /// Weights in force.
    pub(super) fn weights(&self) -> anyhow::Result<Weights> {
        let rule = self.ctx.rules.on("matching.weights", self.ctx.clock.today()).map_err(|error| explain(&error))?;
        rule.get().map_err(|error| explain(&error))
    }

    /// Name of the search engine.
    pub(super) fn search(&self) -> &'static str {
        self.ctx.search.name()
    }

    /// Name of the model.
    pub(super) fn model(&self) -> Option<String> {
        self.ctx.matching.model()
    }

    /// Ranks listings for every demand.
    pub(super) async fn rank(&self, set: &JudgedSet, question: Question<'_>) -> anyhow::Result<Rankings> {
        let offers = listing::PublishedOffers(&self.ctx);
        let mut rankings = Vec::with_capacity(set.needs.len());
        for (name, need) in &set.needs {
            let found = self.ctx.matching.offers_for(need, &offers, question).await.map_err(|error| explain(&error))?;
            ensure!(found.notices.is_empty(), "{name}: {}", found.notices.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
            let ranking = found.matches.iter().filter_map(|one| {
                let fits = one.checked.iter().all(|checked| checked.outcome != Outcome::Fail);
                Some(Ranked { listing: self.names.get(&one.id)?.clone(), score: one.score.total, fits })
            });
            rankings.push((name.clone(), ranking.collect()));
        }
        Ok(rankings)
    }

    /// Lets go of everything, and removes what is not to be kept.
    pub(super) async fn close(self) {
        self.ctx.db.clone().close().await;
        drop(self.folder);
    }
}

async fn holder(ctx: &Ctx) -> Result<Id<Organization>> {
    if let Some(known) = identity::find_by_code_or_id(ctx, CODE).await? {
        return Ok(known);
    }
    let input = Register {
        kind: OrganizationKind::University,
        name_zh: Some(HOLDER.to_owned()),
        name_en: None,
        credit_code: Some(CODE.to_owned()),
        country: "CN".to_owned(),
        division: None,
        website: None,
        idempotency_key: None,
    };
    let organization = identity::actions::register(ctx, &ACTOR, input).await?.value;
    let verify = Verify { id: organization.id, expected_version: organization.version };
    Ok(identity::actions::verify(ctx, &ACTOR, verify).await?.value.id)
}

/// Who loads.
const ACTOR: Actor = commands::ACTOR;

/// Imports and publishes the listings; gives their names by id.
async fn load(ctx: &Ctx, organization: Id<Organization>, set: &JudgedSet) -> anyhow::Result<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    let bar = commands::bar(Some(set.listings.len() as u64), "listings");
    for chunk in set.listings.chunks(CHUNK) {
        let row = |(name, content): &(String, listing::content::ListingContent)| ImportRow {
            external_reference: name.clone(),
            content: ContentPatch::whole(content.clone()),
        };
        let rows = chunk.iter().map(row).collect();
        let effects = write(ctx, organization, rows).await.map_err(|error| explain(&error))?;
        for ((name, _), effect) in chunk.iter().zip(effects) {
            let id: Id<Listing> = match effect {
                RowEffect::Created(written) | RowEffect::Updated(written) => written.listing,
                RowEffect::Unchanged(id) => id,
                RowEffect::Refused(error) => return Err(explain(&error).context(name.clone())),
            };
            names.insert(id.uuid(), name.clone());
        }
        bar.inc(chunk.len() as u64);
    }
    bar.finish_and_clear();
    for (transition, state) in [(Transition::Submit, "DRAFT"), (Transition::Publish, "SUBMITTED")] {
        publish(ctx, organization, transition, state).await?;
    }
    Ok(names)
}

async fn write(ctx: &Ctx, organization: Id<Organization>, rows: Vec<ImportRow>) -> Result<Vec<RowEffect>> {
    let prepared = listing::prepare_rows(ctx, &ACTOR, organization, rows).await?;
    let tx = ctx.begin().await?;
    let effects = listing::import_rows(ctx, &tx, &ACTOR, organization, prepared).await?;
    tx.commit().await?;
    Ok(effects)
}

async fn publish(ctx: &Ctx, organization: Id<Organization>, transition: Transition, state: &str) -> anyhow::Result<()> {
    loop {
        let filter = OfficeFilter { organization: Some(organization), states: vec![state.to_owned()], ..OfficeFilter::default() };
        let input = BulkMove { organization, transition, selection: Selection::Matching(filter), reason: None };
        let report = bulk_transition(ctx, &ACTOR, input).await.map_err(|error| explain(&error))?;
        if let Some((id, error)) = report.errors.first() {
            return Err(explain(error).context(format!("{} listings cannot be published, among them {id}", report.failed)));
        }
        if !report.more {
            return Ok(());
        }
    }
}
