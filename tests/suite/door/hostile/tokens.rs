//! Tokens that nobody gave out.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use lianqiao::identity::token::Signer;
use lianqiao_tests::SeededRandom;
use serde_json::{Value, json};

use super::{
    Case, Expect,
    scene::{Scene, with_headers},
};

/// The table.
pub fn cases(scene: &Scene) -> Vec<Case> {
    let good = scene.officer.client.token().unwrap().to_owned();
    let parts: Vec<&str> = good.split('.').collect();
    let decoded = |part: &str| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap() };
    let (header, claims) = (decoded(parts[0]), decoded(parts[1]));
    let with = |value: &Value, key: &str, new: Value| {
        let mut value = value.clone();
        value[key] = new;
        value
    };
    let token = |header: &Value, claims: &Value| {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.{}", part(header), part(claims), parts[2])
    };
    let unsigned = |header: &Value| token(header, &claims).rsplit_once('.').unwrap().0.to_owned() + ".";
    let ctx = &scene.app.ctx;
    let early = Signer { keys: &ctx.keys, auth: &ctx.config.auth, now: ctx.now() - TimeDelta::hours(2) };
    let random = SeededRandom::new(7);
    let expired = early.access(&random, scene.officer.user.parse().unwrap(), lianqiao::kernel::Id::from_uuid(uuid::Uuid::nil())).unwrap().0;
    let now = Signer { keys: &ctx.keys, auth: &ctx.config.auth, now: ctx.now() };
    let nobody = |user: u128| {
        now.access(
            &random,
            lianqiao::kernel::Id::from_uuid(uuid::Uuid::from_u128(user)),
            lianqiao::kernel::Id::from_uuid(uuid::Uuid::nil()),
        )
        .unwrap()
        .0
    };
    let link = now.purpose(&random, "verify-email", &scene.officer.user, TimeDelta::minutes(1)).unwrap();
    let bearer = |token: &str| format!("Bearer {token}");
    let table: Vec<(&str, String)> = vec![
        ("no signature asked for", bearer(&unsigned(&with(&header, "alg", json!("none"))))),
        ("no signature asked for, loudly", bearer(&unsigned(&with(&header, "alg", json!("NONE"))))),
        ("another algorithm", bearer(&token(&with(&header, "alg", json!("HS512")), &claims))),
        ("an algorithm of public keys", bearer(&token(&with(&header, "alg", json!("RS256")), &claims))),
        ("a key nobody knows", bearer(&token(&with(&header, "kid", json!("0000")), &claims))),
        ("a key like a path", bearer(&token(&with(&header, "kid", json!("../../../dev/null")), &claims))),
        ("a key like a statement", bearer(&token(&with(&header, "kid", json!("' OR 1=1 --")), &claims))),
        ("a key from elsewhere", bearer(&token(&with(&header, "jku", json!("https://elsewhere.example/keys")), &claims))),
        ("another person", bearer(&token(&header, &with(&claims, "sub", json!(scene.stranger.user))))),
        ("another end", bearer(&token(&header, &with(&claims, "exp", json!(99_999_999_999_i64))))),
        ("an end beyond all numbers", bearer(&token(&header, &with(&claims, "exp", json!(1e308))))),
        ("a signature cut short", bearer(&good[..good.len() - 4])),
        ("a signature too long", bearer(&format!("{good}AAAA"))),
        ("a token of yesterday", bearer(&expired)),
        ("a token of nobody", bearer(&nobody(7))),
        ("a token of a mail", bearer(&link)),
        ("a token of three points", bearer("...")),
        ("a token of nothing", "Bearer ".to_owned()),
        ("a token of 12 KB", bearer(&"a".repeat(12_000))),
        ("a token of bytes", bearer("\u{202e}\u{e9}")),
        ("a password", "Basic YWRtaW46YWRtaW4=".to_owned()),
        ("a scheme nobody knows", format!("Frobnicate {good}")),
        ("a token without a scheme", good.clone()),
        ("two tokens in one", bearer(&format!("{good}, Bearer {good}"))),
    ];
    let body = br#"{"query":"{ viewer { id } }"}"#;
    let mut cases: Vec<Case> = table
        .into_iter()
        .map(|(name, value)| {
            let headers = format!("Content-Type: application/json\r\nAuthorization: {value}\r\n");
            Case::new(&format!("token: {name}"), with_headers(&headers, body), Expect::Code("UNAUTHENTICATED"))
        })
        .collect();
    let twice = format!("Content-Type: application/json\r\nAuthorization: Bearer {good}\r\nAuthorization: Bearer x\r\n");
    cases.push(Case::new("token: two headers", with_headers(&twice, body), Expect::Either));
    cases
}
