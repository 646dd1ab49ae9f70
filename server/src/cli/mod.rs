//! The command line. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 checked and found wanting.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line talks on its standard streams")]

mod backup;
mod commands;
mod doctor;
mod evaluate;
mod feedback;
mod help;
mod import;
mod keys;
mod open;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    built::Built,
    config::{Config, LogFormat},
    telemetry::{self, logs::Logs, traces::Traces},
};

/// Lianqiao (联桥): a marketplace for technology transfer.
///
/// Without settings everything is kept under ./data (SQLite, search index, files, mails); see `lianqiao config check`.
#[derive(Parser)]
#[command(name = "lianqiao", version, propagate_version = true, after_help = help::ALL)]
struct Cli {
    /// Settings file (TOML). Every setting can also be given as `LIANQIAO_SECTION__KEY`.
    #[arg(long, global = true, env = "LIANQIAO_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API and, unless worker.embedded is off, work the outbox too.
    #[command(after_help = help::SERVE)]
    Serve,
    /// Work the outbox only: mails, search index, imports. For installations with several servers.
    #[command(after_help = help::WORKER)]
    Worker,
    /// Bring the database to this version: tables and rules. Safe to repeat.
    #[command(after_help = help::MIGRATE)]
    Migrate,
    /// Load data that ships with the program.
    #[command(after_help = help::SEED)]
    Seed {
        /// Load the demo world: organizations, people and listings to try things out with. Safe to repeat.
        #[arg(long)]
        demo: bool,
    },
    /// Import listings from a CSV, XLSX or JSON Lines file.
    #[command(after_help = help::IMPORT)]
    Import(import::Arguments),
    /// Build the search index anew beside the live one, then swap. A running server does it itself when asked.
    #[command(after_help = help::REINDEX)]
    Reindex,
    /// Print the GraphQL schema.
    #[command(after_help = help::SCHEMA)]
    Schema {
        /// Compare with this file instead; exit code 3 if they differ.
        #[arg(long, value_name = "FILE")]
        check: Option<PathBuf>,
    },
    /// Look at the settings.
    #[command(after_help = help::CONFIG)]
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Find the likeliest mistakes of this installation, and say what to do; exit code 3 if something is wanting.
    #[command(after_help = help::DOCTOR)]
    Doctor {
        /// Say it in JSON, for programs: `{ well, findings: [{ check, state, found, advice }] }`.
        #[arg(long)]
        json: bool,
    },
    /// Look after matching.
    #[command(after_help = help::MATCH)]
    Match {
        #[command(subcommand)]
        command: MatchCommand,
    },
    /// Back up what cannot be made anew: the SQLite database, uploads, the secret. Works beside a running server.
    #[command(after_help = help::BACKUP)]
    Backup {
        /// The folder to make.
        #[arg(value_name = "FOLDER")]
        target: PathBuf,
    },
    /// Restore a backup into an empty `data_dir`.
    #[command(after_help = help::RESTORE)]
    Restore {
        /// The folder that `lianqiao backup` made.
        #[arg(value_name = "FOLDER")]
        source: PathBuf,
        /// Only look whether everything in it is what was backed up.
        #[arg(long)]
        check: bool,
    },
    /// Look after operators.
    #[command(after_help = help::OPERATOR)]
    Operator {
        #[command(subcommand)]
        command: OperatorCommand,
    },
    /// Look after the keys that sign tokens and links.
    #[command(after_help = help::KEYS)]
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// Look after the audit trail.
    #[command(after_help = help::AUDIT)]
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Read and check the settings, and show those in force with secrets masked.
    #[command(after_help = help::CONFIG)]
    Check,
}

#[derive(Subcommand)]
enum MatchCommand {
    /// Measure how well matching does on a judged set, in a scratch installation.
    #[command(after_help = help::MATCH)]
    Evaluate(evaluate::Arguments),
    /// Write what enterprises thought of matches as a judged set, without a word of who they are.
    #[command(after_help = help::MATCH_FEEDBACK)]
    Feedback(feedback::Arguments),
}

#[derive(Subcommand)]
enum OperatorCommand {
    /// Create an operator who can sign in at once. The password is read from `LIANQIAO_OPERATOR_PASSWORD` or standard input.
    #[command(after_help = help::OPERATOR)]
    Create {
        /// E-mail address to sign in with.
        #[arg(long)]
        email: String,
        /// Name of the person.
        #[arg(long)]
        name: String,
        /// Name of the operating organization; made if there is none of this name.
        #[arg(long, default_value = "平台运营方")]
        organization: String,
    },
}

#[derive(Subcommand)]
enum KeysCommand {
    /// List the keys: which one signs, and which still verify.
    #[command(after_help = help::KEYS)]
    Show,
    /// Let a new key sign; the present one still verifies, so that nobody is signed out.
    #[command(after_help = help::KEYS)]
    Rotate,
    /// Forget a key that does not sign any more: what it signed is refused.
    #[command(after_help = help::KEYS)]
    Forget {
        /// Id of the key, as `keys show` lists it.
        id: String,
    },
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Check every hash of every trail; exit code 3 if one does not fit.
    #[command(after_help = help::AUDIT)]
    Verify,
}

/// Parses the command line and runs the command. `built` is what Node built, for those who are served.
pub async fn run(built: Built) -> ExitCode {
    let cli = Cli::parse();
    match crate::failpoint::arm() {
        Ok(None) => {}
        Ok(Some(orders)) => eprintln!("lianqiao: made to fail by LIANQIAO_FAILPOINTS: {orders}"),
        Err(error) => {
            eprintln!("lianqiao: {error}");
            return ExitCode::from(2);
        }
    }
    let config = match Config::load(cli.config.as_deref()) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("lianqiao: {error:#}");
            return ExitCode::from(2);
        }
    };
    let exporting = match watch(&config) {
        Ok(exporting) => exporting,
        Err(error) => {
            eprintln!("lianqiao: {error:#}");
            return ExitCode::from(2);
        }
    };
    let file = cli.config.as_deref();
    let touches_data = !matches!(
        cli.command,
        Command::Match { command: MatchCommand::Evaluate(_) } | Command::Restore { .. } | Command::Schema { .. } | Command::Config { .. }
    );
    if touches_data && let Err(error) = backup::ensure_finished(&config) {
        eprintln!("lianqiao: {error:#}");
        return ExitCode::FAILURE;
    }
    let result = match cli.command {
        Command::Serve => commands::serve(config, built).await,
        Command::Worker => commands::worker(config).await,
        Command::Migrate => commands::migrate(config).await,
        Command::Seed { demo } => commands::seed(config, demo).await,
        Command::Import(arguments) => import::run(config, arguments).await,
        Command::Reindex => commands::reindex(config).await,
        Command::Schema { check } => commands::schema(&config, check.as_deref()),
        Command::Config { command: ConfigCommand::Check } => commands::config_check(file),
        Command::Doctor { json } => doctor::run(config, file, json).await,
        Command::Match { command: MatchCommand::Evaluate(arguments) } => Box::pin(evaluate::run(config, arguments)).await,
        Command::Match { command: MatchCommand::Feedback(arguments) } => Box::pin(feedback::run(config, arguments)).await,
        Command::Backup { target } => backup::take(config, &target).await,
        Command::Restore { source, check } => backup::restore(config, &source, check).await,
        Command::Operator { command: OperatorCommand::Create { email, name, organization } } => {
            commands::create_operator(config, email, name, organization).await
        }
        Command::Keys { command: KeysCommand::Show } => keys::show(&config),
        Command::Keys { command: KeysCommand::Rotate } => keys::rotate(&config),
        Command::Keys { command: KeysCommand::Forget { id } } => keys::forget(config, &id).await,
        Command::Audit { command: AuditCommand::Verify } => commands::verify_audit(config).await,
    };
    // What waits to be exported goes before the process does.
    exporting.finish();
    result.unwrap_or_else(|error| {
        eprintln!("lianqiao: {error:#}");
        ExitCode::FAILURE
    })
}

/// Begins to log, to export traces and to count, as the settings say.
fn watch(config: &Config) -> anyhow::Result<telemetry::traces::Exporting> {
    let logs = Logs { filter: &config.log.filter, json: config.log.format == LogFormat::Json };
    let wanted = &config.telemetry;
    let traces =
        Traces { endpoint: &wanted.otlp_endpoint, service: &wanted.service_name, ratio: wanted.sample_ratio, filter: &wanted.filter };
    let exporting = telemetry::logs::start(logs, traces)?;
    if !config.metrics.listen.is_empty() {
        telemetry::metrics::install()?;
    }
    Ok(exporting)
}

/// The exit code for "checked and found wanting".
const WANTING: u8 = 3;

/// An error of an action, in English, with what only the operator may know.
fn explain(error: &crate::kernel::Error) -> anyhow::Error {
    let lines: Vec<String> = error
        .iter()
        .map(|error| {
            let place = if error.path().is_empty() { String::new() } else { format!(" ({})", error.path().join(".")) };
            let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
            format!("{}{place}{detail}", crate::locale::error_message(crate::kernel::Locale::En, error))
        })
        .collect();
    anyhow::anyhow!(lines.join("; "))
}
