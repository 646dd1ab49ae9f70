//! Where requests come from, and how many from one place may try.

use std::{
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};

use axum::http::{HeaderMap, HeaderValue};
use lianqiao::http::address::{hops, origin};
use lianqiao_tests::{Options, TestApp, skipped};
use reqwest::Method;
use serde_json::json;
use tokio::{io::AsyncReadExt, net::TcpSocket, time::timeout};

use crate::installation::Installation;

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

/// Addresses of the sixth version that are nobody's (RFC 3849), on this machine for as long as this lives.
struct Borrowed;

const BORROWED: [&str; 6] =
    ["2001:db8:6:1::1", "2001:db8:6:1::2", "2001:db8:6:1:ffff:ffff:ffff:ffff", "2001:db8:6:1::4", "2001:db8:6:1::5", "2001:db8:6:2::1"];

impl Borrowed {
    fn all(verb: &str) -> bool {
        BORROWED.iter().all(|address| {
            let arguments = ["-6", "address", verb, &format!("{address}/128"), "dev", "lo"];
            std::process::Command::new("ip").args(arguments).output().is_ok_and(|answer| answer.status.success())
        })
    }

    fn take() -> Option<Self> {
        if Self::all("add") {
            return Some(Self);
        }
        skipped("connections of one network: no addresses can be borrowed here (it takes root, `ip` and IPv6)");
        None
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        Self::all("del");
    }
}

#[tokio::test]
async fn a_household_of_the_sixth_version_has_the_connections_of_one_caller() {
    let Some(_borrowed) = Borrowed::take() else { return };
    let mut here = Installation::new().await;
    here.settings =
        vec![("LIANQIAO_HTTP__LISTEN", format!("[::]:{}", here.port)), ("LIANQIAO_HTTP__CONNECTIONS_PER_ADDRESS", "3".to_owned())];
    assert_eq!(here.run(&["migrate"]).0, 0);
    let serving = here.serve().await;
    let server: SocketAddr = format!("[::1]:{}", here.port).parse().unwrap();
    // What the server says to somebody who says nothing; nothing, for half a second, if there is room.
    let comes = async |from: &str| {
        let socket = TcpSocket::new_v6().unwrap();
        socket.bind(SocketAddr::new(from.parse().unwrap(), 0)).unwrap();
        let mut stream = socket.connect(server).await.unwrap();
        let mut told = [0; 12];
        let refused = timeout(Duration::from_millis(500), stream.read_exact(&mut told)).await;
        (stream, refused.is_ok().then(|| String::from_utf8_lossy(&told).into_owned()))
    };
    let mut inside = Vec::new();
    for (from, expected) in [
        ("2001:db8:6:1::1", None),
        ("2001:db8:6:1::2", None),
        ("2001:db8:6:1:ffff:ffff:ffff:ffff", None),
        ("2001:db8:6:1::4", Some("HTTP/1.1 429".to_owned())),
        ("2001:db8:6:1::1", Some("HTTP/1.1 429".to_owned())),
        ("2001:db8:6:2::1", None),
    ] {
        let (stream, told) = comes(from).await;
        assert_eq!(told, expected, "{from}");
        inside.push(stream);
    }
    inside.remove(1);
    // The server hears of it when it hears of it.
    let begun = Instant::now();
    while comes("2001:db8:6:1::5").await.1.is_some() {
        assert!(begun.elapsed() < Duration::from_secs(10), "a place that was left is not given to anybody");
    }
    drop((inside, serving));
    here.remove().await;
}
