//! What is wrong below GraphQL: the protocol, the head, the address.

use super::{Case, Expect, scene::with_headers};
use Expect::{Answer, Code, Cut, Either, Refusal};

const GOOD: &[u8] = br#"{"query":"{ __typename }"}"#;
const JSON: &str = "Content-Type: application/json\r\n";

fn head(line: &str, headers: &str) -> Vec<u8> {
    format!("{line}\r\nHost: x\r\nConnection: close\r\n{headers}\r\n").into_bytes()
}

/// A body with this framing.
fn framed(framing: &str, body: &str) -> Vec<u8> {
    format!("POST /graphql HTTP/1.1\r\nHost: x\r\n{JSON}{framing}Connection: close\r\n\r\n{body}").into_bytes()
}

/// Framing and protocol.
pub fn cases() -> Vec<Case> {
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    let good = String::from_utf8_lossy(GOOD).into_owned();
    let chunked = format!("{}0\r\n\r\n", chunk(&good));
    let table: Vec<(&str, Vec<u8>, Expect)> = vec![
        ("HTTP/0.9", b"GET /\r\n\r\n".to_vec(), Cut),
        ("HTTP/2 by prior knowledge", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec(), Cut),
        ("HTTP/3.7", b"GET / HTTP/3.7\r\nHost: x\r\n\r\n".to_vec(), Cut),
        ("noise", (0..=255).cycle().take(2000).collect(), Cut),
        ("the beginning of TLS", b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03".repeat(20), Cut),
        ("a mail", b"EHLO x\r\nMAIL FROM:<a@b>\r\n\r\n".to_vec(), Cut),
        ("empty lines without end", b"\r\n".repeat(20_000), Cut),
        ("no host", b"POST /graphql HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".to_vec(), Refusal),
        ("HTTP/1.0", b"GET /health/live HTTP/1.0\r\n\r\n".to_vec(), Answer),
        ("line feeds alone", b"GET /health/live HTTP/1.1\nHost: x\nConnection: close\n\n".to_vec(), Either),
        ("carriage returns alone", b"GET / HTTP/1.1\rHost: x\r\r".to_vec(), Cut),
        ("a header without a colon", head("GET / HTTP/1.1", "nonsense\r\n"), Cut),
        ("a header with NUL", b"GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n".to_vec(), Cut),
        ("a header name with a space", head("GET / HTTP/1.1", "A B: c\r\n"), Cut),
        ("a header without a name", head("GET / HTTP/1.1", ": c\r\n"), Cut),
        ("a folded header", head("GET / HTTP/1.1", "A: b\r\n c\r\n"), Cut),
        ("thousands of headers", head("GET / HTTP/1.1", &"A: b\r\n".repeat(3000)), Cut),
        ("a header of 100 KB", head("GET / HTTP/1.1", &format!("A: {}\r\n", "x".repeat(100_000))), Cut),
        ("a header name of 100 KB", head("GET / HTTP/1.1", &format!("{}: x\r\n", "a".repeat(100_000))), Cut),
        ("two lengths", framed("Content-Length: 26\r\nContent-Length: 5\r\n", &good), Cut),
        ("two lengths in one", framed("Content-Length: 26, 5\r\n", &good), Cut),
        ("a length and chunks", framed("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", &chunked), Either),
        ("a negative length", framed("Content-Length: -1\r\n", &good), Cut),
        ("a length with a sign", framed("Content-Length: +26\r\n", &good), Cut),
        ("a length with an exponent", framed("Content-Length: 2e1\r\n", &good), Cut),
        ("a length in hexadecimal", framed("Content-Length: 0x1a\r\n", &good), Cut),
        ("a length beyond all numbers", framed("Content-Length: 99999999999999999999999\r\n", &good), Cut),
        ("a length of exabytes", framed("Content-Length: 9000000000000000000\r\n", &good), Refusal),
        ("a body that stops halfway", framed("Content-Length: 5000\r\n", &good), Code("REQUEST_TIMEOUT")),
        ("a body that never begins", framed("Content-Length: 26\r\n", ""), Code("REQUEST_TIMEOUT")),
        ("a body longer than its length", framed("Content-Length: 26\r\n", &format!("{good}{good}")), Answer),
        ("an encoding nobody knows", framed("Transfer-Encoding: gzip\r\n", &good), Cut),
        ("chunks before another encoding", framed("Transfer-Encoding: chunked, gzip\r\n", &chunked), Cut),
        ("chunks under another name", framed("Transfer-Encoding: xchunked\r\n", &chunked), Cut),
        ("chunks", framed("Transfer-Encoding: chunked\r\n", &chunked), Answer),
        ("a chunk without a size", framed("Transfer-Encoding: chunked\r\n", "xyz\r\n"), Refusal),
        ("a chunk of a negative size", framed("Transfer-Encoding: chunked\r\n", "-5\r\nhello\r\n"), Refusal),
        ("a chunk beyond all numbers", framed("Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFFFF\r\n"), Refusal),
        ("extensions of a chunk without end", framed("Transfer-Encoding: chunked\r\n", &format!("1;{}", "a=b;".repeat(20_000))), Refusal),
        ("trailers without end", framed("Transfer-Encoding: chunked\r\n", &format!("0\r\n{}", "A: b\r\n".repeat(20_000))), Refusal),
        ("chunks that never end", framed("Transfer-Encoding: chunked\r\n", &chunk(&good)), Code("REQUEST_TIMEOUT")),
        ("a head that never ends", b"GET / HTTP/1.1\r\nHost: x\r\nA: ".to_vec(), Cut),
        ("one byte", b"G".to_vec(), Cut),
        ("requests in a row", [with_headers(JSON, GOOD), with_headers(JSON, GOOD)].concat(), Answer),
    ];
    table.into_iter().map(|(name, bytes, expect)| Case::new(name, bytes, expect)).collect()
}

/// Headers that promise something.
pub fn heads() -> Vec<Case> {
    let post = |headers: &str| with_headers(headers, GOOD);
    let plus = |headers: &str| with_headers(&format!("{JSON}{headers}"), GOOD);
    let accept = |value: &str| {
        let text = String::from_utf8(post(JSON)).unwrap();
        text.replace("application/graphql-response+json", value).into_bytes()
    };
    let upgrade = |headers: &str| head("GET /graphql/ws HTTP/1.1", headers);
    let socket = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
    let table: Vec<(&str, Vec<u8>, Expect)> = vec![
        ("no content type", post(""), Code("MEDIA_TYPE_UNSUPPORTED")),
        ("plain text", post("Content-Type: text/plain\r\n"), Code("MEDIA_TYPE_UNSUPPORTED")),
        ("a form", post("Content-Type: application/x-www-form-urlencoded\r\n"), Code("MEDIA_TYPE_UNSUPPORTED")),
        ("several parts", post("Content-Type: multipart/form-data; boundary=x\r\n"), Code("MEDIA_TYPE_UNSUPPORTED")),
        ("JSON in UTF-7", post("Content-Type: application/json; charset=utf-7\r\n"), Code("MEDIA_TYPE_UNSUPPORTED")),
        ("a content type of 5 KB", post(&format!("Content-Type: {}\r\n", "a/".repeat(2500))), Code("MEDIA_TYPE_UNSUPPORTED")),
        ("a content type of bytes", with_headers("Content-Type: application/json\u{e9}\r\n", GOOD), Code("MEDIA_TYPE_UNSUPPORTED")),
        ("two content types", post("Content-Type: application/json\r\nContent-Type: text/plain\r\n"), Either),
        ("a body said to be compressed", plus("Content-Encoding: gzip\r\n"), Either),
        ("accepts HTML", accept("text/html"), Code("NOT_ACCEPTABLE")),
        ("accepts nothing", accept("*/*;q=0"), Code("NOT_ACCEPTABLE")),
        ("accepts by no number", accept("application/json;q=NaN"), Either),
        ("accepts thousands of things", accept(&"a/b;q=0.1,".repeat(2000)), Code("NOT_ACCEPTABLE")),
        ("accepts bytes", accept("\u{fffd}\u{202e}"), Code("NOT_ACCEPTABLE")),
        ("ranges", plus(&format!("Range: bytes={}\r\n", "0-1,".repeat(2000))), Answer),
        ("expects to go on", plus("Expect: 100-continue\r\n"), Answer),
        ("expects a miracle", plus("Expect: 200-miracle\r\n"), Either),
        ("an upgrade to nonsense", plus("Upgrade: nonsense\r\n"), Either),
        ("an upgrade to HTTP/2", plus("Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"), Either),
        ("languages without end", plus(&format!("Accept-Language: {}\r\n", "zz;q=0.1,".repeat(2000))), Answer),
        ("languages of bytes", plus("Accept-Language: \u{202e}\u{e9};q=x\r\n"), Answer),
        ("a jar of cookies", plus(&format!("Cookie: {}\r\n", "a=b; ".repeat(4000))), Either),
        ("proxies without end", plus(&format!("X-Forwarded-For: {}\r\n", "1.2.3.4, ".repeat(2000))), Answer),
        ("a request id like a log line", plus("X-Request-Id: a level=error msg=\"x\"\r\n"), Answer),
        ("two hosts", plus("Host: y\r\n"), Either),
        ("another page", plus("Origin: https://elsewhere.example\r\n"), Code("FORBIDDEN")),
        ("a page without an address", plus("Origin: null\r\n"), Code("FORBIDDEN")),
        ("a page of bytes", plus("Origin: \u{e9}\r\n"), Code("FORBIDDEN")),
        ("a form of another page", plus("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"), Code("FORBIDDEN")),
        (
            "a question of another page",
            head("OPTIONS /graphql HTTP/1.1", "Origin: https://elsewhere.example\r\nAccess-Control-Request-Method: POST\r\n"),
            Either,
        ),
        ("a socket without an upgrade", upgrade(""), Refusal),
        ("a socket without a key", upgrade(&format!("{socket}Connection: upgrade\r\n")), Refusal),
        (
            "a socket of version 12",
            upgrade(
                "Upgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 12\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n",
            ),
            Refusal,
        ),
        (
            "a socket for another page",
            upgrade(&format!(
                "{socket}Connection: upgrade\r\nOrigin: https://elsewhere.example\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            )),
            Refusal,
        ),
        ("a socket by POST", head("POST /graphql/ws HTTP/1.1", "Content-Length: 0\r\n"), Code("METHOD_NOT_ALLOWED")),
    ];
    table.into_iter().map(|(name, bytes, expect)| Case::new(name, bytes, expect)).collect()
}

/// Addresses and methods.
pub fn addresses() -> Vec<Case> {
    let get = |path: &str| head(&format!("GET {path} HTTP/1.1"), "Accept: application/graphql-response+json\r\n");
    let by = |method: &str| head(&format!("{method} /graphql HTTP/1.1"), "Content-Length: 0\r\n");
    let mut table: Vec<(&str, Vec<u8>, Expect)> = vec![
        ("PUT", by("PUT"), Code("METHOD_NOT_ALLOWED")),
        ("DELETE", by("DELETE"), Code("METHOD_NOT_ALLOWED")),
        ("PATCH", by("PATCH"), Code("METHOD_NOT_ALLOWED")),
        ("TRACE", by("TRACE"), Code("METHOD_NOT_ALLOWED")),
        ("a method nobody knows", by("FROBNICATE"), Code("METHOD_NOT_ALLOWED")),
        ("a method in small letters", by("post"), Code("METHOD_NOT_ALLOWED")),
        ("CONNECT", b"CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_vec(), Refusal),
        ("the options of everything", b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_vec(), Either),
        ("the head of an answer", head("HEAD /graphql?query=%7B__typename%7D HTTP/1.1", ""), Answer),
        ("a mutation by GET", get("/graphql?query=mutation%7BlogOut(input:%7B%7D)%7BloggedOut%7D%7D"), Code("METHOD_NOT_ALLOWED")),
        ("a subscription by GET", get("/graphql?query=subscription%7BviewerEvents%7Bid%7D%7D"), Refusal),
        ("a GET without a query", get("/graphql"), Code("BAD_USER_INPUT")),
        ("half a percent sign", get("/graphql?query=%7B__typename%7D%"), Code("BAD_USER_INPUT")),
        ("percent signs of nothing", get("/graphql?query=%zz%7B"), Code("BAD_USER_INPUT")),
        ("percent signs of no UTF-8", get("/graphql?query=%ff%fe%7B__typename%7D"), Code("BAD_USER_INPUT")),
        ("percent signs of NUL", get("/graphql?query=%00"), Code("BAD_USER_INPUT")),
        ("two queries", get("/graphql?query=%7Ba%7D&query=%7B__typename%7D"), Either),
        ("variables by GET that are no JSON", get("/graphql?query=%7B__typename%7D&variables=%7B"), Code("BAD_USER_INPUT")),
        ("variables by GET in a list", get("/graphql?query=%7B__typename%7D&variables=[1]"), Code("BAD_USER_INPUT")),
        ("extensions by GET in a text", get("/graphql?query=%7B__typename%7D&extensions=%22x%22"), Code("BAD_USER_INPUT")),
        ("an address of 60 KB", get(&format!("/graphql?query={}", "x".repeat(60_000))), Cut),
        ("an address of 20 KB", get(&format!("/graphql?query=%7B__typename%7D%23{}", "x".repeat(20_000))), Code("COST_EXCEEDED")),
        ("an address with a space", get("/graph ql"), Cut),
        ("an address in full", head("GET http://elsewhere.example/health/live HTTP/1.1", ""), Either),
        ("an address of bytes", b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_vec(), Cut),
        ("a thousand slashes", get(&"/".repeat(1000)), Code("NOT_FOUND")),
    ];
    for path in [
        "/nothing",
        "/../../etc/passwd",
        "/graphiql/../../etc/passwd",
        "/graphiql/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/graphiql/%00.js",
        "/graphql/",
        "/graphql%00",
        "/.git/config",
        "/.env",
        "/%ff%fe",
        "/attachments/../x",
        "/imports/%00/result.csv",
        "/exports/..%2f..%2fx",
    ] {
        table.push((path, get(path), Refusal));
    }
    for path in
        ["/exports/listings.csv?organizationId=%00", "/verify-email?token=%00&token=", "/unsubscribe?token=%ff", "/health/ready?x=%"]
    {
        table.push((path, get(path), Either));
    }
    table.into_iter().map(|(name, bytes, expect)| Case::new(name, bytes, expect)).collect()
}
