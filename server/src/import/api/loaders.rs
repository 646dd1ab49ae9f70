//! Batch loading for one request.

use std::{collections::HashMap, ops::Range};

use async_graphql::{
    Context, Request,
    dataloader::{DataLoader, Loader},
};

use crate::{
    ctx::Ctx,
    import::{
        actions::{self, ProblemSpan},
        rules::RowProblem,
    },
    kernel::{Error, Id, Result, id::ImportRun},
};

/// Problems of runs that the caller was shown, at some of their places.
struct ProblemLoader(Ctx);

impl Loader<ProblemSpan> for ProblemLoader {
    type Value = Vec<RowProblem>;
    type Error = Error;

    async fn load(&self, keys: &[ProblemSpan]) -> Result<HashMap<ProblemSpan, Vec<RowProblem>>> {
        let mut spans: HashMap<ProblemSpan, Vec<RowProblem>> = keys.iter().map(|key| (key.clone(), Vec::new())).collect();
        // One run may be asked for two spans that overlap.
        for (run, problem) in actions::problems(&self.0, keys).await? {
            for (span, found) in &mut spans {
                if span.run == run && (span.from..span.to).contains(&problem.place) {
                    found.push(problem.clone());
                }
            }
        }
        Ok(spans)
    }
}

/// Puts this slice's loaders into a request.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx) -> Request {
    request.data(DataLoader::new(ProblemLoader(ctx.clone()), tokio::spawn))
}

/// Problems of a run at `places`, in their order.
///
/// # Errors
/// Those of the database.
pub(super) async fn problems(ctx: &Context<'_>, run: Id<ImportRun>, places: Range<i64>) -> Result<Vec<RowProblem>> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let loader = ctx.data_unchecked::<DataLoader<ProblemLoader>>();
    Ok(loader.load_one(ProblemSpan { run, from: places.start, to: places.end }).await?.unwrap_or_default())
}
