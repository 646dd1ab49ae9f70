//! `lianqiao doctor`: finds the likeliest mistakes of an installation and says what to do about each.
//!
//! What is grave depends on where people come from: an installation whose `http.public_url` is this machine is for trying
//! out, and much is a remark there that elsewhere is a fault.

mod data;
mod database;
mod finding;
mod meanings;
mod outbox;
mod reach;
mod secrets;
mod services;

use std::{path::Path, process::ExitCode};

use serde_json::json;

use super::{
    WANTING,
    open::{Opened, beside},
};
use crate::config::Config;
use finding::{Finding, State};

/// Runs every check and prints what was found: a line each with what to do below it, or JSON.
pub(super) async fn run(config: Config, file: Option<&Path>, as_json: bool) -> anyhow::Result<ExitCode> {
    let findings = Box::pin(examine(config, file)).await;
    let well = !findings.iter().any(|finding| finding.state == State::Wanting);
    if as_json {
        let findings: Vec<_> = findings.iter().map(Finding::json).collect();
        println!("{:#}", json!({ "well": well, "findings": findings }));
    } else {
        for finding in &findings {
            println!("{finding}");
        }
    }
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::from(WANTING) })
}

async fn examine(config: Config, file: Option<&Path>) -> Vec<Finding> {
    let production = reach::is_for_others(&config.http.public_url);
    let mut findings = secrets::settings_file(file);
    findings.extend(data::directory(&config, production));
    findings.push(data::open_files());
    // Before anything is opened: opening makes what is missing.
    let opened = match beside(config.clone()).await {
        Ok(opened) => opened,
        Err(error) => {
            findings.push(database::unreachable(&error));
            findings.push(services::mail(&config, production).await);
            return findings;
        }
    };
    let Opened { ctx, held } = opened;
    findings.extend(database::look(&ctx, production).await);
    findings.extend(secrets::look(&ctx, production).await);
    findings.extend(reach::look(&ctx, production).await);
    findings.extend(services::search(&ctx, held.is_some()).await);
    findings.push(meanings::look(&ctx).await);
    findings.push(services::mail(&config, production).await);
    findings.extend(outbox::look(&ctx).await);
    findings
}
