//! Presets.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Select, Value, sea_query::Expr};
use uuid::Uuid;

use super::{map, row::preset, scope};
use crate::{
    db::{is_unique_violation, page::keyset},
    import::{kind::ImportKind, policy, rules::Preset},
    kernel::{
        Actor, Code, Error, Id, Page, PageRequest, Result,
        id::{self, Organization},
    },
};

/// The preset, if the actor may know of it.
pub(in crate::import) async fn find_preset(conn: &impl ConnectionTrait, actor: &Actor, id: Id<id::ImportPreset>) -> Result<Option<Preset>> {
    let found = preset::Entity::find_by_id(id.uuid()).one(conn).await?.map(map::preset).transpose()?;
    Ok(found.filter(|preset| policy::sees(actor, preset.kind, preset.organization)))
}

/// The presets among `ids` that the actor may know of.
pub(in crate::import) async fn find_presets(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    ids: &[Id<id::ImportPreset>],
) -> Result<Vec<Preset>> {
    let found = preset::Entity::find().filter(preset::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(conn).await?;
    let found = found.into_iter().map(map::preset).collect::<Result<Vec<_>>>()?;
    Ok(found.into_iter().filter(|preset| policy::sees(actor, preset.kind, preset.organization)).collect())
}

/// The organization's preset of this name for such files.
pub(in crate::import) async fn preset_named(
    conn: &impl ConnectionTrait,
    kind: ImportKind,
    organization: Id<Organization>,
    name: &str,
) -> Result<Option<Preset>> {
    let select = of_kind(kind, organization);
    select.filter(preset::Column::Name.eq(name)).one(conn).await?.map(map::preset).transpose()
}

/// Presets of one organization by name. There are few.
pub(in crate::import) async fn presets(
    conn: &impl ConnectionTrait,
    kind: ImportKind,
    organization: Id<Organization>,
    request: &PageRequest,
) -> Result<Page<Preset>> {
    let scope = scope("presets", kind, organization);
    let key = request.key::<(String, Uuid)>(&scope)?.map(|(name, id)| vec![Value::from(name), Value::from(id)]);
    let select = of_kind(kind, organization);
    let rows = keyset(select, &[preset::Column::Name, preset::Column::Id], false, key, request).all(conn).await?;
    let rows = rows.into_iter().map(map::preset).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |preset| (preset.name.clone(), preset.id.uuid())))
}

pub(in crate::import) async fn count_presets(conn: &impl ConnectionTrait, kind: ImportKind, organization: Id<Organization>) -> Result<u64> {
    Ok(of_kind(kind, organization).count(conn).await?)
}

fn of_kind(kind: ImportKind, organization: Id<Organization>) -> Select<preset::Entity> {
    let select = preset::Entity::find().filter(preset::Column::OrganizationId.eq(organization.uuid()));
    select.filter(preset::Column::Kind.eq(kind.to_string()))
}

fn preset_row(preset: &Preset, user: Option<Id<id::User>>) -> Result<preset::ActiveModel> {
    Ok(preset::ActiveModel {
        id: Set(preset.id.uuid()),
        kind: Set(preset.kind.to_string()),
        organization_id: Set(preset.organization.uuid()),
        name: Set(preset.name.clone()),
        mapping: Set(serde_json::to_value(&preset.mapping).map_err(Error::internal)?),
        version: Set(preset.version),
        created_by: Set(user.map(Id::uuid).unwrap_or_default()),
        created_at: Set(preset.created_at),
        updated_at: Set(preset.updated_at),
    })
}

fn name_taken(error: sea_orm::DbErr) -> Error {
    if is_unique_violation(&error) { Error::new(Code::Duplicate).at("name") } else { error.into() }
}

/// Adds a preset.
///
/// # Errors
/// `DUPLICATE` at `name` if the organization has one of that name.
pub(in crate::import) async fn insert_preset(tx: &impl ConnectionTrait, preset: &Preset, user: Option<Id<id::User>>) -> Result<()> {
    preset::Entity::insert(preset_row(preset, user)?).exec_without_returning(tx).await.map_err(name_taken)?;
    Ok(())
}

/// Changes name and mapping of a preset that stands at `version`; `false` if it does not any more.
pub(in crate::import) async fn save_preset(tx: &impl ConnectionTrait, preset: &Preset, version: i64) -> Result<bool> {
    let mapping = serde_json::to_value(&preset.mapping).map_err(Error::internal)?;
    let saved = preset::Entity::update_many()
        .col_expr(preset::Column::Name, Expr::value(preset.name.clone()))
        .col_expr(preset::Column::Mapping, Expr::value(mapping))
        .col_expr(preset::Column::Version, Expr::value(preset.version))
        .col_expr(preset::Column::UpdatedAt, Expr::value(preset.updated_at))
        .filter(preset::Column::Id.eq(preset.id.uuid()))
        .filter(preset::Column::Version.eq(version))
        .exec(tx)
        .await
        .map_err(name_taken)?;
    Ok(saved.rows_affected == 1)
}

/// Removes a preset that stands at `version`; `false` if it does not any more.
pub(in crate::import) async fn delete_preset(tx: &impl ConnectionTrait, id: Id<id::ImportPreset>, version: i64) -> Result<bool> {
    let gone =
        preset::Entity::delete_many().filter(preset::Column::Id.eq(id.uuid())).filter(preset::Column::Version.eq(version)).exec(tx).await?;
    Ok(gone.rows_affected == 1)
}
