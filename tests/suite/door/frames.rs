//! WebSocket frames as no library sends them, and clients that use the protocol up.

use std::time::Duration;

use lianqiao_tests::{Options, TestApp};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// A socket whose frames the test writes itself.
struct Raw(TcpStream);

const FINAL: u8 = 0x80;
const TEXT: u8 = 1;
const BINARY: u8 = 2;

impl Raw {
    async fn open(app: &TestApp) -> Self {
        let url: url::Url = app.visitor.url("/").parse().unwrap();
        let mut stream = TcpStream::connect((url.host_str().unwrap(), url.port().unwrap())).await.unwrap();
        // Or the second of two small frames waits until the first one's arrival is known, which may take 40 ms.
        stream.set_nodelay(true).unwrap();
        let hello = "GET /graphql/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n";
        stream.write_all(hello.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        assert!(head.starts_with(b"HTTP/1.1 101"));
        Self(stream)
    }

    async fn greeted(app: &TestApp) -> Self {
        let mut raw = Self::open(app).await;
        raw.say(json!({ "type": "connection_init" })).await;
        assert_eq!(raw.hear().await.unwrap()["type"], "connection_ack");
        raw
    }

    async fn frame(&mut self, first: u8, masked: bool, payload: &[u8]) {
        let mask = if masked { 0x80 } else { 0 };
        let mut bytes = match payload.len() {
            length @ 0..126 => vec![first, mask | u8::try_from(length).unwrap()],
            length @ 126..65536 => [&[first, mask | 126][..], &u16::try_from(length).unwrap().to_be_bytes()].concat(),
            length => [&[first, mask | 127][..], &(length as u64).to_be_bytes()].concat(),
        };
        if masked {
            // A mask of zeros leaves everything as it is.
            bytes.extend([0; 4]);
        }
        bytes.extend_from_slice(payload);
        let _ = self.0.write_all(&bytes).await;
    }

    async fn say(&mut self, message: Value) {
        self.frame(FINAL | TEXT, true, message.to_string().as_bytes()).await;
    }

    /// The next message, or the code that the socket is closed with.
    async fn hear(&mut self) -> Result<Value, u16> {
        let hearing = async {
            loop {
                let Ok(first) = self.0.read_u8().await else { return Err(1006) };
                let length = match self.0.read_u8().await.unwrap() & 0x7f {
                    126 => self.0.read_u16().await.unwrap().into(),
                    127 => usize::try_from(self.0.read_u64().await.unwrap()).unwrap(),
                    length => length.into(),
                };
                let mut payload = vec![0; length];
                self.0.read_exact(&mut payload).await.unwrap();
                match first & 0x0f {
                    8 => return Err(u16::from_be_bytes([payload[0], payload[1]])),
                    TEXT => return Ok(serde_json::from_slice(&payload).unwrap()),
                    _ => {}
                }
            }
        };
        timeout(Duration::from_secs(20), hearing).await.expect("the server is silent")
    }

    /// The code that the socket is closed with, whatever is said before.
    async fn closed(mut self) -> u16 {
        loop {
            if let Err(code) = self.hear().await {
                return code;
            }
        }
    }
}

#[tokio::test]
async fn frames_that_break_the_rules_close_the_socket_with_the_reason() {
    let app = TestApp::start().await;
    let big = "x".repeat(app.ctx.config.http.max_body_bytes + 1);
    let good = json!({ "type": "ping" }).to_string();
    let cases: [(&str, u8, bool, &[u8], u16); 8] = [
        ("not masked", FINAL | TEXT, false, good.as_bytes(), 1002),
        ("reserved bits", FINAL | 0x40 | TEXT, true, good.as_bytes(), 1002),
        ("a kind nobody knows", FINAL | 3, true, good.as_bytes(), 1002),
        ("a continuation of nothing", FINAL, true, good.as_bytes(), 1002),
        ("a ping in parts", 9, true, b"x", 1002),
        ("no UTF-8", FINAL | TEXT, true, b"\xc3\x28", 1007),
        ("too large", FINAL | TEXT, true, big.as_bytes(), 1009),
        ("binary", FINAL | BINARY, true, good.as_bytes(), 4400),
    ];
    for (what, first, masked, payload, code) in cases {
        let mut socket = Raw::greeted(&app).await;
        socket.frame(first, masked, payload).await;
        assert_eq!(socket.closed().await, code, "{what}");
    }
    // A message in parts is a message.
    let mut socket = Raw::greeted(&app).await;
    socket.frame(TEXT, true, &good.as_bytes()[..5]).await;
    socket.frame(FINAL, true, &good.as_bytes()[5..]).await;
    assert_eq!(socket.hear().await.unwrap()["type"], "pong");
    // Parts without end are not.
    socket.frame(TEXT, true, &big.as_bytes()[..200_000]).await;
    socket.frame(0, true, &big.as_bytes()[..200_000]).await;
    assert_eq!(socket.closed().await, 1009);
    let mut socket = Raw::open(&app).await;
    socket.say(json!({ "type": "connection_init", "payload": { "x": "x".repeat(20_000) } })).await;
    assert_eq!(socket.closed().await, 1009, "an introduction of 20 KB");
    app.finish().await;
}

#[tokio::test]
async fn an_id_that_is_used_again_gets_the_answers_of_its_new_operation_only() {
    let app = TestApp::start().await;
    let mut socket = Raw::greeted(&app).await;
    // Hashing takes its time; meanwhile the client has lost interest.
    let busy = app.hold_hashing().await;
    let slow = "mutation { old: logIn(input: { email: \"nobody@firm.example\", password: \"guess\" }) { userErrors { code } } }";
    for _ in 0..3 {
        socket.say(json!({ "id": "1", "type": "subscribe", "payload": { "query": slow } })).await;
        app.in_line_for_hashing(1).await;
        socket.say(json!({ "id": "1", "type": "complete" })).await;
        app.in_line_for_hashing(0).await;
    }
    socket.say(json!({ "id": "1", "type": "subscribe", "payload": { "query": "{ new: __typename }" } })).await;
    assert_eq!(socket.hear().await.unwrap()["payload"]["data"], json!({ "new": "Query" }));
    assert_eq!(socket.hear().await.unwrap(), json!({ "id": "1", "type": "complete" }));
    drop(busy);
    socket.say(json!({ "type": "ping" })).await;
    assert_eq!(socket.hear().await.unwrap()["type"], "pong", "nothing of the old one comes later");
    app.finish().await;
}

#[tokio::test]
async fn whoever_babbles_or_sleeps_or_opens_too_many_is_let_go() {
    let configure = |config: &mut lianqiao::config::Config| {
        (config.http.socket_ping_seconds, config.http.socket_idle_seconds, config.http.sockets_per_caller) = (1, 2, 2);
    };
    let app = TestApp::with(Options { configure, ..Options::default() }).await;
    let mut babbling = Raw::greeted(&app).await;
    for _ in 0..1500 {
        babbling.say(json!({ "type": "pong" })).await;
    }
    assert_eq!(babbling.closed().await, 1008);
    assert_eq!(Raw::greeted(&app).await.closed().await, 1001, "nobody uses it");

    let (officer, head) = app.office("杨浦大学").await;
    let init = |token: &str| json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } });
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut socket = Raw::open(&app).await;
        socket.say(init(officer.client.token().unwrap())).await;
        assert_eq!(socket.hear().await.unwrap()["type"], "connection_ack");
        open.push(socket);
    }
    let mut third = Raw::open(&app).await;
    third.say(init(officer.client.token().unwrap())).await;
    assert_eq!(third.closed().await, 1013);
    let mut other = Raw::open(&app).await;
    other.say(init(head.client.token().unwrap())).await;
    assert_eq!(other.hear().await.unwrap()["type"], "connection_ack", "somebody else");
    app.finish().await;
}

#[tokio::test]
async fn sockets_are_told_that_the_server_goes() {
    let app = TestApp::start().await;
    let (greeted, silent) = (Raw::greeted(&app).await, Raw::open(&app).await);
    app.stop();
    assert_eq!((greeted.closed().await, silent.closed().await), (1001, 1001));
}
