//! The real files that the import must take as they are. They lie beside the repository; the tests say so when they do not.

use std::collections::{BTreeMap, HashMap};

use lianqiao::{
    identity::rules::OrganizationKind,
    import::{
        self, ErrorPolicy, ExportFormat, FileJob, ImportKind,
        check::check,
        map::{Listings, Mapped, Mapping, Plan, Reading, Severity, map_row},
        read::{Limits, open},
    },
    kernel::Date,
    listing::{
        content::ListingContent,
        vocabulary::{IpKind, IpStatus},
    },
    rulebook::{Rulebook, parse_files},
};
use lianqiao_tests::{STAGE, shared_data};

use super::{Stage, round_trip::exported_by};

const LIMITS: Limits = Limits { rows: 100_000, cell_bytes: 65_536, unpacked_bytes: 512 << 20 };

/// Every row of a shared file; none where the file is not there.
fn rows(file: &str) -> Option<(Plan, HashMap<String, Mapped<ListingContent>>)> {
    Some(rows_of(file, &std::fs::read(shared_data(file)?).unwrap()))
}

/// Every row of a file, mapped by its headers alone and checked on 23 November 2026.
pub(super) fn rows_of(file: &str, bytes: &[u8]) -> (Plan, HashMap<String, Mapped<ListingContent>>) {
    let (rules, calendar) = parse_files().unwrap();
    let (book, today) = (Rulebook::new(rules, calendar), "2026-11-23".parse().unwrap());
    let table = open(bytes, LIMITS, ImportKind::Listing.recognizer()).unwrap();
    let (headers, count) = (table.headers.clone(), table.row_count);
    let rows: Vec<_> = table.collect();
    assert_eq!(rows.len(), count, "{file}");
    let plan = Plan::new(ImportKind::Listing, &headers, &rows[..rows.len().min(50)], &Mapping::default(), true).unwrap();
    let reading = Reading { plan: plan.clone(), stages: book.on("listing.trl_legacy_words", today).unwrap().get().unwrap() };
    let mapped: HashMap<_, _> = rows
        .iter()
        .map(|row| {
            let mut mapped = map_row::<Listings>(row, &reading);
            check::<Listings>(&mut mapped, &plan, today, &book);
            (mapped.external_reference.clone(), mapped)
        })
        .collect();
    assert_eq!(mapped.len(), count, "{file}: references are not unique");
    (plan, mapped)
}

/// Problems as `SEVERITY CODE field`, counted.
pub(super) fn problems(rows: &HashMap<String, Mapped<ListingContent>>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for problem in rows.values().flat_map(|row| &row.problems) {
        *counts.entry(format!("{} {} {}", problem.severity, problem.error.code(), problem.field)).or_default() += 1;
    }
    counts
}

pub(super) fn date(text: &str) -> Option<Date> {
    Some(Date(text.parse().unwrap()))
}

#[test]
fn the_three_nasa_files_say_the_same_and_no_row_is_refused() {
    let files = ["NASA_Patents.original-semicolon.csv", "NASA_Patents.original.xlsx", "nasa_patents.csv"];
    let Some(read) = files.iter().map(|file| rows(&format!("offers-en-nasa-patents/{file}"))).collect::<Option<Vec<_>>>() else { return };
    for ((plan, rows), file) in read.iter().zip(files) {
        assert_eq!(rows.len(), 1393, "{file}");
        assert_eq!(plan.unmapped, Vec::<String>::new(), "{file}");
        let expected = [("WARNING REQUIRED ipRights.number".to_owned(), 11), ("WARNING UNKNOWN_CODE ipRights.status".to_owned(), 1)];
        assert_eq!(problems(rows), BTreeMap::from(expected), "{file}");
        for (reference, row) in rows {
            assert_eq!(row.content, read[0].1[reference].content, "{file}: {reference}");
        }

        let right = |reference: &str| rows[reference].content.ip_rights.first().cloned().expect(reference);
        let lapsed = right("ARC-14048-1");
        assert_eq!((lapsed.number.as_str(), lapsed.office.as_deref()), ("08/543,093", Some("US")));
        assert_eq!((lapsed.kind, lapsed.status, lapsed.expires_on), (IpKind::PatentInvention, IpStatus::Lapsed, date("2015-03-10")));
        assert_eq!(right("ARC-14231-2DIV").expires_on, date("2024-06-16"));
        let alive = right("ARC-14569-1");
        assert_eq!((alive.status, alive.expires_on), (IpStatus::InForce, date("2028-03-26")));
        let pending = right("KSC-12871");
        assert_eq!((pending.kind, pending.status, pending.expires_on), (IpKind::PatentApplication, IpStatus::Pending, None));
        assert_eq!(rows["KSC-12871"].content.department.as_deref(), Some("NASA Kennedy Space Center"));
        assert_eq!(rows["KSC-12871"].content.title.en.as_deref(), Some("Polyimide Wire Insulation Repair System"));

        let stray = &rows["MSC-24745-1"];
        assert_eq!((stray.content.ip_rights[0].status, stray.problems[0].value.as_deref()), (IpStatus::Unknown, Some("GM")));
        // An expiry without a number: the right is left out, and that is said.
        assert!(rows["LEW-17991-1"].content.ip_rights.is_empty());
        assert_eq!(
            (rows["LEW-17991-1"].problems[0].severity, rows["LEW-17991-1"].problems[0].row_column()),
            (Severity::Warning, plan.column_of("ipRights.number"))
        );
        assert_eq!(right("GSC-16789-1").number, "14/033725");
    }
}

/// The column of a problem, comparable with that of a plan.
trait RowColumn {
    fn row_column(&self) -> Option<&str>;
}

impl RowColumn for lianqiao::import::map::Problem {
    fn row_column(&self) -> Option<&str> {
        self.column.as_deref()
    }
}

#[test]
fn the_patent_offices_workbook_and_its_gb18030_twin_say_the_same() {
    let files = ["CNIPA-export-199.redacted.xlsx", "CNIPA-export-199.redacted.gb18030.csv"];
    let Some(read) = files.iter().map(|file| rows(&format!("offers-zh-patents/{file}"))).collect::<Option<Vec<_>>>() else { return };
    for ((plan, rows), file) in read.iter().zip(files) {
        assert_eq!((rows.len(), problems(rows)), (199, BTreeMap::new()), "{file}");
        assert_eq!(plan.columns.len() + plan.unmapped.len(), 25, "{file}");
        assert!(plan.unmapped.contains(&"主权项".to_owned()));
        for (reference, row) in rows {
            assert_eq!(row.content, read[0].1[reference].content, "{file}: {reference}");
            assert!(row.content.inventors.is_empty(), "{reference} has a removed name");
            assert!(row.content.ip_rights[0].owners.iter().all(|owner| !owner.contains('[')), "{reference} has a removed owner");
        }
        let row = &rows["201220249771.0"];
        assert_eq!(row.content.title.zh.as_deref(), Some("改进的混凝土轨枕"));
        assert!(row.content.abstract_text.zh.as_deref().is_some_and(|text| text.starts_with("本实用新型公开了")));
        assert_eq!(row.content.ipc, ["E01B 3/32", "E01B 9/10"]);
        let right = &row.content.ip_rights[0];
        assert_eq!((right.kind, right.status, right.office.as_deref()), (IpKind::PatentUtility, IpStatus::Lapsed, Some("CN")));
        assert_eq!((right.filed_on, right.granted_on, right.expires_on), (date("2012-05-31"), date("2013-01-02"), date("2022-05-31")));
        assert_eq!(right.owners, ["海安县建莲商品混凝土有限公司"]);
    }
}

#[test]
fn the_tidy_chinese_file_is_taken_whole() {
    let Some((plan, rows)) = rows("offers-zh-patents/patents_zh.csv") else { return };
    assert_eq!(rows.len(), 366);
    assert_eq!(plan.unmapped, ["first_claim", "app_year", "src"]);
    // A section letter alone is no symbol.
    assert_eq!(problems(&rows), BTreeMap::from([("WARNING INVALID_IPC ipc.0".to_owned(), 89)]));
    let granted =
        rows.values().filter(|row| row.content.ip_rights.first().is_some_and(|right| right.kind == IpKind::PatentInvention)).count();
    let utility =
        rows.values().filter(|row| row.content.ip_rights.first().is_some_and(|right| right.kind == IpKind::PatentUtility)).count();
    let applications =
        rows.values().filter(|row| row.content.ip_rights.first().is_some_and(|right| right.kind == IpKind::PatentApplication)).count();
    let without = rows.values().filter(|row| row.content.ip_rights.is_empty()).count();
    assert_eq!((granted, utility, applications, without), (6, 208, 15, 137));
    // Only a publication number: it names the right.
    assert_eq!(rows["CNP-0366"].content.ip_rights[0].number, "CN107738040A");
}

#[tokio::test]
async fn the_real_files_are_taken_whole_and_a_second_time_change_nothing() {
    let files = [
        ("offers-en-nasa-patents/NASA_Patents.original-semicolon.csv", 1393),
        ("offers-en-nasa-patents/NASA_Patents.original.xlsx", 0),
        ("offers-en-nasa-patents/nasa_patents.csv", 0),
        ("offers-zh-patents/CNIPA-export-199.redacted.xlsx", 199),
        ("offers-zh-patents/CNIPA-export-199.redacted.gb18030.csv", 0),
        ("offers-zh-patents/patents_zh.csv", 366),
    ];
    let stage = Stage::set().await;
    let organization = stage.officer.organization.parse().unwrap();
    let mut expected = 0;
    for (file, fresh) in files {
        let Some(path) = shared_data(file) else { return };
        let job = FileJob {
            kind: ImportKind::Listing,
            organization,
            file_name: file.to_owned(),
            bytes: std::fs::read(path).unwrap(),
            mapping: None,
            preset: None,
            policy: ErrorPolicy::RejectAll,
            dry_run: false,
        };
        let run = import::run_file(&stage.app.ctx, &STAGE, job, |_| {}).await.unwrap();
        assert_eq!(
            (run.state.to_string().as_str(), run.created_rows, run.updated_rows, run.rejected_rows),
            ("SUCCEEDED", fresh, 0, 0),
            "{file}: {:?}",
            run.failure
        );
        expected += usize::try_from(fresh).unwrap();
    }
    assert_eq!(stage.listings().await.len(), expected);
    let exported = exported_by(&stage.app, organization, ExportFormat::Csv).await;
    let other = stage.app.organization(OrganizationKind::University, "另一所大学", true).await;
    let job = FileJob {
        kind: ImportKind::Listing,
        organization: other.id,
        file_name: "export.csv".to_owned(),
        bytes: exported.clone(),
        mapping: None,
        preset: None,
        policy: ErrorPolicy::RejectAll,
        dry_run: false,
    };
    let run = import::run_file(&stage.app.ctx, &STAGE, job, |_| {}).await.unwrap();
    assert_eq!((run.created_rows, run.rejected_rows), (i64::try_from(expected).unwrap(), 0));
    let again = exported_by(&stage.app, other.id, ExportFormat::Csv).await;
    assert!(again == exported, "the export of the import differs");
    stage.app.finish().await;
}
