//! Forged tokens: everything but an untouched token for this purpose, now, is refused (RFC 8725).

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use chrono::{DateTime, Duration, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use lianqiao::{
    config::Config,
    identity::token::Signer,
    kernel::{
        Id,
        id::{Session, User},
    },
    keys::Keyring,
};
use lianqiao_tests::SeededRandom;
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

const SECRET: [u8; 48] = [7; 48];
const OLD_SECRET: [u8; 48] = [9; 48];

struct Bench {
    config: Config,
    keys: Keyring,
    now: DateTime<Utc>,
}

impl Bench {
    fn new() -> Self {
        let mut config = Config::embedded(std::path::Path::new("nowhere")).unwrap();
        config.auth.secret = STANDARD.encode(SECRET).into();
        config.auth.previous_secrets = vec![STANDARD.encode(OLD_SECRET).into()];
        let keys = Keyring::open(&config, &SeededRandom::new(1)).unwrap();
        Self { config, keys, now: "2026-11-23T02:00:00Z".parse().unwrap() }
    }

    fn signer(&self) -> Signer<'_> {
        self.at(TimeDelta::zero())
    }

    fn at(&self, later: TimeDelta) -> Signer<'_> {
        Signer { keys: &self.keys, auth: &self.config.auth, now: self.now + later }
    }

    fn good(&self) -> String {
        self.signer().access(&SeededRandom::new(2), user(), session()).unwrap().0
    }

    fn kid(&self) -> String {
        self.keys.signing().id.clone()
    }

    fn header(&self) -> Value {
        json!({ "typ": "at+jwt", "alg": "HS256", "kid": self.kid() })
    }

    fn claims(&self) -> Value {
        let now = self.now.timestamp();
        json!({
            "iss": "lianqiao", "aud": "lianqiao-api", "sub": user().to_string(), "sid": session().to_string(),
            "jti": "0123456789abcdef", "iat": now, "exp": now + 600,
        })
    }
}

fn user() -> Id<User> {
    Id::from_uuid(Uuid::from_u128(11))
}

fn session() -> Id<Session> {
    Id::from_uuid(Uuid::from_u128(12))
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn signed_text(header: &str, claims: &str, secret: &[u8], algorithm: Algorithm) -> String {
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = crypto::sign(message.as_bytes(), &EncodingKey::from_secret(secret), algorithm).unwrap();
    format!("{message}.{signature}")
}

fn signed(header: &Value, claims: &Value) -> String {
    signed_text(&header.to_string(), &claims.to_string(), &SECRET, Algorithm::HS256)
}

/// `value` with `key` set, or removed if null.
fn with(mut value: Value, key: &str, new: Value) -> Value {
    let object = value.as_object_mut().unwrap();
    if new.is_null() {
        object.remove(key);
    } else {
        object.insert(key.to_owned(), new);
    }
    value
}

#[test]
fn a_good_token_says_whose_it_is() {
    let bench = Bench::new();
    let read = bench.signer().read_access(&bench.good()).unwrap();
    assert_eq!((read.user, read.session, read.expires_at), (user(), session(), bench.now + TimeDelta::minutes(10)));
    // What the forgeries below are made from is good, so that each is refused for what it changes.
    assert_eq!(bench.signer().read_access(&signed(&bench.header(), &bench.claims())), Some(read));
}

#[test]
fn a_token_lives_as_long_as_the_settings_say() {
    let bench = Bench::new();
    let good = bench.good();
    assert!(bench.at(TimeDelta::seconds(599)).read_access(&good).is_some());
    assert!(bench.at(TimeDelta::seconds(600)).read_access(&good).is_none(), "expired at the second");
    assert!(bench.at(TimeDelta::seconds(-5)).read_access(&good).is_some(), "the clocks of two servers may differ a little");
    assert!(bench.at(TimeDelta::seconds(-6)).read_access(&good).is_none(), "issued in the future");
}

#[test]
fn a_rotated_secret_still_verifies_until_it_is_dropped() {
    let mut bench = Bench::new();
    let mut old = bench.config.clone();
    old.auth.secret = STANDARD.encode(OLD_SECRET).into();
    let old_keys = Keyring::open(&old, &SeededRandom::new(1)).unwrap();
    let token = Signer { keys: &old_keys, ..bench.signer() }.access(&SeededRandom::new(2), user(), session()).unwrap().0;
    assert!(bench.signer().read_access(&token).is_some());
    bench.config.auth.previous_secrets.clear();
    let dropped = Keyring::open(&bench.config, &SeededRandom::new(1)).unwrap();
    assert!(Signer { keys: &dropped, ..bench.signer() }.read_access(&token).is_none());
}

fn forged_headers(bench: &Bench) -> Vec<(&'static str, String)> {
    let (header, claims) = (bench.header(), bench.claims());
    let headed = |key: &str, value: Value| signed(&with(header.clone(), key, value), &claims);
    let unsigned = |alg: &str| format!("{}.{}.", part(&with(header.clone(), "alg", alg.into())), part(&claims));
    let strong = |algorithm: Algorithm, name: &str| {
        signed_text(&with(header.clone(), "alg", name.into()).to_string(), &claims.to_string(), &SECRET, algorithm)
    };
    vec![
        ("alg none, no signature", unsigned("none")),
        ("alg None", unsigned("None")),
        ("alg NONE", unsigned("NONE")),
        ("alg empty", unsigned("")),
        ("alg none with our signature", headed("alg", "none".into())),
        ("alg missing", headed("alg", Value::Null)),
        ("alg a number", headed("alg", 256.into())),
        ("alg in lower case", headed("alg", "hs256".into())),
        ("HS384 with our key", strong(Algorithm::HS384, "HS384")),
        ("HS512 with our key", strong(Algorithm::HS512, "HS512")),
        ("RS256 said, HS256 done", headed("alg", "RS256".into())),
        ("ES256 said, HS256 done", headed("alg", "ES256".into())),
        ("kid missing", headed("kid", Value::Null)),
        ("kid unknown", headed("kid", "0123456789ab".into())),
        ("kid empty", headed("kid", "".into())),
        ("kid a path", headed("kid", "../../../dev/null".into())),
        ("kid a query", headed("kid", "' OR 1=1 --".into())),
        ("kid of another key of ours", headed("kid", bench.keys.find(&old_kid(bench)).unwrap().id.clone().into())),
        ("typ missing", headed("typ", Value::Null)),
        ("typ JWT", headed("typ", "JWT".into())),
        ("typ of a mail link", headed("typ", "email-verification+jwt".into())),
        ("typ in upper case", headed("typ", "AT+JWT".into())),
        ("a key in the header", headed("jwk", json!({ "kty": "oct", "k": URL_SAFE_NO_PAD.encode([1; 32]) }))),
        ("an address of keys", headed("jku", "https://evil.example/keys".into())),
        ("an address of a certificate", headed("x5u", "https://evil.example/cert".into())),
        ("a critical extension", headed("crit", json!(["exp"]))),
        ("detached payload", headed("b64", false.into())),
        ("a header that is a list", signed_text("[]", &claims.to_string(), &SECRET, Algorithm::HS256)),
        ("a header that is no JSON", signed_text("at+jwt", &claims.to_string(), &SECRET, Algorithm::HS256)),
        ("alg twice", signed_text(&header.to_string().replace('{', "{\"alg\":\"none\","), &claims.to_string(), &SECRET, Algorithm::HS256)),
    ]
}

fn old_kid(bench: &Bench) -> String {
    let mut old = bench.config.clone();
    old.auth.secret = STANDARD.encode(OLD_SECRET).into();
    Keyring::open(&old, &SeededRandom::new(1)).unwrap().signing().id.clone()
}

fn forged_claims(bench: &Bench) -> Vec<(&'static str, String)> {
    let (header, claims, now) = (bench.header(), bench.claims(), bench.now.timestamp());
    let claimed = |key: &str, value: Value| signed(&header, &with(claims.clone(), key, value));
    let timed = |iat: i64, exp: i64| signed(&header, &with(with(claims.clone(), "iat", iat.into()), "exp", exp.into()));
    vec![
        ("iss missing", claimed("iss", Value::Null)),
        ("iss foreign", claimed("iss", "evil".into())),
        ("iss a list", claimed("iss", json!(["lianqiao"]))),
        ("aud missing", claimed("aud", Value::Null)),
        ("aud foreign", claimed("aud", "other-api".into())),
        ("aud of a mail link", claimed("aud", "lianqiao-api/email-verification".into())),
        ("aud a list with ours", claimed("aud", json!(["other-api", "lianqiao-api"]))),
        ("sub missing", claimed("sub", Value::Null)),
        ("sub empty", claimed("sub", "".into())),
        ("sub a bare UUID", claimed("sub", user().uuid().to_string().into())),
        ("sub the id of another kind", claimed("sub", session().to_string().into())),
        ("sub a number", claimed("sub", 11.into())),
        ("sid missing", claimed("sid", Value::Null)),
        ("sid the id of another kind", claimed("sid", user().to_string().into())),
        ("jti missing", claimed("jti", Value::Null)),
        ("jti empty", claimed("jti", "".into())),
        ("iat missing", claimed("iat", Value::Null)),
        ("iat a text", claimed("iat", now.to_string().into())),
        ("iat in the future", timed(now + 60, now + 660)),
        ("exp missing", claimed("exp", Value::Null)),
        ("exp a text", claimed("exp", (now + 600).to_string().into())),
        ("exp a fraction", claimed("exp", json!(600.5))),
        ("expired", timed(now - 700, now - 100)),
        ("expired this second", timed(now - 600, now)),
        ("expires before it begins", timed(now, now - 1)),
        ("lives longer than ours", timed(now, now + 601)),
        ("lives for ever", timed(now, i64::MAX)),
        ("began in the year 1", timed(i64::MIN, now + 600)),
        ("a claim that we do not make", claimed("roles", json!(["OPERATOR"]))),
        ("not before", claimed("nbf", (now + 3600).into())),
        ("sub twice", signed_text(&header.to_string(), &claims.to_string().replacen('{', "{\"sub\":\"x\",", 1), &SECRET, Algorithm::HS256)),
        ("claims that are a list", signed_text(&header.to_string(), "[]", &SECRET, Algorithm::HS256)),
        ("claims that are no JSON", signed_text(&header.to_string(), "user", &SECRET, Algorithm::HS256)),
    ]
}

fn forged_shapes(bench: &Bench) -> Vec<(&'static str, String)> {
    let good = bench.good();
    let parts: Vec<&str> = good.split('.').collect();
    let (header, claims, signature) = (parts[0], parts[1], parts[2]);
    let other = Bench { now: bench.now + TimeDelta::seconds(1), ..Bench::new() }.good();
    let foreign = other.split('.').nth(2).unwrap();
    let text = |secret: &[u8]| signed_text(&bench.header().to_string(), &bench.claims().to_string(), secret, Algorithm::HS256);
    vec![
        ("empty", String::new()),
        ("two dots", "..".to_owned()),
        ("no signature", format!("{header}.{claims}.")),
        ("no last dot", format!("{header}.{claims}")),
        ("a fourth part", format!("{good}.{signature}")),
        ("signature of another token", format!("{header}.{claims}.{foreign}")),
        ("signature cut short", good[..good.len() - 2].to_owned()),
        ("signature too long", format!("{good}AA")),
        ("padded signature", format!("{good}=")),
        ("white space before", format!(" {good}")),
        ("white space after", format!("{good}\n")),
        ("upper case", good.to_uppercase()),
        ("signed with nothing", text(&[])),
        ("signed with another key", text(&[8; 48])),
        ("signed with our key as text", text(STANDARD.encode(SECRET).as_bytes())),
        ("signed with half our key", text(&SECRET[..24])),
        ("very long", format!("{good}.{}", "A".repeat(1_000_000))),
        ("bytes of other scripts", "令牌.令牌.令牌".to_owned()),
        (
            "a token for another purpose",
            bench.signer().purpose(&SeededRandom::new(3), "unsubscribe", &user().to_string(), Duration::hours(1)).unwrap(),
        ),
        (
            "a purpose that apes ours",
            bench.signer().purpose(&SeededRandom::new(3), "at", &user().to_string(), Duration::minutes(5)).unwrap(),
        ),
    ]
}

#[test]
fn every_forgery_is_refused() {
    let bench = Bench::new();
    let forged = [forged_headers(&bench), forged_claims(&bench), forged_shapes(&bench)].concat();
    assert!(forged.len() >= 49, "{}", forged.len());
    let taken: Vec<_> = forged.iter().filter(|(_, token)| bench.signer().read_access(token).is_some()).map(|(name, _)| name).collect();
    assert!(taken.is_empty(), "taken for good: {taken:?}");
}

#[test]
fn tokens_of_two_purposes_do_not_mix() {
    let bench = Bench::new();
    let signer = bench.signer();
    let token = signer.purpose(&SeededRandom::new(4), "email-verification", "subject", Duration::hours(48)).unwrap();
    assert_eq!(signer.read_purpose("email-verification", &token).as_deref(), Some("subject"));
    assert_eq!(signer.read_purpose("unsubscribe", &token), None);
    assert_eq!(signer.read_purpose("email-verification", &bench.good()), None);
    assert_eq!(signer.read_purpose("at", &bench.good()), None, "an access token is read as one or not at all");
    assert_eq!(bench.at(TimeDelta::hours(48)).read_purpose("email-verification", &token), None, "out of date");
}

proptest! {
    #[test]
    fn a_token_with_one_other_character_is_refused(position in 0_usize..500, replacement in "[A-Za-z0-9_.=+/ -]") {
        let bench = Bench::new();
        let good = bench.good();
        let position = position % good.len();
        prop_assume!(!good[position..].starts_with(&replacement));
        let mut bad = good.clone();
        bad.replace_range(position..=position, &replacement);
        prop_assert_eq!(bench.signer().read_access(&bad), None);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}", dots in "[A-Za-z0-9_-]{0,40}\\.[A-Za-z0-9_-]{0,40}\\.[A-Za-z0-9_-]{0,43}") {
        let bench = Bench::new();
        prop_assert_eq!(bench.signer().read_access(&text), None);
        prop_assert_eq!(bench.signer().read_access(&dots), None);
    }
}
