//! The same figures at 1,000, 100,000 and 1,000,000 listings: how each cost grows. `make bench-scale`.
//!
//! Listings are laid into the database by SQL ([`fill`]), because a million imports would take an hour and prove nothing
//! new. Then the program is started on them as it ships. What can be compared with a raw limit is: a page of listings with
//! one hand-written statement that gives the same rows as JSON ([`raw`]), a search with the engine asked directly.

mod fill;
mod grid;
mod raw;
mod steady;

use std::time::{Duration, Instant};

use lianqiao_tests::Client;
use serde_json::{Value, json};

use self::{grid::Grid, steady::Load};
use crate::program::Program;

/// Sizes when `LIANQIAO_BENCH_SIZES` names no others.
const SIZES: &str = "1000,100000,1000000";
/// How long each load lasts, and how many clients press at once.
const PRESS: Duration = Duration::from_secs(8);
const CLIENTS: usize = 8;
/// A page as a result list shows it: holder, rights and offers.
const PAGE: &str = "query($after: String) { listings(first: 20, after: $after) { nodes { id title { zh en } organization { id name } \
     ipRights { kind number status } offers { code kind price { currency minorUnits } } } pageInfo { endCursor hasNextPage } } }";
/// Publications a second, and for how many seconds.
const PUBLICATIONS: usize = 50;
const PUBLISHING_SECONDS: usize = 10;

/// Takes all figures at each size and prints a table with a column for each.
pub async fn run() {
    let sizes = std::env::var("LIANQIAO_BENCH_SIZES").unwrap_or_else(|_| SIZES.to_owned());
    let mut grid = Grid::default();
    for size in sizes.split(',').map(|size| size.trim().parse::<u32>().unwrap()) {
        grid.column(size);
        at(size, &mut grid).await;
    }
    grid.print();
}

async fn at(size: u32, grid: &mut Grid) {
    let mut program = Program::prepare().await;
    let started = Instant::now();
    let store = fill::Store::open(&program.database_url()).await;
    store.fill(size).await;
    eprintln!("  {size} listings laid down in {:.0} s", started.elapsed().as_secs_f64());
    let took = program.run(&["reindex"]);
    grid.add("build the index", format!("{:.0}/s", f64::from(size) / took.as_secs_f64()));

    grid.add("cold start to the first answer", grid::time(program.serve().await));
    tokio::time::sleep(Duration::from_secs(3)).await;
    grid.add("memory when idle", program.memory_now());

    pages(&program, &store, grid).await;
    searches(&mut program, grid).await;
    publications(&program, grid).await;
    imports(&program, grid).await;
    soak(&program, grid).await;
    grid.add("memory after all that", program.memory_now());
    store.close().await;
    program.stop().await;
}

/// A page of 20 with holder, rights and offers, from anywhere in the first 20,000 rows; and the same rows by hand.
async fn pages(program: &Program, store: &fill::Store, grid: &mut Grid) {
    let cursors = cursors(&program.visitor).await;
    let graphql = steady::graphql(program, PAGE, cursors.iter().map(|cursor| json!({ "after": cursor })).collect());
    let alone = graphql.press(1, PRESS / 2).await;
    let ours = graphql.press(CLIENTS, PRESS).await;
    let raw = raw::pages(&program.database_url(), store, CLIENTS).await;
    let raw_alone = raw.press(1, PRESS / 2).await;
    let limit = raw.press(CLIENTS, PRESS).await;
    grid.add("a page of 20, one client", format!("p50 {} (by hand {})", grid::time(alone.at(0.5)), grid::time(raw_alone.at(0.5))));
    grid.add(format!("a page of 20, {CLIENTS} clients"), format!("{:.0}/s, p99 {}", ours.rate(), grid::time(ours.at(0.99))));
    grid.add("the same rows by hand", format!("{:.0}/s, p99 {}", limit.rate(), grid::time(limit.at(0.99))));
    grid.add("ratio (at least 0.5)", format!("{:.2}", ours.rate() / limit.rate()));
}

async fn cursors(visitor: &Client) -> Vec<Value> {
    let walk = "query($after: String) { listings(first: 100, after: $after) { pageInfo { endCursor hasNextPage } } }";
    let mut cursors = vec![Value::Null];
    for _ in 0..200 {
        let page = visitor.ok(walk, json!({ "after": cursors.last() })).await["listings"]["pageInfo"].clone();
        if page["hasNextPage"] != true {
            break;
        }
        cursors.push(page["endCursor"].clone());
    }
    cursors
}

/// A page of 20 hits with four facets; and the engine asked directly.
async fn searches(program: &mut Program, grid: &mut Grid) {
    const FACETS: &str = "query($q: String!) { searchListings(query: $q, first: 20, facets: [TRL, ORGANIZATION, KIND, LICENSE_KINDS]) { totalCount \
         facets { facet values { value count } } nodes { id title { zh en } organization { id name } offers { code } } } }";
    let texts = ["低功耗 传感器", "石墨烯", "corrosion coating", "海水淡化 膜", "biodegradable scaffold", "检测"];
    let load = steady::graphql(program, FACETS, texts.iter().map(|text| json!({ "q": text })).collect());
    let ours = load.press(1, PRESS / 2).await;
    let many = load.press(CLIENTS, PRESS).await;
    let raw = raw::searches(program, &texts).await;
    grid.add("search, 4 facets, one client", format!("p50 {}, p99 {}", grid::time(ours.at(0.5)), grid::time(ours.at(0.99))));
    grid.add("the engine asked directly", format!("p50 {}, p99 {}", grid::time(raw.at(0.5)), grid::time(raw.at(0.99))));
    grid.add("ratio of p50 (at most 1.5)", format!("{:.2}", ours.at(0.5).as_secs_f64() / raw.at(0.5).as_secs_f64()));
    grid.add(format!("search, 4 facets, {CLIENTS} clients"), format!("{:.0}/s, p99 {}", many.rate(), grid::time(many.at(0.99))));
}

/// From "publish" until a search finds it, at 50 publications a second.
async fn publications(program: &Program, grid: &mut Grid) {
    let officer = program.sign_in("officer.fudan@demo.lianqiao.example").await;
    let head = program.sign_in("head.fudan@demo.lianqiao.example").await;
    let viewer = officer.ok("{ viewer { memberships { organization { id } } } }", json!({})).await;
    let organization = viewer["viewer"]["memberships"][0]["organization"]["id"].clone();
    let mut drafts = Vec::new();
    for number in 0..PUBLICATIONS * PUBLISHING_SECONDS {
        let word = format!("qilin{number}fresh");
        let input = json!({
            "organizationId": organization, "title": { "zh": "新发布的成果", "en": word }, "problem": { "en": "waiting" }, "benefit": { "en": "being found" },
        });
        let mut listing = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
        let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        listing = officer.done("listingSubmit", step, "listing { id version }").await["listing"].clone();
        drafts.push((listing, word));
    }
    let mut pace = tokio::time::interval(Duration::from_secs(1) / u32::try_from(PUBLICATIONS).unwrap());
    let mut waiting = Vec::new();
    for (listing, word) in drafts {
        pace.tick().await;
        waiting.push(tokio::spawn(publish_and_find(head.clone(), listing, word)));
    }
    let mut times = Vec::new();
    for one in waiting {
        times.push(one.await.unwrap());
    }
    let load = Load::of(times, Duration::from_secs(PUBLISHING_SECONDS as u64));
    let figure = format!("p50 {}, p99 {}", grid::time(load.at(0.5)), grid::time(load.at(0.99)));
    grid.add(format!("publish until found, {PUBLICATIONS}/s (p99 below 1 s)"), figure);
}

async fn publish_and_find(head: Client, listing: Value, word: String) -> Duration {
    let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
    let started = Instant::now();
    head.done("listingPublish", step, "listing { id }").await;
    let search = "query($q: String!) { searchListings(query: $q, first: 1) { nodes { id } } }";
    while head.ok(search, json!({ "q": word })).await["searchListings"]["nodes"][0]["id"] != listing["id"] {
        assert!(started.elapsed() < Duration::from_secs(60), "{word} is not found after a minute");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    started.elapsed()
}

async fn imports(program: &Program, grid: &mut Grid) {
    const ROWS: usize = 5000;
    let office = crate::office::Office::sign_in(program, &mut crate::report::Report::default()).await;
    let took = office.import_new(ROWS).await;
    grid.add("import of new rows (at least 1,000/s)", format!("{:.0}/s", ROWS as f64 / took.as_secs_f64()));
}

/// Keeps pressing for `LIANQIAO_BENCH_SOAK_MINUTES` and tells how the memory went.
async fn soak(program: &Program, grid: &mut Grid) {
    let minutes: u64 = std::env::var("LIANQIAO_BENCH_SOAK_MINUTES").ok().and_then(|minutes| minutes.parse().ok()).unwrap_or_default();
    if minutes == 0 {
        return;
    }
    let load = steady::graphql(program, PAGE, vec![json!({ "after": Value::Null })]);
    let mut seen = vec![program.memory_now()];
    for _ in 0..minutes {
        load.press(4, Duration::from_mins(1)).await;
        seen.push(program.memory_now());
    }
    let step = (seen.len() / 6).max(1);
    let shown: Vec<_> = seen.iter().step_by(step).chain(seen.last()).cloned().collect();
    grid.add(format!("memory over {minutes} minutes of load"), shown.join(", "));
}
