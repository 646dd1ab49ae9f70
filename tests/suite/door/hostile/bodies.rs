//! Bodies that are JSON, almost.

use super::{
    Case, Expect,
    scene::{post, with_headers},
};
use Expect::{Answer, Code, Either, Refusal};

/// The table.
pub fn cases() -> Vec<Case> {
    const BAD: Expect = Code("BAD_USER_INPUT");
    let variables = |value: &str| format!(r#"{{"query":"query($x: String) {{ __typename }}","variables":{{"x":{value}}}}}"#);
    let nested = |open: &str, close: &str, depth: usize| variables(&format!("{}1{}", open.repeat(depth), close.repeat(depth)));
    let hash = "0".repeat(64);
    let persisted = |inner: &str| format!(r#"{{"extensions":{{"persistedQuery":{inner}}}}}"#);
    let texts: Vec<(&str, String, Expect)> = vec![
        ("nothing", String::new(), BAD),
        ("a brace", "{".to_owned(), BAD),
        ("null", "null".to_owned(), BAD),
        ("a number", "7".to_owned(), BAD),
        ("a text", r#""{ __typename }""#.to_owned(), BAD),
        ("a list of requests", format!("[{}]", vec![r#"{"query":"{ __typename }"}"#; 100].join(",")), BAD),
        ("an empty object", "{}".to_owned(), BAD),
        ("a query that is a number", r#"{"query":5}"#.to_owned(), BAD),
        ("a query that is null", r#"{"query":null}"#.to_owned(), BAD),
        ("a query that is a list", r#"{"query":["{ __typename }"]}"#.to_owned(), BAD),
        ("a query that is empty", r#"{"query":""}"#.to_owned(), BAD),
        ("two queries in one", r#"{"query":"{ a }","query":"{ __typename }"}"#.to_owned(), BAD),
        ("variables twice", r#"{"query":"{ __typename }","variables":{},"variables":{"a":1}}"#.to_owned(), BAD),
        ("one variable twice", r#"{"query":"query($x: Int) { __typename }","variables":{"x":1,"x":"a"}}"#.to_owned(), Either),
        ("variables that are a list", r#"{"query":"{ __typename }","variables":[1]}"#.to_owned(), BAD),
        ("variables that are a text", r#"{"query":"{ __typename }","variables":"{}"}"#.to_owned(), BAD),
        ("variables that are false", r#"{"query":"{ __typename }","variables":false}"#.to_owned(), BAD),
        ("extensions that are a list", r#"{"query":"{ __typename }","extensions":[]}"#.to_owned(), BAD),
        ("a comma too many", r#"{"query":"{ __typename }",}"#.to_owned(), BAD),
        ("a comment", r#"{"query":"{ __typename }"} // x"#.to_owned(), BAD),
        ("single quotes", "{'query':'{ __typename }'}".to_owned(), BAD),
        ("keys without quotes", r#"{query:"{ __typename }"}"#.to_owned(), BAD),
        ("not a number", variables("NaN"), BAD),
        ("infinity", variables("Infinity"), BAD),
        ("1e400", variables("1e400"), BAD),
        ("a number of ten thousand digits", variables(&"9".repeat(10_000)), Either),
        ("a number with leading zeros", variables("007"), BAD),
        ("half a surrogate", variables(r#""\ud800""#), BAD),
        ("surrogates the wrong way round", variables(r#""\udc00\ud800""#), BAD),
        ("an escape nobody knows", variables(r#""\x41""#), BAD),
        ("a line break in a text", "{\"query\":\"{\n __typename }\"}".to_owned(), BAD),
        ("NUL as an escape in a variable", variables(r#""a\u0000b""#), Code("FORBIDDEN_CHARACTERS")),
        ("lists within lists", nested("[", "]", 120), Either),
        ("lists within lists, far too deep", nested("[", "]", 100_000), BAD),
        ("objects within objects, far too deep", nested("{\"a\":", "}", 20_000), BAD),
        ("an unclosed list without end", "[".repeat(200_000), BAD),
        (
            "a thousand unknown keys",
            format!("{{{}\"query\":\"{{ __typename }}\"}}", (0..1000).map(|i| format!("\"k{i}\":1,")).collect::<String>()),
            Answer,
        ),
        ("a key of 100 KB", format!("{{\"{}\":1,\"query\":\"{{ __typename }}\"}}", "k".repeat(100_000)), Answer),
        ("a key like a prototype", r#"{"__proto__":{"query":1},"constructor":1,"query":"{ __typename }"}"#.to_owned(), Answer),
        ("an operation name that is a number", r#"{"query":"{ __typename }","operationName":5}"#.to_owned(), BAD),
        ("an operation nobody knows", r#"{"query":"query A { __typename }","operationName":"B"}"#.to_owned(), BAD),
        ("an operation name for one without a name", r#"{"query":"{ __typename }","operationName":"A"}"#.to_owned(), BAD),
        ("one of two operations, unnamed", r#"{"query":"query A { __typename } query B { __typename }"}"#.to_owned(), BAD),
        ("an operation name of bytes", r#"{"query":"query A { __typename }","operationName":"\u0000\u202e"}"#.to_owned(), BAD),
        (
            "an operation name of 100 KB",
            format!(r#"{{"query":"query A {{ __typename }}","operationName":"{}"}}"#, "A".repeat(100_000)),
            BAD,
        ),
        ("a body of 300 KB", format!(r#"{{"query":"{{ __typename }}","x":"{}"}}"#, "x".repeat(300_000)), Code("REQUEST_TOO_LARGE")),
        ("a body of 3 MB", "x".repeat(3_000_000), Code("REQUEST_TOO_LARGE")),
        ("a query by an unknown hash", persisted(&format!(r#"{{"version":1,"sha256Hash":"{hash}"}}"#)), Code("PERSISTED_QUERY_NOT_FOUND")),
        ("a query by a hash that is a number", persisted(r#"{"version":1,"sha256Hash":5}"#), BAD),
        ("a query by a hash of 100 KB", persisted(&format!(r#"{{"version":1,"sha256Hash":"{}"}}"#, "0".repeat(100_000))), Refusal),
        ("a query by no hash at all", persisted("null"), BAD),
        (
            "a query under another's hash",
            format!(r#"{{"query":"{{ __typename }}","extensions":{{"persistedQuery":{{"version":1,"sha256Hash":"{hash}"}}}}}}"#),
            BAD,
        ),
    ];
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\x56\x2a\x2c\x4d\x2d\xaa\x54\xb2\x52\xa8\x56\x88\x8f\x2f\xa9\x2c\x48\xcd\x4b\xcc\x4d\x55\xa8\x55\xaa\x05\0";
    let raw: Vec<(&str, Vec<u8>, Expect)> = vec![
        ("a mark of byte order", [b"\xef\xbb\xbf".as_slice(), br#"{"query":"{ __typename }"}"#].concat(), Either),
        ("UTF-16", r#"{"query":"{ __typename }"}"#.encode_utf16().flat_map(u16::to_le_bytes).collect(), BAD),
        ("no UTF-8 in a text", b"{\"query\":\"{ \xff\xfe }\"}".to_vec(), BAD),
        ("no UTF-8 in a variable", b"{\"query\":\"{ __typename }\",\"variables\":{\"x\":\"\xc3\x28\"}}".to_vec(), BAD),
        ("UTF-8 longer than need be", b"{\"query\":\"{ \xc0\xaf }\"}".to_vec(), BAD),
        ("NUL after the end", b"{\"query\":\"{ __typename }\"}\0".to_vec(), BAD),
        ("NUL in a key", b"{\"query\0\":\"{ __typename }\"}".to_vec(), BAD),
        ("NUL everywhere", vec![0; 5000], BAD),
        ("compressed", gzip.to_vec(), BAD),
    ];
    let texts = texts.into_iter().map(|(name, text, expect)| Case::new(&format!("body: {name}"), post(text.as_bytes()), expect));
    let raw = raw.into_iter().map(|(name, body, expect)| Case::new(&format!("body: {name}"), post(&body), expect));
    let said =
        Case::new("body: compressed, and says so", with_headers("Content-Type: application/json\r\nContent-Encoding: gzip\r\n", gzip), BAD);
    texts.chain(raw).chain([said]).collect()
}
