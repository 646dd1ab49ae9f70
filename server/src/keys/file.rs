//! `data_dir/secret.key`: the secret that signs in the first line, older ones below it, each with the day since when it
//! only verifies. Of an installation with one server; several servers share secrets through their settings.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    config::Config,
    kernel::{Timestamp, id::Random},
};

/// A secret of the file.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Base64.
    pub secret: SecretString,
    /// Since when it only verifies; none for the one that signs.
    pub retired_at: Option<Timestamp>,
}

impl Kept {
    /// Its `kid`.
    ///
    /// # Errors
    /// If it is no secret.
    pub fn id(&self) -> anyhow::Result<String> {
        Ok(super::key(self.secret.expose_secret())?.id)
    }
}

/// The file of an installation.
#[derive(Debug)]
pub struct KeyFile(PathBuf);

impl KeyFile {
    /// Where it is.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        Self(config.data_dir.join("secret.key"))
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The secrets, the one that signs first. Makes the file if there is none.
    pub fn open(&self, random: &dyn Random) -> anyhow::Result<Vec<Kept>> {
        if !self.0.exists() {
            self.create(&text(&[Kept { secret: fresh(random), retired_at: None }]))?;
        }
        let text = fs::read_to_string(&self.0).with_context(|| format!("cannot read {}", self.0.display()))?;
        let kept: Vec<Kept> = text.lines().filter(|line| !line.trim().is_empty()).map(line).collect::<anyhow::Result<_>>()?;
        ensure!(!kept.is_empty(), "{} is empty", self.0.display());
        Ok(kept)
    }

    /// A new secret signs from now on; the one before it only verifies.
    pub fn rotate(&self, random: &dyn Random, now: Timestamp) -> anyhow::Result<Vec<Kept>> {
        let mut kept = self.open(random)?;
        if let Some(current) = kept.first_mut() {
            current.retired_at = Some(now);
        }
        kept.insert(0, Kept { secret: fresh(random), retired_at: None });
        self.replace(&text(&kept))?;
        Ok(kept)
    }

    /// Forgets an older secret: what it signed is refused from now on.
    pub fn forget(&self, random: &dyn Random, id: &str) -> anyhow::Result<()> {
        let mut kept = self.open(random)?;
        let place = kept.iter().map(Kept::id).collect::<anyhow::Result<Vec<_>>>()?.iter().position(|known| known == id);
        match place {
            None => bail!("there is no key {id} in {}", self.0.display()),
            Some(0) => bail!("the key {id} signs: run `lianqiao keys rotate` first"),
            Some(place) => drop(kept.remove(place)),
        }
        self.replace(&text(&kept))
    }

    /// Of several processes that start at once the first one's secret counts: the file comes into being whole, and once.
    fn create(&self, text: &str) -> anyhow::Result<()> {
        if let Some(parent) = self.0.parent() {
            fs::create_dir_all(parent)?;
        }
        let beside = self.0.with_extension(format!("{}.new", std::process::id()));
        write(&beside, text)?;
        let linked = fs::hard_link(&beside, &self.0);
        fs::remove_file(&beside)?;
        match linked {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            linked => linked.with_context(|| format!("cannot create {}", self.0.display())),
        }
    }

    /// In one step: a process that starts meanwhile reads the old file or the new one.
    fn replace(&self, text: &str) -> anyhow::Result<()> {
        let beside = self.0.with_extension("new");
        if beside.exists() {
            fs::remove_file(&beside)?;
        }
        write(&beside, text)?;
        fs::rename(&beside, &self.0).with_context(|| format!("cannot replace {}", self.0.display()))
    }
}

/// A new secret of 48 random bytes, base64.
fn fresh(random: &dyn Random) -> SecretString {
    let mut secret = [0_u8; 48];
    random.fill(&mut secret);
    STANDARD.encode(secret).into()
}

fn line(line: &str) -> anyhow::Result<Kept> {
    let (secret, since) = line.trim().split_once(' ').map_or((line.trim(), None), |(secret, since)| (secret, Some(since)));
    let retired_at = since.map(|since| since.trim().parse().context("a date in secret.key")).transpose()?;
    Ok(Kept { secret: secret.to_owned().into(), retired_at })
}

fn text(kept: &[Kept]) -> String {
    let line = |kept: &Kept| match kept.retired_at {
        None => format!("{}\n", kept.secret.expose_secret()),
        Some(since) => format!("{} {}\n", kept.secret.expose_secret(), since.to_rfc3339()),
    };
    kept.iter().map(line).collect()
}

/// Writes a file that only its owner may read.
fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut handle = options.open(file).with_context(|| format!("cannot create {}", file.display()))?;
    handle.write_all(text.as_bytes())?;
    handle.sync_all()?;
    Ok(())
}
