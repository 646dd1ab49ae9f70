//! Where Prometheus fetches the figures: a listener of its own, never the public one.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use futures::future::BoxFuture;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{metrics, process};

/// Looks up what is not counted, before the figures are shown.
pub type Sampler = Arc<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

/// Longest wait for a look; the other figures are shown all the same.
const LOOK: Duration = Duration::from_secs(3);
/// How often counted durations are put into their buckets when nobody asks.
const UPKEEP: Duration = Duration::from_secs(5);

/// Shows the figures at `GET /metrics` of `listen` until `stop`. [`metrics::install`] must have been called.
///
/// # Errors
/// Nothing is counted, or the address cannot be listened on.
pub async fn serve(listen: &str, sample: Sampler, stop: CancellationToken) -> anyhow::Result<impl Future<Output = ()> + Send + use<>> {
    let figures = metrics::recorded().context("figures are not being counted")?;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen} (metrics.listen)"))?;
    tracing::info!(address = %listener.local_addr()?, "showing metrics");
    let router = Router::new().route("/metrics", get(show)).with_state(sample);
    let stopped = stop.clone();
    Ok(async move {
        let upkeep = async {
            let mut every = tokio::time::interval(UPKEEP);
            loop {
                every.tick().await;
                figures.run_upkeep();
            }
        };
        let serving = axum::serve(listener, router).with_graceful_shutdown(async move { stopped.cancelled().await });
        tokio::select! {
            () = upkeep => {}
            result = async { serving.await } => {
                if let Err(error) = result {
                    tracing::error!(%error, "metrics cannot be shown any more");
                }
            }
            // A scraper that keeps its connection open must not hold up the end.
            () = stop.cancelled() => {}
        }
    })
}

async fn show(State(sample): State<Sampler>) -> impl IntoResponse {
    process::sample();
    if tokio::time::timeout(LOOK, sample()).await.is_err() {
        tracing::warn!("metrics: the database did not answer in time");
        metrics::database_up(false);
    }
    let text = metrics::recorded().map(metrics_exporter_prometheus::PrometheusHandle::render).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text)
}
