//! Lays listings and demands into a migrated database by SQL: made of the demo world's, of the terms of the bilingual table,
//! and of each other's sentences, so that each says something of its own and all together as many words as real ones.
//!
//! The same size gives the same rows in every run: everything follows from the number of the row.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, Statement};
use uuid::Uuid;

use super::sql::Sql;

/// Rows of one statement.
const CHUNK: u32 = 20_000;
/// Terms of technology in both languages, the usual name of each.
const TERMS: &str = include_str!("../../../seeds/reference/matching/terms.csv");
/// Words that tell the rows apart, by number; enough of them that a search finds some and not all.
const HOW: [(&str, &str); 12] = [
    ("低温固化", "low-temperature"),
    ("低功耗", "low-power"),
    ("高通量", "high-throughput"),
    ("自适应", "adaptive"),
    ("耐高温", "heat-resistant"),
    ("可降解", "biodegradable"),
    ("石墨烯增强", "graphene-reinforced"),
    ("轻量化", "lightweight"),
    ("超疏水", "superhydrophobic"),
    ("抗菌", "antibacterial"),
    ("宽带隙", "wide-bandgap"),
    ("柔性", "flexible"),
];
const WHERE: [(&str, &str); 11] = [
    ("船舶", "ships"),
    ("桥梁监测", "bridge monitoring"),
    ("冷链物流", "cold-chain logistics"),
    ("新能源汽车", "electric vehicles"),
    ("社区医院", "community hospitals"),
    ("纺织车间", "textile workshops"),
    ("风电", "wind farms"),
    ("半导体产线", "semiconductor lines"),
    ("水处理厂", "water works"),
    ("轨道交通", "rail transit"),
    ("温室大棚", "greenhouses"),
];
/// Tables, in the ids of their rows.
const LISTINGS: u8 = 0;
const DEMANDS: u8 = 1;
/// Texts of a listing and of a demand that are told in two languages.
const OFFERED: [&str; 5] = ["title", "abstract", "problem", "benefit", "scenarios"];
const WANTED: [&str; 4] = ["title", "problem", "current_solution", "expected_target"];

/// The database that the program will run on.
pub struct Store {
    db: DatabaseConnection,
    sql: Sql,
}

impl Store {
    /// Opens it; the program does not run meanwhile.
    pub async fn open(url: &str) -> Self {
        let db = Database::connect(url).await.unwrap();
        let sql = if db.get_database_backend() == DatabaseBackend::Postgres { Sql::PostgreSql } else { Sql::Sqlite };
        Self { db, sql }
    }

    /// Adds listings until `size` are published.
    pub async fn fill(&self, size: u32) {
        let known = self.number("SELECT count(*) AS n FROM listing_publication").await;
        self.lay_out().await;
        let listings = self.listings().await;
        self.add(size.saturating_sub(known), &[listings, self.publications().await]).await;
        self.settle(&["listing", "listing_publication"]).await;
    }

    /// Adds demands until so many are published; after [`Self::fill`].
    pub async fn fill_demands(&self, count: u32) {
        let count = count.saturating_sub(self.count("demand_publication").await);
        let demands = self.demands().await;
        self.add(count, &[demands, self.demand_publications().await]).await;
        self.settle(&["demand", "demand_publication"]).await;
    }

    /// Where pages begin, every hundredth row of the first 20,000.
    pub async fn places(&self) -> Vec<(DateTime<Utc>, Uuid)> {
        let text = "SELECT published_at, listing_id FROM (SELECT published_at, listing_id, row_number() OVER (ORDER BY published_at DESC, listing_id DESC) AS n \
             FROM (SELECT published_at, listing_id FROM listing_publication ORDER BY published_at DESC, listing_id DESC LIMIT 20000) newest) numbered WHERE n % 100 = 1";
        let rows = self.db.query_all_raw(Statement::from_string(self.db.get_database_backend(), text)).await.unwrap();
        rows.iter().map(|row| (row.try_get("", "published_at").unwrap(), row.try_get("", "listing_id").unwrap())).collect()
    }

    /// Lets go of it.
    pub async fn close(self) {
        self.db.close().await.unwrap();
    }

    async fn run(&self, text: &str) {
        self.db.execute_unprepared(text).await.unwrap_or_else(|error| panic!("{error}\n{text}"));
    }

    async fn number(&self, text: &str) -> u32 {
        let row = self.db.query_one_raw(Statement::from_string(self.db.get_database_backend(), text)).await.unwrap().unwrap();
        u32::try_from(row.try_get::<i64>("", "n").unwrap()).unwrap()
    }

    async fn count(&self, table: &str) -> u32 {
        self.number(&format!("SELECT count(*) AS n FROM {table}")).await
    }

    /// What the rows are made of: what the demo world says, by numbers, and the terms.
    async fn lay_out(&self) {
        let texts = |fields: &[&str]| {
            let both = fields.iter().flat_map(|field| ["zh", "en"].map(|language| (field, language)));
            both.map(|(field, language)| format!(", {} AS {field}_{language}", self.sql.text("p.content", field, language)))
                .collect::<String>()
        };
        for (table, id, from, texts) in [
            ("bench_listing", "listing_id", "listing_publication", texts(&OFFERED[1..])),
            ("bench_demand", "demand_id", "demand_publication", texts(&WANTED[1..])),
        ] {
            self.run(&format!("CREATE TABLE {table} AS SELECT row_number() OVER (ORDER BY {id}) - 1 AS k, {id} {texts} FROM {from} p"))
                .await;
            self.run(&format!("CREATE UNIQUE INDEX {table}_k ON {table} (k)")).await;
        }
        self.run("CREATE TABLE bench_word (k bigint PRIMARY KEY, zh text, en text)").await;
        let usual = |names: &str| names.split('|').next().unwrap().replace('\'', "''");
        let terms = TERMS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(','));
        let rows: Vec<_> = terms.enumerate().map(|(k, (zh, en))| format!("({k}, '{}', '{}')", usual(zh), usual(en))).collect();
        self.run(&format!("INSERT INTO bench_word VALUES {}", rows.join(", "))).await;
    }

    async fn add(&self, count: u32, tables: &[String]) {
        let mut from = 0;
        while from < count {
            let to = (from + CHUNK).min(count);
            for table in tables {
                self.run(&format!("{} INSERT INTO {table}", self.sql.numbers(from, to - 1))).await;
            }
            from = to;
        }
    }

    async fn settle(&self, tables: &[&str]) {
        self.run("ANALYZE").await;
        if matches!(self.sql, Sql::PostgreSql) {
            // What would else happen in the background while it is measured.
            for table in tables {
                self.run(&format!("VACUUM ANALYZE {table}")).await;
            }
            self.run("CHECKPOINT").await;
        }
    }

    /// Row n with its words, and with the texts of two listings: `own`, whose copy it is, and `other`.
    async fn rows(&self, more: &str) -> String {
        let (listings, words) = (self.count("bench_listing").await, self.count("bench_word").await);
        format!(
            "rows JOIN bench_listing own ON own.k = n % {listings} JOIN bench_listing other ON other.k = (n / {listings}) % {listings} \
             JOIN bench_word a ON a.k = (n * 7919) % {words} JOIN bench_word b ON b.k = (n / 3 + 17) % {words} {more}"
        )
    }

    /// A title: what is before its comma, a few thousand rows in a million share with each other.
    fn titles(said_zh: &str, said_en: &str) -> String {
        let word = |words: &[(&str, &str)], divisor: u32, zh: bool| {
            let words = words.iter().map(|(in_zh, in_en)| if zh { in_zh } else { in_en }).enumerate();
            let cases: Vec<_> = words.map(|(k, word)| format!("WHEN {k} THEN '{word}'")).collect();
            format!("CASE (n / {divisor}) % {} {} END", cases.len(), cases.join(" "))
        };
        let [how_zh, how_en, where_zh, where_en] =
            [word(&HOW, 1, true), word(&HOW, 1, false), word(&WHERE, 12, true), word(&WHERE, 12, false)];
        format!(
            "{how_zh} || a.zh || '，{said_zh}' || {where_zh} || '的' || b.zh || ' ' || n || '号' AS title_zh, \
             {how_en} || ' ' || a.en || ', {said_en} ' || b.en || ' for ' || {where_en} || ' no. ' || n AS title_en"
        )
    }

    /// The content told in the languages of row n: seven of ten in Chinese, one in English, two in both. `texts` are those
    /// that the row says by itself; `more` is told in any case.
    fn told(&self, content: &str, fields: &[&str], texts: &[&str], more: &[(String, String)]) -> String {
        let said = |languages: &[&str]| {
            let both = texts.iter().flat_map(|field| languages.iter().map(move |language| (field, language)));
            let said = both.map(|(field, language)| (format!("{field}.{language}"), format!("said.{field}_{language}")));
            said.chain(more.iter().cloned()).collect::<Vec<_>>()
        };
        let zh = self.sql.with(&self.sql.without(content, fields, "en"), &said(&["zh"]));
        let en = self.sql.with(&self.sql.without(content, fields, "zh"), &said(&["en"]));
        let both = self.sql.with(content, &said(&["zh", "en"]));
        format!("CASE WHEN said.n % 10 < 7 THEN {zh} WHEN said.n % 10 = 7 THEN {en} ELSE {both} END")
    }

    fn keywords(&self) -> (String, String) {
        ("keywords".to_owned(), self.sql.json("array", "said.term_zh, said.term_en, said.second_zh"))
    }

    async fn listings(&self) -> String {
        let (id, at) = (self.sql.id(LISTINGS, "said.n"), self.sql.time("said.n"));
        let (rows, titles) = (self.rows("").await, Self::titles("用于", "with"));
        let content = self.told("p.content", &OFFERED, &["title", "abstract", "benefit"], &[self.keywords()]);
        format!(
            "listing (id, organization_id, external_reference, origin, state, title, content, content_hash, version, content_version, \
             published_content_version, published_at, created_at, updated_at) \
             SELECT {id}, l.organization_id, 'FILL-' || said.n, l.origin, l.state, lower(said.title_zh || ' ' || said.title_en), {content}, l.content_hash, \
             l.version, l.content_version, l.published_content_version, {at}, {at}, {at} \
             FROM (SELECT n, own.listing_id, {titles}, a.zh AS term_zh, a.en AS term_en, b.zh AS second_zh, \
             own.abstract_zh || '以' || a.zh || '为核心，结合' || b.zh || '。' || other.abstract_zh AS abstract_zh, \
             own.abstract_en || ' It rests on ' || a.en || ' and ' || b.en || '. ' || other.abstract_en AS abstract_en, \
             own.benefit_zh || other.benefit_zh AS benefit_zh, own.benefit_en || ' ' || other.benefit_en AS benefit_en FROM {rows}) said \
             JOIN listing l ON l.id = said.listing_id JOIN listing_publication p ON p.listing_id = said.listing_id"
        )
    }

    async fn publications(&self) -> String {
        let listings = self.count("bench_listing").await;
        let of_card = ["title", "keywords"].map(|field| (field.to_owned(), self.sql.part("l.content", field)));
        let card = self.sql.with("p.card", &of_card);
        let id = self.sql.id(LISTINGS, "n");
        format!(
            "listing_publication (listing_id, organization_id, content, content_version, listing_version, trl, published_at, updated_at, card, card_version) \
             SELECT l.id, p.organization_id, l.content, p.content_version, p.listing_version, p.trl, l.published_at, l.updated_at, {card}, p.card_version \
             FROM rows JOIN bench_listing own ON own.k = n % {listings} JOIN listing_publication p ON p.listing_id = own.listing_id \
             JOIN listing l ON l.id = {id}"
        )
    }

    async fn demands(&self) -> String {
        let (id, at) = (self.sql.id(DEMANDS, "said.n"), self.sql.time("said.n"));
        let demands = self.count("bench_demand").await;
        let rows = self.rows(&format!("JOIN bench_demand asked ON asked.k = n % {demands}")).await;
        let titles = Self::titles("总是坏在", "trouble with");
        let most = self.sql.json("object", "'minor_units', (said.n % 60 + 1) * 1000000, 'currency', 'CNY'");
        let more = [
            self.keywords(),
            ("budget".to_owned(), self.sql.json("object", &format!("'mode', 'FIXED', 'max', {most}"))),
            ("trl_min".to_owned(), "said.n % 9 + 1".to_owned()),
        ];
        let content = self.told("p.content", &WANTED, &["title", "problem"], &more);
        format!(
            "demand (id, organization_id, external_reference, state, title, content, content_hash, version, content_version, published_content_version, \
             named, valid_until, remind_on, published_at, submitted_at, submitted_by, created_by, created_at, updated_at) \
             SELECT {id}, d.organization_id, 'FILL-' || said.n, d.state, lower(said.title_zh || ' ' || said.title_en), {content}, d.content_hash, d.version, \
             d.content_version, d.published_content_version, d.named, d.valid_until, d.remind_on, {at}, {at}, d.submitted_by, d.created_by, {at}, {at} \
             FROM (SELECT n, asked.demand_id, {titles}, a.zh AS term_zh, a.en AS term_en, b.zh AS second_zh, \
             asked.problem_zh || other.problem_zh AS problem_zh, asked.problem_en || ' ' || other.problem_en AS problem_en FROM {rows}) said \
             JOIN demand d ON d.id = said.demand_id JOIN demand_publication p ON p.demand_id = said.demand_id"
        )
    }

    async fn demand_publications(&self) -> String {
        let demands = self.count("bench_demand").await;
        let id = self.sql.id(DEMANDS, "n");
        let words =
            ["title", "problem"].map(|field| ["zh", "en"].map(|language| self.sql.text("d.content", field, language)).join(" || ' ' || "));
        format!(
            "demand_publication (demand_id, organization_id, visibility, content, profile, content_version, demand_version, words, industries, trl_min, \
             wants_use_first_pay_later, published_at, updated_at) \
             SELECT d.id, d.organization_id, p.visibility, d.content, p.profile, d.published_content_version, d.version, lower({}), p.industries, n % 9 + 1, \
             p.wants_use_first_pay_later, d.published_at, d.updated_at \
             FROM rows JOIN bench_demand asked ON asked.k = n % {demands} JOIN demand_publication p ON p.demand_id = asked.demand_id \
             JOIN demand d ON d.id = {id}",
            words.join(" || ' ' || ")
        )
    }
}
