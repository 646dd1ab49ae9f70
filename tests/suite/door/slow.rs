//! Clients that take their time, and clients that are many.

use std::{
    net::IpAddr,
    time::{Duration, Instant},
};

use lianqiao::{
    config::Config,
    http::crowd::{Crowd, Full},
};
use lianqiao_tests::{Options, TestApp};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::{sleep, timeout},
};

async fn hasty(configure: fn(&mut Config)) -> TestApp {
    TestApp::with(Options { configure, ..Options::default() }).await
}

fn short(config: &mut Config) {
    let http = &mut config.http;
    (http.header_seconds, http.body_seconds, http.stall_seconds, http.idle_seconds) = (1, 1, 1, 3);
}

async fn connect(app: &TestApp) -> TcpStream {
    let url: url::Url = app.visitor.url("/").parse().unwrap();
    TcpStream::connect((url.host_str().unwrap(), url.port().unwrap())).await.unwrap()
}

/// Says `begin`, then a byte every 200 ms; what was answered, and how long it took until the end.
async fn drip(app: &TestApp, begin: &str, byte: &str) -> (String, Duration) {
    let started = Instant::now();
    let mut stream = connect(app).await;
    stream.write_all(begin.as_bytes()).await.unwrap();
    let (mut read, mut write) = stream.split();
    let mut heard = String::new();
    let dripping = async {
        while write.write_all(byte.as_bytes()).await.is_ok() {
            sleep(Duration::from_millis(200)).await;
        }
        std::future::pending::<()>().await;
    };
    let listening = async { drop(read.read_to_string(&mut heard).await) };
    let cut = async {
        tokio::select! { () = dripping => {}, () = listening => {} }
    };
    timeout(Duration::from_secs(20), cut).await.expect("a drip holds the connection open");
    (heard, started.elapsed())
}

#[tokio::test]
async fn a_drip_of_bytes_does_not_hold_a_connection() {
    let app = hasty(short).await;
    let (heard, taken) = drip(&app, "GET / HTTP/1.1\r\nHost: x\r\nA: ", "b").await;
    assert!(heard.is_empty() && taken < Duration::from_secs(3), "{taken:?}: {heard}");
    let post = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
    let (heard, taken) = drip(&app, post, " ").await;
    assert!(heard.starts_with("HTTP/1.1 408") && heard.contains("REQUEST_TIMEOUT"), "{heard}");
    assert!(taken < Duration::from_secs(4), "{taken:?}");
    app.finish().await;
}

#[tokio::test]
async fn an_idle_connection_is_closed_and_a_used_one_is_kept() {
    let app = hasty(short).await;
    let (mut silent, mut used) = (connect(&app).await, connect(&app).await);
    let (started, mut answer) = (Instant::now(), [0; 4096]);
    // Slower than a head may be, and not idle for as long as a connection may be.
    for _ in 0..2 {
        used.write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let length = used.read(&mut answer).await.unwrap();
        assert!(answer[..length].starts_with(b"HTTP/1.1 200"));
        sleep(Duration::from_millis(1800)).await;
    }
    assert_eq!(timeout(Duration::from_secs(10), silent.read(&mut answer)).await.unwrap().unwrap(), 0, "nobody said anything");
    assert_eq!(timeout(Duration::from_secs(10), used.read(&mut answer)).await.unwrap().unwrap(), 0);
    assert!(started.elapsed() > Duration::from_secs(4));
    app.finish().await;
}

#[tokio::test]
async fn a_reader_that_does_not_read_is_cut() {
    let app = hasty(short).await;
    let url: url::Url = app.visitor.url("/").parse().unwrap();
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(format!("127.0.0.1:{}", url.port().unwrap()).parse().unwrap()).await.unwrap();
    // More answers than all buffers on the way can hold.
    let document = "{ __schema { types { name description fields { name description args { name description } } inputFields { name description } } } }";
    let body = serde_json::json!({ "query": document }).to_string();
    let request =
        format!("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    const ASKED: usize = 40;
    stream.write_all(request.repeat(ASKED).as_bytes()).await.unwrap();
    sleep(Duration::from_secs(6)).await;
    let mut heard = Vec::new();
    let _ = timeout(Duration::from_secs(20), stream.read_to_end(&mut heard)).await.expect("the server still waits for its reader");
    let answered = String::from_utf8_lossy(&heard).matches("HTTP/1.1 200").count();
    assert!((1..ASKED).contains(&answered), "{answered} answers in {} bytes", heard.len());
    app.finish().await;
}

#[tokio::test]
async fn whoever_finds_no_room_is_told_so_and_comes_in_later() {
    let app = hasty(|config| config.http.connections = 2).await;
    let (first, _second) = (connect(&app).await, connect(&app).await);
    sleep(Duration::from_millis(200)).await;
    let mut told = String::new();
    let _ = connect(&app).await.read_to_string(&mut told).await;
    assert!(told.starts_with("HTTP/1.1 503") && told.contains("Retry-After") && told.contains("UNAVAILABLE"), "{told}");
    drop(first);
    sleep(Duration::from_millis(200)).await;
    app.visitor.ok("{ __typename }", serde_json::json!({})).await;
    app.finish().await;
}

#[test]
fn one_address_does_not_fill_the_house() {
    let (crowd, one): (Crowd<IpAddr>, IpAddr) = (Crowd::new(4, 2), "203.0.113.7".parse().unwrap());
    let places = [crowd.enter(Some(one)).unwrap(), crowd.enter(Some(one)).unwrap()];
    assert_eq!(crowd.enter(Some(one)).unwrap_err(), Full::Each);
    let another = crowd.enter(Some("203.0.113.8".parse().unwrap())).unwrap();
    let unknown = crowd.enter(None).unwrap();
    assert_eq!((crowd.enter(None).unwrap_err(), crowd.count()), (Full::All, 4));
    drop((places, another, unknown));
    assert_eq!(crowd.count(), 0);
    crowd.enter(Some(one)).unwrap();
}

#[tokio::test]
async fn what_has_begun_is_finished_when_the_server_stops() {
    let app = TestApp::start().await;
    let mut stream = connect(&app).await;
    let body = r#"{"query":"{ __typename }"}"#;
    let head = format!("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).await.unwrap();
    sleep(Duration::from_millis(200)).await;
    app.stop();
    sleep(Duration::from_millis(200)).await;
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    timeout(Duration::from_secs(10), stream.read_to_string(&mut answer)).await.expect("the connection stays").unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.to_lowercase().contains("connection: close"), "{answer}");
}
