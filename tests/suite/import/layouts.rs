//! The layouts of the real files, with contents of our own, so that they are tested wherever the suite runs.

use std::collections::BTreeMap;

use lianqiao::listing::vocabulary::{IpKind, IpStatus};
use serde_json::json;

use super::{
    Stage, figures,
    files::{date, problems, rows_of},
};

fn fixture(file: &str) -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/import").join(file)).unwrap()
}

const AGENCY: [&str; 3] = ["agency-semicolon.csv", "agency.xlsx", "agency-comma.csv"];
const PATENT_OFFICE: [&str; 2] = ["patent-office.xlsx", "patent-office.gb18030.csv"];

#[test]
fn the_agencys_list_says_the_same_in_its_three_forms() {
    let read = AGENCY.map(|file| rows_of(file, &fixture(file)));
    for ((plan, rows), file) in read.iter().zip(AGENCY) {
        assert_eq!((rows.len(), &plan.unmapped), (12, &Vec::<String>::new()), "{file}");
        let expected = [("WARNING REQUIRED ipRights.number".to_owned(), 1), ("WARNING UNKNOWN_CODE ipRights.status".to_owned(), 1)];
        assert_eq!(problems(rows), BTreeMap::from(expected), "{file}");
        for (reference, row) in rows {
            assert_eq!(row.content, read[0].1[reference].content, "{file}: {reference}");
        }
        let right = |reference: &str| rows[reference].content.ip_rights[0].clone();
        let lapsed = right("HRC-10002-1");
        assert_eq!((lapsed.number.as_str(), lapsed.kind, lapsed.status), ("08/100,002", IpKind::PatentInvention, IpStatus::Lapsed));
        assert_eq!((right("HRC-10003-1").status, right("HRC-10003-1").expires_on), (IpStatus::InForce, date("2028-03-26")));
        assert_eq!((right("HRC-10001").kind, right("HRC-10001").expires_on), (IpKind::PatentApplication, None));
        assert_eq!(right("RFL-20002").number, "14/200002");
        assert!(rows["BWI-30001"].content.ip_rights.is_empty());
        let title = |reference: &str| rows[reference].content.title.en.as_deref();
        assert_eq!(title("RFL-20003"), Some("Method, System and Apparatus for Dredging; Improved"));
        assert_eq!(title("BWI-30002"), Some("\"Quoted\" Cable Clamp"));
        assert_eq!(rows["BWI-30002"].content.department.as_deref(), Some("Bridge Works Institute"));
    }
}

#[test]
fn the_patent_offices_export_says_the_same_as_a_workbook_and_in_gb18030() {
    let read = PATENT_OFFICE.map(|file| rows_of(file, &fixture(file)));
    for ((plan, rows), file) in read.iter().zip(PATENT_OFFICE) {
        assert_eq!((rows.len(), plan.columns.len() + plan.unmapped.len()), (12, 25), "{file}");
        assert!(plan.unmapped.contains(&"主权项".to_owned()));
        // Designs are classified by Locarno, not by the IPC.
        assert_eq!(problems(rows), BTreeMap::from([("WARNING INVALID_IPC ipc.0".to_owned(), 1)]), "{file}");
        for (reference, row) in rows {
            assert_eq!(row.content, read[0].1[reference].content, "{file}: {reference}");
            assert!(row.content.inventors.is_empty(), "{reference} has a removed name");
        }
        let by_title = |title: &str| rows.values().find(|row| row.content.title.zh.as_deref() == Some(title)).unwrap();
        let gate = by_title("一种闸门止水装置");
        assert_eq!(gate.content.ipc, ["E02B 7/54", "E02B 7/28"]);
        assert!(gate.content.abstract_text.zh.as_deref().is_some_and(|text| text.starts_with("本发明创造公开了")));
        let right = &gate.content.ip_rights[0];
        assert_eq!((right.kind, right.status, right.office.as_deref()), (IpKind::PatentUtility, IpStatus::Lapsed, Some("CN")));
        assert_eq!((right.filed_on, right.granted_on, right.expires_on), (date("2012-05-31"), date("2013-01-02"), date("2022-05-31")));
        assert_eq!(right.owners, ["虹口水工设备有限公司"]);
        assert_eq!(by_title("陶瓷流量计").content.ip_rights[0].owners, ["吴淞仪表厂"]);
        assert_eq!(by_title("桥墩冲刷监测系统").content.ip_rights[0].kind, IpKind::PatentApplication);
    }
}

#[tokio::test]
async fn the_layouts_go_in_over_http_and_a_second_form_changes_nothing() {
    let stage = Stage::set().await;
    for (files, rows) in [(&AGENCY[..], 12), (&PATENT_OFFICE[..], 12)] {
        for (index, file) in files.iter().enumerate() {
            let run = stage.import(fixture(file), json!({ "policy": "REJECT_ALL" })).await;
            let (created, unchanged) = if index == 0 { (rows, 0) } else { (0, rows) };
            assert_eq!(figures(&run), ("SUCCEEDED", [rows, rows, created, 0, unchanged, 0]), "{file}: {:?}", stage.problems(&run).await);
        }
    }
    assert_eq!(stage.listings().await.len(), 24);
    stage.app.finish().await;
}
