//! Where requests come from, and how many from one place may try.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderValue};
use lianqiao::http::address::{hops, origin};
use lianqiao_tests::{Options, TestApp};
use reqwest::Method;
use serde_json::json;

#[test]
fn only_our_own_proxies_are_believed() {
    let at = |text: &str| text.parse::<IpAddr>().unwrap();
    let trusted = [at("10.0.0.1"), at("10.0.0.2")];
    for (peer, hops, expected) in [
        ("203.0.113.7", &["198.51.100.1"][..], "203.0.113.7"),
        ("10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", &["1.2.3.4", "198.51.100.1", " 10.0.0.2"], "198.51.100.1"),
        ("::ffff:10.0.0.1", &["2001:db8::1"], "2001:db8::1"),
        ("10.0.0.1", &["198.51.100.1", "nonsense"], "10.0.0.1"),
        ("10.0.0.1", &[], "10.0.0.1"),
    ] {
        assert_eq!(origin(at(peer), &trusted, hops), at(expected), "{peer} {hops:?}");
    }
}

#[test]
fn a_hop_that_is_no_text_hides_none_of_the_others() {
    let mut headers = HeaderMap::new();
    headers.append("x-forwarded-for", HeaderValue::from_bytes(b"1.2.3.4,\xff").unwrap());
    headers.append("x-forwarded-for", HeaderValue::from_bytes(b"\xff\xfe, 203.0.113.7").unwrap());
    let hops = hops(&headers);
    assert_eq!(hops, ["1.2.3.4", "", "", " 203.0.113.7"]);
    let proxy: IpAddr = "10.0.0.1".parse().unwrap();
    assert_eq!(origin(proxy, &[proxy], &hops), "203.0.113.7".parse::<IpAddr>().unwrap());
}

#[tokio::test]
async fn who_tries_many_addresses_from_one_place_has_to_wait() {
    let app = TestApp::with(Options {
        configure: |config| {
            config.http.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
            (config.limits.address_tries, config.limits.address_seconds) = (3, 10);
        },
        ..Options::default()
    })
    .await;
    let guess = async |from: &str, n: usize| {
        let document =
            format!("mutation {{ logIn(input: {{ email: \"p{n}@firm.example\", password: \"guess\" }}) {{ userErrors {{ code }} }} }}");
        let request = app.visitor.request(Method::POST, "/graphql").header("x-forwarded-for", from).json(&json!({ "query": document }));
        let answer: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
        answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    };
    for (n, expected) in ["", "", "", "THROTTLED"].into_iter().enumerate() {
        // What a client writes before the address that our proxy saw is of no account.
        assert_eq!(guess(&format!("192.0.2.{n}, 203.0.113.7"), n).await, expected);
    }
    assert_eq!(guess("203.0.113.8", 9).await, "", "somebody else");
    app.advance(chrono::Duration::seconds(11));
    assert_eq!(guess("203.0.113.7", 9).await, "");

    // A household counts as one.
    for (n, expected) in ["", "", "", "THROTTLED"].into_iter().enumerate() {
        assert_eq!(guess(&format!("2001:db8:1:1::{n}"), n + 10).await, expected);
    }
    app.finish().await;
}
