//! SIGTERM while everybody is at it: what was begun is answered in whole, what was acknowledged is there, and it ends in time.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use lianqiao_tests::Client;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::stage::{Member, ask, count, draft, is_sound, member, mutation};
use crate::installation::Installation;

/// What became of a request on a connection that is kept open.
enum Fate {
    Answered(Value),
    /// Not a byte came back.
    Unheard,
    /// A part of an answer came.
    Cut(String),
}

/// Sends one request and reads exactly one answer, byte by byte as they come: a client library would hide what was cut.
async fn exchange(stream: &mut TcpStream, client: &Client, body: &Value) -> Fate {
    let body = body.to_string();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: {}\r\n\r\n",
        client.token().unwrap(),
        body.len()
    );
    if stream.write_all(format!("{head}{body}").as_bytes()).await.is_err() {
        return Fate::Unheard;
    }
    let (mut said, mut piece) = (Vec::new(), vec![0; 64 * 1024]);
    loop {
        match stream.read(&mut piece).await {
            Ok(read) if read > 0 => said.extend_from_slice(&piece[..read]),
            _ if said.is_empty() => return Fate::Unheard,
            _ => return Fate::Cut(String::from_utf8_lossy(&said).into_owned()),
        }
        if let Some(answer) = whole(&said) {
            return Fate::Answered(answer);
        }
    }
}

/// The body, once all of it is there.
fn whole(said: &[u8]) -> Option<Value> {
    let end = said.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&said[..end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("an answer of known length");
    let body = said.get(end..end + length.trim().parse::<usize>().unwrap())?;
    Some(serde_json::from_slice(body).unwrap())
}

/// What one client saw.
#[derive(Default)]
struct Seen {
    /// Ids of listings that it was told of.
    acknowledged: Vec<String>,
    /// When the request began that was never answered, if there was one.
    unheard: Option<Instant>,
    cut: Option<String>,
}

/// What all clients share.
#[derive(Default)]
struct Crowd {
    over: AtomicBool,
    answers: AtomicUsize,
}

/// Goes on until the connection ends, or `crowd.over` says so.
async fn busy(number: usize, member: Arc<Member>, address: String, crowd: Arc<Crowd>) -> Seen {
    let mut seen = Seen::default();
    let mut stream = TcpStream::connect(address).await.unwrap();
    for round in 0.. {
        if crowd.over.load(Ordering::SeqCst) {
            break;
        }
        let read = json!({
            "query": "query($o: ID!) { listings(first: 50, filter: { organizationId: $o }) { totalCount nodes { id title { zh } } } }",
            "variables": { "o": member.organization },
        });
        let writes = number.is_multiple_of(2);
        let body = if writes {
            mutation("listingCreate", &draft(&member, &format!("停机前第{number}人第{round}件")), "listing { id }")
        } else {
            read
        };
        let begun = Instant::now();
        match exchange(&mut stream, &member.client, &body).await {
            Fate::Answered(answer) => {
                crowd.answers.fetch_add(1, Ordering::SeqCst);
                assert!(answer.get("errors").is_none(), "{answer}");
                if writes {
                    seen.acknowledged.push(answer["data"]["listingCreate"]["listing"]["id"].as_str().unwrap().to_owned());
                }
            }
            Fate::Unheard => {
                seen.unheard = Some(begun);
                break;
            }
            Fate::Cut(part) => {
                seen.cut = Some(part);
                break;
            }
        }
    }
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_under_full_load_cuts_no_answer_and_loses_nothing() {
    const CLIENTS: usize = 60;
    let here = Installation::new().await;
    assert_eq!(here.run(&["seed", "--demo"]).0, 0);
    let serving = here.serve().await;
    let mut officers = Vec::new();
    for office in ["fudan", "tongji", "usst", "shou", "sufe", "yph"] {
        officers.push(Arc::new(member(&serving.visitor, &format!("officer.{office}")).await));
    }
    let before = count(&here, "listing").await;

    let crowd = Arc::new(Crowd::default());
    let address = format!("127.0.0.1:{}", here.port);
    let clients: Vec<_> = (0..CLIENTS)
        // Each office has some who write and some who read.
        .map(|number| {
            let officer = Arc::clone(&officers[number / 2 % officers.len()]);
            tokio::spawn(busy(number, officer, address.clone(), Arc::clone(&crowd)))
        })
        .collect();
    // Everybody has come more than once, on the average, however slow the machine is.
    let begun = Instant::now();
    while crowd.answers.load(Ordering::SeqCst) < CLIENTS * 3 {
        assert!(begun.elapsed() < Duration::from_secs(60), "{:?} answers in a minute", crowd.answers);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let told = Instant::now();
    let (code, took) = tokio::task::spawn_blocking(move || serving.terminate()).await.unwrap();
    crowd.over.store(true, Ordering::SeqCst);
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(10), "stopped after {took:?}");

    let mut acknowledged = HashSet::new();
    for client in clients {
        let seen = client.await.unwrap();
        assert!(seen.cut.is_none(), "half of an answer: {:?}", seen.cut);
        // A request may cross the end of its connection. One that had surely arrived is answered.
        let late = seen.unheard.map(|begun| told.saturating_duration_since(begun));
        assert!(late.is_none_or(|late| late < Duration::from_millis(300)), "a request from {late:?} before the stop was dropped");
        acknowledged.extend(seen.acknowledged);
    }
    assert!(acknowledged.len() > CLIENTS / 2, "{} acknowledged are no load", acknowledged.len());

    let made = usize::try_from(count(&here, "listing").await - before).unwrap();
    assert!(made >= acknowledged.len(), "{} were acknowledged, and {made} are there", acknowledged.len());
    let serving = here.serve().await;
    let mut there = HashSet::new();
    for officer in &officers {
        let known = serving.visitor.with_token(officer.client.token().unwrap());
        for ids in acknowledged.iter().collect::<Vec<_>>().chunks(50) {
            let query = json!({ "query": "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", "variables": { "ids": ids } });
            let (_, answer) = ask(&known, &query).await;
            let nodes = answer["data"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
            there.extend(nodes.iter().filter_map(|node| Some(node["id"].as_str()?.to_owned())));
        }
    }
    assert_eq!(there, acknowledged, "something that was acknowledged is gone");
    drop(serving);
    is_sound(&here);
    here.remove().await;
}
