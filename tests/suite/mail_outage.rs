//! A mail is sent, whatever happens to the mail server, or it is put aside for an operator; it never disappears.

use chrono::Duration;
use lianqiao::{
    config::Config,
    jobs::Jobs,
    mail::Mailer,
    outbox::{self, DeliveryCounts, backoff, worker::drain},
};
use lianqiao_tests::{MailServer, Manners, PASSWORD, TestApp};
use serde_json::json;

/// Jobs that send to `url` over SMTP.
fn jobs(url: &str) -> Jobs {
    let mut config = Config::embedded(std::path::Path::new("unused")).unwrap().mail;
    config.transport = lianqiao::mail::TransportKind::Smtp;
    config.smtp_url = Some(url.to_owned().into());
    Jobs::new(Mailer::new(&config).unwrap())
}

async fn sign_up(app: &TestApp, email: &str) {
    let account = json!({ "email": email, "name": "陈一帆", "password": PASSWORD, "locale": "EN" });
    app.visitor.done("signUp", account, "email").await;
}

/// Works the outbox for `time`, looking every half minute.
async fn work(app: &TestApp, jobs: &Jobs, time: Duration) {
    for _ in 0..=(time.num_seconds() / 30) {
        drain(&app.ctx, jobs).await.unwrap();
        app.advance(Duration::seconds(30));
    }
}

async fn counts(app: &TestApp) -> (i64, i64) {
    let DeliveryCounts { pending, dead } = outbox::counts(&app.ctx).await.unwrap();
    (pending, dead)
}

#[tokio::test]
async fn an_outage_of_hours_costs_no_mail() {
    let app = TestApp::start().await;
    let server = MailServer::start(Manners::WILLING).await;
    let jobs = jobs(&server.url());
    server.go_away().await;
    for n in 0..9 {
        sign_up(&app, &format!("chen{n}@example.com")).await;
    }
    work(&app, &jobs, Duration::hours(2)).await;
    assert_eq!((counts(&app).await, server.messages().len()), ((9, 0), 0), "an outage is nobody's fault");

    server.come_back().await;
    app.advance(Duration::seconds(31));
    drain(&app.ctx, &jobs).await.unwrap();
    assert_eq!((counts(&app).await, server.messages().len()), ((0, 0), 9), "half a minute after the server is back all is sent");
    work(&app, &jobs, Duration::hours(1)).await;
    assert_eq!(server.messages().len(), 9, "and sent once");
    app.finish().await;
}

#[tokio::test]
async fn a_wrong_password_holds_mails_back_until_it_is_mended() {
    let app = TestApp::start().await;
    let server = MailServer::start(Manners { auth: "535 5.7.8 wrong", ..Manners::WILLING }).await;
    let jobs = jobs(&server.url().replace("smtp://", "smtp://user:secret@"));
    sign_up(&app, "chen@example.com").await;
    work(&app, &jobs, Duration::hours(1)).await;
    assert_eq!(counts(&app).await, (1, 0));
    server.behave(Manners::WILLING);
    work(&app, &jobs, Duration::minutes(1)).await;
    assert_eq!((counts(&app).await, server.messages().len()), ((0, 0), 1));
    app.finish().await;
}

#[tokio::test]
async fn a_mailbox_that_says_later_is_tried_for_days_and_holds_nobody_up() {
    let app = TestApp::start().await;
    let full = Manners { except: Some(("full@example.com", "452 4.2.2 mailbox full")), ..Manners::WILLING };
    let server = MailServer::start(full).await;
    let jobs = jobs(&server.url());
    sign_up(&app, "full@example.com").await;
    sign_up(&app, "chen@example.com").await;
    work(&app, &jobs, Duration::hours(1)).await;
    assert_eq!((counts(&app).await, server.messages().len()), ((1, 0), 1), "the other mail is sent");
    assert_eq!(server.heard_starting("RCPT TO:<full@"), 5, "at once and after 1, 3, 9 and 27 minutes more: the pauses grow");
    for _ in 0..4 {
        app.advance(Duration::hours(12));
        drain(&app.ctx, &jobs).await.unwrap();
    }
    assert_eq!(counts(&app).await, (1, 0), "a weekend is no reason to give up");
    server.behave(Manners::WILLING);
    app.advance(Duration::hours(12));
    drain(&app.ctx, &jobs).await.unwrap();
    assert_eq!((counts(&app).await, server.messages().len()), ((0, 0), 2));
    app.finish().await;
}

#[tokio::test]
async fn a_mail_that_was_given_up_is_really_sent_when_an_operator_tries_it_again() {
    let app = TestApp::start().await;
    let server = MailServer::start(Manners { recipient: "550 5.1.1 no such user", ..Manners::WILLING }).await;
    let jobs = jobs(&server.url());
    let operator = app.operator().await;
    app.settle().await;
    sign_up(&app, "chen@example.com").await;
    drain(&app.ctx, &jobs).await.unwrap();
    assert_eq!(counts(&app).await, (0, 1), "no such user: aside at once");

    let dead = operator.ok("{ deadLetters(first: 5) { totalCount nodes { id follower lastError attempts } } }", json!({})).await;
    let letter = &dead["deadLetters"]["nodes"][0];
    assert_eq!((&dead["deadLetters"]["totalCount"], &letter["follower"], &letter["attempts"]), (&json!(1), &json!("SEND"), &json!(1)));
    assert!(!letter["lastError"].as_str().unwrap().contains("chen@"), "nobody's address in an error: {letter}");
    // The mailbox exists now.
    server.behave(Manners::WILLING);
    operator.done("deadLetterRetry", json!({ "id": letter["id"] }), "delivery { id }").await;
    drain(&app.ctx, &jobs).await.unwrap();
    let messages = server.messages();
    assert_eq!((counts(&app).await, messages.len()), ((0, 0), 1));
    assert!(
        messages[0].contains("To: ") && messages[0].contains("/verify-email?token"),
        "all that it said is still there:\n{}",
        messages[0]
    );
    app.finish().await;
}

#[test]
fn pauses_grow_and_end_somewhere() {
    let seconds = |pause: fn(i64) -> Duration, attempts: [i64; 6]| attempts.map(|attempt| pause(attempt).num_seconds());
    assert_eq!(seconds(backoff::after_failure, [1, 2, 3, 10, 11, 999]), [1, 2, 4, 512, 600, 600]);
    assert_eq!(seconds(backoff::after_refusal, [1, 2, 3, 6, 7, 999]), [60, 180, 540, 14_580, 43_200, 43_200]);
    assert_eq!(seconds(backoff::while_away, [1, 2, 3, 4, 5, 999]), [2, 4, 8, 16, 30, 30]);
    let whole: i64 = (1..12).map(|attempt| backoff::after_refusal(attempt).num_hours()).sum();
    assert!((60..80).contains(&whole), "12 tries reach over {whole} hours");
}
