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
