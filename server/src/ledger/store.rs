//! Rows of obligations: written once, in the transaction of the license they belong to.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::rules::{Installment, PaymentTrigger};
use crate::{
    ctx::Ctx,
    kernel::{
        Actor, Currency, Error, Id, Money, Result, guard,
        id::{self, License, Organization},
    },
};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "obligation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub license_id: Uuid,
        pub ordinal: i64,
        pub creditor_id: Uuid,
        pub debtor_id: Uuid,
        pub due_on: Date,
        pub amount_minor_units: i64,
        pub currency: String,
        pub trigger: String,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// An amount that falls due under a license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// Its id.
    pub id: Id<id::Obligation>,
    /// The license it belongs to.
    pub license: Id<License>,
    /// Position in the license's schedule, from 1.
    pub ordinal: u32,
    /// Who is owed: the licensor.
    pub creditor: Id<Organization>,
    /// Who owes: the licensee.
    pub debtor: Id<Organization>,
    /// The day it falls due.
    pub due_on: NaiveDate,
    /// How much.
    pub amount: Money,
    /// What makes it fall due.
    pub trigger: PaymentTrigger,
}

/// Writes the schedule of `license` in the transaction that creates the license. A license has one schedule: a second
/// call for the same license is a fault of ours and fails.
pub async fn record_schedule(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    license: Id<License>,
    creditor: Id<Organization>,
    debtor: Id<Organization>,
    installments: &[Installment],
) -> Result<()> {
    if installments.is_empty() {
        return Ok(());
    }
    let now = ctx.now();
    // At most 240 rows of 12 columns: below SQLite's 32,766 bound values.
    let rows = installments.iter().map(|part| row::ActiveModel {
        id: Set(ctx.new_id::<id::Obligation>().uuid()),
        license_id: Set(license.uuid()),
        ordinal: Set(part.ordinal.into()),
        creditor_id: Set(creditor.uuid()),
        debtor_id: Set(debtor.uuid()),
        due_on: Set(part.due_on),
        amount_minor_units: Set(part.amount.minor_units),
        currency: Set(part.amount.currency.code().to_owned()),
        trigger: Set(part.trigger.to_string()),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    });
    row::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Obligations that `actor` may see: those of the actor's own organizations, all for staff.
fn visible(actor: &Actor) -> Select<row::Entity> {
    let select = row::Entity::find();
    if actor.is_staff() || guard::lifted("OwnObligations") {
        return select;
    }
    let own: Vec<Uuid> = actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
    select.filter(Condition::any().add(row::Column::CreditorId.is_in(own.clone())).add(row::Column::DebtorId.is_in(own)))
}

/// The schedules of `licenses` as far as `actor` may see them, each in order; one statement.
pub async fn of_licenses(ctx: &Ctx, actor: &Actor, licenses: &[Id<License>]) -> Result<HashMap<Id<License>, Vec<Obligation>>> {
    let rows = visible(actor)
        .filter(row::Column::LicenseId.is_in(licenses.iter().map(|id| id.uuid())))
        .order_by_asc(row::Column::LicenseId)
        .order_by_asc(row::Column::Ordinal)
        .all(ctx.db.read())
        .await?;
    let mut schedules: HashMap<Id<License>, Vec<Obligation>> = HashMap::new();
    for row in rows {
        schedules.entry(Id::from_uuid(row.license_id)).or_default().push(read(row)?);
    }
    Ok(schedules)
}

/// Days on which something falls due under `licenses`, each once, in order; for the program's own use. One statement.
pub async fn due_dates(db: &impl ConnectionTrait, licenses: &[Id<License>]) -> Result<Vec<NaiveDate>> {
    let due = row::Entity::find().filter(row::Column::LicenseId.is_in(licenses.iter().map(|id| id.uuid())));
    let due = due.select_only().column(row::Column::DueOn).distinct().order_by_asc(row::Column::DueOn);
    Ok(due.into_tuple().all(db).await?)
}

/// One obligation, if `actor` may see it.
pub async fn find(ctx: &Ctx, actor: &Actor, id: Id<id::Obligation>) -> Result<Option<Obligation>> {
    visible(actor).filter(row::Column::Id.eq(id.uuid())).one(ctx.db.read()).await?.map(read).transpose()
}

fn read(row: row::Model) -> Result<Obligation> {
    Ok(Obligation {
        id: Id::from_uuid(row.id),
        license: Id::from_uuid(row.license_id),
        ordinal: u32::try_from(row.ordinal).map_err(Error::internal)?,
        creditor: Id::from_uuid(row.creditor_id),
        debtor: Id::from_uuid(row.debtor_id),
        due_on: row.due_on,
        amount: Money::new(row.amount_minor_units, Currency::parse(&row.currency)?),
        trigger: row.trigger.parse().map_err(Error::internal)?,
    })
}
