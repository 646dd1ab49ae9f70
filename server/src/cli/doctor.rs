//! `lianqiao doctor`: whether everything that this installation needs is there and works.

use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use super::{WANTING, open::beside};
use crate::{app, config::Config, ctx::Ctx, outbox};

/// Runs every check, prints a line for each.
pub(super) async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let opened = match beside(config).await {
        Ok(opened) => opened,
        Err(error) => {
            println!("✗ start      {error:#}");
            return Ok(ExitCode::from(WANTING));
        }
    };
    let mut well = true;
    for (what, result) in examine(&opened.ctx, opened.held.is_some()).await {
        match result {
            Ok(found) => println!("✓ {what:<10} {found}"),
            Err(error) => {
                well = false;
                println!("✗ {what:<10} {error:#}");
            }
        }
    }
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::from(WANTING) })
}

/// A line for each check. `held`: another process has the embedded index open.
async fn examine(ctx: &Ctx, held: bool) -> Vec<(&'static str, anyhow::Result<String>)> {
    vec![
        ("database", database(ctx).await),
        ("search", if held { running_server(ctx).await } else { search(ctx).await }),
        ("mail", mail(ctx).await),
        ("outbox", deliveries(ctx).await),
        ("clock", clock(ctx)),
        ("files", files(ctx).await),
        ("address", address(ctx)),
    ]
}

async fn database(ctx: &Ctx) -> anyhow::Result<String> {
    let pending = app::pending_migrations(ctx).await?;
    ensure!(pending == 0, "{pending} migrations are missing: run `lianqiao migrate`");
    Ok(format!("{:?}, up to date", ctx.db.backend()))
}

async fn search(ctx: &Ctx) -> anyhow::Result<String> {
    ctx.search.ping().await?;
    Ok(format!("{}, {} documents", ctx.search.name(), ctx.search.count().await?))
}

/// The embedded index belongs to the server that runs; that server says how it is.
async fn running_server(ctx: &Ctx) -> anyhow::Result<String> {
    let address = local(&ctx.config.http.listen);
    let answer = timeout(std::time::Duration::from_secs(5), ready(&address)).await;
    match answer {
        Ok(Ok(answer)) if answer.contains("\"search\":\"up\"") => Ok(format!("held by the server at {address}, which says it is up")),
        Ok(Ok(answer)) => bail!("held by the server at {address}, which says: {answer}"),
        // It may listen elsewhere: other settings, a socket of systemd. What holds the index is at work, all the same.
        Ok(Err(_)) | Err(_) => Ok(format!("held by a running server or command; nothing answers at {address}")),
    }
}

/// Body of `GET /health/ready`.
async fn ready(address: &str) -> anyhow::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(format!("GET /health/ready HTTP/1.0\r\nHost: {address}\r\n\r\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.take(64 * 1024).read_to_string(&mut answer).await?;
    let (_, body) = answer.split_once("\r\n\r\n").context("no answer of a server")?;
    Ok(body.trim().to_owned())
}

/// An address to connect to, for one to listen on.
fn local(listen: &str) -> String {
    listen.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]")
}

async fn mail(ctx: &Ctx) -> anyhow::Result<String> {
    app::check_mail(ctx).await?;
    Ok(format!("{:?} transport", ctx.config.mail.transport).to_lowercase())
}

async fn deliveries(ctx: &Ctx) -> anyhow::Result<String> {
    let counts = outbox::counts(ctx).await.map_err(|error| super::explain(&error))?;
    ensure!(counts.dead == 0, "{} deliveries were given up: see `deadLetters` in the API", counts.dead);
    Ok(format!("{} pending", counts.pending))
}

/// Tokens and deadlines are worthless with a clock that is years off.
fn clock(ctx: &Ctx) -> anyhow::Result<String> {
    let year = chrono::Datelike::year(&ctx.now());
    ensure!((2026..2100).contains(&year), "the system clock says {year}");
    Ok(ctx.now().to_rfc3339())
}

async fn files(ctx: &Ctx) -> anyhow::Result<String> {
    let key = "doctor";
    ctx.files.put(key, b"ok".to_vec()).await.map_err(|error| super::explain(&error))?;
    ctx.files.delete(key).await.map_err(|error| super::explain(&error))?;
    Ok(ctx.config.data_dir.display().to_string())
}

fn address(ctx: &Ctx) -> anyhow::Result<String> {
    let public = &ctx.config.http.public_url;
    let local = public.contains("localhost") || public.contains("127.0.0.1");
    ensure!(local || public.starts_with("https://"), "http.public_url {public} is not https: tokens would travel in the clear");
    Ok(public.clone())
}
