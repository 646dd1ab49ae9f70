//! What every answer says about its own cost.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_graphql::{
    Pos, Response, ServerError, ValidationResult, Value, async_trait,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation},
};
use serde_json::json;

use super::{Caller, Failure, Principal};
use crate::{
    ctx::Ctx,
    kernel::{Result, Timestamp},
    throttle::Level,
};

/// What a document that does not pass validation costs: it was read and looked at.
const INVALID: u64 = 10;
/// What a mutation costs besides its fields: a transaction and what follows it.
const MUTATION: usize = 10;
/// Values about the schema that cost one point: they are in memory, but there are many of them to write down.
const VALUES: u64 = 100;

/// What is known of a request before it is validated.
#[derive(Debug, Clone, Copy, Default)]
pub struct Estimate {
    /// Mutations in it.
    pub mutations: usize,
    /// About how many values of the answer tell of the schema.
    pub introspected: u64,
    /// Rows of all its pages together, at most.
    pub nodes: u64,
}

impl Estimate {
    /// What it costs besides its fields.
    fn extra(self) -> usize {
        let introspected = usize::try_from(self.introspected / VALUES).unwrap_or(usize::MAX);
        self.mutations.saturating_mul(MUTATION).saturating_add(introspected)
    }
}

/// What a request costs: taken from its caller's bucket when it was validated, settled when the answer leaves.
#[derive(Debug, Clone)]
pub struct Cost {
    principal: Principal,
    estimate: Estimate,
    figures: Arc<Mutex<Figures>>,
}

#[derive(Debug, Default)]
struct Figures {
    requested: usize,
    /// Points that were taken and not accounted for yet.
    taken: u64,
    level: Option<Level>,
    refused: bool,
}

impl Cost {
    /// The cost of a request of `caller`.
    #[must_use]
    pub fn new(caller: &Caller, estimate: Estimate) -> Self {
        Self { principal: Principal::of(caller), estimate, figures: Arc::default() }
    }

    /// Cost of the operation as asked for: every field 1, a page its size, a mutation ten more, questions about the schema by
    /// their answer.
    #[must_use]
    pub fn requested(&self) -> usize {
        self.figures().requested
    }

    /// Rows of all its pages together, at most.
    #[must_use]
    pub const fn nodes(&self) -> u64 {
        self.estimate.nodes
    }

    /// How full the caller's bucket is.
    #[must_use]
    pub fn level(&self, app: &Ctx) -> Level {
        self.figures().level.unwrap_or_else(|| self.principal.bucket(&app.config.limits).full())
    }

    /// When the caller's bucket is full again.
    #[must_use]
    pub fn whole_at(&self, app: &Ctx) -> Timestamp {
        let level = self.level(app);
        app.now() + chrono::TimeDelta::seconds(level.used.div_ceil(level.bucket.per_second.max(1)).into())
    }

    /// Takes the cost of an operation that is about to run.
    ///
    /// # Errors
    /// `THROTTLED` with the `seconds` to wait.
    async fn take(&self, app: &Ctx, complexity: usize) -> Result<()> {
        let requested = complexity.max(1).saturating_add(self.estimate.extra());
        self.figures().requested = requested;
        if self.principal.is_somebody() {
            self.spend(app, requested as u64).await?;
            self.figures().taken = requested as u64;
        }
        Ok(())
    }

    async fn spend(&self, app: &Ctx, points: u64) -> Result<()> {
        let spent = self.principal.spend(app, points).await;
        let mut figures = self.figures();
        match spent {
            Ok(level) => {
                figures.level = Some(level);
                Ok(())
            }
            Err(error) => {
                let bucket = self.principal.bucket(&app.config.limits);
                (figures.level, figures.refused) = (Some(Level { bucket, used: bucket.points }), true);
                Err(error)
            }
        }
    }

    /// Whether the caller had too few points.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.figures().refused
    }

    /// Takes what it cost to find out that a request cannot run.
    ///
    /// # Errors
    /// `THROTTLED` with the `seconds` to wait: who has nothing left is not told what is wrong either.
    pub async fn take_for_nothing(&self, app: &Ctx) -> Result<()> {
        self.spend(app, INVALID).await
    }

    /// Settles an answer: gives back what it did not need, or charges it, if it is one of many of a subscription. Then the
    /// answer says what it cost.
    pub async fn settle(&self, app: &Ctx, response: &mut Response) {
        let requested = self.requested();
        let executed = requested > 0 && (response.data != Value::Null || response.errors.iter().any(|error| !error.path.is_empty()));
        let actual = weight(&response.data).saturating_add(self.estimate.extra()).clamp(1, requested.max(1));
        let taken = std::mem::take(&mut self.figures().taken);
        if executed && self.principal.is_somebody() {
            let (key, bucket) = (self.principal.to_string(), self.principal.bucket(&app.config.limits));
            if taken > 0 {
                let unused = taken.saturating_sub(actual as u64);
                app.throttle.refund(&key, unused, bucket, app.now());
                let mut figures = self.figures();
                if let Some(level) = &mut figures.level {
                    level.used = level.used.saturating_sub(u32::try_from(unused).unwrap_or(u32::MAX));
                }
            } else {
                let level = app.throttle.charge(&key, actual as u64, bucket, app.now()).await;
                self.figures().level = Some(level);
            }
        }
        let level = self.level(app);
        let figures = json!({
            "requestedQueryCost": requested,
            "actualQueryCost": executed.then_some(actual),
            "throttleStatus": {
                "maximumAvailable": level.bucket.points,
                "currentlyAvailable": level.available(),
                "restoreRate": level.bucket.per_second,
            },
        });
        response.extensions.insert("cost".to_owned(), Value::from_json(figures).unwrap_or_default());
    }

    fn figures(&self) -> MutexGuard<'_, Figures> {
        self.figures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Fields of an answer.
fn weight(value: &Value) -> usize {
    match value {
        Value::Object(fields) => fields.values().map(|value| 1 + weight(value)).sum(),
        Value::List(entries) => entries.iter().map(weight).sum(),
        _ => 0,
    }
}

/// Cost of a page of `rows` that each cost `child`; one row if the size was left out.
#[must_use]
pub fn page_cost(rows: Option<i32>, child: usize) -> usize {
    list_cost(rows.and_then(|rows| rows.try_into().ok()).unwrap_or(1), child)
}

/// Cost of `entries` that each cost `child`. Sizes are the client's: the product stays far from where numbers begin
/// anew at zero, and so does a sum of some thousands of them.
#[must_use]
pub fn list_cost(entries: usize, child: usize) -> usize {
    const MOST: usize = 1 << 40;
    entries.max(1).saturating_mul(child).min(MOST)
}

/// Takes the cost of a request once the validator has found it.
#[derive(Debug, Default)]
pub struct CostMeter;

impl ExtensionFactory for CostMeter {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for CostMeter {
    async fn validation(&self, ctx: &ExtensionContext<'_>, next: NextValidation<'_>) -> Result<ValidationResult, Vec<ServerError>> {
        let result = next.run(ctx).await;
        if let (Some(app), Some(cost)) = (ctx.data_opt::<Ctx>(), ctx.data_opt::<Cost>()) {
            let taken = match &result {
                Ok(found) => cost.take(app, found.complexity).await,
                Err(_) => cost.take_for_nothing(app).await,
            };
            taken.map_err(|error| {
                let error = async_graphql::Error::from(Failure::from(error));
                vec![error.into_server_error(Pos::default())]
            })?;
        }
        result
    }
}
