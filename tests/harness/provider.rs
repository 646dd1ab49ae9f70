//! A small identity provider of an institution (OpenID Connect): discovery, keys, a login page that asks nothing, and
//! tokens signed with RS256. Real enough for a real client, and able to misbehave.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Form, Json, Router,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, crypto, encode};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::AbortHandle};

/// Two keys of tests; nothing else is signed with them.
const KEYS: [(&str, &str, &str); 2] = [
    ("key-1", include_str!("provider/key-1.pem"), include_str!("provider/key-1.n")),
    ("key-2", include_str!("provider/key-2.pem"), include_str!("provider/key-2.n")),
];
/// The client that it knows.
pub const CLIENT: (&str, &str) = ("lianqiao", "client-secret-of-tests");

/// How the next token differs from a good one.
#[derive(Debug, Clone, Default)]
pub struct Twist {
    /// Claims that are set, or removed where null.
    pub claims: Vec<(&'static str, Value)>,
    /// No signature, and `alg: none`.
    pub unsigned: bool,
    /// Signed with HS256 and the client's secret.
    pub symmetric: bool,
    /// Signed with this key; the first of those that it publishes otherwise.
    pub key: Option<usize>,
    /// The token endpoint answers 500.
    pub broken: bool,
    /// Codes are exchanged as often as somebody likes.
    pub careless: bool,
}

#[derive(Clone)]
struct Asked {
    nonce: String,
    challenge: String,
    redirect: String,
}

struct Memory {
    issuer: String,
    /// Seconds since 1970, by the story's clock.
    now: i64,
    /// The claims of who signs in next.
    person: Value,
    twist: Twist,
    /// Which keys it publishes.
    published: Vec<usize>,
    codes: HashMap<String, Asked>,
    issued: usize,
}

/// The provider of one story.
pub struct IdentityProvider {
    port: u16,
    memory: Arc<Mutex<Memory>>,
    serving: Mutex<AbortHandle>,
}

impl IdentityProvider {
    /// A provider on a free port, whose clock says `now`.
    pub async fn start(now: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let memory = Memory {
            issuer: format!("http://127.0.0.1:{port}"),
            now,
            person: json!({ "sub": "u-1", "email": "wang.fang@fudan.example", "email_verified": true, "name": "Wang Fang" }),
            twist: Twist::default(),
            published: vec![0],
            codes: HashMap::new(),
            issued: 0,
        };
        let memory = Arc::new(Mutex::new(memory));
        let serving = Mutex::new(serve(listener, Arc::clone(&memory)));
        Self { port, memory, serving }
    }

    /// Its issuer address.
    #[must_use]
    pub fn issuer(&self) -> String {
        self.memory.lock().unwrap().issuer.clone()
    }

    /// Who signs in next.
    pub fn person(&self, claims: Value) {
        self.memory.lock().unwrap().person = claims;
    }

    /// Sets its clock.
    pub fn set_clock(&self, now: i64) {
        self.memory.lock().unwrap().now = now;
    }

    /// How the next tokens differ from good ones.
    pub fn twist(&self, twist: Twist) {
        self.memory.lock().unwrap().twist = twist;
    }

    /// Publishes other keys; the first one signs.
    pub fn publish(&self, keys: &[usize]) {
        self.memory.lock().unwrap().published = keys.to_vec();
    }

    /// Closes the port.
    pub async fn go_away(&self) {
        let serving = self.serving.lock().unwrap().clone();
        serving.abort();
        while !serving.is_finished() {
            tokio::task::yield_now().await;
        }
    }

    /// Opens the same port again.
    pub async fn come_back(&self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        *self.serving.lock().unwrap() = serve(listener, Arc::clone(&self.memory));
    }
}

type Shared = Arc<Mutex<Memory>>;

fn serve(listener: TcpListener, memory: Shared) -> AbortHandle {
    let routes = Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/keys", get(keys))
        .route("/authorize", get(authorize))
        .route("/token", post(token))
        .with_state(memory);
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() }).abort_handle()
}

async fn discovery(State(memory): State<Shared>) -> Json<Value> {
    let issuer = memory.lock().unwrap().issuer.clone();
    Json(json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"), "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        // More than our client may take.
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
    }))
}

async fn keys(State(memory): State<Shared>) -> Json<Value> {
    let published = memory.lock().unwrap().published.clone();
    let key = |index: usize| {
        let (kid, _, modulus) = KEYS[index];
        json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": modulus.trim(), "e": "AQAB" })
    };
    Json(json!({ "keys": published.into_iter().map(key).collect::<Vec<_>>() }))
}

/// The login page: whoever comes is the person, and is sent back with a code.
async fn authorize(State(memory): State<Shared>, Query(query): Query<HashMap<String, String>>) -> Response {
    let field = |name: &str| query.get(name).cloned().unwrap_or_default();
    if field("client_id") != CLIENT.0 || field("response_type") != "code" || field("code_challenge_method") != "S256" {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let mut memory = memory.lock().unwrap();
    memory.issued += 1;
    let code = format!("code-{}", memory.issued);
    let redirect = field("redirect_uri");
    let asked = Asked { nonce: field("nonce"), challenge: field("code_challenge"), redirect: redirect.clone() };
    memory.codes.insert(code.clone(), asked);
    Redirect::to(&format!("{redirect}?code={code}&state={}", field("state"))).into_response()
}

/// Exchanges a code once, for the client that has its verifier.
async fn token(State(memory): State<Shared>, headers: axum::http::HeaderMap, Form(form): Form<HashMap<String, String>>) -> Response {
    let mut memory = memory.lock().unwrap();
    let field = |name: &str| form.get(name).cloned().unwrap_or_default();
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("{}:{}", CLIENT.0, CLIENT.1));
    let known = headers.get("authorization").is_some_and(|value| value == &format!("Basic {basic}"));
    let refuse = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    if !known {
        return refuse("invalid_client");
    }
    if memory.twist.broken {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let asked = if memory.twist.careless { memory.codes.get(&field("code")).cloned() } else { memory.codes.remove(&field("code")) };
    let Some(asked) = asked else { return refuse("invalid_grant") };
    let digest = lianqiao::kernel::digest::sha256_hex(field("code_verifier").as_bytes());
    let digest: Vec<u8> = (0..64).step_by(2).map(|at| u8::from_str_radix(&digest[at..at + 2], 16).unwrap()).collect();
    if asked.challenge != URL_SAFE_NO_PAD.encode(digest) || asked.redirect != field("redirect_uri") {
        return refuse("invalid_grant");
    }
    let token = id_token(&memory, &asked.nonce);
    Json(json!({ "access_token": "unused", "token_type": "Bearer", "expires_in": 60, "id_token": token })).into_response()
}

fn id_token(memory: &Memory, nonce: &str) -> String {
    let mut claims = memory.person.clone();
    let fields = claims.as_object_mut().unwrap();
    for (name, value) in [
        ("iss", json!(memory.issuer)),
        ("aud", json!(CLIENT.0)),
        ("iat", json!(memory.now)),
        ("exp", json!(memory.now + 300)),
        ("nonce", json!(nonce)),
    ] {
        fields.insert(name.to_owned(), value);
    }
    for (name, value) in &memory.twist.claims {
        if value.is_null() {
            fields.remove(*name);
        } else {
            fields.insert((*name).to_owned(), value.clone());
        }
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    if memory.twist.unsigned {
        return format!("{}.{}.", part(&json!({ "alg": "none", "typ": "JWT" })), part(&claims));
    }
    if memory.twist.symmetric {
        let message = format!("{}.{}", part(&json!({ "alg": "HS256", "typ": "JWT" })), part(&claims));
        let key = EncodingKey::from_secret(CLIENT.1.as_bytes());
        return format!("{message}.{}", crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap());
    }
    let (kid, pem, _) = KEYS[memory.twist.key.unwrap_or(memory.published[0])];
    let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::RS256) };
    encode(&header, &claims, &EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap()).unwrap()
}
