//! Lays listings into a migrated database by SQL: copies of the demo world's publications, each with words of its own.
//!
//! The same size gives the same listings in every run: everything follows from the number of the row.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, Statement};
use uuid::Uuid;

/// Rows of one statement.
const CHUNK: u32 = 20_000;
/// Words that tell the copies apart, by number; enough of them that a search finds some and not all.
const HOW: [&str; 12] =
    ["低温固化", "低功耗", "高通量", "自适应", "耐高温", "可降解", "石墨烯增强", "轻量化", "超疏水", "抗菌", "宽带隙", "柔性"];
const WHERE: [&str; 11] =
    ["船舶", "桥梁监测", "冷链物流", "新能源汽车", "社区医院", "纺织车间", "风电", "半导体产线", "水处理厂", "轨道交通", "温室大棚"];

/// The database that the program will run on.
pub struct Store(DatabaseConnection);

impl Store {
    /// Opens it; the program does not run meanwhile.
    pub async fn open(url: &str) -> Self {
        Self(Database::connect(url).await.unwrap())
    }

    /// Adds listings until `size` are published.
    pub async fn fill(&self, size: u32) {
        let known = self.number("SELECT count(*) AS n FROM listing_publication").await;
        self.run(
            "CREATE TABLE bench_template AS SELECT row_number() OVER (ORDER BY listing_id) - 1 AS k, listing_id FROM listing_publication",
        )
        .await;
        let templates = self.number("SELECT count(*) AS n FROM bench_template").await;
        let mut from = 0;
        let missing = size.saturating_sub(known);
        while from < missing {
            let to = (from + CHUNK).min(missing);
            for table in [self.listings(templates), self.publications(templates)] {
                self.run(&format!("{} INSERT INTO {table}", self.numbers(from, to - 1))).await;
            }
            from = to;
        }
        self.run("DROP TABLE bench_template").await;
        self.run("ANALYZE").await;
        if self.is_postgres() {
            // What would else happen in the background while it is measured.
            for table in ["listing", "listing_publication"] {
                self.run(&format!("VACUUM ANALYZE {table}")).await;
            }
            self.run("CHECKPOINT").await;
        }
    }

    /// Where pages begin, every hundredth row of the first 20,000.
    pub async fn places(&self) -> Vec<(DateTime<Utc>, Uuid)> {
        let text = "SELECT published_at, listing_id FROM (SELECT published_at, listing_id, row_number() OVER (ORDER BY published_at DESC, listing_id DESC) AS n \
             FROM (SELECT published_at, listing_id FROM listing_publication ORDER BY published_at DESC, listing_id DESC LIMIT 20000) newest) numbered WHERE n % 100 = 1";
        let rows = self.0.query_all_raw(Statement::from_string(self.0.get_database_backend(), text)).await.unwrap();
        rows.iter().map(|row| (row.try_get("", "published_at").unwrap(), row.try_get("", "listing_id").unwrap())).collect()
    }

    /// Lets go of it.
    pub async fn close(self) {
        self.0.close().await.unwrap();
    }

    fn is_postgres(&self) -> bool {
        self.0.get_database_backend() == DatabaseBackend::Postgres
    }

    async fn run(&self, text: &str) {
        self.0.execute_unprepared(text).await.unwrap_or_else(|error| panic!("{error}\n{text}"));
    }

    async fn number(&self, text: &str) -> u32 {
        let row = self.0.query_one_raw(Statement::from_string(self.0.get_database_backend(), text)).await.unwrap().unwrap();
        u32::try_from(row.try_get::<i64>("", "n").unwrap()).unwrap()
    }

    fn numbers(&self, from: u32, to: u32) -> String {
        if self.is_postgres() {
            return format!("WITH rows(n) AS (SELECT generate_series({from}, {to}))");
        }
        format!("WITH RECURSIVE rows(n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM rows WHERE n < {to})")
    }

    /// Of row n: its id, when it was published, its title, and its content with that title.
    fn parts(&self) -> [String; 4] {
        let word = |words: &[&str], divisor: u32| {
            let cases: Vec<_> = words.iter().enumerate().map(|(k, word)| format!("WHEN {k} THEN '{word}'")).collect();
            format!("CASE (n / {divisor}) % {} {} END", words.len(), cases.join(" "))
        };
        let extra = format!("' ' || {} || {} || ' ' || n || '号'", word(&HOW, 1), word(&WHERE, 12));
        if self.is_postgres() {
            let title = format!("coalesce(p.content->'title'->>'zh', '') || {extra}");
            return [
                "('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid".to_owned(),
                "timestamptz '2025-01-01' + n * interval '1 second'".to_owned(),
                title.clone(),
                format!("jsonb_set(p.content, '{{title,zh}}', to_jsonb({title}))"),
            ];
        }
        let title = format!("coalesce(p.content->>'$.title.zh', '') || {extra}");
        [
            "unhex('019000000000700080' || printf('%014x', n))".to_owned(),
            "strftime('%Y-%m-%dT%H:%M:%S', 1735689600 + n, 'unixepoch') || '.000000+00:00'".to_owned(),
            title.clone(),
            format!("json_set(p.content, '$.title.zh', {title})"),
        ]
    }

    fn listings(&self, templates: u32) -> String {
        let [id, at, title, content] = self.parts();
        format!(
            "listing (id, organization_id, external_reference, origin, state, title, content, content_hash, version, content_version, \
             published_content_version, published_at, created_at, updated_at) \
             SELECT {id}, l.organization_id, 'FILL-' || n, l.origin, l.state, lower({title}), {content}, l.content_hash, l.version, l.content_version, \
             l.published_content_version, {at}, {at}, {at} FROM rows JOIN bench_template t ON t.k = n % {templates} \
             JOIN listing l ON l.id = t.listing_id JOIN listing_publication p ON p.listing_id = t.listing_id"
        )
    }

    fn publications(&self, templates: u32) -> String {
        let [id, at, _, content] = self.parts();
        let card = content.replace("p.content", "p.card");
        format!(
            "listing_publication (listing_id, organization_id, content, content_version, listing_version, trl, published_at, updated_at, card, card_version) \
             SELECT {id}, p.organization_id, {content}, p.content_version, p.listing_version, p.trl, {at}, {at}, {card}, p.card_version \
             FROM rows JOIN bench_template t ON t.k = n % {templates} JOIN listing_publication p ON p.listing_id = t.listing_id"
        )
    }
}
