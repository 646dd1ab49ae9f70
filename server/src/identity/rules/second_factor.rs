//! Second factors: codes of an authenticator (TOTP, RFC 6238: SHA-1, six digits, 30 seconds, as every authenticator
//! understands) and recovery codes.

use subtle::ConstantTimeEq;
use totp_rs::{Algorithm, TOTP};

use crate::{
    kernel::{
        Error, Id, Result, Timestamp, digest,
        id::{self, Random},
    },
    keys::Sealed,
};

/// Digits of a code.
const DIGITS: usize = 6;
/// Seconds of a step.
const STEP_SECONDS: i64 = 30;
/// Steps before and after the present one whose codes are taken: clocks differ, and people type slowly.
const SKEW_STEPS: i64 = 1;
/// Bytes of a secret (RFC 4226 asks for 20).
pub const SECRET_BYTES: usize = 20;
/// Who the code is for, as authenticators show it.
const ISSUER: &str = "Lianqiao";
/// Recovery codes that are given at a time.
pub const RECOVERY_CODES: usize = 10;
/// Characters of a recovery code: 80 bits, beyond any search even of stored hashes.
const RECOVERY_LENGTH: usize = 16;
/// Crockford's letters: none that is mistaken for another.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Somebody's second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Whose.
    pub user: Id<id::User>,
    /// The secret that the authenticator knows, too.
    pub secret: Sealed,
    /// When the first code was given; the factor counts from then on.
    pub confirmed_at: Option<Timestamp>,
    /// The last step whose code was taken.
    pub last_step: i64,
    /// Hashes of the recovery codes that are left.
    pub recovery_hashes: Vec<String>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When the enrollment began.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl SecondFactor {
    /// Whether it is asked for.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.confirmed_at.is_some()
    }
}

/// What somebody gives to prove a second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// Six digits of the authenticator.
    Code(String),
    /// A recovery code, without what people put between its parts.
    Recovery(String),
}

impl Proof {
    /// Reads what was typed: white space and hyphens do not count, nor do capitals.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let typed = text.chars().take(100).filter(|c| !c.is_whitespace() && *c != '-');
        let typed: String = typed.flat_map(char::to_lowercase).collect();
        if typed.len() == DIGITS && typed.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::Code(typed);
        }
        // What is mistaken for a digit is one.
        Self::Recovery(typed.replace(['o'], "0").replace(['i', 'l'], "1"))
    }
}

fn totp(secret: Vec<u8>, account: &str) -> Result<TOTP> {
    let (step, skew) = (STEP_SECONDS.unsigned_abs(), SKEW_STEPS.unsigned_abs());
    let skew = u8::try_from(skew).map_err(Error::internal)?;
    // A colon would end the name of the account.
    let account = account.replace(':', "_");
    TOTP::new(Algorithm::SHA1, DIGITS, skew, step, secret, Some(ISSUER.to_owned()), account).map_err(Error::internal)
}

/// The secret as authenticators take it by hand (base32), and the address that a QR code shows.
///
/// # Errors
/// `INTERNAL` for a secret that is too short.
pub fn enrollment(secret: &[u8], account: &str) -> Result<(String, String)> {
    let totp = totp(secret.to_vec(), account)?;
    Ok((totp.get_secret_base32(), totp.get_url()))
}

/// The step of the time for which `code` is right, if it is later than `last_step`: of the present step and its
/// neighbors, each is good once, and none before one that was taken.
///
/// # Errors
/// `INTERNAL` for a secret that is too short.
pub fn accepted_step(secret: &[u8], code: &str, now: Timestamp, last_step: i64) -> Result<Option<i64>> {
    let totp = totp(secret.to_vec(), "")?;
    let present = now.timestamp().div_euclid(STEP_SECONDS);
    let mut accepted = None;
    // All of them, whichever fits: the time of the answer says nothing.
    for step in present - SKEW_STEPS..=present + SKEW_STEPS {
        let right = u64::try_from(step * STEP_SECONDS).map(|time| totp.generate(time)).unwrap_or_default();
        if bool::from(right.as_bytes().ct_eq(code.as_bytes())) && step > last_step {
            accepted = Some(step);
        }
    }
    Ok(accepted)
}

/// New recovery codes, to be shown once: `0000-0000-0000-0000`.
#[must_use]
pub fn recovery_codes(random: &dyn Random) -> Vec<String> {
    let code = |_| {
        let mut bytes = [0_u8; RECOVERY_LENGTH];
        random.fill(&mut bytes);
        let letters: String = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
        [&letters[..4], &letters[4..8], &letters[8..12], &letters[12..]].join("-")
    };
    (0..RECOVERY_CODES).map(code).collect()
}

/// What is stored of a recovery code of `user`, as [`Proof::read`] gives it.
#[must_use]
pub fn recovery_hash(user: Id<id::User>, code: &str) -> String {
    digest::sha256_hex(format!("recovery-code:{user}:{code}").as_bytes())
}

/// The hashes of `codes` as they were shown.
#[must_use]
pub fn recovery_hashes(user: Id<id::User>, codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| recovery_hash(user, &code.replace('-', ""))).collect()
}
