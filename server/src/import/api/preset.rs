//! Fields, columns and presets as answers.

use async_graphql::{Context, ID, Object, SimpleObject};

use crate::{
    gql::locale,
    import::{field::Field, kind::ImportKind, map::Mapping, rules},
    kernel::Timestamp,
};

/// A field that a column of a file can feed.
#[derive(Clone, Copy)]
pub struct ImportField(pub(super) &'static Field);

impl From<&'static Field> for ImportField {
    fn from(field: &'static Field) -> Self {
        Self(field)
    }
}

/// A field that a column of a file can feed.
#[Object]
impl ImportField {
    /// Path, as the API calls it: `title.zh`, `ipRights.number`.
    async fn path(&self) -> &str {
        self.0.path
    }

    /// What people call it; also the header in exports.
    async fn label(&self, ctx: &Context<'_>) -> &str {
        self.0.header(locale(ctx))
    }

    /// Whether several columns may feed it together.
    async fn many(&self) -> bool {
        self.0.many
    }
}

/// One column of a file and the field that it feeds.
#[derive(SimpleObject)]
pub struct ImportColumn {
    /// Header of the column.
    column: String,
    /// Path of the field; null if the column is left out.
    field: Option<String>,
}

pub(super) fn columns(mapping: &Mapping) -> Vec<ImportColumn> {
    mapping.columns.iter().map(|column| ImportColumn { column: column.column.clone(), field: column.field.clone() }).collect()
}

/// A mapping of headers to fields, kept under a name.
#[derive(Clone)]
pub struct ImportPreset(rules::Preset);

impl From<rules::Preset> for ImportPreset {
    fn from(preset: rules::Preset) -> Self {
        Self(preset)
    }
}

/// A mapping of headers to fields, kept under a name. Requires a role that imports such files.
#[Object]
impl ImportPreset {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// For files of what.
    async fn kind(&self) -> ImportKind {
        self.0.kind
    }

    /// The organization that it belongs to.
    async fn organization_id(&self) -> ID {
        self.0.organization.into()
    }

    /// Name, unique in the organization.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What to do with each column.
    async fn mapping(&self) -> Vec<ImportColumn> {
        columns(&self.0.mapping)
    }

    /// Version.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// When it was made.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// When it was changed.
    async fn updated_at(&self) -> Timestamp {
        self.0.updated_at
    }
}
