//! Second factors at the wrong moment: while somebody signs in, and while the key that seals them is replaced.

use std::time::Duration;

use futures::future::join_all;
use lianqiao::{
    kernel::{Clock, SystemClock},
    seed::DEMO_PASSWORD,
};
use lianqiao_tests::{Client, Options, PASSWORD, TestApp};
use serde_json::{Value, json};
use totp_rs::TOTP;

use super::stage::is_sound;
use crate::{identity::newcomer, installation::Installation};

const STEP: u64 = 30;

/// Begins to set a second factor up; the phone.
async fn enroll(client: &Client, password: &str) -> TOTP {
    let data = client.done("totpEnroll", json!({ "password": password }), "enrollment { otpauthUrl }").await;
    TOTP::from_url(data["enrollment"]["otpauthUrl"].as_str().unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_signs_in_while_a_second_factor_is_turned_on_has_shown_two_or_is_out() {
    let app = TestApp::with(Options { configure: |config| config.limits.log_in_tries = 100, ..Options::default() }).await;
    for round in 0..3 {
        let email = format!("wang{round}@firm.example");
        let client = newcomer(&app, &email).await;
        let phone = enroll(&client, PASSWORD).await;
        let code = phone.generate(u64::try_from(app.ctx.now().timestamp()).unwrap());
        let enters = (0..5).map(|_| {
            let input = json!({ "email": email, "password": PASSWORD });
            app.visitor.done("logIn", input, "session { accessToken } challenge { token }")
        });
        // In the midst of them: what passwords cost is most of the time that a log-in takes.
        let confirm = async {
            tokio::time::sleep(Duration::from_millis(40 * round)).await;
            client.done("totpConfirm", json!({ "code": code }), "recoveryCodes").await
        };
        let (entered, _) = tokio::join!(join_all(enters), confirm);
        for answer in entered {
            let Some(token) = answer["session"]["accessToken"].as_str() else {
                assert!(answer["challenge"]["token"].is_string(), "{answer}");
                continue;
            };
            let sees = app.visitor.with_token(token).run("{ viewer { user { id } } }", json!({})).await;
            assert_eq!(sees.code(), "UNAUTHENTICATED", "one factor was enough: {}", sees.0);
        }
        assert!(client.ok("{ viewer { user { id } } }", json!({})).await["viewer"].is_object(), "who turned it on stays");
    }
    app.finish().await;
}

/// Seconds of the epoch, early in a step, so that what a phone shows is the same for a while.
async fn early() -> u64 {
    loop {
        let now = u64::try_from(SystemClock.now().timestamp()).unwrap();
        if now % STEP < STEP - 8 {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

fn email(name: &str) -> String {
    format!("{name}@demo.lianqiao.example")
}

async fn with_password(visitor: &Client, name: &str) -> Value {
    let input = json!({ "email": email(name), "password": DEMO_PASSWORD });
    visitor.done("logIn", input, "session { accessToken } challenge { token }").await
}

/// Signs in with both factors.
async fn enters(visitor: &Client, name: &str, code: String) {
    let challenge = with_password(visitor, name).await["challenge"]["token"].clone();
    let input = json!({ "challenge": challenge, "code": code });
    let entered = visitor.done("logInWithSecondFactor", input, "session { accessToken }").await;
    assert!(entered["session"]["accessToken"].is_string(), "{entered}");
}

fn keys(here: &Installation) -> Vec<String> {
    let (code, out, error) = here.run(&["keys", "show"]);
    assert_eq!(code, 0, "{error}");
    out.lines().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_still_opens_the_door_after_its_key_was_replaced_and_forgotten() {
    const PEOPLE: [&str; 2] = ["head.fudan", "head.tongji"];
    let here = Installation::new().await;
    assert_eq!(here.run(&["seed", "--demo"]).0, 0);
    let serving = here.serve().await;
    let mut phones = Vec::new();
    for name in PEOPLE {
        let session = with_password(&serving.visitor, name).await;
        let client = serving.visitor.with_token(session["session"]["accessToken"].as_str().unwrap());
        let phone = enroll(&client, DEMO_PASSWORD).await;
        // One step back, which is within the window, so that there are two more to be shown without waiting for them.
        client.done("totpConfirm", json!({ "code": phone.generate(early().await - STEP) }), "recoveryCodes").await;
        phones.push(phone);
    }
    let [old] = &keys(&here)[..] else { panic!("one key") };
    let (code, out, error) = here.run(&["keys", "rotate"]);
    assert_eq!(code, 0, "{out}{error}");
    let (code, _, error) = here.run(&["keys", "forget", old]);
    assert!(code == 1 && error.contains("restart every process"), "a server still seals with it: {error}");
    assert_eq!(serving.terminate().0, Some(0));

    let serving = here.serve().await;
    // One comes by in between, the other does not.
    enters(&serving.visitor, PEOPLE[0], phones[0].generate(early().await)).await;
    let (code, out, error) = here.run(&["keys", "forget", old]);
    assert_eq!(code, 0, "{out}{error}");
    assert!(!keys(&here).contains(old));
    assert_eq!(serving.terminate().0, Some(0));

    let serving = here.serve().await;
    for (name, phone) in PEOPLE.iter().zip(&phones) {
        enters(&serving.visitor, name, phone.generate(early().await + STEP)).await;
    }
    drop(serving);
    is_sound(&here);
    here.remove().await;
}
