//! The three transports: a mail server that answers yes, later and never; a directory; memory with outages.

use std::sync::{Arc, Mutex};

use lianqiao::{
    kernel::Locale,
    mail::{MailConfig, MailError, Mailer, OutgoingMail, Template},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

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

/// How the mail server of a test behaves.
#[derive(Clone, Copy)]
struct Manners {
    recipient: &'static str,
    data: &'static str,
    auth: &'static str,
}

const WILLING: Manners = Manners { recipient: "250 2.1.5 ok", data: "250 2.0.0 queued", auth: "235 2.7.0 welcome" };

/// A mail server of one test: speaks enough SMTP (RFC 5321, 4954), and keeps what was said to it.
struct Server {
    url: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("smtp://127.0.0.1:{}?tls=none", listener.local_addr().expect("an address").port());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, manners, Arc::clone(&kept)));
            }
        });
        Self { url, heard }
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("no poison").clone()
    }

    fn heard_starting(&self, start: &str) -> usize {
        self.heard().iter().filter(|line| line.starts_with(start)).count()
    }

    fn mailer(&self) -> Mailer {
        Mailer::new(&config(json!({ "transport": "smtp", "smtp_url": self.url }))).expect("a mailer")
    }
}

async fn converse(stream: TcpStream, manners: Manners, heard: Arc<Mutex<Vec<String>>>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 test ESMTP\r\n").await?;
    let mut in_data = false;
    while let Some(line) = lines.next_line().await? {
        heard.lock().expect("no poison").push(line.clone());
        let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            _ if in_data && line != "." => continue,
            _ if in_data => {
                in_data = false;
                manners.data
            }
            "EHLO" => "250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN",
            "AUTH" => manners.auth,
            "RCPT" => manners.recipient,
            "DATA" => {
                in_data = true;
                "354 go ahead"
            }
            "QUIT" => "221 bye",
            "MAIL" | "RSET" | "NOOP" => "250 ok",
            _ => "502 unknown",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}

/// Lets the pool's own task put the connection back. One thread runs all tasks, so a few turns are enough.
async fn connection_comes_back() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_willing_server_gets_the_whole_message_and_connections_are_reused() {
    let server = Server::start(WILLING).await;
    let mailer = server.mailer();
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
        (Manners { recipient: "451 4.7.1 greylisted", ..WILLING }, true),
        (Manners { data: "452 4.3.1 disk full", ..WILLING }, true),
        (Manners { recipient: "550 5.1.1 <Wang.Min@example.cn>: no such user", ..WILLING }, false),
        (Manners { data: "554 5.7.1 refused", ..WILLING }, false),
    ] {
        let server = Server::start(manners).await;
        let error = server.mailer().send(&mail()).await.expect_err("refused");
        assert_eq!(matches!(error, MailError::Temporary(_)), temporary, "{error}");
        assert!(!error.to_string().to_lowercase().contains("wang.min"), "the log must not name the recipient: {error}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_is_temporary() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://127.0.0.1:{}?tls=none", listener.local_addr().expect("an address").port());
    drop(listener);
    let mailer = Mailer::new(&config(json!({ "transport": "smtp", "smtp_url": url }))).expect("a mailer");
    assert!(matches!(mailer.send(&mail()).await, Err(MailError::Temporary(_))));
    assert!(matches!(mailer.check().await, Err(MailError::Temporary(_))));
}

#[tokio::test]
async fn credentials_come_from_the_url_and_wrong_ones_do_not_bury_the_message() {
    for (auth, accepted) in [("235 2.7.0 welcome", true), ("535 5.7.8 wrong", false)] {
        let mut server = Server::start(Manners { auth, ..WILLING }).await;
        server.url = server.url.replace("smtp://", "smtp://user:p%40ss@");
        let outcome = server.mailer().send(&mail()).await;
        // base64 of NUL user NUL p@ss
        assert_eq!(server.heard_starting("AUTH PLAIN AHVzZXIAcEBzcw=="), 1, "{:?}", server.heard());
        assert_eq!(outcome.is_ok(), accepted);
        assert!(!matches!(outcome, Err(MailError::Permanent(_))), "an operator can mend a password");
    }
}

#[tokio::test]
async fn a_server_that_cannot_encrypt_hears_nothing_unless_plain_text_is_asked_for() {
    for tls in ["", "?tls=required"] {
        let mut server = Server::start(WILLING).await;
        server.url = server.url.replace("smtp://", "smtp://user:p%40ss@").replace("?tls=none", tls);
        let outcome = server.mailer().send(&mail()).await;
        assert!(matches!(outcome, Err(MailError::Temporary(_))), "{outcome:?}");
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
    assert!(matches!(mailer.send(&mail()).await, Err(MailError::Temporary(_))), "a full or absent disk is mended by somebody");
    assert!(matches!(mailer.check().await, Err(MailError::Temporary(_))));
}

#[tokio::test]
async fn memory_can_play_an_outage() {
    let mailer = Mailer::memory();
    mailer.fail_next(2);
    assert!(matches!(mailer.send(&mail()).await, Err(MailError::Temporary(_))));
    assert!(matches!(mailer.clone().send(&mail()).await, Err(MailError::Temporary(_))));
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
