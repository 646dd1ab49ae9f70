//! Organizations and their size declarations.

use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select, Value,
    sea_query::{Expr, Func, IntoColumnRef, LikeExpr, Query, SimpleExpr},
};
use uuid::Uuid;

use super::{COUNT_CAP, counted, row, saved};
use crate::{
    db::{is_unique_violation, page::keyset},
    identity::{
        Alike, policy,
        rules::{Organization, OrganizationKind, SizeDeclaration, Verification, credit_code},
    },
    kernel::{
        Actor, Code, Error, Id, Page, PageRequest, Result, Timestamp, guard,
        id::{self, SizeDeclaration as SizeId},
    },
};

/// Which organizations a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganizationFilter {
    /// Only those found to be this.
    pub verification: Option<Verification>,
    /// Only these kinds; all if empty.
    pub kinds: Vec<OrganizationKind>,
    /// Only those that wait for a decision about a new name or credit code, as far as the viewer sees inside.
    pub has_pending_change: bool,
    /// Only those whose Chinese or English name begins like this, or (for staff) with this credit code.
    pub query: Option<String>,
}

/// Organizations by id, in any order, whoever asks; unknown ids are left out. One statement.
pub async fn organizations(conn: &impl ConnectionTrait, ids: &[Id<id::Organization>]) -> Result<Vec<Organization>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = row::organization::Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    row::organization::Entity::find().filter(wanted).all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// The organization, if `actor` may know of it.
///
/// # Errors
/// `NOT_FOUND` if there is none, or none for this actor.
pub(crate) async fn visible_organization(conn: &impl ConnectionTrait, actor: &Actor, id: Id<id::Organization>) -> Result<Organization> {
    let found = organizations(conn, &[id]).await?.into_iter().next();
    found.filter(|organization| policy::may_see_organization(actor, organization)).ok_or_else(|| Error::new(Code::NotFound))
}

/// Whether the organization whose id is in `column` of another table is one that the world may know of. A correlated
/// test and no list of ids, so that the other table is still read in the order of its own index.
pub(crate) fn is_verified(column: impl IntoColumnRef) -> SimpleExpr {
    use row::organization::{Column, Entity};
    let here = Expr::col((Entity, Column::Id)).equals(column);
    let verified = Column::Verification.eq(Verification::Verified.to_string());
    Expr::exists(Query::select().expr(Expr::val(1)).from(Entity).and_where(here).and_where(verified).to_owned())
}

/// Locks the organization until the commit, so that two changes of its seats run one after the other. On SQLite the
/// transaction is alone already.
pub(crate) async fn lock_organization(conn: &impl ConnectionTrait, id: Id<id::Organization>) -> Result<()> {
    if conn.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        row::organization::Entity::find_by_id(id.uuid()).lock_exclusive().one(conn).await?;
    }
    Ok(())
}

/// The organization with this name in either language; the oldest, if several have it.
pub(crate) async fn organization_named(conn: &impl ConnectionTrait, name: &str) -> Result<Option<Organization>> {
    let named = Condition::any().add(row::organization::Column::NameZh.eq(name)).add(row::organization::Column::NameEn.eq(name));
    let found = row::organization::Entity::find().filter(named).order_by_asc(row::organization::Column::Id).one(conn).await?;
    found.map(TryInto::try_into).transpose()
}

/// The organization that holds this credit code: the one that was not rejected.
pub(crate) async fn organization_of(conn: &impl ConnectionTrait, credit_code: &str) -> Result<Option<Organization>> {
    let found = row::organization::Entity::find().filter(row::organization::Column::CreditCodeClaim.eq(credit_code)).one(conn).await?;
    found.map(TryInto::try_into).transpose()
}

fn visible_to(actor: &Actor, filter: &OrganizationFilter) -> Select<row::organization::Entity> {
    use row::organization::Column;
    let mut select = row::organization::Entity::find();
    if filter.has_pending_change {
        select = select.filter(Column::PendingChange.is_not_null());
    }
    if !(actor.is_staff() || guard::lifted("KnownOrganizations")) {
        let own: Vec<Uuid> = actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
        let mut visible = Condition::any().add(Column::Id.is_in(own));
        // What an organization has asked for is its own business.
        if !filter.has_pending_change {
            visible = visible.add(Column::Verification.eq(Verification::Verified.to_string()));
        }
        select = select.filter(visible);
    }
    if let Some(verification) = filter.verification {
        select = select.filter(Column::Verification.eq(verification.to_string()));
    }
    if !filter.kinds.is_empty() {
        select = select.filter(Column::Kind.is_in(filter.kinds.iter().map(ToString::to_string)));
    }
    if let Some(query) = &filter.query {
        let pattern = format!("{}%", escaped(&query.to_lowercase()));
        let begins = |column: Column| Expr::expr(Func::lower(Expr::col(column))).like(LikeExpr::new(pattern.as_str()).escape('\\'));
        let mut found = Condition::any().add(begins(Column::NameZh)).add(begins(Column::NameEn));
        if let (true, Ok(code)) = (guard::holds("FindByCreditCode", actor.is_staff()), credit_code(query)) {
            found = found.add(Column::CreditCode.eq(code));
        }
        select = select.filter(found);
    }
    select
}

/// The text with LIKE's own signs made plain.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// Organizations that `actor` may know of, newest first. One statement.
pub(crate) async fn list_organizations(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    filter: &OrganizationFilter,
    request: &PageRequest,
) -> Result<Page<Organization>> {
    let scope = format!("organizations:{filter:?}");
    let key = request.key::<Uuid>(&scope)?.map(|id| vec![Value::from(id)]);
    let select = keyset(visible_to(actor, filter), &[row::organization::Column::Id], true, key, request);
    let rows = select.all(conn).await?.into_iter().map(TryInto::try_into).collect::<Result<Vec<Organization>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| row.id.uuid()))
}

/// How many organizations there are for [`list_organizations`], and whether that is exact.
pub(crate) async fn count_organizations(conn: &impl ConnectionTrait, actor: &Actor, filter: &OrganizationFilter) -> Result<(u64, bool)> {
    let ids = visible_to(actor, filter).select_only().column(row::organization::Column::Id).limit(COUNT_CAP + 1);
    Ok(counted(ids.into_tuple::<Uuid>().all(conn).await?.len()))
}

fn active(organization: &Organization) -> row::organization::ActiveModel {
    let claim = organization.credit_code.clone().filter(|_| organization.verification != Verification::Rejected);
    row::organization::ActiveModel {
        id: NotSet,
        kind: Set(organization.kind.to_string()),
        name_zh: Set(organization.name_zh.clone()),
        name_en: Set(organization.name_en.clone()),
        credit_code: Set(organization.credit_code.clone()),
        credit_code_claim: Set(claim),
        country: Set(organization.country.clone()),
        division: Set(organization.division.clone()),
        website: Set(organization.website.clone()),
        verification: Set(organization.verification.to_string()),
        verification_note: Set(organization.verification_note.clone()),
        verified_at: Set(organization.verified_at),
        verified_by: Set(organization.verified_by.map(Id::uuid)),
        pending_change: Set(organization.pending_change.as_ref().map(|change| serde_json::json!(change))),
        size_class: Set(organization.size.map(|size| size.to_string())),
        size_id: Set(organization.size_declaration.map(Id::uuid)),
        version: Set(organization.version),
        created_by: Set(organization.created_by.map(Id::uuid)),
        created_at: Set(organization.created_at),
        updated_at: Set(organization.updated_at),
    }
}

fn taken(error: sea_orm::DbErr) -> Error {
    if is_unique_violation(&error) { Error::new(Code::OrganizationExists).at("creditCode") } else { error.into() }
}

/// Writes a new organization.
///
/// # Errors
/// `ORGANIZATION_EXISTS` at `creditCode` if another one that was not rejected has that code.
pub(crate) async fn insert_organization(tx: &impl ConnectionTrait, organization: &Organization) -> Result<()> {
    let row = row::organization::ActiveModel { id: Set(organization.id.uuid()), ..active(organization) };
    row::organization::Entity::insert(row).exec_without_returning(tx).await.map_err(taken)?;
    Ok(())
}

/// Writes a changed organization over the version `before`.
///
/// # Errors
/// `STALE_VERSION` if somebody was faster; `ORGANIZATION_EXISTS` at `creditCode`.
pub(crate) async fn save_organization(tx: &impl ConnectionTrait, organization: &Organization, before: i64) -> Result<()> {
    let result = row::organization::Entity::update_many()
        .set(active(organization))
        .filter(row::organization::Column::Id.eq(organization.id.uuid()))
        .filter(row::organization::Column::Version.eq(before))
        .exec(tx)
        .await
        .map_err(taken)?;
    saved(result.rows_affected)
}

/// How many verified enterprises there are like that, counted up to `cap`, whoever asks. One statement.
pub async fn count_alike(conn: &impl ConnectionTrait, alike: &Alike, cap: u64) -> Result<u64> {
    use row::organization::{Column, Entity};
    let mut select = Entity::find()
        .filter(Column::Kind.eq(OrganizationKind::Enterprise.to_string()))
        .filter(Column::Verification.eq(Verification::Verified.to_string()))
        .filter(Column::Country.eq(&alike.country));
    if let Some(division) = &alike.division {
        select = select.filter(Column::Division.like(LikeExpr::new(format!("{}%", escaped(division))).escape('\\')));
    }
    if let Some(size) = alike.size {
        select = select.filter(Column::SizeClass.eq(size.to_string()));
    }
    if let Some(branch) = alike.branch {
        let of_branch = row::size::Column::Industry.eq(branch.to_string());
        let declared = Query::select().column(row::size::Column::Id).from(row::size::Entity).and_where(of_branch).to_owned();
        select = select.filter(Column::SizeId.in_subquery(declared));
    }
    let ids = select.select_only().column(Column::Id).limit(cap);
    Ok(ids.into_tuple::<Uuid>().all(conn).await?.len() as u64)
}

/// Size declarations by id, in any order, whoever asks; unknown ids are left out. One statement.
pub async fn size_declarations(conn: &impl ConnectionTrait, ids: &[Id<SizeId>]) -> Result<Vec<SizeDeclaration>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = row::size::Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    row::size::Entity::find().filter(wanted).all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// All declarations of an organization, newest first, whoever asks. One statement.
pub(crate) async fn list_size_declarations(
    conn: &impl ConnectionTrait,
    organization: Id<id::Organization>,
    request: &PageRequest,
) -> Result<Page<SizeDeclaration>> {
    let scope = format!("sizes:{organization}");
    let key = request.key::<Uuid>(&scope)?.map(|id| vec![Value::from(id)]);
    let select = row::size::Entity::find().filter(row::size::Column::OrganizationId.eq(organization.uuid()));
    let select = keyset(select, &[row::size::Column::Id], true, key, request);
    let rows = select.all(conn).await?.into_iter().map(TryInto::try_into).collect::<Result<Vec<SizeDeclaration>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| row.id.uuid()))
}

/// How many declarations an organization has made, and whether that is exact.
pub(crate) async fn count_size_declarations(conn: &impl ConnectionTrait, organization: Id<id::Organization>) -> Result<(u64, bool)> {
    let select = row::size::Entity::find().filter(row::size::Column::OrganizationId.eq(organization.uuid()));
    let ids = select.select_only().column(row::size::Column::Id).limit(COUNT_CAP + 1);
    Ok(counted(ids.into_tuple::<Uuid>().all(conn).await?.len()))
}

/// Writes a declaration.
pub(crate) async fn insert_size_declaration(tx: &impl ConnectionTrait, declaration: &SizeDeclaration) -> Result<()> {
    let row = row::size::ActiveModel {
        id: Set(declaration.id.uuid()),
        organization_id: Set(declaration.organization.uuid()),
        industry: Set(declaration.industry.to_string()),
        staff: Set(declaration.figures.staff),
        revenue_minor_units: Set(declaration.figures.revenue),
        assets_minor_units: Set(declaration.figures.assets),
        data_year: Set(declaration.data_year.into()),
        evidence: Set(declaration.evidence.clone()),
        size_class: Set(declaration.size.to_string()),
        rule_version_id: Set(declaration.rule.uuid()),
        declared_by: Set(declaration.declared_by.map(Id::uuid)),
        declared_at: Set(declaration.declared_at),
        correction_reason: Set(declaration.correction_reason.clone()),
        released_at: Set(declaration.released_at),
    };
    row::size::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Notes that a correction binds the owner no longer.
pub(crate) async fn release_size_declaration(tx: &impl ConnectionTrait, id: Id<SizeId>, now: Timestamp) -> Result<()> {
    row::size::Entity::update_many()
        .col_expr(row::size::Column::ReleasedAt, Expr::value(now))
        .filter(row::size::Column::Id.eq(id.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}
