//! Figures for those who run an installation: they move with what happens, they are few, and they tell of nobody.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use lianqiao::telemetry::metrics::{Kind, METRICS};
use lianqiao_tests::{Client, Subscription, free_port};
use reqwest::Method;
use serde_json::json;

use crate::installation::{Installation, Serving};

/// A series as it is shown: name, labels, value.
#[derive(Debug, Clone, PartialEq)]
struct Series {
    name: String,
    labels: BTreeMap<String, String>,
    value: f64,
}

/// What the server shows.
struct Figures {
    text: String,
    series: Vec<Series>,
}

impl Figures {
    async fn of(port: u16) -> Self {
        let response = Client::new(format!("http://127.0.0.1:{port}")).request(Method::GET, "/metrics").send().await.unwrap();
        assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/plain; version=0.0.4"));
        let text = response.text().await.unwrap();
        let series = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(read).collect();
        Self { text, series }
    }

    /// The sum of the series called `name` that have all of `labels`.
    fn sum(&self, name: &str, labels: &[(&str, &str)]) -> f64 {
        let fits = |series: &&Series| {
            series.name == name && labels.iter().all(|(label, value)| series.labels.get(*label).is_some_and(|found| found == value))
        };
        self.series.iter().filter(fits).map(|series| series.value).sum()
    }
}

fn read(line: &str) -> Series {
    let (name, value) = line.rsplit_once(' ').unwrap();
    let (name, labels) = name.split_once('{').unwrap_or((name, "}"));
    let labels = labels.strip_suffix('}').unwrap();
    let pair = |pair: &str| pair.split_once("=\"").map(|(label, value)| (label.to_owned(), value.to_owned()));
    let labels = labels.trim_end_matches('"').split("\",").filter(|pair| !pair.is_empty()).map(|text| pair(text).unwrap()).collect();
    Series { name: name.to_owned(), labels, value: value.parse().unwrap() }
}

/// The figure that a series belongs to.
fn metric(series: &str) -> Option<&'static lianqiao::telemetry::metrics::Metric> {
    let histogram = ["_bucket", "_sum", "_count"].iter().find_map(|suffix| series.strip_suffix(suffix));
    METRICS.iter().find(|metric| match metric.kind {
        Kind::Histogram(_) => Some(metric.name) == histogram,
        Kind::Counter | Kind::Gauge => metric.name == series,
    })
}

/// An installation that shows its figures, with the demo world, and the port to ask.
async fn installation() -> (Installation, u16) {
    let mut here = Installation::new().await;
    let port = free_port();
    here.settings.push(("LIANQIAO_METRICS__LISTEN", format!("127.0.0.1:{port}")));
    assert_eq!(here.run(&["seed", "--demo"]).0, 0);
    (here, port)
}

const MARK: &str = "Xuan-of-the-marked-name";

/// A journey over most of the house; whatever a person can put in is marked.
async fn journey(serving: &Serving) -> Client {
    let visitor = &serving.visitor;
    let email = "head.fudan@demo.lianqiao.example";
    let wrong = json!({ "email": email, "password": MARK });
    assert_eq!(visitor.refused("logIn", wrong, "session { accessToken }").await.0, "CREDENTIALS_INVALID");
    let right = json!({ "email": email, "password": lianqiao::seed::DEMO_PASSWORD });
    let session = visitor.done("logIn", right, "session { accessToken }").await;
    let head = visitor.with_token(session["session"]["accessToken"].as_str().unwrap());
    head.ok("query Xuan { listings(first: 2) { nodes { id } } }", json!({})).await;
    visitor.ok("query S($q: String!) { searchListings(query: $q, first: 2) { nodes { id } } }", json!({ "q": MARK })).await;
    for n in 0..30 {
        visitor.run(&format!("query Q{n}x{} {{ __typename }}", MARK.replace('-', "_")), json!({})).await;
        visitor.request(Method::GET, &format!("/nowhere/{MARK}/{n}")).send().await.unwrap();
        let odd = Method::from_bytes(format!("ODD{n}").as_bytes()).unwrap();
        visitor.request(odd, "/graphql").send().await.unwrap();
        visitor.run(&format!("{{ field{n}Of{} }}", MARK.replace('-', "_")), json!({})).await;
    }
    head
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_move_with_what_happens_and_are_few_and_tell_of_nobody() {
    let (here, port) = installation().await;
    let serving = here.serve().await;
    let before = Figures::of(port).await;
    assert_eq!(before.sum("lianqiao_build_info", &[("version", env!("CARGO_PKG_VERSION"))]), 1.0);
    assert_eq!(before.sum("lianqiao_database_up", &[]), 1.0);
    let head = journey(&serving).await;
    let socket = Subscription::start(&head, "subscription { viewerEvents { id } }", json!({})).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let after = Figures::of(port).await;

    let grown = |name: &str, labels: &[(&str, &str)]| after.sum(name, labels) - before.sum(name, labels);
    for (name, labels, least) in [
        ("lianqiao_http_requests_total", &[("route", "/graphql"), ("method", "POST"), ("status", "2xx")][..], 30.0),
        ("lianqiao_http_requests_total", &[("route", "none"), ("status", "4xx")], 30.0),
        ("lianqiao_http_requests_total", &[("method", "other")], 30.0),
        ("lianqiao_http_request_seconds_count", &[("route", "/graphql")], 60.0),
        ("lianqiao_graphql_operations_total", &[("type", "query"), ("outcome", "OK")], 30.0),
        ("lianqiao_graphql_operations_total", &[("type", "query"), ("outcome", "BAD_USER_INPUT")], 30.0),
        ("lianqiao_graphql_operation_seconds_count", &[("type", "mutation")], 2.0),
        ("lianqiao_graphql_cost_sum", &[], 10.0),
        ("lianqiao_mutations_total", &[("mutation", "logIn"), ("outcome", "OK")], 1.0),
        ("lianqiao_mutations_total", &[("mutation", "logIn"), ("outcome", "CREDENTIALS_INVALID")], 1.0),
        ("lianqiao_database_statement_seconds_count", &[("statement", "SELECT")], 5.0),
        ("lianqiao_database_transactions_total", &[("outcome", "committed")], 1.0),
        ("lianqiao_search_seconds_count", &[("operation", "search")], 1.0),
        ("lianqiao_sockets", &[], 1.0),
        ("lianqiao_subscriptions", &[], 1.0),
        ("process_resident_memory_bytes", &[], -1e12),
    ] {
        assert!(grown(name, labels) >= least, "{name} {labels:?} grew by {}, not {least}:\n{}", grown(name, labels), after.text);
    }
    for follower in ["INDEX", "MAIL", "SEND", "FEED", "IMPORT", "REINDEX", "SAVED", "CASE"] {
        let known = |series: &Series| series.name == "lianqiao_outbox_pending" && series.labels["follower"] == follower;
        assert!(after.series.iter().any(known), "nothing is said of {follower}");
    }
    assert!(after.sum("lianqiao_database_connections", &[]) >= 1.0 && after.sum("process_open_fds", &[]) > 3.0);

    bounded(&after);
    // The same again, with other words: not one series more.
    let names = |figures: &Figures| -> BTreeSet<String> {
        figures.series.iter().map(|series| format!("{} {:?}", series.name, series.labels)).collect()
    };
    for n in 0..20 {
        serving.visitor.run(&format!("query Other{n} {{ __typename }}"), json!({})).await;
        serving.visitor.request(Method::GET, &format!("/elsewhere/{n}")).send().await.unwrap();
    }
    let again = Figures::of(port).await;
    bounded(&again);
    // The server's own work, such as a round of matching, may come for the first time at any moment.
    let own = |series: &String| ["lianqiao_search_", "lianqiao_database_", "lianqiao_outbox_"].iter().any(|name| series.starts_with(name));
    let new: Vec<_> = names(&again).difference(&names(&after)).filter(|series| !own(series)).cloned().collect();
    assert!(new.is_empty(), "series that clients made: {new:?}");

    // The public door shows none.
    let public = serving.visitor.request(Method::GET, "/metrics").send().await.unwrap();
    assert_eq!(public.status(), 404);
    drop(socket);
    assert_eq!(serving.terminate().0, Some(0), "a scraper does not hold up the end");
    here.remove().await;
}

/// Every series belongs to a known figure, has its labels, and is made of words of ours.
fn bounded(figures: &Figures) {
    for series in &figures.series {
        let metric = metric(&series.name).unwrap_or_else(|| panic!("{} is not in METRICS", series.name));
        let labels: BTreeSet<&str> = series.labels.keys().map(String::as_str).filter(|label| *label != "le").collect();
        assert_eq!(labels, metric.labels.iter().copied().collect(), "{series:?}");
        for value in series.labels.values() {
            let short = value.len() <= 40 && value.chars().all(|c| c.is_ascii_alphanumeric() || "/_-+.{}*".contains(c));
            assert!(short, "not a word of ours: {series:?}");
        }
    }
    for mark in [MARK, "Xuan", "fudan", "@", "127.0.0.1", "eyJ"] {
        assert!(!figures.text.contains(mark), "{mark} stands among the figures:\n{}", figures.text);
    }
    assert!(figures.series.len() < 1500, "{} series", figures.series.len());
    let missing: Vec<_> = METRICS.iter().filter(|metric| metric.labels.is_empty() && matches!(metric.kind, Kind::Gauge)).collect();
    for metric in missing {
        assert!(figures.series.iter().any(|series| series.name == metric.name), "{} is not shown", metric.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_are_shown_nowhere_unless_somebody_wants_them_and_never_on_the_public_port() {
    let here = Installation::new().await;
    assert_eq!(here.run(&["migrate"]).0, 0);
    let mut command = here.command(&["serve"]);
    command.env("LIANQIAO_METRICS__LISTEN", format!("127.0.0.1:{}", here.port));
    let (code, _, error) = crate::installation::said(command.output().unwrap());
    assert!(code == 2 && error.contains("metrics.listen must not be http.listen"), "{error}");
    let serving = here.serve().await;
    assert_eq!(serving.visitor.request(Method::GET, "/metrics").send().await.unwrap().status(), 404);
    drop(serving);
    here.remove().await;
}
