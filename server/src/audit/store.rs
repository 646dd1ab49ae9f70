//! Rows of the audit trail.

use std::collections::BTreeSet;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::OnConflict,
};
use serde_json::json;
use uuid::Uuid;

use super::{Entry, NewEntry, actor_name};
use crate::{
    ctx::Ctx,
    db::page::keyset,
    kernel::{
        Actor, Error, Id, Page, PageRequest, Result, digest, guard,
        id::{AuditEntry, Organization},
    },
};

mod head {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_head")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organization_id: Uuid,
        pub seq: i64,
        pub hash: String,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

mod entry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organization_id: Uuid,
        pub seq: i64,
        pub at: DateTimeUtc,
        pub actor_user_id: Option<Uuid>,
        pub actor: String,
        pub verb: String,
        pub entity_kind: String,
        pub entity_id: Uuid,
        pub before_hash: Option<String>,
        pub after_hash: Option<String>,
        pub rule_versions: Json,
        pub details: Json,
        pub previous_hash: String,
        pub hash: String,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// `previous_hash` of the first entry of a trail.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Appends one entry in the caller's transaction.
pub async fn append(ctx: &Ctx, tx: &impl ConnectionTrait, actor: &Actor, entry: NewEntry) -> Result<()> {
    append_all(ctx, tx, actor, vec![entry]).await
}

/// Appends entries in the caller's transaction, three statements for each organization concerned.
///
/// The head row of a trail is locked until the commit, so that entries of one organization cannot fork. Call it last
/// before the commit; trails are locked in the order of their ids, so that two callers cannot lock each other out.
pub async fn append_all(ctx: &Ctx, tx: &impl ConnectionTrait, actor: &Actor, mut entries: Vec<NewEntry>) -> Result<()> {
    entries.sort_by_key(|entry| entry.organization);
    let at = ctx.now();
    for trail in entries.chunk_by(|a, b| a.organization == b.organization) {
        let Some(organization) = trail.first().map(|entry| entry.organization.uuid()) else { continue };
        let head = lock_head(tx, organization).await?;
        let (mut seq, mut hash) = (head.seq, head.hash);
        let mut rows = Vec::with_capacity(trail.len());
        for new in trail {
            seq += 1;
            let mut row = entry::Model {
                id: ctx.new_id::<AuditEntry>().uuid(),
                organization_id: organization,
                seq,
                at,
                actor_user_id: actor.user().map(Id::uuid),
                actor: actor_name(actor),
                verb: new.verb.to_owned(),
                entity_kind: new.entity_kind.to_owned(),
                entity_id: new.entity_id,
                before_hash: new.before.clone(),
                after_hash: new.after.clone(),
                rule_versions: json!(new.rules.iter().map(|rule| rule.uuid()).collect::<Vec<_>>()),
                details: new.details.clone(),
                previous_hash: hash.clone(),
                hash: String::new(),
            };
            row.hash = fingerprint(&row);
            hash.clone_from(&row.hash);
            rows.push(sea_orm::IntoActiveModel::into_active_model(row));
        }
        entry::Entity::insert_many(rows).exec_without_returning(tx).await?;
        head::Entity::update_many()
            .set(head::ActiveModel { seq: Set(seq), hash: Set(hash), ..Default::default() })
            .filter(head::Column::OrganizationId.eq(organization))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Locks the trails of `organizations` in the order of their ids, for a transaction that will append to several of them
/// more than once. (On SQLite an open write transaction is the lock.)
pub async fn reserve(tx: &impl ConnectionTrait, organizations: impl Iterator<Item = Id<Organization>>) -> Result<()> {
    let organizations: BTreeSet<_> = organizations.collect();
    if organizations.len() > 1 && tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        for organization in organizations {
            lock_head(tx, organization.uuid()).await?;
        }
    }
    Ok(())
}

/// The head of a trail, begun if need be, and locked until the end of the transaction.
async fn lock_head(tx: &impl ConnectionTrait, organization: Uuid) -> Result<head::Model> {
    head::Entity::insert(head::ActiveModel { organization_id: Set(organization), seq: Set(0), hash: Set(GENESIS.to_owned()) })
        .on_conflict(OnConflict::column(head::Column::OrganizationId).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    let mut select = head::Entity::find_by_id(organization);
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.ok_or_else(|| Error::internal("audit head vanished"))
}

/// The hash of an entry: everything in it but the hash itself, times in microseconds.
fn fingerprint(row: &entry::Model) -> String {
    digest::json_digest(&json!({
        "id": row.id,
        "organization": row.organization_id,
        "seq": row.seq,
        "at": row.at.timestamp_micros(),
        "actorUser": row.actor_user_id,
        "actor": row.actor,
        "verb": row.verb,
        "entityKind": row.entity_kind,
        "entity": row.entity_id,
        "before": row.before_hash,
        "after": row.after_hash,
        "rules": row.rule_versions,
        "details": row.details,
        "previous": row.previous_hash,
    }))
}

fn read(row: entry::Model) -> Entry {
    Entry {
        id: Id::from_uuid(row.id),
        organization: Id::from_uuid(row.organization_id),
        seq: row.seq,
        at: row.at,
        actor_user: row.actor_user_id.map(Id::from_uuid),
        actor: row.actor,
        verb: row.verb,
        entity_kind: row.entity_kind,
        entity_id: row.entity_id,
        before_hash: row.before_hash,
        after_hash: row.after_hash,
        rules: serde_json::from_value::<Vec<Uuid>>(row.rule_versions).unwrap_or_default().into_iter().map(Id::from_uuid).collect(),
        details: row.details,
        previous_hash: row.previous_hash,
        hash: row.hash,
    }
}

/// Which trails an actor may read: all for staff, those of their own organizations for members.
fn readable(actor: &Actor) -> Option<Vec<Uuid>> {
    let all = actor.is_staff() || guard::lifted("OwnTrails");
    (!all).then(|| actor.seats().iter().map(|seat| seat.organization.uuid()).collect())
}

/// Entries that `actor` may read of one organization's trail, if given about one entity.
fn visible(actor: &Actor, organization: Id<Organization>, entity: Option<Uuid>) -> Select<entry::Entity> {
    let mut select = entry::Entity::find().filter(entry::Column::OrganizationId.eq(organization.uuid()));
    if let Some(allowed) = readable(actor) {
        select = select.filter(entry::Column::OrganizationId.is_in(allowed));
    }
    if let Some(entity) = entity {
        select = select.filter(entry::Column::EntityId.eq(entity));
    }
    select
}

/// Entries that `actor` may read, newest first, of one organization's trail and, if given, about one entity.
pub async fn entries(
    ctx: &Ctx,
    actor: &Actor,
    organization: Id<Organization>,
    entity: Option<Uuid>,
    request: &PageRequest,
) -> Result<Page<Entry>> {
    let scope = format!("audit:{organization}:{entity:?}");
    let key = request.key::<i64>(&scope)?;
    let select = visible(actor, organization, entity);
    let rows = keyset(select, &[entry::Column::Seq], true, key.map(|seq| vec![seq.into()]), request).all(ctx.db.read()).await?;
    Ok(Page::from_rows(request, rows, &scope, |row| row.seq).map(read))
}

/// How many entries [`entries`] has in all, and whether that is exact: it counts up to 1000.
pub async fn count(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, entity: Option<Uuid>) -> Result<(u64, bool)> {
    const CAP: u64 = 1000;
    let numbers = visible(actor, organization, entity).select_only().column(entry::Column::Seq).limit(CAP + 1);
    let rows = numbers.into_tuple::<i64>().all(ctx.db.read()).await?.len() as u64;
    Ok((rows.min(CAP), rows <= CAP))
}

/// The entries among `ids` that `actor` may read, in any order. One statement.
pub async fn find_many(ctx: &Ctx, actor: &Actor, ids: &[Id<AuditEntry>]) -> Result<Vec<Entry>> {
    let mut select = entry::Entity::find().filter(entry::Column::Id.is_in(ids.iter().map(|id| id.uuid())));
    if let Some(allowed) = readable(actor) {
        select = select.filter(entry::Column::OrganizationId.is_in(allowed));
    }
    Ok(select.all(ctx.db.read()).await?.into_iter().map(read).collect())
}

/// How many entries all trails have together, as their heads say: the length of [`verify`]'s work.
pub async fn length(ctx: &Ctx) -> Result<u64> {
    let heads = head::Entity::find().select_only().column(head::Column::Seq).into_tuple::<i64>().all(ctx.db.read()).await?;
    Ok(heads.into_iter().map(i64::unsigned_abs).sum())
}

/// What [`verify`] found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Trails read.
    pub trails: u64,
    /// Entries read.
    pub entries: u64,
    /// The first entry of each trail that does not fit, with the reason in words.
    pub broken: Vec<(Id<Organization>, i64, &'static str)>,
}

/// The heads of all trails (or of one), and an empty head for each trail that has lost its own: with its head, a trail
/// must not lose its witnesses.
async fn trails(ctx: &Ctx, only: Option<Id<Organization>>) -> Result<Vec<head::Model>> {
    // The entries first: what is appended meanwhile has its head.
    let mut with_entries = entry::Entity::find().select_only().column(entry::Column::OrganizationId).distinct();
    let mut heads = head::Entity::find();
    if let Some(only) = only {
        with_entries = with_entries.filter(entry::Column::OrganizationId.eq(only.uuid()));
        heads = heads.filter(head::Column::OrganizationId.eq(only.uuid()));
    }
    let with_entries: Vec<Uuid> = with_entries.into_tuple().all(ctx.db.read()).await?;
    let mut trails = heads.all(ctx.db.read()).await?;
    let known: std::collections::HashSet<Uuid> = trails.iter().map(|head| head.organization_id).collect();
    let lost = with_entries.into_iter().filter(|organization| !known.contains(organization));
    trails.extend(lost.map(|organization_id| head::Model { organization_id, seq: 0, hash: GENESIS.to_owned() }));
    trails.sort_unstable_by_key(|head| head.organization_id);
    Ok(trails)
}

/// Reads every trail (or one) from its beginning and checks every hash, the numbering and the head.
pub async fn verify(ctx: &Ctx, only: Option<Id<Organization>>, mut progress: impl FnMut(u64)) -> Result<Verification> {
    const CHUNK: u64 = 2000;
    let mut report = Verification::default();
    for head in trails(ctx, only).await? {
        report.trails += 1;
        let organization = Id::from_uuid(head.organization_id);
        let (mut seq, mut hash) = (0_i64, GENESIS.to_owned());
        let problem = 'trail: loop {
            let rows = entry::Entity::find()
                .filter(entry::Column::OrganizationId.eq(head.organization_id))
                .filter(entry::Column::Seq.gt(seq))
                .order_by_asc(entry::Column::Seq)
                .limit(CHUNK)
                .all(ctx.db.read())
                .await?;
            if head.seq == 0 {
                break Some((1, "the head of the trail is missing"));
            }
            if rows.is_empty() {
                // An entry that was appended since the head was read is no fault.
                break if seq < head.seq { Some((seq + 1, "entries are missing at the end")) } else { None };
            }
            for row in rows {
                report.entries += 1;
                if row.seq != seq + 1 {
                    break 'trail Some((seq + 1, "an entry is missing"));
                }
                if row.previous_hash != hash {
                    break 'trail Some((row.seq, "does not follow the entry before it"));
                }
                if fingerprint(&row) != row.hash {
                    break 'trail Some((row.seq, "was changed"));
                }
                if row.seq == head.seq && row.hash != head.hash {
                    break 'trail Some((row.seq, "differs from the head of the trail"));
                }
                (seq, hash) = (row.seq, row.hash);
            }
            progress(report.entries);
        };
        report.broken.extend(problem.map(|(seq, why)| (organization, seq, why)));
    }
    Ok(report)
}
