//! Secrets: kept from others, hard to guess, the same on every server, and no demo world where people are real.

use std::{collections::BTreeSet, fs, path::Path};

use secrecy::ExposeSecret;

use super::finding::Finding;
use crate::{ctx::Ctx, operation, seed};

const CHECK: &str = "secrets";
/// What the files for trying out have as passwords.
const TRY_OUT: &str = "try-out";

/// Whether the settings file keeps secrets that others on this machine may read.
pub(super) fn settings_file(file: Option<&Path>) -> Vec<Finding> {
    let Some(file) = file else { return Vec::new() };
    if !holds_secrets(file) || !is_open_to_others(file) {
        return vec![Finding::well("settings", file.display().to_string())];
    }
    let found = format!("{} holds secrets, and everybody on this machine may read it", file.display());
    let advice = format!("chmod 640 {} with the service's group, or give secrets as variables (LIANQIAO_AUTH__SECRET ..)", file.display());
    vec![Finding::wanting("settings", found, advice)]
}

/// Whether a file sets any secret, or an address with a password.
fn holds_secrets(file: &Path) -> bool {
    let Ok(text) = fs::read_to_string(file) else { return false };
    let is_secret = |line: &str| {
        let Some((name, value)) = line.split_once('=') else { return false };
        let (name, value) = (name.trim(), value.trim().trim_matches('"'));
        let named = ["secret", "key", "password", "token"].iter().any(|word| name.ends_with(word)) || name == "previous_secrets";
        let with_password = url::Url::parse(value).is_ok_and(|url| url.password().is_some());
        !value.is_empty() && value != "[]" && (named || with_password)
    };
    text.lines().filter(|line| !line.trim_start().starts_with('#')).any(is_secret)
}

#[cfg(unix)]
fn is_open_to_others(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|found| found.permissions().mode() & 0o004 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}

pub(super) async fn look(ctx: &Ctx, production: bool) -> Vec<Finding> {
    let mut findings = vec![signing(ctx, production)];
    let config = &ctx.config;
    for (setting, value) in [("database.url", &config.database.url), ("search.meilisearch_key", &config.search.meilisearch_key)] {
        if value.expose_secret().contains(TRY_OUT) {
            let found = format!("the password in {setting} is the one of the files for trying out");
            findings.push(Finding::graver(production, CHECK, found, "set one of your own: `openssl rand -base64 24`"));
        }
    }
    if matches!(seed::demo_sign_ins(ctx).await, Ok(people) if !people.is_empty()) && production {
        let found = "the demo world is loaded: its passwords are public";
        findings.push(Finding::wanting(CHECK, found, "begin with an empty database, and never run `seed --demo` there"));
    }
    findings.extend(shared(ctx).await);
    findings
}

/// Whether what signs could be guessed: words somebody typed, or a few bytes again and again.
fn signing(ctx: &Ctx, production: bool) -> Finding {
    let key = ctx.keys.signing();
    let secret = key.secret.expose_secret();
    let different = secret.iter().collect::<BTreeSet<_>>().len();
    let typed = secret.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    if different >= 16 && !typed {
        return Finding::well(CHECK, format!("tokens are signed with key {}", key.id));
    }
    let advice = "`openssl rand -base64 48` makes a good one; keep the old one in auth.previous_secrets for a day";
    Finding::graver(production, CHECK, "auth.secret can be guessed: anybody could sign tokens", advice)
}

/// Whether every process of the installation signs with the same key.
async fn shared(ctx: &Ctx) -> Option<Finding> {
    // A database without that table is told of elsewhere.
    let processes = operation::processes(ctx).await.ok()?;
    let ours = &ctx.keys.signing().id;
    let others: BTreeSet<&str> = processes.iter().map(|process| process.key_id.as_str()).filter(|key| key != ours).collect();
    if !others.is_empty() {
        let others = others.into_iter().collect::<Vec<_>>().join(", ");
        let found =
            format!("other processes on this database sign with {others}, and this one with {ours}: people are signed out at random");
        return Some(Finding::wanting(CHECK, found, "give all servers and workers the same auth.secret (or the same data_dir/secret.key)"));
    }
    let versions: BTreeSet<&str> = processes.iter().map(|process| process.version.as_str()).collect();
    if versions.len() > 1 {
        let found = format!("programs of different versions are at work: {}", versions.into_iter().collect::<Vec<_>>().join(", "));
        return Some(Finding::doubtful("version", found, "finish the upgrade"));
    }
    None
}
