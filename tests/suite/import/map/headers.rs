//! From headers to fields.

use std::collections::HashSet;

use lianqiao::{
    import::{
        field::{Confidence, fold},
        kind::ImportKind,
        map::{ColumnMapping, Mapping, Plan, suggest},
        read::Row,
    },
    kernel::Code,
};

use strum::IntoEnumIterator;

use super::{Demands, Listings, Subject, import, import_of, says};

const LISTING: ImportKind = ImportKind::Listing;

#[test]
fn every_name_and_alias_leads_to_one_field() {
    for kind in ImportKind::iter() {
        let mut seen = HashSet::new();
        for field in kind.fields() {
            for name in [field.path, field.zh, field.en].iter().chain(field.aliases) {
                assert_eq!(kind.by_header(name).map(|(found, ..)| found.path), Some(field.path), "{name}");
            }
            let names: HashSet<_> = [field.path, field.zh, field.en].iter().chain(field.aliases).map(|name| fold(name)).collect();
            for name in names {
                assert!(seen.insert(name.clone()), "{name} names two fields");
            }
        }
    }
}

#[test]
fn spelling_width_case_and_remarks_do_not_matter() {
    for header in ["Application SN", "application_sn", " APPLICATION  SN * ", "ＡＰＰＬＩＣＡＴＩＯＮ ＳＮ", "Application SN (required)"]
    {
        assert_eq!(LISTING.by_header(header).map(|(field, ..)| field.path), Some("ipRights.number"), "{header}");
    }
    assert_eq!(LISTING.by_header("申请（专利权）人").unwrap().0.path, "ipRights.owners");
    assert_eq!(LISTING.by_header("名称（必填）").unwrap().0.path, "title");
    assert_eq!(LISTING.by_header("名称").unwrap().1, Confidence::Likely);
    assert_eq!(LISTING.by_header("专利名称").unwrap().1, Confidence::Certain);
    assert!(LISTING.by_header("光盘号").is_none() && LISTING.by_header("").is_none());
}

fn suggested(headers: &[&str], samples: &[&[&str]]) -> Vec<Option<&'static str>> {
    let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
    let row = |cells: &&[&str]| Row { cells: cells.iter().map(|cell| (*cell).to_owned()).collect(), ..Row::default() };
    let samples: Vec<Row> = samples.iter().map(row).collect();
    suggest(LISTING, &headers, &samples).iter().map(|suggestion| suggestion.field.map(|(field, _)| field.path)).collect()
}

#[test]
fn the_surer_of_two_columns_feeds_a_field_and_lists_take_both() {
    assert_eq!(suggested(&["专利号", "申请号", "主分类号", "分类号"], &[]), [None, Some("ipRights.number"), Some("ipc"), Some("ipc")]);
    assert_eq!(suggested(&["id", "case_number"], &[]), [None, Some("externalReference")]);
    assert_eq!(suggested(&["名称", "成果名称"], &[]), [None, Some("title")]);
}

#[test]
fn values_tell_the_kind_of_a_right_from_the_kind_of_an_achievement() {
    assert_eq!(suggested(&["kind"], &[&["实用新型"], &[""], &["发明授权"]]), [Some("ipRights.kind")]);
    assert_eq!(suggested(&["kind"], &[&["新产品"], &["工艺"]]), [Some("kind")]);
}

#[test]
fn what_a_person_says_wins_and_what_it_leaves_open_is_suggested() {
    let text = "Case Number,Title,Remark,Status\nA-1,Old title,New title,Issued\n";
    let mapping = Mapping { columns: vec![says("Remark", Some("title")), says("Status", None)] };
    let row = import(text, &mapping).remove(0);
    assert_eq!((row.external_reference.as_str(), row.content.title.en.as_deref()), ("A-1", Some("New title")));
    assert!(row.content.ip_rights.is_empty() && row.problems.is_empty());
}

#[test]
fn a_mapping_that_cannot_work_is_refused_with_its_place() {
    let headers = ["Title".to_owned(), "Case Number".to_owned()];
    let plan = |columns: Vec<ColumnMapping>, strict| {
        Plan::new(LISTING, &headers, &[], &Mapping { columns }, strict).map_err(|error| (error.code(), error.path().join("."))).map(|_| ())
    };
    let refused = |code, path: &str| Err((code, path.to_owned()));
    assert_eq!(plan(vec![says("Title", Some("titel"))], true), refused(Code::UnknownCode, "0.field"));
    assert_eq!(plan(vec![says("Title", None), says("Title", None)], true), refused(Code::Duplicate, "1.column"));
    assert_eq!(plan(vec![says("Title", Some("kind")), says("Case Number", Some("kind"))], true), refused(Code::Duplicate, "1.field"));
    assert_eq!(plan(vec![says("Nowhere", Some("kind"))], true), refused(Code::ColumnMissing, "0.column"));
    assert_eq!(plan(vec![says("Nowhere", Some("kind"))], false), Ok(()));
    assert_eq!(plan(vec![says("Title", None)], true), refused(Code::ColumnMissing, ""));
    let unknown = Plan::new(LISTING, &["foo".to_owned()], &[], &Mapping::default(), true).map(|_| ()).unwrap_err();
    assert_eq!(unknown.code(), Code::HeaderMissing);
}

#[test]
fn every_path_has_a_reader() {
    read_every_path::<Listings>();
    read_every_path::<Demands>();
}

fn read_every_path<S: Subject>() {
    for field in S::KIND.fields() {
        let mapping = Mapping {
            columns: vec![
                says("x", Some(field.path)),
                says("Case Number", (field.path != "externalReference").then_some("externalReference")),
            ],
        };
        let mapping = if field.path == "title" {
            Mapping { columns: vec![says("Case Number", Some("externalReference")), says("x", Some("title")), says("Title", None)] }
        } else {
            mapping
        };
        for row in import_of::<S>("Case Number,Title,x\nA,Bridge,2026-01-01\n", &mapping) {
            assert!(row.problems.iter().all(|problem| problem.error.code() != Code::Internal), "{}: {:?}", field.path, row.problems);
        }
        assert!(S::KIND.by_path(field.path).is_some());
    }
}
