//! Signed tokens (JSON Web Tokens), one kind for each purpose, read as strictly as RFC 8725 asks.
//!
//! One algorithm (HS256), a known `kid`, a `typ` and an audience of each purpose's own, all claims there and none else,
//! times checked against the program's clock. A token of one purpose is never good for another.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{Duration, SubsecRound};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use crate::{
    config::Auth,
    kernel::{
        Error, Id, Result, Timestamp, digest,
        id::{Random, Session, User},
    },
    keys::Keyring,
};

/// Longest token that we look at, in bytes; ours have fewer than 700.
const MAX_LENGTH: usize = 1024;
/// Seconds by which the clocks of two of our servers may differ.
const SKEW_SECONDS: i64 = 5;
/// The purpose of access tokens; others are named by who makes them.
const ACCESS: &str = "at";

/// What makes and reads tokens: the keys, the settings and the time.
#[derive(Debug, Clone, Copy)]
pub struct Signer<'a> {
    /// The keys.
    pub keys: &'a Keyring,
    /// Issuer, audience and the life of an access token.
    pub auth: &'a Auth,
    /// Now.
    pub now: Timestamp,
}

/// An access token that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// Whose.
    pub user: Id<User>,
    /// The session that it belongs to.
    pub session: Id<Session>,
    /// From when it is no longer good.
    pub expires_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<Id<Session>>,
    jti: String,
    iat: i64,
    exp: i64,
}

/// The only header fields that our tokens have: no address of a key, no key, no extension.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StrictHeader {
    alg: String,
    typ: String,
    kid: String,
}

impl Signer<'_> {
    /// An access token for `session` of `user`, and when it runs out.
    ///
    /// # Errors
    /// `INTERNAL` if it cannot be signed.
    pub fn access(&self, random: &dyn Random, user: Id<User>, session: Id<Session>) -> Result<(String, Timestamp)> {
        let life = self.access_life();
        Ok((self.sign(random, ACCESS, user.to_string(), Some(session), life)?, self.now.trunc_subsecs(0) + life))
    }

    /// Reads an access token. None for everything else, whatever is wrong with it: who asks learns nothing.
    #[must_use]
    pub fn read_access(&self, text: &str) -> Option<Access> {
        let claims = self.read(ACCESS, text)?;
        let short = claims.exp.checked_sub(claims.iat).is_some_and(|life| life <= self.access_life().num_seconds());
        let (user, session) = (claims.sub.parse().ok()?, claims.sid?);
        let expires_at = Timestamp::from_timestamp(claims.exp, 0)?;
        short.then_some(Access { user, session, expires_at })
    }

    /// A token that says `subject` to whoever reads it for the same `purpose`, for the time of `life`.
    ///
    /// # Errors
    /// `INTERNAL` if it cannot be signed.
    pub fn purpose(&self, random: &dyn Random, purpose: &str, subject: &str, life: Duration) -> Result<String> {
        self.sign(random, purpose, subject.to_owned(), None, life)
    }

    /// Reads the subject of a token made for `purpose`. None for everything else.
    #[must_use]
    pub fn read_purpose(&self, purpose: &str, text: &str) -> Option<String> {
        let claims = self.read(purpose, text)?;
        (purpose != ACCESS && claims.sid.is_none()).then_some(claims.sub)
    }

    fn access_life(&self) -> Duration {
        Duration::minutes(self.auth.access_token_minutes.into())
    }

    fn audience(&self, purpose: &str) -> String {
        if purpose == ACCESS { self.auth.audience.clone() } else { format!("{}/{purpose}", self.auth.audience) }
    }

    fn sign(&self, random: &dyn Random, purpose: &str, sub: String, sid: Option<Id<Session>>, life: Duration) -> Result<String> {
        let mut id = [0_u8; 16];
        random.fill(&mut id);
        let iat = self.now.timestamp();
        let claims = Claims {
            iss: self.auth.issuer.clone(),
            aud: self.audience(purpose),
            sub,
            sid,
            jti: digest::hex(&id),
            iat,
            exp: iat.saturating_add(life.num_seconds()),
        };
        let key = self.keys.signing();
        let header = Header { typ: Some(format!("{purpose}+jwt")), kid: Some(key.id.clone()), ..Header::new(Algorithm::HS256) };
        encode(&header, &claims, &EncodingKey::from_secret(key.secret.expose_secret())).map_err(Error::internal)
    }

    fn read(&self, purpose: &str, text: &str) -> Option<Claims> {
        let header = strict_header(text)?;
        if header.alg != "HS256" || header.typ != format!("{purpose}+jwt") {
            return None;
        }
        let key = self.keys.find(&header.kid)?;
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[&self.auth.issuer]);
        validation.set_audience(&[self.audience(purpose)]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The library would ask the operating system for the time; ours is checked below.
        validation.validate_exp = false;
        let claims = decode::<Claims>(text, &DecodingKey::from_secret(key.secret.expose_secret()), &validation).ok()?.claims;
        let now = self.now.timestamp();
        let timely = claims.iat <= now.saturating_add(SKEW_SECONDS) && claims.iat < claims.exp && now < claims.exp;
        (timely && !claims.jti.is_empty()).then_some(claims)
    }
}

fn strict_header(text: &str) -> Option<StrictHeader> {
    if text.len() > MAX_LENGTH || text.bytes().filter(|byte| *byte == b'.').count() != 2 {
        return None;
    }
    let header = URL_SAFE_NO_PAD.decode(text.split('.').next()?).ok()?;
    serde_json::from_slice(&header).ok()
}
