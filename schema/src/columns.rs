//! Column shorthands, so that a table reads like a table.

use sea_orm_migration::prelude::*;

pub(crate) fn id(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.uuid().not_null();
    column
}

pub(crate) fn optional_id(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.uuid();
    column
}

pub(crate) fn text(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.text().not_null();
    column
}

pub(crate) fn optional_text(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.text();
    column
}

pub(crate) fn number(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.big_integer().not_null();
    column
}

pub(crate) fn optional_number(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.big_integer();
    column
}

pub(crate) fn flag(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.boolean().not_null();
    column
}

pub(crate) fn bytes(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.binary().not_null();
    column
}

pub(crate) fn json(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.json_binary().not_null();
    column
}

pub(crate) fn optional_json(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.json_binary();
    column
}

pub(crate) fn date(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.date().not_null();
    column
}

pub(crate) fn optional_date(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.date();
    column
}

pub(crate) fn time(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.timestamp_with_time_zone().not_null();
    column
}

pub(crate) fn optional_time(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.timestamp_with_time_zone();
    column
}

/// A number that the database counts up; the primary key.
pub(crate) fn sequence(name: &str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.big_integer().not_null().auto_increment().primary_key();
    column
}

/// A table with `columns`, and `key` as primary key unless it is empty (then a column says so itself).
pub(crate) fn table(name: &str, key: &[&str], columns: Vec<ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(Alias::new(name));
    for column in columns {
        table.col(column);
    }
    if !key.is_empty() {
        let mut index = Index::create();
        for part in key {
            index.col(Alias::new(*part));
        }
        table.primary_key(&mut index);
    }
    table
}

/// Adds a foreign key to `target(id)`.
pub(crate) fn references(table: &mut TableCreateStatement, from: &str, column: &str, target: &str) {
    table.foreign_key(
        ForeignKey::create()
            .name(format!("fk_{from}_{column}"))
            .from(Alias::new(from), Alias::new(column))
            .to(Alias::new(target), Alias::new("id")),
    );
}

/// An index on `columns`, named after them.
pub(crate) fn index(table: &str, columns: &[&str], unique: bool) -> IndexCreateStatement {
    let mut index = Index::create();
    index.table(Alias::new(table)).name(format!("{}_{table}_{}", if unique { "uq" } else { "ix" }, columns.join("_")));
    for column in columns {
        index.col(Alias::new(*column));
    }
    if unique {
        index.unique();
    }
    index
}

/// Drops tables, last one first.
pub(crate) async fn drop_tables(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables.iter().rev() {
        manager.drop_table(Table::drop().table(Alias::new(*table)).if_exists().to_owned()).await?;
    }
    Ok(())
}
