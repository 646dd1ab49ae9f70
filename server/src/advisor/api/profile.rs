//! What follows from a profile.

use async_graphql::{ComplexObject, Context};

use crate::{
    advisor::content::Profile,
    gql::locale,
    reference::{self, List},
};

#[ComplexObject]
impl Profile {
    /// Names of the regions in the caller's language, in their order.
    async fn region_names(&self, ctx: &Context<'_>) -> Vec<&str> {
        let name = |code: &String| reference::find(List::Divisions, code).map(|entry| entry.name(locale(ctx)));
        self.regions.iter().map(|code| name(code).unwrap_or(code)).collect()
    }
}
