//! API tokens: keys with which a program acts for a person in one organization. Pure.

use chrono::NaiveDate;
use serde::Serialize;

use crate::kernel::{
    Id, Timestamp,
    actor::Scope,
    digest,
    id::{self, Random},
};

/// What every API token begins with, so that scanners of source code find those that leaked.
pub const PREFIX: &str = "lqt_";
/// Random bytes of a token.
const SECRET_BYTES: usize = 20;
/// Hexadecimal digits of its checksum.
const CHECKSUM: usize = 8;
/// API tokens of one person that are good at the same time.
pub const MAX_TOKENS: u64 = 50;

/// The checksum at the end of a token: a scanner tells a token from something that looks like one without asking us.
fn checksum(text: &str) -> String {
    digest::sha256_hex(text.as_bytes()).chars().take(CHECKSUM).collect()
}

/// A new token: `lqt_`, 40 hexadecimal digits, and 8 of the SHA-256 of what stands before them.
#[must_use]
pub fn generate(random: &dyn Random) -> String {
    let mut secret = [0; SECRET_BYTES];
    random.fill(&mut secret);
    let text = format!("{PREFIX}{}", digest::hex(&secret));
    let sum = checksum(&text);
    text + &sum
}

/// What is stored of a token; none for a text that is none, which needs no look into the database.
#[must_use]
pub fn stored(text: &str) -> Option<String> {
    let body = text.strip_prefix(PREFIX)?;
    let plain = body.len() == SECRET_BYTES * 2 + CHECKSUM && body.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let (secret, sum) = text.split_at_checked(text.len().checked_sub(CHECKSUM)?).filter(|_| plain)?;
    (checksum(secret) == sum).then(|| digest::sha256_hex(text.as_bytes()))
}

/// An API token as its holder sees it. The token itself is shown once and not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApiToken {
    /// Which one.
    pub id: Id<id::ApiToken>,
    /// Whom it acts for.
    pub user: Id<id::User>,
    /// The only organization for which it acts.
    pub organization: Id<id::Organization>,
    /// What the holder calls it.
    pub name: String,
    /// What it may be used for, sorted, each once.
    pub scopes: Vec<Scope>,
    /// Counts changes, from 1. That it was used is none.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when it is no longer good.
    pub expires_at: Timestamp,
    /// Day (UTC) on which it was last used.
    pub last_used_on: Option<NaiveDate>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// Who revoked it.
    pub revoked_by: Option<Id<id::User>>,
}
