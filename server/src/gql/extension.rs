//! What every answer says about its own cost.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_graphql::{
    ServerError, ValidationResult, async_trait,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation},
};

/// Filled during validation, read when the answer leaves.
#[derive(Debug, Clone, Default)]
pub struct Cost(Arc<AtomicUsize>);

impl Cost {
    /// Cost of the operation as asked for: every field 1, a page its size.
    #[must_use]
    pub fn requested(&self) -> usize {
        self.0.load(Ordering::Relaxed)
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

/// Keeps the validator's result in the request's [`Cost`].
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
        let result = next.run(ctx).await?;
        if let Some(cost) = ctx.data_opt::<Cost>() {
            cost.0.store(result.complexity, Ordering::Relaxed);
        }
        Ok(result)
    }
}
