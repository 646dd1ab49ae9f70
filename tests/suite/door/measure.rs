//! Documents that mean more work than they look like.

use std::time::{Duration, Instant};

use lianqiao_tests::TestApp;
use serde_json::json;

#[tokio::test]
async fn documents_that_would_exhaust_the_server_are_refused_by_their_size() {
    let app = TestApp::start().await;
    let nested =
        |open: &str, close: &str, depth: usize| format!("{{ __type(name: {}1{}) {{ name }} }}", open.repeat(depth), close.repeat(depth));
    let doubling = |n: usize| {
        let fragments: String = (0..n).map(|i| format!("fragment F{i} on Query {{ ...F{next} ...F{next} }} ", next = i + 1)).collect();
        format!("{{ ...F0 }} {fragments} fragment F{n} on Query {{ __typename }}")
    };
    let cases = [
        ("lists", nested("[", "]", 3000)),
        ("objects", nested("{a:", "}", 1500)),
        ("selections", format!("{}__typename{}", "{ a: __schema ".repeat(100), "}".repeat(100))),
        ("tokens", format!("{{ {} }}", "a:__typename ".repeat(2000))),
        ("length", format!("{{ __typename }} # {}", "x".repeat(20_000))),
        ("doubling fragments", doubling(30)),
        ("aliases", format!("{{ {} }}", (0..1500).map(|i| format!("a{i}:__typename ")).collect::<String>())),
    ];
    for (what, document) in cases {
        let started = Instant::now();
        let answer = app.visitor.run(&document, json!({})).await;
        assert!(matches!(answer.code(), "COST_EXCEEDED" | "BAD_USER_INPUT"), "{what}: {}", answer.0);
        // Not a benchmark: an exponential walk would take longer than anybody waits.
        assert!(started.elapsed() < Duration::from_secs(20), "{what} took {:?}", started.elapsed());
    }
    // Strings and comments may hold as many brackets as they like.
    let harmless = format!("{{ __type(name: \"{}\") {{ name }} }} # {}", "[".repeat(200), "{".repeat(200));
    assert_eq!(app.visitor.run(&harmless, json!({})).await.code(), "");
    app.finish().await;
}
