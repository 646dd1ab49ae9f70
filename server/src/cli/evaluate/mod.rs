//! How well matching does on a judged set: the set is loaded into a scratch installation through the actions, ranked with
//! the engine that people are served by, and measured.

mod instance;
mod measure;
mod records;
mod set;

use std::{io::Write as _, path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::{Args, ValueEnum};

use self::{
    instance::Instance,
    measure::{Measures, table},
    set::JudgedSet,
};
use crate::{
    config::{Config, SearchEngine},
    matching::{Evidences, Question, Weights},
};

/// How long a ranking is written out.
const RANKING: usize = 100;

/// What `match evaluate` is told.
#[derive(Args)]
pub(super) struct Arguments {
    /// Folder with the judged set: achievements, demands and judgments (JSON Lines), or corpus, queries and qrels.
    #[arg(long, value_name = "DIR")]
    set: PathBuf,
    /// Embeddings endpoint, `http://127.0.0.1:8000`; without one, matching goes by words and terms.
    #[arg(long, value_name = "URL")]
    embeddings: Option<String>,
    /// Write the full ranking to this file: JSON Lines with `demand_id`, `ranking`, and beside that `scores` and `fits` (whether
    /// no term fails).
    #[arg(long, value_name = "FILE")]
    run_out: Option<PathBuf>,
    /// Search engine; that of the settings if not given. Meilisearch is found where the settings say.
    #[arg(long, value_name = "ENGINE")]
    search: Option<Engine>,
    /// Keep the scratch installation in this folder, and go on with what it holds: embeddings are asked for once.
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
    /// Weights to try instead of those in force, as JSON.
    #[arg(long, value_name = "JSON")]
    weights: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Engine {
    Embedded,
    Meilisearch,
}

pub(super) async fn run(mut config: Config, arguments: Arguments) -> anyhow::Result<ExitCode> {
    let set = JudgedSet::read(&arguments.set)?;
    config.search.engine = match arguments.search {
        Some(Engine::Embedded) => SearchEngine::Embedded,
        Some(Engine::Meilisearch) => SearchEngine::Meilisearch,
        None => config.search.engine,
    };
    config.embeddings.url = arguments.embeddings.clone().unwrap_or_default();
    let instance = Instance::fill(config, &set, arguments.scratch.as_deref()).await?;
    let weights: Weights = match &arguments.weights {
        Some(json) => serde_json::from_str(json).context("--weights")?,
        None => instance.weights()?,
    };
    println!(
        "{}: {} listings, {} demands, search {}, model {}",
        arguments.set.display(),
        set.listings.len(),
        set.needs.len(),
        instance.search(),
        instance.model().unwrap_or_else(|| "none".to_owned())
    );
    let mut rows = Vec::new();
    for evidences in [Evidences::Keywords, Evidences::Vectors, Evidences::Full] {
        if evidences == Evidences::Vectors && arguments.embeddings.is_none() {
            continue;
        }
        let rankings = instance.rank(&set, Question { weights: &weights, evidences, most: RANKING }).await?;
        if evidences == Evidences::Full
            && let Some(file) = &arguments.run_out
        {
            write(file, &rankings)?;
        }
        rows.push((evidences.to_string(), Measures::of(&set, &rankings)));
    }
    print!("{}", table(&rows));
    instance.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Rankings by demand, in the order of the demands.
type Rankings = Vec<(String, Vec<Ranked>)>;

/// A listing in a ranking.
struct Ranked {
    listing: String,
    score: f32,
    /// Whether no term fails.
    fits: bool,
}

fn write(file: &std::path::Path, rankings: &Rankings) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file).with_context(|| format!("cannot write {}", file.display()))?);
    for (demand, ranking) in rankings {
        let names: Vec<_> = ranking.iter().map(|one| one.listing.as_str()).collect();
        let scores: Vec<_> = ranking.iter().map(|one| one.score).collect();
        let fits: Vec<_> = ranking.iter().map(|one| one.fits).collect();
        writeln!(out, "{}", serde_json::json!({ "demand_id": demand, "ranking": names, "scores": scores, "fits": fits }))?;
    }
    Ok(out.flush()?)
}
