//! Rule files and the rows that keep every version.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use chrono::NaiveDate;
use include_dir::{Dir, include_dir};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Evidence, Rule, calendar};
use crate::{
    ctx::Ctx,
    kernel::{Id, Result, Timestamp, date::HolidayCalendar, digest, id::RuleVersion},
};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "rule_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub rule_id: String,
        pub value: Json,
        pub unit: Option<String>,
        pub valid_from: Date,
        pub valid_to: Option<Date>,
        pub citation: String,
        pub evidence: String,
        pub title_zh: String,
        pub title_en: String,
        pub text_zh: String,
        pub text_en: String,
        pub loaded_at: DateTimeUtc,
        pub superseded_at: Option<DateTimeUtc>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

static REFERENCE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../seeds/reference");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    id: String,
    value: toml::Value,
    unit: Option<String>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    citation: String,
    evidence: String,
    title_zh: String,
    title_en: String,
    text_zh: String,
    text_en: String,
}

/// Reads the rule files and the calendar that ship inside the program.
pub fn parse_files() -> anyhow::Result<(Vec<Rule>, HolidayCalendar)> {
    let mut rules: Vec<Rule> = Vec::new();
    let directory = REFERENCE.get_dir("rules").context("seeds/reference/rules is missing")?;
    for file in directory.files().filter(|file| file.path().extension().is_some_and(|extension| extension == "toml")) {
        let name = file.path().display().to_string();
        let text = file.contents_utf8().with_context(|| format!("{name} is not UTF-8"))?;
        rules.extend(parse_rules(text).context(name)?);
    }
    for (index, rule) in rules.iter().enumerate() {
        let twin = rules.iter().skip(index + 1).any(|other| other.rule_id == rule.rule_id && other.valid_from == rule.valid_from);
        ensure!(!twin, "rule {} has two versions from {}", rule.rule_id, rule.valid_from);
    }
    let holidays = REFERENCE.get_file("holidays.toml").and_then(|file| file.contents_utf8()).context("holidays.toml is missing")?;
    Ok((rules, calendar::parse(holidays)?))
}

/// Reads one rule file.
pub fn parse_rules(text: &str) -> anyhow::Result<Vec<Rule>> {
    toml::from_str::<File>(text)?.rule.into_iter().map(rule).collect()
}

fn rule(record: Record) -> anyhow::Result<Rule> {
    let value: Value = serde_json::to_value(&record.value)?;
    let evidence = record.evidence.parse::<Evidence>().with_context(|| format!("evidence of {}", record.id))?;
    let mut rule = Rule {
        id: Id::from_uuid(Uuid::nil()),
        rule_id: record.id,
        value,
        unit: record.unit,
        valid_from: record.valid_from,
        valid_to: record.valid_to,
        citation: record.citation,
        evidence,
        title: (record.title_zh, record.title_en),
        text: (record.text_zh, record.text_en),
    };
    rule.id = identity(&rule);
    Ok(rule)
}

/// The id of a version: a hash of what decides, so that wording may be mended without making a new version. How well a
/// rule is attested decides too: an unverified one never blocks anybody.
fn identity(rule: &Rule) -> Id<RuleVersion> {
    let decisive = json!([rule.rule_id, rule.value, rule.unit, rule.valid_from, rule.valid_to, rule.citation, rule.evidence.to_string()]);
    let digest = digest::json_digest(&decisive);
    let number = u128::from_str_radix(digest.get(..32).unwrap_or_default(), 16).unwrap_or_default();
    Id::from_uuid(uuid::Builder::from_custom_bytes(number.to_be_bytes()).into_uuid())
}

/// Brings the database to the rule files: new versions are added, versions that left the files are marked superseded, none
/// is removed, and nothing that decides is changed; the wording of a known version follows the files. Returns how many
/// were added.
pub async fn synchronize(ctx: &Ctx, rules: &[Rule]) -> Result<usize> {
    let now = ctx.now();
    let tx = ctx.begin().await?;
    let known: BTreeMap<Uuid, row::Model> = row::Entity::find().all(&*tx).await?.into_iter().map(|row| (row.id, row)).collect();
    let mut fresh = Vec::new();
    for rule in rules {
        match known.get(&rule.id.uuid()) {
            None => fresh.push(active(rule, now)),
            Some(row) if !words_match(row, rule) => {
                row::Entity::update_many().set(words(rule)).filter(row::Column::Id.eq(row.id)).exec(&*tx).await?;
            }
            Some(_) => {}
        }
    }
    let added = fresh.len();
    // SQLite binds at most 32,766 values a statement; 14 columns a row.
    for chunk in fresh.chunks(500) {
        row::Entity::insert_many(chunk.to_vec()).exec_without_returning(&*tx).await?;
    }
    let current: Vec<Uuid> = rules.iter().map(|rule| rule.id.uuid()).collect();
    row::Entity::update_many()
        .col_expr(row::Column::SupersededAt, Expr::value(now))
        .filter(row::Column::Id.is_not_in(current.clone()))
        .filter(row::Column::SupersededAt.is_null())
        .exec(&*tx)
        .await?;
    row::Entity::update_many()
        .col_expr(row::Column::SupersededAt, Expr::value(None::<Timestamp>))
        .filter(row::Column::Id.is_in(current))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(added)
}

fn words_match(row: &row::Model, rule: &Rule) -> bool {
    [&row.title_zh, &row.title_en, &row.text_zh, &row.text_en] == [&rule.title.0, &rule.title.1, &rule.text.0, &rule.text.1]
}

/// What may change in a version that is kept: how it is told.
fn words(rule: &Rule) -> row::ActiveModel {
    row::ActiveModel {
        title_zh: Set(rule.title.0.clone()),
        title_en: Set(rule.title.1.clone()),
        text_zh: Set(rule.text.0.clone()),
        text_en: Set(rule.text.1.clone()),
        ..Default::default()
    }
}

fn active(rule: &Rule, now: Timestamp) -> row::ActiveModel {
    row::ActiveModel {
        id: Set(rule.id.uuid()),
        rule_id: Set(rule.rule_id.clone()),
        value: Set(rule.value.clone()),
        unit: Set(rule.unit.clone()),
        valid_from: Set(rule.valid_from),
        valid_to: Set(rule.valid_to),
        citation: Set(rule.citation.clone()),
        evidence: Set(rule.evidence.to_string()),
        loaded_at: Set(now),
        superseded_at: Set(None),
        ..words(rule)
    }
}

/// Rule versions by id, superseded ones too: what a case started under.
pub async fn load(ctx: &Ctx, ids: &[Id<RuleVersion>]) -> Result<Vec<Rule>> {
    let rows = row::Entity::find().filter(row::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(ctx.db.read()).await?;
    Ok(rows
        .into_iter()
        .map(|row| Rule {
            id: Id::from_uuid(row.id),
            rule_id: row.rule_id,
            value: row.value,
            unit: row.unit,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            citation: row.citation,
            evidence: row.evidence.parse().unwrap_or(Evidence::Unverified),
            title: (row.title_zh, row.title_en),
            text: (row.text_zh, row.text_en),
        })
        .collect())
}
