//! Signing up and proving the address.

use chrono::Duration;
use lianqiao::app::Parts;
use lianqiao_tests::{Options, PASSWORD, TestApp};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use super::{mailed_tokens, newcomer, refusal, sign_up};

const EMAIL: &str = "wang.fang@firm.example";

#[tokio::test]
async fn a_newcomer_proves_the_address_before_signing_in() {
    let app = TestApp::start().await;
    let input = json!({ "email": " Wang.Fang@Firm.example ", "name": "  王  芳 ", "password": PASSWORD, "locale": "ZH_CN", "clientMutationId": "m1" });
    let payload = app.visitor.done("signUp", input, "email").await;
    assert_eq!((&payload["email"], &payload["clientMutationId"]), (&json!(EMAIL), &json!("m1")));

    let log_in = json!({ "email": EMAIL, "password": PASSWORD });
    assert_eq!(app.visitor.refused("logIn", log_in.clone(), "session { accessToken }").await, refusal("EMAIL_NOT_VERIFIED", ""));
    let wrong = json!({ "email": EMAIL, "password": "not-the-password-at-all" });
    let refused = app.visitor.refused("logIn", wrong, "session { accessToken }").await;
    assert_eq!(refused, refusal("CREDENTIALS_INVALID", ""), "what is wrong with the account is said to its owner only");

    let tokens = mailed_tokens(&app, EMAIL).await;
    assert_eq!(tokens.len(), 1);
    let payload = app.visitor.done("verifyEmail", json!({ "token": tokens[0], "password": PASSWORD }), "user { name email }").await;
    assert_eq!(payload["user"], json!({ "name": "王 芳", "email": null }), "the link alone shows nothing personal");
    let client = app.sign_in(EMAIL).await;
    let viewer = client.ok("{ viewer { user { name email locale version } memberships { id } roles } }", json!({})).await;
    let user = json!({ "name": "王 芳", "email": EMAIL, "locale": "ZH_CN", "version": 2 });
    assert_eq!(viewer["viewer"], json!({ "user": user, "memberships": [], "roles": [] }));
    assert_eq!(app.visitor.ok("{ viewer { roles } }", json!({})).await["viewer"], json!(null));
    app.finish().await;
}

#[tokio::test]
async fn a_link_works_once_and_not_for_ever() {
    let app = TestApp::start().await;
    sign_up(&app, EMAIL).await;
    let token = mailed_tokens(&app, EMAIL).await.remove(0);
    for bad in ["", "x.y.z", &token[..token.len() - 2], &format!("{token}A")] {
        assert_eq!(
            app.visitor.refused("verifyEmail", json!({ "token": bad, "password": PASSWORD }), "user { id }").await,
            refusal("TOKEN_INVALID", "input.token"),
            "{bad}"
        );
    }
    assert_eq!(
        app.visitor.with_token(&token).run("{ __typename }", json!({})).await.code(),
        "UNAUTHENTICATED",
        "a link is no key to the API"
    );
    app.advance(Duration::hours(48));
    assert_eq!(
        app.visitor.refused("verifyEmail", json!({ "token": token, "password": PASSWORD }), "user { id }").await,
        refusal("TOKEN_INVALID", "input.token")
    );

    app.visitor.done("verificationResend", json!({ "email": EMAIL }), "email").await;
    let fresh = mailed_tokens(&app, EMAIL).await.pop().unwrap();
    app.visitor.done("verifyEmail", json!({ "token": fresh, "password": PASSWORD }), "user { id }").await;
    assert_eq!(
        app.visitor.refused("verifyEmail", json!({ "token": fresh, "password": PASSWORD }), "user { id }").await,
        refusal("TOKEN_INVALID", "input.token")
    );
    app.finish().await;
}

#[tokio::test]
async fn nobody_learns_which_addresses_have_accounts() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let known = json!({ "email": EMAIL, "name": "Mallory", "password": "another-forsythia-58-bridge", "locale": "EN" });
    let mut unknown = known.clone();
    unknown["email"] = json!("nobody@firm.example");
    let shape = |payload: serde_json::Value| payload.to_string().replace(EMAIL, "?").replace("nobody@firm.example", "?");
    let answers = [app.visitor.mutate("signUp", known, "email").await, app.visitor.mutate("signUp", unknown, "email").await].map(shape);
    assert_eq!(answers[0], answers[1]);
    assert_eq!(mailed_tokens(&app, EMAIL).await.len(), 1, "an owner gets no second mail");
    let viewer = app.sign_in(EMAIL).await.ok("{ viewer { user { name } } }", json!({})).await;
    assert_eq!(viewer["viewer"]["user"]["name"], "Wang Fang", "and nothing changed");

    let addresses = [EMAIL, "nobody@firm.example", "never.seen@firm.example"];
    app.advance(Duration::minutes(3));
    let mut work = Vec::new();
    for address in addresses {
        let (payload, statements) = app.statements_of(app.visitor.done("verificationResend", json!({ "email": address }), "email")).await;
        assert_eq!(payload["email"], address);
        work.push(statements);
        let refused =
            app.visitor.refused("logIn", json!({ "email": address, "password": "wrong-wrong-wrong" }), "session { accessToken }").await;
        assert_eq!(refused, refusal("CREDENTIALS_INVALID", ""));
    }
    assert!(work.iter().all(|statements| *statements == work[0]), "the same work for every address: {work:#?}");
    assert_eq!(mailed_tokens(&app, EMAIL).await.len(), 1);
    assert_eq!(mailed_tokens(&app, "never.seen@firm.example").await.len(), 0);
    app.finish().await;
}

/// Somebody who signs up with another's address and waits gets nothing, before or after the owner's own sign-up.
#[tokio::test]
async fn a_password_laid_under_an_address_is_worthless() {
    let app = TestApp::start().await;
    let planted = "planted-forsythia-58-bridge";
    let plant = async || {
        app.visitor.done("signUp", json!({ "email": EMAIL, "name": "Mallory", "password": planted, "locale": "EN" }), "email").await;
    };
    let verify = async |token: &str, password: &str| {
        app.visitor.mutate("verifyEmail", json!({ "token": token, "password": password }), "user { name }").await
    };
    plant().await;
    let link = mailed_tokens(&app, EMAIL).await.remove(0);
    // The owner, who never signed up, opens the link: a password of theirs does nothing.
    assert_eq!(verify(&link, PASSWORD).await["userErrors"][0]["code"], "CREDENTIALS_INVALID");

    // The owner signs up, and Mallory once more before the owner opens a link: it is Mallory's password that counts
    // now, and the owner does not know it.
    sign_up(&app, EMAIL).await;
    plant().await;
    let answer = verify(&link, PASSWORD).await;
    assert_eq!(
        (&answer["userErrors"][0]["code"], &answer["userErrors"][0]["path"]),
        (&json!("CREDENTIALS_INVALID"), &json!(["input", "password"]))
    );

    // The owner signs up again. Any link that reached the mailbox does, with the owner's password only.
    sign_up(&app, EMAIL).await;
    assert_eq!(verify(&link, planted).await["userErrors"][0]["code"], "CREDENTIALS_INVALID");
    assert_eq!(verify(&link, PASSWORD).await["user"]["name"], "Wang Fang");
    let refused = app.visitor.refused("logIn", json!({ "email": EMAIL, "password": planted }), "session { accessToken }").await;
    assert_eq!(refused, refusal("CREDENTIALS_INVALID", ""));
    app.sign_in(EMAIL).await;
    app.finish().await;
}

#[tokio::test]
async fn an_address_gets_one_verification_mail_in_three_minutes() {
    let app = TestApp::start().await;
    sign_up(&app, EMAIL).await;
    sign_up(&app, EMAIL).await;
    app.visitor.done("verificationResend", json!({ "email": EMAIL }), "email").await;
    assert_eq!(mailed_tokens(&app, EMAIL).await.len(), 1);
    app.advance(Duration::minutes(3));
    app.visitor.done("verificationResend", json!({ "email": EMAIL }), "email").await;
    assert_eq!(mailed_tokens(&app, EMAIL).await.len(), 2);
    app.finish().await;
}

#[tokio::test]
async fn who_guesses_passwords_or_fills_mailboxes_has_to_wait() {
    let app = TestApp::with(Options {
        configure: |config| {
            (config.limits.log_in_tries, config.limits.log_in_seconds) = (3, 30);
            (config.limits.sign_up_tries, config.limits.sign_up_seconds) = (3, 60);
        },
        ..Options::default()
    })
    .await;
    newcomer(&app, EMAIL).await;
    // The same for an address that nobody has.
    for email in [EMAIL, "nobody@firm.example"] {
        let guess =
            format!("mutation {{ logIn(input: {{ email: \"{email}\", password: \"guess-guess-guess\" }}) {{ userErrors {{ code }} }} }}");
        let answers = futures::future::join_all((0..4).map(|_| app.visitor.run(&guess, json!({})))).await;
        let throttled: Vec<_> = answers.iter().filter(|answer| answer.code() == "THROTTLED").collect();
        assert_eq!(throttled.len(), 1, "{answers:?}");
        assert_eq!(throttled[0].0["errors"][0]["extensions"]["retryAfterSeconds"], 31);
    }
    let right = format!("mutation {{ logIn(input: {{ email: \"{EMAIL}\", password: \"{PASSWORD}\" }}) {{ userErrors {{ code }} }} }}");
    assert_eq!(app.visitor.run(&right, json!({})).await.code(), "THROTTLED", "also the right one");
    app.advance(Duration::seconds(31));
    // Who knows the password may sign in as often as they like.
    for _ in 0..5 {
        app.sign_in(EMAIL).await;
    }
    let resend = format!("mutation {{ verificationResend(input: {{ email: \"{EMAIL}\" }}) {{ userErrors {{ code }} }} }}");
    let codes =
        [app.visitor.run(&resend, json!({})).await, app.visitor.run(&resend, json!({})).await, app.visitor.run(&resend, json!({})).await];
    assert_eq!(codes.each_ref().map(|answer| answer.code()), ["", "", "THROTTLED"], "the sign-up was the first");
    app.finish().await;
}

#[tokio::test]
async fn a_line_for_hashing_that_is_full_sends_people_away() {
    let app = TestApp::with(Options { configure: |config| config.auth.password_hash_line = 1, ..Options::default() }).await;
    let busy = app.hold_hashing().await;
    let log_in = "mutation { logIn(input: { email: \"a@firm.example\", password: \"x\" }) { userErrors { code } } }";
    let first = tokio::spawn({
        let visitor = app.visitor.clone();
        async move { visitor.run(log_in, json!({})).await }
    });
    app.in_line_for_hashing(1).await;
    assert_eq!(app.visitor.run(log_in, json!({})).await.code(), "THROTTLED");
    drop(busy);
    assert_eq!(first.await.unwrap().code(), "");
    app.finish().await;
}

#[tokio::test]
async fn a_guess_costs_what_owasp_says_and_no_setting_lowers_it() {
    let app = TestApp::with(Options { password_cost: Parts::default().password_cost, ..Options::default() }).await;
    newcomer(&app, EMAIL).await;
    let row = Statement::from_string(app.ctx.db.backend(), "SELECT password_hash FROM user_account");
    let row = app.ctx.db.read().query_one_raw(row).await.unwrap().unwrap();
    let hash: String = row.try_get_by_index(0).unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    app.finish().await;
}

#[tokio::test]
async fn bad_fields_are_named_all_at_once_and_change_nothing() {
    let app = TestApp::start().await;
    let input = json!({ "email": "a@b", "name": "x\u{202e}y", "password": "weak", "locale": "EN" });
    let payload = app.visitor.mutate("signUp", input, "email").await;
    let errors: Vec<_> =
        payload["userErrors"].as_array().unwrap().iter().map(|error| (error["code"].clone(), error["path"][1].clone())).collect();
    let wanted = [("INVALID_EMAIL", "email"), ("FORBIDDEN_CHARACTERS", "name"), ("PASSWORD_TOO_WEAK", "password")];
    assert_eq!(errors, wanted.map(|(code, path)| (json!(code), json!(path))));
    assert_eq!(payload["email"], json!(null));
    for email in ["a@b.example\nBcc: c@d.example", "a@b.example, c@d.example", "\"a b\"@c.example", ""] {
        let input = json!({ "email": email, "name": "N", "password": PASSWORD, "locale": "EN" });
        assert_eq!(app.visitor.refused("signUp", input, "email").await, refusal("INVALID_EMAIL", "input.email"), "{email:?}");
    }
    app.settle().await;
    assert_eq!(app.mailer.sent().len(), 0);
    app.finish().await;
}

#[tokio::test]
async fn of_many_sign_ups_at_once_one_account_comes_out() {
    let app = TestApp::start().await;
    futures::future::join_all((0..6).map(|_| sign_up(&app, EMAIL))).await;
    let token = mailed_tokens(&app, EMAIL).await.pop().unwrap();
    app.visitor.done("verifyEmail", json!({ "token": token, "password": PASSWORD }), "user { id }").await;
    app.sign_in(EMAIL).await;
    app.finish().await;
}
