//! The same figures at 1,000, 100,000 and 1,000,000 listings: how each cost grows. `make bench-scale`.
//!
//! Listings are laid into the database by SQL ([`fill`]), because a million imports would take an hour and prove nothing
//! new. Then the program is started on them as it ships. What can be compared with a raw limit is: a page of listings with
//! one hand-written statement that gives the same rows as JSON ([`raw`]), a search with the engine asked directly.

mod endpoint;
mod fill;
mod grid;
mod matching;
mod raw;
mod sql;
mod steady;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use lianqiao_tests::Client;
use serde_json::{Value, json};

use self::{
    grid::Grid,
    steady::{Load, Press},
};
use crate::program::Program;

/// Sizes when `LIANQIAO_BENCH_SIZES` names no others.
pub const SIZES: &str = "1000,100000,1000000";
/// How long each load lasts, and how many clients press at once.
const PRESS: Duration = Duration::from_secs(8);
const CLIENTS: usize = 8;
const ROUNDS: usize = 4;
/// A page as a result list shows it: holder, rights and offers.
const PAGE: &str = "query($after: String) { listings(first: 20, after: $after) { nodes { id title { zh en } organization { id name } \
     ipRights { kind number status } offers { code kind price { currency minorUnits } } } pageInfo { endCursor hasNextPage } } }";
/// A page of hits with four facets, and what is looked for.
const FACETS: &str = "query($q: String!) { searchListings(query: $q, first: 20, facets: [TRL, ORGANIZATION, KIND, LICENSE_KINDS]) { totalCount \
     facets { facet values { value count } } nodes { id title { zh en } organization { id name } offers { code } } } }";
const TEXTS: [&str; 6] = ["低功耗 传感器", "石墨烯", "corrosion coating", "海水淡化 膜", "biodegradable scaffold", "检测"];
/// Publications a second, and for how many seconds.
const PUBLICATIONS: usize = 50;
const PUBLISHING_SECONDS: usize = 10;

/// What is done at each size.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// All figures are taken.
    Figures,
    /// Those of matching alone.
    Matching,
    /// The program is pressed for `LIANQIAO_BENCH_SOAK_MINUTES` (60), and its memory watched.
    Soak,
}

/// Does a task at each size and prints a table with a column for each.
pub async fn run(task: Task, sizes: &str) {
    let sizes = std::env::var("LIANQIAO_BENCH_SIZES").unwrap_or_else(|_| sizes.to_owned());
    let mut grid = Grid::default();
    for size in sizes.split(',').map(|size| size.trim().parse::<u32>().unwrap()) {
        grid.column(size);
        at(size, task, &mut grid).await;
    }
    grid.print();
}

async fn at(size: u32, task: Task, grid: &mut Grid) {
    let mut program = Program::prepare(size).await;
    let started = Instant::now();
    let store = fill::Store::open(&program.database_url()).await;
    if !program.is_kept() {
        store.fill(size).await;
        eprintln!("  {size} listings laid down in {:.0} s", started.elapsed().as_secs_f64());
        let took = program.run(&["reindex"]);
        grid.add("build the index", format!("{:.0}/s", f64::from(size) / took.as_secs_f64()));
        program.keep();
    }

    grid.add("cold start to the first answer", grid::time(program.serve().await));
    tokio::time::sleep(Duration::from_secs(3)).await;
    grid.add("memory when idle", program.memory_now());

    match task {
        Task::Figures => {
            pages(&program, &store, grid).await;
            searches(&mut program, grid).await;
            publications(&program, grid).await;
            imports(&program, grid).await;
            matching::figures(&mut program, &store, grid).await;
        }
        Task::Matching => matching::figures(&mut program, &store, grid).await,
        Task::Soak => soak(&program, grid).await,
    }
    grid.add("memory after all that", program.memory_now());
    store.close().await;
    program.stop().await;
}

/// A page of 20 with holder, rights and offers, from anywhere in the first 20,000 rows; and the same rows by hand.
async fn pages(program: &Program, store: &fill::Store, grid: &mut Grid) {
    let cursors = cursors(&program.visitor).await;
    let graphql = steady::graphql(program, PAGE, cursors.iter().map(|cursor| json!({ "after": cursor })).collect());
    let alone = graphql.press(1, PRESS / 2).await;
    let raw = raw::pages(&program.database_url(), store, CLIENTS).await;
    let raw_alone = raw.press(1, PRESS / 2).await;
    // By turns, so that whatever else the machine does is there for both.
    let (mut ours, mut limit) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(graphql.press(CLIENTS, PRESS / 2).await);
        limit.push(raw.press(CLIENTS, PRESS / 2).await);
    }
    let (ours, limit) = (Load::together(ours), Load::together(limit));
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
    let load = steady::graphql(program, FACETS, TEXTS.iter().map(|text| json!({ "q": text })).collect());
    let ours = load.press(1, PRESS / 2).await;
    let many = load.press(CLIENTS, PRESS).await;
    let raw = raw::searches(program, &TEXTS).await;
    grid.add("search, 4 facets, one client", format!("p50 {}, p99 {}", grid::time(ours.at(0.5)), grid::time(ours.at(0.99))));
    grid.add("the engine asked directly", format!("p50 {}, p99 {}", grid::time(raw.at(0.5)), grid::time(raw.at(0.99))));
    grid.add("ratio of p50 (at most 1.5)", format!("{:.2}", ours.at(0.5).as_secs_f64() / raw.at(0.5).as_secs_f64()));
    grid.add(format!("search, 4 facets, {CLIENTS} clients"), format!("{:.0}/s, p99 {}", many.rate(), grid::time(many.at(0.99))));
}

/// From "publish" until a search finds it, at 50 publications a second.
async fn publications(program: &Program, grid: &mut Grid) {
    let (officer, head, organization) = office(program).await;
    let mut drafts = Vec::new();
    for number in 0..PUBLICATIONS * PUBLISHING_SECONDS {
        let word = format!("qilin{number}fresh");
        drafts.push((hand_in(&officer, &organization, &word).await, word));
    }
    let mut pace = tokio::time::interval(Duration::from_secs(1) / u32::try_from(PUBLICATIONS).unwrap());
    let mut waiting = Vec::new();
    for (listing, word) in drafts {
        pace.tick().await;
        waiting.push(tokio::spawn(publish_and_find(head.clone(), program.visitor.clone(), listing, word)));
    }
    let mut times = Vec::new();
    for one in waiting {
        times.push(one.await.unwrap());
    }
    let load = Load::of(times, Duration::from_secs(PUBLISHING_SECONDS as u64));
    let figure = format!("p50 {}, p99 {}", grid::time(load.at(0.5)), grid::time(load.at(0.99)));
    grid.add(format!("publish until found, {PUBLICATIONS}/s (p99 below 1 s)"), figure);
}

/// Who writes and who publishes, and for which office.
async fn office(program: &Program) -> (Client, Client, Value) {
    let officer = program.sign_in("officer.fudan@demo.lianqiao.example").await;
    let head = program.sign_in("head.fudan@demo.lianqiao.example").await;
    let viewer = officer.ok("{ viewer { memberships { organization { id } } } }", json!({})).await;
    let organization = viewer["viewer"]["memberships"][0]["organization"]["id"].clone();
    (officer, head, organization)
}

/// A listing that waits for its publication.
async fn hand_in(officer: &Client, organization: &Value, word: &str) -> Value {
    let input = json!({
        "organizationId": organization, "title": { "zh": "新发布的成果", "en": word }, "problem": { "en": "waiting" }, "benefit": { "en": "being found" },
    });
    let listing = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
    let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
    officer.done("listingSubmit", step, "listing { id version }").await["listing"].clone()
}

/// One publication and how long it takes until anybody finds it. Who is told that there is too much at once comes again,
/// and the time runs on.
async fn publish_and_find(head: Client, visitor: Client, listing: Value, word: String) -> Duration {
    let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
    let started = Instant::now();
    let publish = "mutation($input: ListingPublishInput!) { listingPublish(input: $input) { userErrors { code } } }";
    let search = "query($q: String!) { searchListings(query: $q, first: 1) { nodes { id } } }";
    patient(&head, publish, json!({ "input": step })).await;
    while patient(&visitor, search, json!({ "q": word })).await["searchListings"]["nodes"][0]["id"] != listing["id"] {
        assert!(started.elapsed() < Duration::from_secs(60), "{word} is not found after a minute");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    started.elapsed()
}

/// The data of an answer, however often it takes until there is room for the question.
async fn patient(who: &Client, document: &str, variables: Value) -> Value {
    loop {
        let answer = who.run(document, variables.clone()).await;
        if answer.code() != "THROTTLED" {
            assert_eq!(answer.code(), "", "{}", answer.0);
            return answer.0["data"].clone();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn imports(program: &Program, grid: &mut Grid) {
    const ROWS: usize = 5000;
    let office = crate::office::Office::sign_in(program, &mut crate::report::Report::default()).await;
    let took = office.import_new(ROWS).await;
    grid.add("import of new rows (at least 1,000/s)", format!("{:.0}/s", ROWS as f64 / took.as_secs_f64()));
}

/// Keeps pressing, all that people do at once, and tells how the memory went.
async fn soak(program: &Program, grid: &mut Grid) {
    let minutes: u64 = std::env::var("LIANQIAO_BENCH_SOAK_MINUTES").ok().and_then(|minutes| minutes.parse().ok()).unwrap_or(60);
    let pages = steady::graphql(program, PAGE, cursors(&program.visitor).await.iter().map(|cursor| json!({ "after": cursor })).collect());
    let searches = steady::graphql(program, FACETS, TEXTS.iter().map(|text| json!({ "q": text })).collect());
    let turns = Arc::new(AtomicUsize::new(0));
    let mut writing = publishing(program, &turns).await;
    let mut seen = vec![program.memory_now()];
    for minute in 0..minutes {
        // Who signed in is signed in for an hour.
        if minute % 30 == 29 {
            writing = publishing(program, &turns).await;
        }
        let stretch = Duration::from_mins(1);
        futures::join!(pages.press(2, stretch), searches.press(1, stretch), writing.press(1, stretch));
        seen.push(program.memory_now());
        eprintln!("  minute {}: {}", minute + 1, program.memory_now());
    }
    let step = (seen.len() / 6).max(1);
    let shown: Vec<_> = seen.iter().step_by(step).chain(seen.last()).cloned().collect();
    grid.add(format!("memory over {minutes} minutes of pages, searches and publications"), shown.join(", "));
}

/// Listings that are written, handed in and published one after the other.
async fn publishing(program: &Program, turns: &Arc<AtomicUsize>) -> Press {
    let (office, turns) = (Arc::new(office(program).await), Arc::clone(turns));
    Press::new(move |_| {
        let (office, turn) = (Arc::clone(&office), turns.fetch_add(1, Ordering::Relaxed));
        Box::pin(async move {
            let (officer, head, organization) = &*office;
            let listing = hand_in(officer, organization, &format!("soak{turn}")).await;
            let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
            head.done("listingPublish", step, "listing { id }").await;
        })
    })
}
