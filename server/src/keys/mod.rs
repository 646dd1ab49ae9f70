//! Secrets that sign access tokens and links in mails, and that seal what is stored.

mod file;
mod seal;

use anyhow::{Context, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretSlice};

use crate::{
    config::Config,
    kernel::{digest, id::Random},
};

pub use file::{Kept, KeyFile};
pub use seal::Sealed;

/// One secret and the name under which tokens refer to it.
#[derive(Debug, Clone)]
pub struct Key {
    /// `kid`: the first 12 hexadecimal digits of the secret's hash; says nothing about the secret.
    pub id: String,
    /// At least 32 bytes.
    pub secret: SecretSlice<u8>,
}

/// The key that signs, and those that still verify.
#[derive(Debug, Clone)]
pub struct Keyring {
    keys: Vec<Key>,
}

impl Keyring {
    /// Reads the configured secrets, or those kept in `data_dir/secret.key`, which is made on first start.
    pub fn open(config: &Config, random: &dyn Random) -> anyhow::Result<Self> {
        let configured = config.auth.secret.expose_secret();
        let kept = if configured.is_empty() { KeyFile::of(config).open(random)? } else { Vec::new() };
        let own = (!configured.is_empty()).then_some(configured).into_iter();
        let all = own.chain(kept.iter().map(|kept| kept.secret.expose_secret()));
        let all = all.chain(config.auth.previous_secrets.iter().map(ExposeSecret::expose_secret));
        Ok(Self { keys: all.map(key).collect::<anyhow::Result<_>>()? })
    }

    /// The key that signs.
    #[must_use]
    pub fn signing(&self) -> &Key {
        // `open` always puts the current key first.
        &self.keys[0]
    }

    /// All keys, the one that signs first.
    pub fn iter(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter()
    }

    /// The key with this `kid`, if we (still) know it.
    #[must_use]
    pub fn find(&self, kid: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.id == kid)
    }
}

fn key(base64: &str) -> anyhow::Result<Key> {
    let secret = STANDARD.decode(base64.trim()).context("auth.secret is not base64")?;
    ensure!(secret.len() >= 32, "auth.secret must hold at least 32 bytes");
    let id = digest::short(&secret);
    Ok(Key { id, secret: secret.into() })
}
