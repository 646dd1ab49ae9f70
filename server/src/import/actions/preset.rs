//! Mappings kept under a name.

use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    import::{kind::ImportKind, map::Mapping, policy, rules::Preset, store},
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{ImportPreset, Organization},
        text,
    },
};

/// A preset to be kept.
#[derive(Debug, Clone)]
pub struct PresetSave {
    /// Which one to change; a new one if none.
    pub id: Option<Id<ImportPreset>>,
    /// The version that was read; needed to change one.
    pub expected_version: Option<i64>,
    /// For files of what; a preset keeps it.
    pub kind: ImportKind,
    /// Whose.
    pub organization: Id<Organization>,
    /// Name, up to 80 characters, unique in the organization.
    pub name: String,
    /// The mapping.
    pub mapping: Mapping,
}

/// Makes or changes a preset.
///
/// # Errors
/// As [`policy::permit`] at `organizationId`; `NOT_FOUND` at `id`; `STALE_VERSION`; `DUPLICATE` at `name`; as
/// [`Mapping::validate`] at `mapping`; `REQUIRED` at `mapping` if it is empty.
pub async fn preset_save(ctx: &Ctx, actor: &Actor, input: PresetSave) -> Result<Outcome<Preset>> {
    let known = match input.id {
        Some(id) => store::find_preset(ctx.db.read(), actor, id).await?,
        None => None,
    };
    // One that is changed keeps its kind.
    let kind = known.as_ref().map_or(input.kind, |preset| preset.kind);
    policy::permit(actor, kind, input.organization).map_err(|error| error.at("organizationId"))?;
    let name = text::line(&input.name, 80).map_err(|error| error.at("name"))?;
    if input.mapping.columns.is_empty() {
        return Err(Error::new(Code::Required).at("mapping"));
    }
    input.mapping.validate(kind).map_err(|error| error.at("mapping"))?;
    let now = ctx.now();
    let tx = ctx.begin().await?;
    let (preset, verb) = if input.id.is_some() {
        let found = known.filter(|preset| preset.organization == input.organization);
        let found = found.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
        let expected = input.expected_version.ok_or_else(|| Error::new(Code::Required).at("expectedVersion"))?;
        let next = Preset { name, mapping: input.mapping, version: found.version + 1, updated_at: now, ..found.clone() };
        if expected != found.version || !store::save_preset(&*tx, &next, found.version).await? {
            return Err(stale(&found));
        }
        (next, "import.preset.update")
    } else {
        let (organization, mapping) = (input.organization, input.mapping);
        let fresh = Preset { id: ctx.new_id(), kind, organization, name, mapping, version: 1, created_at: now, updated_at: now };
        store::insert_preset(&*tx, &fresh, actor.user()).await?;
        (fresh, "import.preset.create")
    };
    let entry = NewEntry::new(preset.organization, verb, preset.id).after(&preset.mapping).detail("columns", preset.mapping.columns.len());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(preset))
}

fn stale(preset: &Preset) -> Error {
    Error::new(Code::StaleVersion).with("current", preset.version).at("expectedVersion")
}

/// A preset to be removed.
#[derive(Debug, Clone)]
pub struct PresetDelete {
    /// Which.
    pub id: Id<ImportPreset>,
    /// The version that was read.
    pub expected_version: i64,
}

/// Removes a preset. Imports that used it keep their mapping.
///
/// # Errors
/// `NOT_FOUND` at `id`, `STALE_VERSION`.
pub async fn preset_delete(ctx: &Ctx, actor: &Actor, input: PresetDelete) -> Result<Outcome<Preset>> {
    let tx = ctx.begin().await?;
    let found = store::find_preset(&*tx, actor, input.id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    policy::permit(actor, found.kind, found.organization)?;
    if input.expected_version != found.version || !store::delete_preset(&*tx, found.id, found.version).await? {
        return Err(stale(&found));
    }
    let entry = NewEntry::new(found.organization, "import.preset.delete", found.id).before(&found.mapping);
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(found))
}
