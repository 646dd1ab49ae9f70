//! What the machine under the program must give: a folder to write in, room, open files.

use std::{fs, path::Path, process::Command};

use super::finding::Finding;
use crate::config::Config;

const CHECK: &str = "data_dir";
/// Free kilobytes under which writing will fail soon, and under which somebody should make room.
const TIGHT: u64 = 256 * 1024;
const SCARCE: u64 = 1024 * 1024;
/// Open files under which a few hundred people are too many, and under which a busy day is.
const FEW_FILES: u64 = 1024;
const SOME_FILES: u64 = 4096;

pub(super) fn directory(config: &Config, production: bool) -> Vec<Finding> {
    let directory = &config.data_dir;
    let mut findings = vec![writable(directory)];
    findings.extend(space(directory));
    findings.extend(permissions(directory, production));
    findings
}

fn writable(directory: &Path) -> Finding {
    let probe = directory.join(format!(".doctor-{}", std::process::id()));
    let written = fs::create_dir_all(directory).and_then(|()| fs::write(&probe, "ok")).and_then(|()| fs::remove_file(&probe));
    match written {
        Ok(()) => Finding::well(CHECK, directory.display().to_string()),
        Err(error) => Finding::wanting(
            CHECK,
            format!("{} cannot be written: {error}", directory.display()),
            "give it to the user that the service runs as (chown), or name another one in data_dir",
        ),
    }
}

/// Free space, as `df` tells it; nothing where there is no `df`.
fn space(directory: &Path) -> Option<Finding> {
    let output = Command::new("df").arg("-Pk").arg(directory).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let free: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    let found = format!("{} MiB free in {}", free / 1024, directory.display());
    let advice = "make room: old backups, logs, files of other programs. [retention] says what this program forgets by itself";
    Some(match free {
        ..TIGHT => Finding::wanting("space", found, advice),
        TIGHT..SCARCE => Finding::doubtful("space", found, advice),
        _ => Finding::well("space", found),
    })
}

#[cfg(unix)]
fn permissions(directory: &Path, production: bool) -> Vec<Finding> {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).ok().map(|found| found.permissions().mode() & 0o777);
    let mut findings = Vec::new();
    let key = directory.join("secret.key");
    if let Some(mode) = mode(&key).filter(|mode| mode & 0o077 != 0) {
        let found = format!("{} has mode {mode:o}: others may read what signs our tokens", key.display());
        findings.push(Finding::wanting(CHECK, found, format!("chmod 600 {}, and rotate it if others were there", key.display())));
    }
    if let Some(mode) = mode(directory).filter(|mode| mode & 0o007 != 0) {
        let found = format!("{} has mode {mode:o}: everybody on this machine may look in", directory.display());
        findings.push(Finding::graver(production, CHECK, found, format!("chmod 700 {}", directory.display())));
    }
    findings
}

#[cfg(not(unix))]
fn permissions(_: &Path, _: bool) -> Vec<Finding> {
    Vec::new()
}

/// How many files and connections may be open. The service may have other limits than the shell that asks.
pub(super) fn open_files() -> Finding {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let limit = line.and_then(|line| line.split_whitespace().next()).and_then(|soft| soft.parse::<u64>().ok());
    let Some(limit) = limit else { return Finding::well("open files", "no limit is known") };
    let found = format!("{limit} at most, connections included");
    let advice = "raise it where the service is started: LimitNOFILE=65536 in systemd, `ulimit -n`, --ulimit nofile in containers";
    match limit {
        ..FEW_FILES => Finding::wanting("open files", found, advice),
        FEW_FILES..SOME_FILES => Finding::doubtful("open files", found, advice),
        _ => Finding::well("open files", found),
    }
}
