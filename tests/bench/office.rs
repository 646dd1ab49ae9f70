//! A transfer office at work: it takes in a large spreadsheet and publishes it.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use lianqiao_tests::Client;
use serde_json::{Value, json};

use super::{program::Program, report::Report};

/// Officer and head of one office.
pub struct Office {
    /// Writes.
    pub officer: Client,
    /// Decides.
    pub head: Client,
    /// Global id of the university.
    pub organization: String,
}

impl Office {
    /// Signs both in.
    pub async fn sign_in(program: &Program, report: &mut Report) -> Self {
        let started = Instant::now();
        let officer = program.sign_in("officer.fudan@demo.lianqiao.example").await;
        report.note("sign in (argon2id)", format!("{} ms", started.elapsed().as_millis()));
        let head = program.sign_in("head.fudan@demo.lianqiao.example").await;
        let viewer = officer.ok("{ viewer { memberships { organization { id } } } }", json!({})).await;
        let organization = viewer["viewer"]["memberships"][0]["organization"]["id"].as_str().unwrap().to_owned();
        Self { officer, head, organization }
    }

    /// Imports `rows` rows, twice, while others write.
    pub async fn import(&self, program: &Program, rows: usize, report: &mut Report) {
        let file = spreadsheet(rows);
        let bystander = program.sign_in("head.tongji@demo.lianqiao.example").await;
        let stop = tokio_util::sync::CancellationToken::new();
        let waiting = tokio::spawn(keep_writing(bystander, stop.clone()));
        let took = self.run_import(file.clone(), "createdRows", rows).await;
        stop.cancel();
        report.rate("import of new rows", rows, took, Some(1000.0));
        report.times("a write by somebody else meanwhile", waiting.await.unwrap(), None);
        let took = self.run_import(file, "unchangedRows", rows).await;
        report.rate("import of the same rows again (nothing changes)", rows, took, Some(1000.0));
    }

    /// Imports `rows` rows that are not there yet.
    pub async fn import_new(&self, rows: usize) -> Duration {
        self.run_import(spreadsheet(rows), "createdRows", rows).await
    }

    async fn run_import(&self, file: String, counter: &str, rows: usize) -> Duration {
        let started = Instant::now();
        let upload = self.officer.upload(&self.organization, "achievements.csv", file.into_bytes()).await;
        assert_eq!(upload.status(), 201);
        let upload: Value = upload.json().await.unwrap();
        let input = json!({
            "organizationId": self.organization, "uploadId": upload["id"], "policy": "REJECT_FAILED_ROWS", "idempotencyKey": self.officer.key(),
        });
        let run = self.officer.done("importStart", input, "importRun { id }").await["importRun"]["id"].clone();
        loop {
            let ask = format!("query($id: ID!) {{ importRun(id: $id) {{ state {counter} rejectedRows failure {{ code }} }} }}");
            let run = self.officer.ok(&ask, json!({ "id": run })).await["importRun"].clone();
            match run["state"].as_str() {
                Some("SUCCEEDED") => {
                    assert_eq!(run[counter], rows, "{run}");
                    return started.elapsed();
                }
                Some("FAILED" | "CANCELLED") => panic!("the import ended badly: {run}"),
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// Hands in and publishes everything, then waits until all of it can be found.
    pub async fn publish(&self, rows: usize, report: &mut Report) {
        let before = count(&self.officer).await;
        self.bulk(&self.officer, "SUBMIT", "DRAFT", rows, report).await;
        let started = Instant::now();
        self.bulk(&self.head, "PUBLISH", "SUBMITTED", rows, report).await;
        while count(&self.officer).await < before + rows as u64 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        report.rate("published and searchable", rows, started.elapsed(), None);
    }

    async fn bulk(&self, who: &Client, transition: &str, from: &str, rows: usize, report: &mut Report) {
        let (started, mut changed, mut calls) = (Instant::now(), 0, Vec::new());
        let input = json!({
            "organizationId": self.organization, "transition": transition,
            "allMatching": { "organizationId": self.organization, "states": [from] },
        });
        loop {
            let call = Instant::now();
            let payload = who.done("listingBulkTransition", input.clone(), "report { changedCount hasMore }").await;
            calls.push(call.elapsed());
            changed += usize::try_from(payload["report"]["changedCount"].as_u64().unwrap()).unwrap();
            if payload["report"]["hasMore"] != true {
                break;
            }
        }
        assert!(changed >= rows, "{transition}: {changed} of {rows}");
        report.rate(&format!("{} in bulk", transition.to_lowercase()), changed, started.elapsed(), None);
    }

    /// Builds the index anew beside the live one, while a visitor searches.
    pub async fn rebuild_index(&self, program: &Program, report: &mut Report) {
        let operator = program.sign_in("operator@demo.lianqiao.example").await;
        let total = count(&program.visitor).await;
        let started = Instant::now();
        operator.done("searchIndexRebuild", json!({}), "clientMutationId").await;
        let pending = "{ deliverySummary { pending } }";
        while operator.ok(pending, json!({})).await["deliverySummary"]["pending"] != 0 {
            assert_eq!(count(&program.visitor).await, total, "a search during the rebuild misses listings");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        report.rate("rebuild of the index", usize::try_from(total).unwrap(), started.elapsed(), None);
    }
}

/// How many listings a search finds.
async fn count(client: &Client) -> u64 {
    let found = client.ok("{ searchListings(first: 1) { totalCount } }", json!({})).await;
    found["searchListings"]["totalCount"].as_u64().unwrap()
}

/// Somebody of another office saves a preset again and again; gives how long each took.
async fn keep_writing(client: Client, stop: tokio_util::sync::CancellationToken) -> Vec<Duration> {
    let viewer = client.ok("{ viewer { memberships { organization { id } } } }", json!({})).await;
    let organization = viewer["viewer"]["memberships"][0]["organization"]["id"].clone();
    let mut times = Vec::new();
    while !stop.is_cancelled() {
        let name = format!("Preset {}", times.len());
        let mapping = json!([{ "column": "名称", "field": "title" }]);
        let input = json!({ "organizationId": organization, "name": name, "mapping": mapping });
        let started = Instant::now();
        client.done("importPresetSave", input, "importPreset { id }").await;
        times.push(started.elapsed());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    times
}

/// A spreadsheet of plausible achievements in both languages; row n is the same in every run.
fn spreadsheet(rows: usize) -> String {
    const WHAT: [(&str, &str); 8] = [
        ("防腐涂层", "anti-corrosion coating"),
        ("模数转换器", "analog-to-digital converter"),
        ("海水淡化膜", "desalination membrane"),
        ("视觉检测算法", "visual inspection algorithm"),
        ("锂电池隔膜", "lithium battery separator"),
        ("骨修复支架", "bone repair scaffold"),
        ("减振轴承", "damping bearing"),
        ("气体传感器", "gas sensor"),
    ];
    const HOW: [(&str, &str); 7] = [
        ("低温固化", "low-temperature curing"),
        ("低功耗", "low-power"),
        ("高通量", "high-flux"),
        ("自适应", "adaptive"),
        ("耐高温", "heat-resistant"),
        ("可降解", "biodegradable"),
        ("石墨烯增强", "graphene-reinforced"),
    ];
    const WHERE: [(&str, &str); 6] = [
        ("船舶", "ships"),
        ("桥梁监测", "bridge monitoring"),
        ("冷链物流", "cold-chain logistics"),
        ("新能源汽车", "electric vehicles"),
        ("社区医院", "community hospitals"),
        ("纺织车间", "textile workshops"),
    ];
    let mut file = "编号,中文名称,英文名称,中文摘要,英文摘要,关键词,技术成熟度,行业\n".to_owned();
    for row in 0..rows {
        let ((what_zh, what_en), (how_zh, how_en), (where_zh, where_en)) =
            (WHAT[row % WHAT.len()], HOW[row / 8 % HOW.len()], WHERE[row / 56 % WHERE.len()]);
        let trl = row % 9 + 1;
        writeln!(
            file,
            "BENCH-{row:06},面向{where_zh}的{how_zh}{what_zh} {row}号,{how_en} {what_en} for {where_en} no. {row},\
             本成果针对{where_zh}场景提出一种{how_zh}{what_zh}的制备与应用方法，经中试验证成本降低{}%，寿命延长{}%。,\
             A {how_en} {what_en} for {where_en}; pilot tests cut cost by {} percent.,{what_zh};{where_zh},{trl},C2641",
            row % 40 + 5,
            row % 60 + 10,
            row % 40 + 5,
        )
        .unwrap();
    }
    file
}
