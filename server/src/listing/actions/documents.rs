//! What the index knows of listings: the public layer, and nothing else.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::{
    ctx::Ctx,
    identity,
    kernel::{
        Id, Result,
        id::{Listing as ListingId, Organization},
    },
    listing::{card::Extent, content::ListingContent, disclosure::redact, model::Publication, store, vocabulary::DisclosureLayer},
    search::Document,
};

/// Documents of the listings that are published now, and the ids of those that are not. Two statements.
///
/// # Errors
/// Those of the database.
pub async fn documents(ctx: &Ctx, ids: &[Id<ListingId>]) -> Result<(Vec<Document>, Vec<Uuid>)> {
    let conn = ctx.db.read();
    let publications = store::publications(conn, ids, Extent::Whole).await?;
    let mut holders: Vec<_> = publications.iter().map(|publication| publication.organization).collect();
    holders.sort_unstable();
    holders.dedup();
    let names: HashMap<_, _> = identity::organizations(ctx, conn, &holders)
        .await?
        .into_iter()
        .map(|organization| (organization.id, [organization.name_zh, organization.name_en].into_iter().flatten().collect::<Vec<_>>()))
        .collect();
    let present: HashSet<_> = publications.iter().map(|publication| publication.listing).collect();
    let gone = ids.iter().filter(|id| !present.contains(id)).map(|id| id.uuid()).collect();
    let documents = publications.into_iter().map(|publication| {
        let names = names.get(&publication.organization).cloned().unwrap_or_default();
        document(publication, names)
    });
    Ok((documents.collect(), gone))
}

/// Ids of published listings after `after`, in the order of their ids, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn published_ids_after(ctx: &Ctx, after: Option<Id<ListingId>>, limit: u64) -> Result<Vec<Id<ListingId>>> {
    let ids = store::ids_after(ctx.db.read(), after.map(Id::uuid), limit).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// How many listings are published.
///
/// # Errors
/// Those of the database.
pub async fn published_count(ctx: &Ctx) -> Result<u64> {
    // A number of rows in SQL is a signed one.
    store::count_publications(ctx.db.read(), &store::PublicFilter::default(), i64::MAX.unsigned_abs()).await
}

/// Ids of published listings that show the name of `organization`.
///
/// # Errors
/// Those of the database.
pub async fn touched_by_organization(ctx: &Ctx, organization: Id<Organization>) -> Result<Vec<Id<ListingId>>> {
    Ok(store::of_organization(ctx.db.read(), organization).await?.into_iter().map(Id::from_uuid).collect())
}

fn document(publication: Publication, organization_names: Vec<String>) -> Document {
    let (id, organization) = (publication.listing.uuid().to_string(), publication.organization.uuid().to_string());
    let content = redact(publication.content, DisclosureLayer::Public);
    let (text_zh, text_en) = texts(&content);
    let offers = &content.offers;
    Document {
        id,
        version: publication.listing_version,
        title_zh: content.title.zh.clone().unwrap_or_default(),
        title_en: content.title.en.clone().unwrap_or_default(),
        text_zh,
        text_en,
        keywords: content.keywords.clone(),
        organization_names,
        organization,
        trl: content.readiness.as_ref().map_or(0, |readiness| i64::from(readiness.level)),
        ipc: distinct(content.ipc.iter().map(|symbol| symbol.chars().take(4).collect())),
        industries: distinct(content.industries.iter().flat_map(|code| levels(code))),
        strategic_industries: codes(&content.strategic_industries),
        shanghai_sectors: codes(&content.shanghai_sectors),
        chains: codes(&content.chains),
        kind: content.kind.map(|kind| kind.to_string()).unwrap_or_default(),
        transfer_ways: codes(&content.transfer_ways),
        license_kinds: distinct(offers.iter().map(|offer| offer.kind.to_string())),
        use_first_pay_later: offers.iter().any(|offer| offer.use_first_pay_later.is_some()),
        ip_kinds: distinct(content.ip_rights.iter().map(|right| right.kind.to_string())),
        published_at: publication.published_at.timestamp_millis(),
    }
}

/// The running texts by language. Texts without a stated language go where their characters belong.
fn texts(content: &ListingContent) -> (String, String) {
    let both = [&content.abstract_text, &content.problem, &content.benefit, &content.scenarios, &content.applied_cases];
    let mut zh: Vec<&str> = both.iter().filter_map(|text| text.zh.as_deref()).collect();
    let mut en: Vec<&str> = both.iter().filter_map(|text| text.en.as_deref()).collect();
    // Of files, only the titles that anybody may read; the content was redacted.
    let titles = content.attachments.iter().map(|attachment| &attachment.title);
    zh.extend(titles.clone().filter_map(|title| title.zh.as_deref()));
    en.extend(titles.filter_map(|title| title.en.as_deref()));
    let indicators = content.indicators.iter().map(|indicator| &indicator.name);
    for text in content.innovation_points.iter().chain(indicators) {
        if text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)) { zh.push(text) } else { en.push(text) }
    }
    (zh.join("\n"), en.join("\n"))
}

/// Every level of an industry code, so that a search for a section finds its classes: `I`, `I65`, `I651`, `I6513`.
fn levels(code: &str) -> Vec<String> {
    [1, 3, 4, 5].iter().filter_map(|length| code.get(..*length)).map(str::to_owned).collect()
}

fn codes<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    values.filter(|value| seen.insert(value.clone())).collect()
}
