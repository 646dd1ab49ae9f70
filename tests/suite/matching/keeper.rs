//! Whoever keeps an engine equal to the database: late news, lost news, two servers, an endpoint that comes and goes.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use lianqiao::{
    app::{self, Parts},
    config::Config,
    ctx::Ctx,
    jobs::Keeper,
    kernel::{Id, id::Listing},
    matching::{Evidences, Filled, Learned, Matches, Notice, Question, rules::PartKind},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{
    embedding::{Endpoint, Manner},
    rules::WEIGHTS,
};
use crate::demand::stage::{Stage, step};

/// What the engine of a process says about the welds of the stage.
async fn asked(ctx: &Ctx) -> Matches {
    ctx.matching.needs_for_text("焊缝返修", Question { weights: &WEIGHTS, evidences: Evidences::Full, most: 10 }).await
}

async fn knows(ctx: &Ctx) -> usize {
    asked(ctx).await.matches.len()
}

/// How many it knows by their meaning.
async fn understands(ctx: &Ctx) -> usize {
    let by_meaning = |parts: &[lianqiao::matching::rules::Part]| parts.iter().any(|part| part.kind == PartKind::Meaning);
    asked(ctx).await.matches.iter().filter(|found| by_meaning(&found.score.parts)).count()
}

/// Waits until something is so, not longer than a person would.
async fn until(what: &str, mut so: impl AsyncFnMut() -> bool) {
    for _ in 0..200 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("after ten seconds still not: {what}");
}

async fn suspended(stage: &Stage, demand: &mut Value) {
    step(&stage.owner, "demandSuspend", demand, json!({ "reason": "另有安排" })).await;
}

/// Runs a keeper as `serve` does.
fn keep(ctx: &Ctx) -> CancellationToken {
    let stop = CancellationToken::new();
    tokio::spawn(Keeper::new(ctx).keep(stop.clone()));
    stop
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_on_one_database_know_the_same() {
    let stage = Stage::set().await;
    let parts = Parts { clock: Arc::clone(&stage.app.clock) as _, search: Some(Arc::clone(&stage.app.ctx.search)), ..Parts::default() };
    let other = app::open(stage.app.ctx.config.clone(), parts).await.unwrap();
    let mut keeper = Keeper::new(&other);
    keeper.look().await.unwrap();
    stage.app.match_up().await;
    let mut demand = stage.published(json!({})).await;
    stage.app.match_up().await;
    keeper.look().await.unwrap();
    assert_eq!((knows(&stage.app.ctx).await, knows(&other).await), (1, 1));
    suspended(&stage, &mut demand).await;
    keeper.look().await.unwrap();
    assert_eq!((knows(&stage.app.ctx).await, knows(&other).await), (1, 0));
    stage.app.match_up().await;
    assert_eq!(knows(&stage.app.ctx).await, 0);
    other.db.clone().close().await;
    stage.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_became_visible_late_is_followed_within_twenty_seconds() {
    let stage = Stage::set().await;
    stage.app.match_up().await;
    stage.app.advance(chrono::Duration::seconds(60));
    stage.published(json!({})).await;
    stage.app.match_up().await;
    // Its transaction began half a minute ago.
    stage.app.advance(chrono::Duration::seconds(-30));
    stage.published(json!({ "title": { "zh": "又有焊缝返修" } })).await;
    stage.app.advance(chrono::Duration::seconds(30 + 21));
    stage.app.match_up().await;
    assert_eq!(knows(&stage.app.ctx).await, 2);
    stage.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_event_told_of_is_mended_within_a_day() {
    let endpoint = Endpoint::start().await;
    let stage = Stage::near(&endpoint.url).await;
    let listing = stage.listing().await;
    let mut demand = stage.published(json!({})).await;
    stage.app.match_up().await;
    let ctx = &stage.app.ctx;
    assert_eq!((knows(ctx).await, ctx.matching.knowledge().laid_down()), (1, 1));
    suspended(&stage, &mut demand).await;
    let version =
        stage.head.ok("query($id: ID!) { listing(id: $id) { version } }", json!({ "id": listing })).await["listing"]["version"].clone();
    let input = json!({ "id": listing, "expectedVersion": version, "reason": "转让中" });
    stage.head.done("listingWithdraw", input, "listing { id }").await;
    stage.app.settle().await;
    for table in ["outbox_delivery", "outbox_event"] {
        ctx.db.maintenance().execute_unprepared(&format!("DELETE FROM {table}")).await.unwrap();
    }
    stage.app.match_up().await;
    assert_eq!((knows(ctx).await, ctx.matching.knowledge().laid_down()), (1, 1), "nothing told of it");
    stage.app.advance(chrono::Duration::hours(25));
    stage.app.match_up().await;
    assert_eq!((knows(ctx).await, ctx.matching.knowledge().laid_down()), (0, 0));
    stage.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn once_listings_have_clearly_grown_everything_is_learned_anew() {
    let stage = Stage::set().await;
    stage.published(json!({})).await;
    stage.app.match_up().await;
    let ctx = &stage.app.ctx;
    let (strange, question) = ("海上风电叶片除冰", Question { weights: &WEIGHTS, evidences: Evidences::Full, most: 10 });
    let begun = ctx.matching.knowledge();
    for _ in 1..30 {
        stage.listing().await;
    }
    stage.app.match_up().await;
    assert!(Arc::ptr_eq(&begun, &ctx.matching.knowledge()), "29 tell too little");
    let found = ctx.matching.needs_for_text(strange, question).await.matches;
    assert_eq!(found.len(), 1, "nobody knows yet what strangers have in common");
    stage.listing().await;
    stage.app.match_up().await;
    let grown = ctx.matching.knowledge();
    assert!(!Arc::ptr_eq(&begun, &grown), "from 30 on it is known");
    assert_eq!(ctx.matching.filled(), Filled::Whole);
    assert_eq!((knows(ctx).await, ctx.matching.needs_for_text(strange, question).await.matches.len()), (1, 0));
    // Half as many again are not twice as many; neither is it when each of them is heard of twice.
    for _ in 0..15 {
        let listing = stage.listing().await;
        let version =
            stage.head.ok("query($id: ID!) { listing(id: $id) { version } }", json!({ "id": listing })).await["listing"]["version"].clone();
        let input = json!({ "id": listing, "expectedVersion": version, "reason": "转让中" });
        stage.head.done("listingWithdraw", input, "listing { id }").await;
        stage.app.match_up().await;
    }
    assert!(Arc::ptr_eq(&grown, &ctx.matching.knowledge()), "30 changes are not 30 listings more");
    stage.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daily_fill_takes_no_second_set_of_shelves() {
    let endpoint = Endpoint::start().await;
    let stage = Stage::near(&endpoint.url).await;
    let (listing, _) = (stage.listing().await, stage.published(json!({})).await);
    stage.app.match_up().await;
    let ctx = &stage.app.ctx;
    let before = ctx.matching.knowledge();
    let asked_before = endpoint.asked();
    stage.app.advance(chrono::Duration::hours(25));
    stage.app.match_up().await;
    let after = ctx.matching.knowledge();
    assert!(endpoint.asked() - asked_before <= 1, "vectors are kept: the endpoint is asked who it is, and nothing else");
    assert!(!Arc::ptr_eq(&before, &after), "everything was learned anew");
    assert_eq!((after.laid_down(), understands(ctx).await), (1, 1));
    // What leaves the one leaves the other: they lie on the same shelves.
    after.remove_offers(&[listing.parse::<Id<Listing>>().unwrap().uuid()]);
    assert_eq!((before.laid_down(), after.laid_down()), (0, 0));
    stage.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_endpoint_comes_and_goes_and_words_stay() {
    let endpoint = Endpoint::start().await;
    endpoint.always(Manner::Status(503));
    let stage = Stage::near(&endpoint.url).await;
    stage.published(json!({})).await;
    stage.app.match_up().await;
    let ctx = &stage.app.ctx;
    assert_eq!((ctx.matching.learned(), ctx.matching.filled()), (Learned::Words, Filled::Partly));
    assert_eq!((knows(ctx).await, asked(ctx).await.notices), (1, vec![Notice::WithoutMeanings]));

    endpoint.always(Manner::Good);
    stage.app.advance(chrono::Duration::seconds(61));
    stage.app.match_up().await;
    assert_eq!((ctx.matching.learned(), ctx.matching.filled()), (Learned::Meanings, Filled::Whole));
    assert_eq!((understands(ctx).await, asked(ctx).await.notices), (1, Vec::new()));

    // Away again: what is known stays, what comes is found by its words.
    endpoint.always(Manner::Status(503));
    stage.published(json!({ "title": { "zh": "铝合金焊缝返修" } })).await;
    stage.app.match_up().await;
    assert_eq!((knows(ctx).await, understands(ctx).await), (2, 1));
    endpoint.always(Manner::Good);
    stage.app.advance(chrono::Duration::seconds(61));
    stage.app.match_up().await;
    assert_eq!(understands(ctx).await, 2);
    stage.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_model_behind_the_old_name_is_noticed_and_learned() {
    let endpoint = Endpoint::start().await;
    let stage = Stage::near(&endpoint.url).await;
    let ctx = &stage.app.ctx;
    stage.published(json!({})).await;
    stage.app.match_up().await;
    assert_eq!(understands(ctx).await, 1);
    endpoint.always(Manner::Dimensions(7));
    let question = Question { weights: &WEIGHTS, evidences: Evidences::Full, most: 10 };
    let found = ctx.matching.needs_for_text("从没问过的焊缝", question).await;
    assert_eq!((found.notices, found.matches.len()), (vec![Notice::WithoutMeanings], 1));
    stage.app.match_up().await;
    stage.app.advance(chrono::Duration::seconds(61));
    stage.app.match_up().await;
    let found = ctx.matching.needs_for_text("从没问过的焊缝", question).await;
    assert_eq!((found.notices, understands(ctx).await), (Vec::new(), 1));
    stage.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn until_meanings_are_laid_down_words_answer_and_it_is_told() {
    let endpoint = Endpoint::start().await;
    endpoint.always(Manner::Slow(30_000));
    let stage = Stage::near(&endpoint.url).await;
    let (listing, mut demand) = (stage.listing().await, stage.published(json!({})).await);
    let ctx = &stage.app.ctx;
    assert_eq!(asked(ctx).await.notices, [Notice::Preparing]);
    let stop = keep(ctx);
    until("words are learned", async || ctx.matching.learned() == Learned::Words).await;
    assert_eq!((knows(ctx).await, asked(ctx).await.notices), (1, vec![Notice::Preparing]));
    let document = "query($id: ID!) { found: listingMatches(demandId: $id, first: 10) { notices nodes { listing { id } } } }";
    let found = stage.owner.ok(document, json!({ "id": demand["id"] })).await["found"].clone();
    assert_eq!((&found["notices"], &found["nodes"]), (&json!(["PREPARING"]), &json!([{ "listing": { "id": listing } }])));
    // What happens meanwhile is followed, and nothing that is gone waits for the endpoint.
    suspended(&stage, &mut demand).await;
    until("it is gone", async || knows(ctx).await == 0).await;
    stage.published(json!({})).await;
    until("the next is known", async || knows(ctx).await == 1).await;
    stop.cancel();
    stage.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_gone_does_not_wait_for_the_meaning_of_what_is_new() {
    let endpoint = Endpoint::start().await;
    let stage = Stage::near(&endpoint.url).await;
    let mut demand = stage.published(json!({})).await;
    let ctx = &stage.app.ctx;
    let stop = keep(ctx);
    until("all is understood", async || understands(ctx).await == 1).await;
    endpoint.always(Manner::Slow(30_000));
    stage.published(json!({ "title": { "zh": "铝合金焊缝返修" } })).await;
    until("the new one is known by its words", async || knows(ctx).await == 2).await;
    suspended(&stage, &mut demand).await;
    until("the old one is gone", async || knows(ctx).await == 1).await;
    stop.cancel();
    stage.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keeper_that_panics_begins_again() {
    let folder = tempfile::tempdir().unwrap();
    let (reads, looks) = (AtomicUsize::new(0), AtomicUsize::new(0));
    // The machine fails in ways that nobody has thought of: the first time while everything is read, then while events are.
    let statements = move |sql: &str| {
        if sql.contains("SELECT") && sql.contains("\"demand_publication\"") {
            assert!(reads.fetch_add(1, Ordering::SeqCst) > 0, "of the story: reading panics");
        }
        if sql.contains("SELECT") && sql.contains("\"outbox_event\"") {
            assert!(looks.fetch_add(1, Ordering::SeqCst) > 0, "of the story: looking panics");
        }
    };
    let parts = Parts { statements: Some(Arc::new(statements)), ..Parts::default() };
    let ctx = app::open(Config::embedded(folder.path()).unwrap(), parts).await.unwrap();
    app::migrate(&ctx).await.unwrap();
    assert_eq!(ctx.matching.last_look(), None);
    let stop = keep(&ctx);
    until("it is filled", async || ctx.matching.filled() == Filled::Whole).await;
    assert!(ctx.matching.last_look().is_some());
    stop.cancel();
}
