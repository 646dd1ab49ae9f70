//! `lianqiao keys`: the secrets that sign tokens and links.

use std::process::ExitCode;

use anyhow::{Context, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::ExposeSecret;

use super::{explain, open};
use crate::{
    config::Config,
    ctx::SystemRandom,
    identity,
    kernel::{Clock, SystemClock, id::Random},
    keys::{KeyFile, Keyring},
    operation,
};

fn is_configured(config: &Config) -> bool {
    !config.auth.secret.expose_secret().is_empty()
}

/// One line a key: its id, and what it does.
pub(super) fn show(config: &Config) -> anyhow::Result<ExitCode> {
    let ring = Keyring::open(config, &SystemRandom)?;
    let kept = if is_configured(config) { Vec::new() } else { KeyFile::of(config).open(&SystemRandom)? };
    for (place, key) in ring.iter().enumerate() {
        let since = kept.get(place).and_then(|kept| kept.retired_at).map(|at| format!(" since {}", at.date_naive()));
        let role = if place == 0 { "signs".to_owned() } else { format!("only verifies{}", since.unwrap_or_default()) };
        println!("{}  {role}", key.id);
    }
    Ok(ExitCode::SUCCESS)
}

/// A new key signs from now on, the one before it only verifies. With secrets of the settings it says what to set.
pub(super) fn rotate(config: &Config) -> anyhow::Result<ExitCode> {
    if is_configured(config) {
        let mut secret = [0_u8; 48];
        SystemRandom.fill(&mut secret);
        println!("The secret is set in the settings, so rotate it there, on all servers, in three steps with a restart each:");
        println!("  1. add the new secret to auth.previous_secrets, so that every server knows it");
        println!("  2. put it into auth.secret, and the present one into auth.previous_secrets");
        println!("  3. after a year, when the last link in a mail has run out, take the old one out of auth.previous_secrets");
        println!("new secret: {}", STANDARD.encode(secret));
        return Ok(ExitCode::SUCCESS);
    }
    let file = KeyFile::of(config);
    let kept = file.rotate(&SystemRandom, SystemClock.now())?;
    let id = kept.first().context("no key")?.id()?;
    println!("{id} signs from now on; {} older keys still verify ({})", kept.len() - 1, file.path().display());
    println!("Restart every process. Nobody is signed out. Forget an older key after that with `lianqiao keys forget ID`:");
    println!("at once if somebody has seen it, otherwise after a year, when the last link in a mail has run out.");
    Ok(ExitCode::SUCCESS)
}

/// Forgets an older key, after everything that it sealed was sealed anew. Refuses as long as something needs it: a process
/// that was not restarted since it was rotated goes on sealing with it.
pub(super) async fn forget(config: Config, id: &str) -> anyhow::Result<ExitCode> {
    ensure!(!is_configured(&config), "the secret is set in the settings: take the old one out of auth.previous_secrets");
    let file = KeyFile::of(&config);
    let ctx = open::without_search(config).await?;
    let mut sealed = 0;
    loop {
        match identity::reseal_second_factors(&ctx).await.map_err(|error| explain(&error))? {
            0 => break,
            some => sealed += some,
        }
    }
    let left = identity::is_sealed_with(&ctx, id).await.map_err(|error| explain(&error))?;
    let at_work = operation::processes(&ctx).await.map_err(|error| explain(&error))?;
    let needed = left || at_work.iter().any(|process| process.key_id == id);
    ensure!(!needed, "{id} still seals second factors: restart every process since the rotation, then forget it");
    file.forget(&SystemRandom, id)?;
    println!("{id} is forgotten, {sealed} second factors were sealed anew. Restart every process.");
    Ok(ExitCode::SUCCESS)
}
