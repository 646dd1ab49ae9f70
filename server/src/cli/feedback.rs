//! What enterprises thought of matches, as a judged set: what `match evaluate` measures by, and what an engine can learn from.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, ensure};
use clap::Args;
use serde_json::{Value, json};

use super::{explain, open};
use crate::{
    config::Config,
    ctx::Ctx,
    demand,
    kernel::{
        Actor, Currency, Id, Money,
        id::{Demand, Listing},
    },
    listing,
    matching::{Mode, Need, Offer, Price, Terms},
    pairing::{self, model::Feedback},
};

/// Rows read at a time.
const CHUNK: usize = 500;
/// Reads everything, as the program itself.
const ACTOR: Actor = Actor::System("cli");

/// What `match feedback` is told.
#[derive(Args)]
pub(super) struct Arguments {
    /// The folder to make.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<ExitCode> {
    let folder = &arguments.out;
    ensure!(!folder.exists(), "{} is there already", folder.display());
    // The search index is not touched: the server may be running and holding it.
    let ctx = open::without_search(config).await?;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let listings = listings(&ctx, folder).await?;
    let said = said(&ctx).await?;
    let demands = demands(&ctx, folder, &said).await?;
    let (mut judgments, mut moments) = (lines(folder, "judgments.jsonl")?, lines(folder, "feedback.jsonl")?);
    let mut judged = 0;
    for feedback in &said {
        let (demand, achievement) = (feedback.demand.to_string(), feedback.listing.to_string());
        // No person, no organization and no note: what was thought, and what it looked like.
        let Value::Object(mut moment) = json!(feedback.moment) else { continue };
        moment.extend(BTreeMap::from([
            ("demand_id".to_owned(), json!(demand)),
            ("achievement_id".to_owned(), json!(achievement)),
            ("verdict".to_owned(), json!(feedback.verdict)),
            ("grade".to_owned(), json!(feedback.verdict.grade())),
        ]));
        writeln!(moments, "{}", Value::Object(moment))?;
        let known = listings.contains(&feedback.listing) && demands.contains(&feedback.demand);
        if let Some(grade) = feedback.verdict.grade().filter(|_| known) {
            writeln!(judgments, "{}", json!({ "demand_id": demand, "achievement_id": achievement, "grade": grade }))?;
            judged += 1;
        }
    }
    judgments.flush()?;
    moments.flush()?;
    println!("{}: {} listings, {} demands, {judged} judgments, {} opinions", folder.display(), listings.len(), demands.len(), said.len());
    Ok(ExitCode::SUCCESS)
}

/// Every opinion that stands.
async fn said(ctx: &Ctx) -> anyhow::Result<Vec<Feedback>> {
    let mut all: Vec<Feedback> = Vec::new();
    let mut last = None;
    loop {
        let rows = pairing::feedback_after(ctx, last, CHUNK as u64).await.map_err(|error| explain(&error))?;
        let Some(newest) = rows.last().map(|feedback| feedback.id) else { return Ok(all) };
        last = Some(newest);
        all.extend(rows.into_iter().filter(|feedback| feedback.standing().is_some()));
    }
}

/// Writes everything that is published, judged or not: a ranking is made among all of it.
async fn listings(ctx: &Ctx, folder: &Path) -> anyhow::Result<BTreeSet<Id<Listing>>> {
    let mut out = lines(folder, "achievements.jsonl")?;
    let mut written = BTreeSet::new();
    let mut last = None;
    loop {
        let ids = listing::published_ids_after(ctx, last, CHUNK as u64).await.map_err(|error| explain(&error))?;
        let Some(newest) = ids.last().copied() else { break };
        for offer in listing::offers(ctx, &ids).await.map_err(|error| explain(&error))? {
            let id: Id<Listing> = Id::from_uuid(offer.id);
            writeln!(out, "{}", achievement(id, &offer))?;
            written.insert(id);
        }
        last = Some(newest);
    }
    out.flush()?;
    Ok(written)
}

/// Writes the demands that were judged for, as their own people read them: without owner, place and contact.
async fn demands(ctx: &Ctx, folder: &Path, said: &[Feedback]) -> anyhow::Result<BTreeSet<Id<Demand>>> {
    let wanted: BTreeSet<Id<Demand>> = said.iter().map(|feedback| feedback.demand).collect();
    let wanted: Vec<Id<Demand>> = wanted.into_iter().collect();
    let mut out = lines(folder, "demands.jsonl")?;
    let mut written = BTreeSet::new();
    for chunk in wanted.chunks(CHUNK) {
        for (id, view) in demand::actions::views(ctx, &ACTOR, chunk).await.map_err(|error| explain(&error))? {
            if let Some(need) = demand::need_inside(ctx, &view).await.map_err(|error| explain(&error))? {
                writeln!(out, "{}", record(id, need))?;
                written.insert(id);
            }
        }
    }
    out.flush()?;
    Ok(written)
}

fn lines(folder: &Path, name: &str) -> anyhow::Result<BufWriter<File>> {
    let file = folder.join(name);
    Ok(BufWriter::new(File::create(&file).with_context(|| format!("cannot write {}", file.display()))?))
}

fn achievement(id: Id<Listing>, offer: &Offer) -> Value {
    json!({
        "id": id, "title_zh": offer.saying.zh.title, "title_en": offer.saying.en.title, "summary_zh": offer.saying.zh.body,
        "summary_en": offer.saying.en.body, "keywords": offer.saying.keywords, "industries": offer.fields, "trl": offer.trl,
        "offers": offer.terms.iter().filter_map(terms).collect::<Vec<_>>(),
    })
}

fn terms(terms: &Terms) -> Option<Value> {
    let upfront = match terms.price {
        Price::Fixed(price) => yuan(price),
        Price::Nothing | Price::Later(_) | Price::Open => None,
    };
    Some(json!({
        "mode": mode(terms.mode)?, "use_first_pay_later": terms.use_first_pay_later, "upfront_cny": upfront,
        "nothing_up_front": matches!(terms.price, Price::Nothing | Price::Later(_)),
    }))
}

/// A demand of a set is told in one language: the first that it has.
fn record(id: Id<Demand>, need: Need) -> Value {
    let chinese = !need.saying.zh.is_empty();
    let prose = if chinese { need.saying.zh } else { need.saying.en };
    json!({
        "id": id, "title": prose.title, "description": prose.body, "language": if chinese { "zh" } else { "en" },
        "keywords": need.saying.keywords, "industries": need.fields, "min_trl": need.wishes.trl_min,
        "max_budget_cny": need.wishes.budget.and_then(yuan), "modes_wanted": need.wishes.modes.iter().filter_map(|one| mode(*one)).collect::<Vec<_>>(),
        "wants_use_first_pay_later": need.wishes.use_first_pay_later, "region": need.wishes.country,
    })
}

/// Ways to have something, as sets name them; none where they have no name for it.
const fn mode(mode: Mode) -> Option<&'static str> {
    Some(match mode {
        Mode::Exclusive => "EXCLUSIVE_LICENSE",
        Mode::Sole => "SOLE_LICENSE",
        Mode::NonExclusive => "NON_EXCLUSIVE_LICENSE",
        Mode::Open => "OPEN_LICENSE",
        Mode::Joint => "JOINT_DEVELOPMENT",
        Mode::Assign => "TRANSFER",
        Mode::Equity => return None,
    })
}

/// Whole yuan; none for other currencies.
fn yuan(amount: Money) -> Option<i64> {
    (amount.currency == Currency::CNY).then_some(amount.minor_units / 100)
}
