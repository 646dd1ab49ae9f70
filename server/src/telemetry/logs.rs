//! Where log lines go, and in which shape.

use std::io::IsTerminal;

use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};

use super::traces::{self, Traces};

/// How lines are written.
#[derive(Debug, Clone, Copy)]
pub struct Logs<'a> {
    /// Which lines, `info,lianqiao=debug`.
    pub filter: &'a str,
    /// One JSON object a line, instead of text for people.
    pub json: bool,
}

/// Begins to log to standard error and, if they are wanted, to export traces, for the whole process. What this
/// returns must be finished at the end: some traces wait.
///
/// # Errors
/// Traces are wanted and cannot be exported by this program.
pub fn start(logs: Logs<'_>, traces: Traces<'_>) -> anyhow::Result<traces::Exporting> {
    let filter = EnvFilter::try_new(logs.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    // Colors are for people who look at a terminal; a log file is read by programs.
    let colors = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(colors);
    let lines = if logs.json {
        // The request that a line belongs to is among its spans.
        lines.json().flatten_event(true).with_current_span(false).with_span_list(true).boxed()
    } else {
        lines.boxed()
    };
    let (exported, exporting) = traces::layer(traces)?;
    tracing_subscriber::registry().with(lines.with_filter(filter)).with(exported).init();
    Ok(exporting)
}
