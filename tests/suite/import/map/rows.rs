//! From rows to listings.

use lianqiao::{
    import::map::Mapping,
    kernel::{Code, Date},
    listing::{
        content::{BilingualText, IpRight, Secrecy},
        vocabulary::{IpKind, IpStatus, ReadinessBasis, SecrecyLevel, TransferWay},
    },
};

use super::{day, import, one, problems, refusal, warning};

#[test]
fn a_chinese_right_is_put_together_from_its_numbers() {
    let row = one(
        "申请号;公开（公告）号;公开（公告）日;申请日;申请（专利权）人",
        "CN 202310123456.6;CN118000000B;2025.06.03;2023.02.14;[个人]；河海大学",
    );
    assert_eq!(problems(&row), []);
    let expected = IpRight {
        kind: IpKind::PatentInvention,
        number: "202310123456.6".into(),
        title: None,
        office: Some("CN".into()),
        status: IpStatus::Unknown,
        filed_on: Some(Date(day("2023-02-14"))),
        granted_on: Some(Date(day("2025-06-03"))),
        expires_on: Some(Date(day("2043-02-14"))),
        owners: vec!["河海大学".into()],
        pledged: false,
        fee_paid_until: None,
    };
    assert_eq!(row.content.ip_rights, [expected]);
}

#[test]
fn the_type_digit_and_the_status_decide_the_kind() {
    let kind = |number: &str, status: &str| one("申请号;状态", &format!("{number};{status}")).content.ip_rights[0].kind;
    assert_eq!(kind("ZL202420000001.5", "授权"), IpKind::PatentUtility);
    assert_eq!(kind("202310123456.6", "有效"), IpKind::PatentInvention);
    assert_eq!(kind("202310123456.6", "实审"), IpKind::PatentApplication);
}

#[test]
fn a_right_that_ran_out_is_lapsed_and_its_row_is_good() {
    let row = one("申请号;状态;申请日", "CN201220249767.4;有效;2012.05.31");
    assert_eq!((row.content.ip_rights[0].status, problems(&row)), (IpStatus::Lapsed, vec![]));
    assert_eq!(one("Application SN;状态;expiration date", "13/033,085;有效;10 March 2035").content.ip_rights[0].status, IpStatus::InForce);
}

#[test]
fn a_wrong_number_or_date_of_a_right_refuses_the_row() {
    assert_eq!(problems(&one("申请号", "CN201220249767.5")), refusal(Code::InvalidPatentNumber, "ipRights.0.number"));
    for date in ["2012.13.31", "2013", "soon"] {
        assert_eq!(
            problems(&one("申请号;申请日", &format!("CN201220249767.4;{date}"))),
            refusal(Code::InvalidDate, "ipRights.filedOn"),
            "{date}"
        );
    }
    let early = one("申请号;申请日;到期日", "CN201220249767.4;2012-05-31;2011-05-31");
    assert_eq!(problems(&early), refusal(Code::OutOfRange, "ipRights.0.expiresOn"));
    assert_eq!(early.problems[0].column.as_deref(), Some("到期日"));
    assert_eq!(problems(&one("Application SN;到期日", "13/033,085;03/04/2034")), warning(Code::AmbiguousDate, "ipRights.expiresOn"));
}

#[test]
fn a_word_that_nobody_knows_is_a_warning_and_leaves_what_is_there() {
    let row = one("技术成熟度;转化方式", "很高;许可、抢");
    assert_eq!(problems(&row), [warning(Code::UnknownCode, "readiness.level"), warning(Code::UnknownCode, "transferWays")].concat());
    assert_eq!((row.content.readiness.clone(), row.content.transfer_ways.clone()), (None, vec![TransferWay::License]));
    assert!(!row.given.contains("readiness") && row.given.contains("title.zh"), "{:?}", row.given);
    assert_eq!(row.problems[0].value.as_deref(), Some("很高"));
    let row = one("转化方式", "抢、夺、许可、骗");
    assert_eq!(problems(&row), warning(Code::UnknownCode, "transferWays"), "one cell, one warning");
}

#[test]
fn a_wrong_entry_of_a_helping_list_is_dropped_with_a_warning() {
    let row = one("IPC分类号;关键词", &format!("E;E01B3/32(2006.01)I\n{}", "")).content;
    assert!(row.ipc.is_empty());
    let row = one("IPC分类号", "\"E；E01B3/32(2006.01)I；ZZ\"");
    assert_eq!((row.content.ipc.clone(), row.problems.len()), (vec!["E01B 3/32".to_owned()], 2));
    let many: Vec<_> = (0..12).map(|number| format!("词{number}")).collect();
    let row = one("关键词", &many.join("、"));
    assert_eq!((row.content.keywords.len(), problems(&row)), (10, warning(Code::TooMany, "keywords")));
}

#[test]
fn stage_words_of_old_forms_are_levels() {
    for (word, level) in [
        ("研发", 3),
        ("小试", 5),
        ("中试阶段", 7),
        ("已有样品/样机", 6),
        ("可量产", 9),
        ("小批量", 8),
        ("TRL 4", 4),
        ("第6级", 6),
        ("原理验证", 3),
    ] {
        let readiness = one("成熟度", word).content.readiness.expect(word);
        assert_eq!((readiness.level, readiness.basis), (level, ReadinessBasis::SelfAssessed), "{word}");
    }
    assert_eq!(one("成熟度", "12").content.readiness, None);
}

#[test]
fn a_title_goes_to_the_language_in_which_it_is_written() {
    let rows = import("Case Number,Title,英文名称\nA,一种轨枕,A sleeper\nB,A bridge,\n", &Mapping::default());
    assert_eq!(rows[0].content.title, BilingualText { zh: Some("一种轨枕".into()), en: Some("A sleeper".into()) });
    assert_eq!(rows[1].content.title, BilingualText { zh: None, en: Some("A bridge".into()) });
    let rows = import("Case Number,Title\nB,A bridge\n", &Mapping::default());
    assert_eq!(rows[0].given.iter().map(String::as_str).collect::<Vec<_>>(), ["title.en"], "the other language stays");
}

#[test]
fn a_row_without_a_reference_takes_its_number_and_without_either_is_refused() {
    let rows = import("名称;申请号\n桥;CN201220249767.4\n桥;\n;CN201220249771.0\n", &Mapping::default());
    assert_eq!(rows[0].external_reference, "201220249767.4");
    assert_eq!(problems(&rows[1]), refusal(Code::Required, "externalReference"));
    assert_eq!(problems(&rows[2]), refusal(Code::Required, "title"));
}

#[test]
fn a_secrecy_level_that_nobody_understands_does_not_pass_for_none() {
    assert_eq!(one("密级", "特别").content.secrecy, Some(Secrecy { level: SecrecyLevel::Internal, cleared: false }));
    assert_eq!(one("密级;是否通过保密审查", "公开;是").content.secrecy, Some(Secrecy { level: SecrecyLevel::None, cleared: true }));
}

#[test]
fn tricks_with_characters_refuse_their_row() {
    for title in ["a\u{202E}b", "a\u{200B}b", "a\u{7}b"] {
        let row = import(&format!("Case Number,Title\nA,{title}\n"), &Mapping::default()).remove(0);
        assert_eq!(problems(&row), refusal(Code::ForbiddenCharacters, "title.en"), "{title:?}");
    }
}

#[test]
fn json_lines_may_be_nested_or_flat() {
    let nested = r#"{"externalReference":"A","title":{"zh":"桥"},"ipRights":[{"kind":"SOFTWARE","number":"2023SR0000001","status":"IN_FORCE","grantedOn":"2023-01-05"}],"keywords":["a; b"]}"#;
    let flat = r#"{"externalReference":"B","title":"Bridge","keywords":"x;y","ipRights":[{"kind":"ROCKET"}]}"#;
    let rows = import(&format!("{nested}\n{flat}\n"), &Mapping::default());
    assert!(rows[0].exact && problems(&rows[0]).is_empty());
    assert_eq!(rows[0].content.keywords, ["a; b"]);
    assert_eq!(rows[0].content.ip_rights[0].granted_on, Some(Date(day("2023-01-05"))));
    assert_eq!((rows[1].content.title.en.as_deref(), rows[1].content.keywords.len()), (Some("Bridge"), 2));
    assert_eq!(problems(&rows[1]), refusal(Code::BadUserInput, "ipRights"));
}
