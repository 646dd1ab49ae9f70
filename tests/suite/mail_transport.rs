//! The three transports: a mail server that answers yes, later and never; a directory; memory with outages.

use lianqiao::{
    kernel::Locale,
    mail::{MailConfig, MailError, Mailer, OutgoingMail, Template},
};
use lianqiao_tests::{MailServer, Manners};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A mailer that speaks to `url`.
fn mailer(url: &str) -> Mailer {
    Mailer::new(&config(json!({ "transport": "smtp", "smtp_url": url }))).expect("a mailer")
}

fn mail() -> OutgoingMail {
    OutgoingMail {
        message_id: "first@lianqiao.example".to_owned(),
        to: "wang.min@example.cn".to_owned(),
        to_name: Some("王敏".to_owned()),
        locale: Locale::En,
        template: Template::ListingPublished,
        params: json!({ "name": "Min", "title": "Graphene film", "url": "https://lianqiao.example/l/1" }),
        unsubscribe_url: None,
    }
}

fn config(more: Value) -> MailConfig {
    let mut config =
        json!({ "from_name": "联桥 Lianqiao", "from_address": "no-reply@lianqiao.example", "reply_to": "help@lianqiao.example" });
    config.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    serde_json::from_value(config).expect("a configuration")
}

/// Lets the pool's own task put the connection back. One thread runs all tasks, so a few turns are enough.
async fn connection_comes_back() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_willing_server_gets_the_whole_message_and_connections_are_reused() {
    let server = MailServer::start(Manners::WILLING).await;
    let mailer = mailer(&server.url());
    mailer.check().await.expect("the server answers");
    connection_comes_back().await;
    mailer.send(&mail()).await.expect("sent");
    connection_comes_back().await;
    mailer.send(&OutgoingMail { message_id: "second@lianqiao.example".to_owned(), ..mail() }).await.expect("sent");
    let heard = server.heard();
    for line in [
        "MAIL FROM:<no-reply@lianqiao.example>",
        "RCPT TO:<wang.min@example.cn>",
        "Message-ID: <first@lianqiao.example>",
        "Message-ID: <second@lianqiao.example>",
        "Reply-To: help@lianqiao.example",
        "Subject: Published: Graphene film",
        "Auto-Submitted: auto-generated",
    ] {
        assert!(heard.iter().any(|said| said.starts_with(line)), "{line} was not said:\n{}", heard.join("\n"));
    }
    assert_eq!(server.heard_starting("EHLO"), 1, "one connection for all");
    assert_eq!(server.heard_starting("AUTH"), 0, "no credentials, no sign-in");
}

#[tokio::test]
async fn an_answer_of_later_is_temporary_and_never_is_permanent() {
    for (manners, temporary) in [
        (Manners { recipient: "451 4.7.1 greylisted", ..Manners::WILLING }, true),
        (Manners { data: "452 4.3.1 disk full", ..Manners::WILLING }, true),
        (Manners { recipient: "550 5.1.1 <Wang.Min@example.cn>: no such user", ..Manners::WILLING }, false),
        (Manners { data: "554 5.7.1 refused", ..Manners::WILLING }, false),
    ] {
        let server = MailServer::start(manners).await;
        let error = mailer(&server.url()).send(&mail()).await.expect_err("refused");
        assert_eq!(matches!(error, MailError::Temporary(_)), temporary, "{error}");
        assert!(!error.to_string().to_lowercase().contains("wang.min"), "the log must not name the recipient: {error}");
    }
}

#[tokio::test]
async fn a_server_that_closes_says_nothing_about_the_message() {
    let server = MailServer::start(Manners { recipient: "421 4.3.2 shutting down", ..Manners::WILLING }).await;
    assert!(matches!(mailer(&server.url()).send(&mail()).await, Err(MailError::Away(_))));
}

#[tokio::test]
async fn a_server_that_is_away_is_said_to_be_away() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://127.0.0.1:{}?tls=none", listener.local_addr().expect("an address").port());
    drop(listener);
    let mailer = mailer(&url);
    assert!(matches!(mailer.send(&mail()).await, Err(MailError::Away(_))));
    assert!(matches!(mailer.check().await, Err(MailError::Away(_))));
}

#[tokio::test]
async fn credentials_come_from_the_url_and_wrong_ones_do_not_bury_the_message() {
    for (auth, accepted) in [("235 2.7.0 welcome", true), ("535 5.7.8 wrong", false)] {
        let server = MailServer::start(Manners { auth, ..Manners::WILLING }).await;
        let outcome = mailer(&server.url().replace("smtp://", "smtp://user:p%40ss@")).send(&mail()).await;
        // base64 of NUL user NUL p@ss
        assert_eq!(server.heard_starting("AUTH PLAIN AHVzZXIAcEBzcw=="), 1, "{:?}", server.heard());
        assert_eq!(outcome.is_ok(), accepted);
        assert!(outcome.is_ok() || matches!(outcome, Err(MailError::Away(_))), "an operator can mend a password: {outcome:?}");
    }
}

#[tokio::test]
async fn a_server_that_cannot_encrypt_hears_nothing_unless_plain_text_is_asked_for() {
    for tls in ["", "?tls=required"] {
        let server = MailServer::start(Manners::WILLING).await;
        let outcome = mailer(&server.url().replace("smtp://", "smtp://user:p%40ss@").replace("?tls=none", tls)).send(&mail()).await;
        assert!(matches!(outcome, Err(MailError::Away(_))), "{outcome:?}");
        assert_eq!(server.heard_starting("EHLO"), 1);
        assert_eq!(server.heard_starting("MAIL") + server.heard_starting("RCPT") + server.heard_starting("AUTH"), 0);
    }
}

#[tokio::test]
async fn a_file_holds_both_alternatives_and_a_second_attempt_replaces_it() {
    let directory = tempfile::tempdir().expect("a directory");
    let inside = directory.path().join("not/yet/there");
    let mailer = Mailer::new(&config(json!({ "transport": "file", "directory": inside }))).expect("a mailer");
    mailer.check().await.expect("the directory is there");
    mailer.send(&mail()).await.expect("written");
    mailer.send(&mail()).await.expect("written again");
    let names: Vec<_> = std::fs::read_dir(&inside).expect("a listing").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(names, ["first@lianqiao.example.eml"]);
    let eml = std::fs::read_to_string(inside.join(&names[0])).expect("a file");
    let (plain, html) = eml.split_once("Content-Type: text/html; charset=utf-8").expect("an HTML part");
    let (headers, plain) = plain.split_once("Content-Type: text/plain; charset=utf-8").expect("a plain part");
    assert!(headers.contains("Message-ID: <first@lianqiao.example>") && headers.contains("multipart/alternative"));
    assert!(
        unquote(plain).contains("Your listing “Graphene film” is published.") && unquote(plain).contains("https://lianqiao.example/l/1")
    );
    assert!(unquote(html).contains("Your listing “Graphene film” is published.") && unquote(html).contains("</html>"));
    std::fs::remove_dir_all(&inside).expect("removed");
    assert!(matches!(mailer.send(&mail()).await, Err(MailError::Away(_))), "a full or absent disk is mended by somebody");
    assert!(matches!(mailer.check().await, Err(MailError::Away(_))));
}

#[tokio::test]
async fn memory_can_play_an_outage() {
    let mailer = Mailer::memory();
    mailer.fail_next(2);
    assert!(matches!(mailer.send(&mail()).await, Err(MailError::Away(_))));
    assert!(matches!(mailer.clone().send(&mail()).await, Err(MailError::Away(_))));
    mailer.send(&mail()).await.expect("the outage is over");
    let sent = mailer.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].to.as_str(), sent[0].template, sent[0].locale), ("wang.min@example.cn", Template::ListingPublished, Locale::En));
    assert_eq!(sent[0].rendered.subject, "Published: Graphene film");
    mailer.forget_sent();
    assert!(mailer.sent().is_empty());
}

#[tokio::test]
async fn a_wrong_configuration_is_named_and_never_shows_the_password() {
    let secret = "smtpx://user:hunter2@mail.example";
    for (more, setting) in [
        (json!({ "transport": "smtp" }), "mail.smtp_url"),
        (json!({ "transport": "smtp", "smtp_url": "" }), "mail.smtp_url"),
        (json!({ "transport": "smtp", "smtp_url": secret }), "mail.smtp_url"),
        (json!({ "transport": "file" }), "mail.directory"),
        (json!({ "transport": "memory", "from_address": "nobody" }), "mail.from_address"),
        (json!({ "transport": "memory", "reply_to": "a@b.example, c@d.example" }), "mail.reply_to"),
    ] {
        let config = config(more);
        let error = format!("{:#}", Mailer::new(&config).expect_err(setting));
        assert!(error.contains(setting), "{error}");
        assert!(!error.contains("hunter2") && !format!("{config:?}").contains("hunter2"), "{error}");
    }
    let unknown = json!({ "transport": "memory", "from_name": "x", "from_address": "x@y.example", "smtp_uri": "x" });
    assert!(serde_json::from_value::<MailConfig>(unknown).is_err(), "a misspelt setting is refused");
}

/// Undoes quoted-printable (RFC 2045).
fn unquote(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), joined.as_bytes());
    while let Some((first, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, code) {
            (b'=', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}
