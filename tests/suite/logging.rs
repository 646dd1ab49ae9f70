//! Logs: lines that programs can read, that find their request, and that tell of nobody.

use std::{fs::File, process::Stdio};

use lianqiao_tests::{Client, MailServer, Manners, Subscription, free_port};
use reqwest::Method;
use serde_json::{Value, json};

use crate::installation::{Installation, Serving, bare, said};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// A server that logs everything that it has to say into a file, in JSON.
async fn serving(here: &mut Installation) -> (Serving, std::path::PathBuf) {
    here.settings.push(("LIANQIAO_LOG__FORMAT", "json".to_owned()));
    here.settings.push(("LIANQIAO_LOG__FILTER", "debug".to_owned()));
    let path = here.data.path().join("server.log");
    let serving = here.serve_logging(Stdio::from(File::create(&path).unwrap())).await;
    (serving, path)
}

fn lines(log: &str) -> Vec<Value> {
    log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// Everything that a person leaves with us, marked. `[mark, where it was put]`.
const MARKS: [(&str, &str); 8] = [
    ("xuanming", "a name, an e-mail address"),
    ("玄铭", "a name"),
    ("marked-forsythia-83", "a password"),
    ("203.0.113.77", "an IP address"),
    ("MarkedTitle", "a title, a search, a file, a path"),
    ("hunter2-smtp", "the password of the mail server"),
    ("eyJ", "an access token"),
    ("no-such-token", "a link"),
];

/// Signs up, signs in, searches, writes, uploads, listens, and does most of it wrongly too. Gives the tokens that it had.
async fn journey(serving: &Serving) -> Vec<String> {
    let visitor = &serving.visitor;
    let password = "marked-forsythia-83-bridge";
    let person = json!({ "email": "xuanming@example.com", "name": "玄铭 Xuanming", "password": password, "locale": "ZH_CN" });
    visitor.done("signUp", person, "email").await;
    for (email, password) in [("xuanming@example.com", password), ("xuanming@example.com", "marked-forsythia-83-wrong"), ("玄铭", password)]
    {
        visitor.mutate("logIn", json!({ "email": email, "password": password }), "session { accessToken }").await;
    }
    let demo = json!({ "email": "officer.fudan@demo.lianqiao.example", "password": lianqiao::seed::DEMO_PASSWORD });
    let session = visitor.done("logIn", demo, "session { accessToken refreshToken }").await["session"].clone();
    let (access, refresh) = (session["accessToken"].as_str().unwrap().to_owned(), session["refreshToken"].as_str().unwrap().to_owned());
    let officer = visitor.with_token(&access);
    let office = officer.ok("{ viewer { memberships { organization { id } } } }", json!({})).await;
    let office = office["viewer"]["memberships"][0]["organization"]["id"].as_str().unwrap().to_owned();
    let listing = json!({ "organizationId": office, "title": { "zh": "MarkedTitle 玄铭" }, "problem": { "zh": "MarkedTitle" }, "benefit": { "zh": "b" } });
    officer.done("listingCreate", listing, "listing { id }").await;
    officer.upload(&office, "MarkedTitle-玄铭.csv", "MarkedTitle,xuanming@example.com\n".as_bytes().to_vec()).await;
    visitor.ok("query Q($q: String!) { searchListings(query: $q, first: 1) { totalCount } }", json!({ "q": "MarkedTitle" })).await;
    visitor.run("{ searchListings(query: \"MarkedTitle\", first: 500) { totalCount } nothing(xuanming: 1) }", json!({})).await;
    for path in
        ["/verify-email?token=no-such-token", "/unsubscribe?token=no-such-token", "/MarkedTitle/xuanming@example.com?token=no-such-token"]
    {
        visitor.request(Method::GET, path).header("x-forwarded-for", "203.0.113.77").send().await.unwrap();
    }
    let forged = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4dWFubWluZyJ9.";
    let _ = Client::new(visitor.url("")).with_token(forged).run("{ viewer { user { id } } }", json!({})).await;
    let subscription = Subscription::start(&officer, "subscription { viewerEvents { id } }", json!({})).await;
    visitor.mutate("sessionRefresh", json!({ "refreshToken": refresh }), "session { accessToken }").await;
    drop(subscription);
    vec![access, refresh]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_line_of_the_log_tells_of_a_person_or_holds_a_secret() {
    let mut here = Installation::new().await;
    assert_eq!(here.run(&["seed", "--demo"]).0, 0);
    let mail = MailServer::start(Manners { recipient: "550 5.1.1 nobody here", ..Manners::WILLING }).await;
    here.settings.push(("LIANQIAO_MAIL__TRANSPORT", "smtp".to_owned()));
    here.settings.push(("LIANQIAO_MAIL__SMTP_URL", mail.url().replace("smtp://", "smtp://xuanming:hunter2-smtp@")));
    let (serving, path) = serving(&mut here).await;
    let tokens = journey(&serving).await;
    // The mail to the new person goes out meanwhile, and is refused.
    for _ in 0..200 {
        if mail.heard_starting("RCPT") > 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(mail.heard_starting("RCPT") > 0, "no mail was tried");
    assert_eq!(serving.terminate().0, Some(0));
    let log = std::fs::read_to_string(&path).unwrap();
    let lines = lines(&log);
    assert!(lines.len() > 50 && lines.iter().any(|line| line["level"] == "DEBUG"), "too little was said to prove anything");
    assert!(!log.contains('\u{1b}'), "colors in a file");
    for (mark, what) in MARKS {
        let found = log.lines().find(|line| line.contains(mark));
        assert!(found.is_none(), "{what} ({mark}) is in the log: {}", found.unwrap_or_default());
    }
    for token in tokens {
        assert!(!log.contains(&token) && !log.contains(token.rsplit('.').next().unwrap()), "a token is in the log");
    }
    here.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_is_found_by_the_id_of_its_request_and_of_its_trace() {
    let mut here = Installation::new().await;
    assert_eq!(here.run(&["migrate"]).0, 0);
    let (serving, path) = serving(&mut here).await;
    let ask = |id: &'static str, parent: String| {
        let body = json!({ "query": "mutation { logIn(input: { email: \"a@example.com\", password: \"wrong-wrong-wrong\" }) { userErrors { code } } }" });
        let request = serving.visitor.request(Method::POST, "/graphql").header("x-request-id", id).header("traceparent", parent);
        async move { request.json(&body).send().await.unwrap() }
    };
    let answer = ask("my-request-1", format!("00-{TRACE}-00f067aa0ba902b7-01")).await;
    assert_eq!(answer.headers()["x-request-id"], "my-request-1");
    for (id, parent) in [
        ("odd-1", format!("00-{}-00f067aa0ba902b7-01", TRACE.to_uppercase())),
        ("odd-2", "nonsense".to_owned()),
        ("odd-3", format!("00-{}-00f067aa0ba902b7-01", "0".repeat(32))),
    ] {
        assert_eq!(ask(id, parent).await.status(), 200);
    }
    assert_eq!(serving.terminate().0, Some(0));
    let lines = lines(&std::fs::read_to_string(&path).unwrap());
    let refused = |id: &str| {
        let of = |line: &&Value| {
            line["message"] == "refused" && line["spans"].as_array().is_some_and(|spans| spans.iter().any(|span| span["id"] == id))
        };
        lines.iter().find(of).unwrap_or_else(|| panic!("{id} is not found")).clone()
    };
    let span = |line: &Value| line["spans"][0].clone();
    let line = refused("my-request-1");
    assert_eq!((line["code"].as_str(), line["level"].as_str()), (Some("CREDENTIALS_INVALID"), Some("DEBUG")), "{line}");
    assert_eq!((span(&line)["trace_id"].as_str(), span(&line)["route"].as_str()), (Some(TRACE), Some("/graphql")), "{line}");
    for id in ["odd-1", "odd-2", "odd-3"] {
        assert!(span(&refused(id))["trace_id"].is_null(), "{}", refused(id));
    }
    here.remove().await;
}

#[test]
fn no_secret_is_in_what_the_settings_show() {
    let file = tempfile::tempdir().unwrap();
    let path = file.path().join("lianqiao.toml");
    let text = "[auth]\nsecret = \"bGlhbnFpYW8taHVudGVyMi1saWFucWlhby1odW50ZXIyLQ==\"\nprevious_secrets = [\"aHVudGVyMg==\"]\n\
        [database]\nurl = \"postgres://lianqiao:hunter2@db/lianqiao\"\n\
        [search]\nengine = \"meilisearch\"\nmeilisearch_key = \"hunter2\"\n\
        [mail]\ntransport = \"smtp\"\nsmtp_url = \"smtp://lianqiao:hunter2@mail.example.com\"\n";
    std::fs::write(&path, text).unwrap();
    let (code, out, error) = said(bare(&["--config", path.to_str().unwrap(), "config", "check"]).output().unwrap());
    let shown = format!("{out}{error}");
    let config = lianqiao::config::Config::load(Some(&path)).unwrap();
    for text in [shown, format!("{config:?}"), format!("{config:#?}")] {
        for secret in ["hunter2", "aHVudGVyMg", "bGlhbnFp"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    assert_eq!(code, 0, "{out}{error}");
    // Where a password has no business, it is refused, and not repeated.
    for name in ["LIANQIAO_SEARCH__MEILISEARCH_URL", "LIANQIAO_TELEMETRY__OTLP_ENDPOINT", "LIANQIAO_HTTP__PUBLIC_URL"] {
        let mut command = bare(&["config", "check"]);
        command.env("LIANQIAO_SEARCH__ENGINE", "meilisearch").env(name, "http://lianqiao:hunter2@neighbor:7700");
        let (code, out, error) = said(command.output().unwrap());
        assert!(code == 2 && error.contains("must not hold a password"), "{name}: {out}{error}");
        assert!(!out.contains("hunter2") && !error.contains("hunter2"), "{out}{error}");
    }
}

#[tokio::test]
async fn traces_are_refused_by_a_program_that_cannot_export_them() {
    let mut here = Installation::new().await;
    here.settings.push(("LIANQIAO_TELEMETRY__OTLP_ENDPOINT", format!("http://127.0.0.1:{}", free_port())));
    let (code, _, error) = here.run(&["migrate"]);
    assert!(code == 2 && error.contains("without the feature otel"), "{error}");
    here.remove().await;
}
