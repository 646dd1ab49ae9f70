//! `lianqiao import`, as people start it.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use lianqiao::{
    app,
    config::Config,
    identity::{self, actions::Register, rules::OrganizationKind},
    import::{
        ImportKind, PresetSave,
        map::{ColumnMapping, Mapping},
        preset_save,
    },
};
use lianqiao_tests::STAGE;

use super::{list, table};

/// An installation of its own, embedded, with one office and one enterprise.
struct Place {
    directory: tempfile::TempDir,
    office: String,
    firm: String,
}

impl Place {
    async fn open() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let ctx = app::open(Config::embedded(directory.path()).unwrap(), app::Parts::default()).await.unwrap();
        app::migrate(&ctx).await.unwrap();
        let register = Register {
            kind: OrganizationKind::University,
            name_zh: Some("杨浦大学".to_owned()),
            name_en: None,
            credit_code: Some("123100000000000014".to_owned()),
            country: "CN".to_owned(),
            division: None,
            website: None,
            idempotency_key: None,
        };
        let office = identity::actions::register(&ctx, &STAGE, register).await.unwrap().value.id;
        let firm = Register {
            kind: OrganizationKind::Enterprise,
            name_zh: Some("联桥公司".to_owned()),
            name_en: None,
            credit_code: Some("91350100M000100Y43".to_owned()),
            country: "CN".to_owned(),
            division: None,
            website: None,
            idempotency_key: None,
        };
        let firm = identity::actions::register(&ctx, &STAGE, firm).await.unwrap().value.id;
        let says = |column: &str, field: &str| ColumnMapping { column: column.to_owned(), field: Some(field.to_owned()) };
        let mapping = Mapping { columns: vec![says("Nr", "externalReference"), says("Was", "title")] };
        let preset = PresetSave {
            kind: ImportKind::Listing,
            id: None,
            expected_version: None,
            organization: office,
            name: "Our list".to_owned(),
            mapping,
        };
        preset_save(&ctx, &STAGE, preset).await.unwrap();
        ctx.db.clone().close().await;
        Self { directory, office: office.to_string(), firm: firm.to_string() }
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> (i32, String) {
        self.run_for(&self.office, arguments)
    }

    fn run_for(&self, organization: &str, arguments: &[&str]) -> (i32, String) {
        let mut all = vec!["import", "--organization", organization];
        all.extend(arguments);
        told(&lianqiao(self.directory.path(), &all))
    }
}

/// The program beside this one: `target/debug/lianqiao`.
fn lianqiao(data: &Path, arguments: &[&str]) -> Output {
    let here = std::env::current_exe().unwrap();
    let program = here.parent().and_then(Path::parent).unwrap().join("lianqiao");
    assert!(program.exists(), "build the program first: cargo build --workspace --bin lianqiao");
    let mut command = Command::new(program);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LIANQIAO_")) {
        command.env_remove(name);
    }
    command.env("LIANQIAO_DATA_DIR", data).env("LIANQIAO_LOG__FILTER", "warn").current_dir(data).stdin(Stdio::null());
    command.args(arguments).output().unwrap()
}

/// Exit code, and everything that was said.
fn told(output: &Output) -> (i32, String) {
    let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    (output.status.code().unwrap(), said)
}

/// The figure behind a word of the summary.
fn figure(said: &str, what: &str) -> Option<i64> {
    said.lines().find_map(|line| line.trim().strip_prefix(what)?.trim().parse().ok())
}

fn figures(said: &str) -> [i64; 5] {
    ["rows", "created", "updated", "unchanged", "rejected"].map(|what| figure(said, what).unwrap_or_else(|| panic!("no {what}: {said}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_changes_nothing_and_the_exit_code_tells_what_came_of_it() {
    let place = Place::open().await;
    let (good, bad) = (place.file("good.csv", &list(300, |_| false)), place.file("bad.csv", &list(300, |number| number == 7)));
    let result = place.directory.path().join("result.csv").display().to_string();

    let (code, said) = place.run(&[&bad, "--dry-run", "--result", &result]);
    assert_eq!((code, figures(&said)), (3, [300, 299, 0, 0, 1]), "{said}");
    assert!(said.contains("dry run"), "{said}");
    let (_, rows) = table(&std::fs::read_to_string(&result).unwrap());
    assert_eq!((rows.len(), rows[6].iter().any(|cell| cell == "REJECTED")), (300, true));
    let (code, said) = place.run(&[&bad, "--policy", "reject-all"]);
    assert_eq!((code, figures(&said)), (3, [300, 0, 0, 0, 1]), "{said}");
    let (code, said) = place.run(&[&good, "--dry-run"]);
    assert_eq!((code, figures(&said)), (0, [300, 300, 0, 0, 0]), "{said}");
    let (code, said) = place.run(&[&good, "--policy", "reject-all"]);
    assert_eq!((code, figures(&said)), (0, [300, 300, 0, 0, 0]), "{said}");
    let (code, said) = place.run(&[&good]);
    assert_eq!((code, figures(&said)), (0, [300, 0, 0, 300, 0]), "a second run changed something: {said}");
    let (code, said) = place.run(&[&bad]);
    assert_eq!((code, figures(&said)), (3, [300, 0, 0, 299, 1]), "{said}");

    let demands = place.file("demands.csv", "需求编号,需求名称\nN-1,焊缝返修太多\n");
    let (code, said) = place.run_for(&place.firm, &[&demands, "--kind", "demand"]);
    assert_eq!((code, figures(&said)), (0, [1, 1, 0, 0, 0]), "{said}");
    let (code, said) = place.run_for(&place.firm, &[&demands, "--kind", "demand"]);
    assert_eq!((code, figures(&said)), (0, [1, 0, 0, 1, 0]), "{said}");
    // An office has no demands, an enterprise no listings.
    assert_eq!(place.run(&[&demands, "--kind", "demand"]).0, 2);
    assert_eq!(place.run_for(&place.firm, &[&good]).0, 2);
    assert_eq!(place.run(&[&demands, "--kind", "whatever"]).0, 2);

    let (code, said) = place.run(&[&place.file("broken.xlsx", "PK\u{3}\u{4} no workbook")]);
    assert_eq!(code, 1, "{said}");
    assert_eq!(place.run(&["nowhere.csv"]).0, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_named_by_a_file_or_a_preset_and_wrong_names_are_wrong_usage() {
    let place = Place::open().await;
    let list = place.file("list.csv", "Nr,Was,Remark\n1,Bridge,steel\n");
    assert_eq!(place.run(&[&list]).0, 1, "the headers alone do not say enough");
    let (code, said) = place.run(&[&list, "--preset", "Our list"]);
    assert_eq!((code, figures(&said)), (0, [1, 1, 0, 0, 0]), "{said}");
    let mapping = place.file("mapping.json", r#"{ "Nr": "externalReference", "Was": null, "Remark": "title" }"#);
    let (code, said) = place.run(&[&list, "--mapping", &mapping]);
    assert_eq!((code, figures(&said)), (0, [1, 0, 1, 0, 0]), "{said}");
    for (name, text) in
        [("1.json", "[]"), ("2.json", r#"{ "Nr": "nowhere" }"#), ("3.json", r#"{ "Nr": 1 }"#), ("4.json", r#"{ "Nobody": "title" }"#)]
    {
        let (code, said) = place.run(&[&list, "--mapping", &place.file(name, text)]);
        assert_eq!(code, 2, "{text}: {said}");
    }
    assert_eq!(place.run(&[&list, "--mapping", "absent.json"]).0, 2);
    assert_eq!(place.run(&[&list, "--preset", "Nobody's"]).0, 2);
    assert_eq!(place.run(&[&list, "--policy", "whatever"]).0, 2);
    let elsewhere = lianqiao(place.directory.path(), &["import", &list, "--organization", "913101100000000000"]);
    assert_eq!(told(&elsewhere).0, 2);
    let (code, help) = told(&lianqiao(place.directory.path(), &["import", "--help"]));
    assert_eq!((code, help.matches("lianqiao import ").count() >= 3, help.contains("Exit codes")), (0, true, true), "{help}");
}
