//! Imports in GraphQL.

mod inputs;
mod loaders;
mod preset;
mod preview;
mod problem;
mod run;

use async_graphql::{Context, ID, Object};

use self::inputs::{ImportCancelInput, ImportPresetDeleteInput, ImportPresetSaveInput, ImportPreviewInput, ImportStartInput};
use super::{actions, kind::ImportKind};
use crate::{
    gql::{self, Connection, Total, actor, app, connection, parse_id},
    kernel::PageRequest,
    payload,
};

pub use loaders::with_loaders;
pub use preset::{ImportField, ImportPreset};
pub use preview::ImportPreview;
pub use problem::ImportProblem;
pub use run::ImportRun;

payload! {
    /// Answer of `importStart`.
    ImportStartPayload {
        /// The import.
        import_run: ImportRun
    }
    /// Answer of `importCancel`.
    ImportCancelPayload {
        /// The import as it stands now.
        import_run: ImportRun
    }
    /// Answer of `importPresetSave`.
    ImportPresetSavePayload {
        /// The preset.
        import_preset: ImportPreset
    }
    /// Answer of `importPresetDelete`.
    ImportPresetDeletePayload {
        /// The preset as it stood.
        import_preset: ImportPreset
    }
}

/// Queries about imports.
#[derive(Default)]
pub struct ImportQuery;

#[Object]
impl ImportQuery {
    /// Every field that a column of a file can feed.
    async fn import_fields(
        &self,
        #[graphql(desc = "What the rows of the file become.", default_with = "ImportKind::Listing")] kind: ImportKind,
    ) -> Vec<ImportField> {
        kind.fields().iter().map(ImportField::from).collect()
    }

    /// An uploaded file as it would be imported: columns, what they would feed, the first rows. Changes nothing.
    /// Requires a role that imports such files in the organization that uploaded it.
    #[graphql(complexity = "10 + 4 * child_complexity")]
    async fn import_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which file, and what is known of its columns.")] input: ImportPreviewInput,
    ) -> gql::Result<ImportPreview> {
        let (kind, upload, mapping) = input.parse()?;
        Ok(ImportPreview::from(actions::preview(app(ctx), actor(ctx), kind, upload, mapping).await?))
    }

    /// One import; null if it is absent or not the viewer's business.
    async fn import_run(&self, ctx: &Context<'_>, #[graphql(desc = "Its global id.")] id: ID) -> gql::Result<Option<ImportRun>> {
        let Ok(id) = parse_id(&id, "id") else { return Ok(None) };
        Ok(actions::find(app(ctx), actor(ctx), id).await?.map(Into::into))
    }

    /// Imports of one kind into one organization, newest first. Requires `TTO_OFFICER` or `TTO_HEAD` of it for listings,
    /// `SME_MEMBER` or `SME_OWNER` for demands.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "whose, what, and Relay's four arguments")]
    async fn import_runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization.")] organization_id: ID,
        #[graphql(desc = "What the rows become.", default_with = "ImportKind::Listing")] kind: ImportKind,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<ImportRun>> {
        let organization = parse_id(&organization_id, "organizationId")?;
        let page = actions::runs(app(ctx), actor(ctx), kind, organization, &PageRequest::new(first, after, last, before)?).await?;
        let app = app(ctx).clone();
        let total = Total::new(move || {
            let app = app.clone();
            async move { actions::count_runs(&app, kind, organization).await }
        });
        Ok(connection(page, total, ImportRun::from))
    }

    /// Presets of one organization for files of one kind, by name. Requires the roles of `importRuns`.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "whose, what, and Relay's four arguments")]
    async fn import_presets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization.")] organization_id: ID,
        #[graphql(desc = "What the rows become.", default_with = "ImportKind::Listing")] kind: ImportKind,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<ImportPreset>> {
        let organization = parse_id(&organization_id, "organizationId")?;
        let page = actions::presets(app(ctx), actor(ctx), kind, organization, &PageRequest::new(first, after, last, before)?).await?;
        let app = app(ctx).clone();
        let total = Total::new(move || {
            let app = app.clone();
            async move { actions::count_presets(&app, kind, organization).await }
        });
        Ok(connection(page, total, ImportPreset::from))
    }
}

/// Mutations about imports.
#[derive(Default)]
pub struct ImportMutation;

#[Object]
impl ImportMutation {
    /// Puts an import into the queue; follow it with `importRun` or the viewer's events. New rows become drafts; rows of
    /// what exists (same external reference) change it. Nothing is published. Roles: `TTO_OFFICER`, `TTO_HEAD` of the office for
    /// listings; `SME_MEMBER`, `SME_OWNER` of the enterprise for demands.
    async fn import_start(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which file, and how.")] input: ImportStartInput,
    ) -> gql::Result<ImportStartPayload> {
        let result = async { actions::start(app(ctx), actor(ctx), input.parse()?).await }.await;
        ImportStartPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Stops an import. Rows that were imported before stay; an import that takes all rows or none cannot be stopped once it
    /// has begun to write (`IMPORT_WRITING`). Roles: those of `importStart`.
    async fn import_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which import.")] input: ImportCancelInput,
    ) -> gql::Result<ImportCancelPayload> {
        let result = async { actions::cancel(app(ctx), actor(ctx), parse_id(&input.id, "id")?).await }.await;
        ImportCancelPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Keeps a mapping under a name, or changes it. Roles: those of `importStart`.
    async fn import_preset_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The preset.")] input: ImportPresetSaveInput,
    ) -> gql::Result<ImportPresetSavePayload> {
        let result = async { actions::preset_save(app(ctx), actor(ctx), input.parse()?).await }.await;
        ImportPresetSavePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Removes a preset; imports that used it keep their mapping. Roles: those of `importStart`.
    async fn import_preset_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which preset.")] input: ImportPresetDeleteInput,
    ) -> gql::Result<ImportPresetDeletePayload> {
        let result = async { actions::preset_delete(app(ctx), actor(ctx), input.parse()?).await }.await;
        ImportPresetDeletePayload::of(ctx, input.client_mutation_id, result)
    }
}
