//! Rows of declared conflicts: a matter of the advisor and of staff. Callers have checked who asks.

use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::{code, rows::declaration};
use crate::{
    advisor::model::Declaration,
    kernel::{
        Date, Id, Result,
        id::{Advisor as AdvisorId, ConflictDeclaration},
    },
};
use declaration::Column;

/// What advisors have declared, newest first, also what was taken back; one statement.
pub async fn declarations_of(db: &impl ConnectionTrait, advisors: &[Id<AdvisorId>]) -> Result<Vec<Declaration>> {
    let select = declaration::Entity::find().filter(Column::AdvisorId.is_in(advisors.iter().map(|id| id.uuid())));
    select.order_by_desc(Column::DeclaredAt).order_by_desc(Column::Id).all(db).await?.into_iter().map(read).collect()
}

/// A declaration, locked until the end of the transaction.
pub async fn lock_declaration(tx: &impl ConnectionTrait, id: Id<ConflictDeclaration>) -> Result<Option<Declaration>> {
    let mut select = declaration::Entity::find_by_id(id.uuid());
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(read).transpose()
}

/// Writes a new declaration.
pub async fn insert_declaration(tx: &impl ConnectionTrait, declaration: &Declaration) -> Result<()> {
    declaration::Entity::insert(write(declaration)).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes a declaration that [`lock_declaration`] has read in this transaction.
pub async fn save_declaration(tx: &impl ConnectionTrait, declaration: &Declaration) -> Result<()> {
    declaration::Entity::update(write(declaration)).exec(tx).await?;
    Ok(())
}

fn write(declaration: &Declaration) -> declaration::ActiveModel {
    let row = declaration::Model {
        id: declaration.id.uuid(),
        advisor_id: declaration.advisor.uuid(),
        kind: declaration.kind.to_string(),
        organization_id: declaration.organization.map(Id::uuid),
        name: declaration.name.clone(),
        note: declaration.note.clone(),
        ended_on: declaration.ended_on.map(|day| day.0),
        declared_by: declaration.declared_by.map(Id::uuid),
        declared_at: declaration.declared_at,
        withdrawn_at: declaration.withdrawn_at,
    };
    row.into_active_model().reset_all()
}

fn read(row: declaration::Model) -> Result<Declaration> {
    Ok(Declaration {
        id: Id::from_uuid(row.id),
        advisor: Id::from_uuid(row.advisor_id),
        kind: code(&row.kind)?,
        organization: row.organization_id.map(Id::from_uuid),
        name: row.name,
        note: row.note,
        ended_on: row.ended_on.map(Date),
        declared_by: row.declared_by.map(Id::from_uuid),
        declared_at: row.declared_at,
        withdrawn_at: row.withdrawn_at,
    })
}
