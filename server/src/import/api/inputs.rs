//! What clients send.

use async_graphql::{ID, InputObject};

use crate::{
    gql::{IdempotencyKey, parse_id, parse_optional_id},
    import::{
        actions::{PresetDelete, PresetSave, Start},
        kind::ImportKind,
        map::{ColumnMapping, Mapping},
        rules::ErrorPolicy,
    },
    kernel::{Id, Result, id},
};

/// What to do with one column of a file.
#[derive(InputObject)]
pub struct ImportColumnInput {
    /// Header of the column, as the preview shows it.
    column: String,
    /// Path of the field that it feeds, one of `importFields`; null to leave the column out.
    field: Option<String>,
}

fn mapping(columns: &[ImportColumnInput]) -> Mapping {
    let column = |input: &ImportColumnInput| ColumnMapping { column: input.column.clone(), field: input.field.clone() };
    Mapping { columns: columns.iter().map(column).collect() }
}

/// Input of `importPreview`.
#[derive(InputObject)]
pub struct ImportPreviewInput {
    /// What the rows become.
    #[graphql(default_with = "ImportKind::Listing")]
    kind: ImportKind,
    /// The uploaded file.
    upload_id: ID,
    /// Columns that differ from what the headers say.
    #[graphql(default)]
    mapping: Vec<ImportColumnInput>,
}

impl ImportPreviewInput {
    pub(super) fn parse(&self) -> Result<(ImportKind, Id<id::Upload>, Mapping)> {
        Ok((self.kind, parse_id(&self.upload_id, "uploadId")?, mapping(&self.mapping)))
    }
}

/// Input of `importStart`.
#[derive(InputObject)]
pub struct ImportStartInput {
    /// What the rows become.
    #[graphql(default_with = "ImportKind::Listing")]
    kind: ImportKind,
    /// Whose listings or demands they become.
    organization_id: ID,
    /// The uploaded file.
    upload_id: ID,
    /// Columns that differ from what the preset and the headers say.
    mapping: Option<Vec<ImportColumnInput>>,
    /// A preset to use.
    preset_id: Option<ID>,
    /// What becomes of good rows when others are bad.
    policy: ErrorPolicy,
    /// Only tell what would happen, and change nothing.
    #[graphql(default)]
    dry_run: bool,
    /// A UUID that the client makes once for this import. A repetition with the same key does nothing new.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl ImportStartInput {
    pub(super) fn parse(&self) -> Result<Start> {
        Ok(Start {
            kind: self.kind,
            organization: parse_id(&self.organization_id, "organizationId")?,
            upload: parse_id(&self.upload_id, "uploadId")?,
            mapping: self.mapping.as_deref().map(mapping),
            preset: parse_optional_id(self.preset_id.as_ref(), "presetId")?,
            policy: self.policy,
            dry_run: self.dry_run,
            key: self.idempotency_key.0,
        })
    }
}

/// Input of `importCancel`.
#[derive(InputObject)]
pub struct ImportCancelInput {
    /// The import.
    pub(super) id: ID,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `importPresetSave`.
#[derive(InputObject)]
pub struct ImportPresetSaveInput {
    /// The preset to change; a new one if left out.
    id: Option<ID>,
    /// The version that the change rests on; needed to change one.
    expected_version: Option<i64>,
    /// For files of what; one that is changed keeps its kind.
    #[graphql(default_with = "ImportKind::Listing")]
    kind: ImportKind,
    /// The organization that it belongs to.
    organization_id: ID,
    /// Name, up to 80 characters, unique in the organization.
    name: String,
    /// What to do with each column.
    mapping: Vec<ImportColumnInput>,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl ImportPresetSaveInput {
    pub(super) fn parse(&self) -> Result<PresetSave> {
        Ok(PresetSave {
            kind: self.kind,
            id: parse_optional_id(self.id.as_ref(), "id")?,
            expected_version: self.expected_version,
            organization: parse_id(&self.organization_id, "organizationId")?,
            name: self.name.clone(),
            mapping: mapping(&self.mapping),
        })
    }
}

/// Input of `importPresetDelete`.
#[derive(InputObject)]
pub struct ImportPresetDeleteInput {
    /// The preset.
    id: ID,
    /// The version that the decision rests on.
    expected_version: i64,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl ImportPresetDeleteInput {
    pub(super) fn parse(&self) -> Result<PresetDelete> {
        Ok(PresetDelete { id: parse_id(&self.id, "id")?, expected_version: self.expected_version })
    }
}
