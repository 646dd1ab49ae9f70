//! Sessions: families of refresh tokens, each good once (RFC 9700, 4.14).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use subtle::ConstantTimeEq;

use crate::kernel::{
    Id, Timestamp, digest,
    id::{self, Random},
};

/// Time within which an answer that got lost may be asked for once more.
const LOST_ANSWER_SECONDS: i64 = 60;

/// A refresh token: 16 random bytes that name the family, and 32 that are new each time. Only hashes of them are stored.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken {
    family: [u8; 16],
    secret: [u8; 32],
}

impl RefreshToken {
    /// The first token of a new family.
    #[must_use]
    pub fn first(random: &dyn Random) -> Self {
        let mut family = [0; 16];
        random.fill(&mut family);
        Self { family, secret: [0; 32] }.successor(random)
    }

    /// The next token of the family.
    #[must_use]
    pub fn successor(&self, random: &dyn Random) -> Self {
        let mut secret = [0; 32];
        random.fill(&mut secret);
        Self { family: self.family, secret }
    }

    /// Reads what [`Self::text`] wrote, or none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|_| text.len() == 64)?;
        let (family, secret) = bytes.split_first_chunk::<16>()?;
        Some(Self { family: *family, secret: secret.try_into().ok()? })
    }

    /// 64 URL-safe characters, for the client.
    #[must_use]
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode([self.family.as_slice(), self.secret.as_slice()].concat())
    }

    /// What is stored of the family.
    #[must_use]
    pub fn family_hash(&self) -> String {
        digest::sha256_hex(&self.family)
    }

    /// What is stored of this token.
    #[must_use]
    pub fn hash(&self) -> String {
        digest::sha256_hex(&self.secret)
    }
}

/// A signed-in device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The session.
    pub id: Id<id::Session>,
    /// Whose.
    pub user: Id<id::User>,
    /// Counts tokens, from 1.
    pub generation: i64,
    /// Hash of the family.
    pub family_hash: String,
    /// Hash of the token that is good now.
    pub token_hash: String,
    /// Hash of the token before it.
    pub previous_token_hash: Option<String>,
    /// When a lost answer was asked for again, since the last regular rotation.
    pub retried_at: Option<Timestamp>,
    /// What it runs on, in words of ours: see [`super::device()`].
    pub device: Option<String>,
    /// When the person signed in.
    pub created_at: Timestamp,
    /// When the last token was issued.
    pub last_used_at: Timestamp,
    /// When it ends unless it is used before.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub revoked_at: Option<Timestamp>,
}

/// What presenting a token of the family means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presented {
    /// It is the good one.
    Current,
    /// It is the one before, its successor was never used, and the answer may have been lost just now.
    LostAnswer,
    /// It is the one before, just now, and the lost answer was given again already: another tab of the same browser was
    /// faster. Refused, but no harm.
    JustRetried,
    /// It was used before: somebody has a copy.
    Replayed,
    /// The session has ended.
    Ended,
}

impl Session {
    /// Judges a token of this family.
    #[must_use]
    pub fn judge(&self, token: &RefreshToken, now: Timestamp) -> Presented {
        let is = |hash: &str| bool::from(hash.as_bytes().ct_eq(token.hash().as_bytes()));
        if self.revoked_at.is_some() || now >= self.expires_at {
            return Presented::Ended;
        }
        if is(&self.token_hash) {
            return Presented::Current;
        }
        // If the successor had been used, it would be the previous token now, and this one older.
        let previous = self.previous_token_hash.as_deref().is_some_and(is);
        let just_now = now - self.last_used_at < TimeDelta::seconds(LOST_ANSWER_SECONDS);
        match (previous && just_now, self.retried_at) {
            (true, None) => Presented::LostAnswer,
            (true, Some(_)) => Presented::JustRetried,
            (false, _) => Presented::Replayed,
        }
    }

    /// The session after `successor` was issued for a token that was judged [`Presented::Current`] or
    /// [`Presented::LostAnswer`].
    #[must_use]
    pub fn rotated(self, presented: Presented, successor: &RefreshToken, now: Timestamp, life: TimeDelta) -> Self {
        let (previous, retried_at) = match presented {
            Presented::LostAnswer => (self.previous_token_hash, Some(now)),
            _ => (Some(self.token_hash), None),
        };
        Self {
            generation: self.generation + 1,
            token_hash: successor.hash(),
            previous_token_hash: previous,
            retried_at,
            last_used_at: now,
            expires_at: now + life,
            ..self
        }
    }
}
