//! Secrets that sign access tokens and links in mails.

use std::{fs, io::Write as _, path::Path};

use anyhow::{Context, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretSlice};

use crate::{
    config::Config,
    kernel::{digest, id::Random},
};

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
    /// Reads the configured secrets, or the one kept in `data_dir/secret.key`, which is made on first start.
    pub fn open(config: &Config, random: &dyn Random) -> anyhow::Result<Self> {
        let configured = config.auth.secret.expose_secret();
        let current = if configured.is_empty() { kept_secret(&config.data_dir.join("secret.key"), random)? } else { configured.to_owned() };
        let all = std::iter::once(current.as_str()).chain(config.auth.previous_secrets.iter().map(ExposeSecret::expose_secret));
        Ok(Self { keys: all.map(key).collect::<anyhow::Result<_>>()? })
    }

    /// The key that signs.
    #[must_use]
    pub fn signing(&self) -> &Key {
        // `open` always puts the current key first.
        &self.keys[0]
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
    let id = digest::sha256_hex(&secret).chars().take(12).collect();
    Ok(Key { id, secret: secret.into() })
}

fn kept_secret(file: &Path, random: &dyn Random) -> anyhow::Result<String> {
    if file.exists() {
        return fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()));
    }
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut secret = [0_u8; 48];
    random.fill(&mut secret);
    let text = STANDARD.encode(secret);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut handle = options.open(file).with_context(|| format!("cannot create {}", file.display()))?;
    handle.write_all(text.as_bytes())?;
    handle.sync_all()?;
    Ok(text)
}
