//! From headers to fields, from cells to values, and our own form there and back.

use std::{collections::HashSet, sync::LazyLock};

use chrono::NaiveDate;
use lianqiao::{
    import::{
        check::check,
        field::{Confidence, FIELDS, by_header, by_path, fold, recognize},
        map::{
            ColumnMapping, Mapped, Mapping, Plan, Reading, Severity, cells_of, is_own, map_row, neutralize, own_fields, restore, suggest,
            value::{ReadDate, date, flag, ipc_symbol, list, money},
        },
        read::{Limits, Row, open},
        rules::display_name,
    },
    kernel::{Code, Currency, Date, Locale, Money},
    listing::{
        content::{
            AchievementRegistration, BilingualText, Contact, FiveValues, Funding, Indicator, Inventor, IpRight, LicenseOffer,
            ListingContent, OwnerShare, Secrecy, TechnologyReadinessLevel,
        },
        vocabulary::{
            IpKind, IpStatus, LicenseKind, ListingKind, PaymentMode, ReadinessBasis, SecrecyLevel, StrategicIndustry, TransferWay,
        },
    },
    rulebook::{Rulebook, parse_files},
};
use proptest::prelude::*;

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let (rules, calendar) = parse_files().unwrap();
    Rulebook::new(rules, calendar)
});

const LIMITS: Limits = Limits { rows: 1000, cell_bytes: 1 << 20, unpacked_bytes: 64 << 20 };

fn today() -> NaiveDate {
    day("2026-11-23")
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The rows of a file, mapped by what it says and by `mapping`, and checked.
fn import(text: &str, mapping: &Mapping) -> Vec<Mapped> {
    let table = open(text.as_bytes(), LIMITS, recognize).unwrap();
    let headers = table.headers.clone();
    let rows: Vec<Row> = table.collect();
    let plan = Plan::new(&headers, &rows, mapping, true).unwrap();
    let reading = Reading { plan, stages: BOOK.on("listing.trl_legacy_words", today()).unwrap().get().unwrap() };
    rows.iter()
        .map(|row| {
            let mut mapped = map_row(row, &reading);
            check(&mut mapped, &reading.plan, today(), &BOOK);
            mapped
        })
        .collect()
}

/// One row with these headers and cells.
fn one(headers: &str, cells: &str) -> Mapped {
    import(&format!("编号;标题;{headers}\nA-1;联桥;{cells}\n"), &Mapping::default()).remove(0)
}

fn problems(row: &Mapped) -> Vec<(Severity, Code, String)> {
    row.problems.iter().map(|problem| (problem.severity, problem.error.code(), problem.field.clone())).collect()
}

fn warning(code: Code, field: &str) -> Vec<(Severity, Code, String)> {
    vec![(Severity::Warning, code, field.to_owned())]
}

fn refusal(code: Code, field: &str) -> Vec<(Severity, Code, String)> {
    vec![(Severity::Error, code, field.to_owned())]
}

fn says(column: &str, field: Option<&str>) -> ColumnMapping {
    ColumnMapping { column: column.to_owned(), field: field.map(str::to_owned) }
}

// ---- headers

#[test]
fn every_name_and_alias_leads_to_one_field() {
    let mut seen = HashSet::new();
    for field in FIELDS {
        for name in [field.path, field.zh, field.en].iter().chain(field.aliases) {
            assert_eq!(by_header(name).map(|(found, ..)| found.path), Some(field.path), "{name}");
        }
        let names: HashSet<_> = [field.path, field.zh, field.en].iter().chain(field.aliases).map(|name| fold(name)).collect();
        for name in names {
            assert!(seen.insert(name.clone()), "{name} names two fields");
        }
    }
}

#[test]
fn spelling_width_case_and_remarks_do_not_matter() {
    for header in ["Application SN", "application_sn", " APPLICATION  SN * ", "ＡＰＰＬＩＣＡＴＩＯＮ ＳＮ", "Application SN (required)"]
    {
        assert_eq!(by_header(header).map(|(field, ..)| field.path), Some("ipRights.number"), "{header}");
    }
    assert_eq!(by_header("申请（专利权）人").unwrap().0.path, "ipRights.owners");
    assert_eq!(by_header("名称（必填）").unwrap().0.path, "title");
    assert_eq!(by_header("名称").unwrap().1, Confidence::Likely);
    assert_eq!(by_header("专利名称").unwrap().1, Confidence::Certain);
    assert!(by_header("光盘号").is_none() && by_header("").is_none());
}

fn suggested(headers: &[&str], samples: &[&[&str]]) -> Vec<Option<&'static str>> {
    let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
    let row = |cells: &&[&str]| Row { cells: cells.iter().map(|cell| (*cell).to_owned()).collect(), ..Row::default() };
    let samples: Vec<Row> = samples.iter().map(row).collect();
    suggest(&headers, &samples).iter().map(|suggestion| suggestion.field.map(|(field, _)| field.path)).collect()
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
        Plan::new(&headers, &[], &Mapping { columns }, strict).map_err(|error| (error.code(), error.path().join("."))).map(|_| ())
    };
    let refused = |code, path: &str| Err((code, path.to_owned()));
    assert_eq!(plan(vec![says("Title", Some("titel"))], true), refused(Code::UnknownCode, "0.field"));
    assert_eq!(plan(vec![says("Title", None), says("Title", None)], true), refused(Code::Duplicate, "1.column"));
    assert_eq!(plan(vec![says("Title", Some("kind")), says("Case Number", Some("kind"))], true), refused(Code::Duplicate, "1.field"));
    assert_eq!(plan(vec![says("Nowhere", Some("kind"))], true), refused(Code::ColumnMissing, "0.column"));
    assert_eq!(plan(vec![says("Nowhere", Some("kind"))], false), Ok(()));
    assert_eq!(plan(vec![says("Title", None)], true), refused(Code::ColumnMissing, ""));
    let unknown = Plan::new(&["foo".to_owned()], &[], &Mapping::default(), true).map(|_| ()).unwrap_err();
    assert_eq!(unknown.code(), Code::HeaderMissing);
}

// ---- values

#[test]
fn dates_are_read_in_every_style_and_only_when_they_are_dates() {
    for text in [
        "2015-03-10",
        "2015/3/10",
        "2015.03.10",
        "2015年3月10日",
        "20150310",
        "10 March 2015",
        "10th Mar 2015",
        "March 10, 2015",
        "10-Mar-2015",
        "10.03.2015",
        "2015-03-10T00:00:00",
        "2015-03-10 08:30:00",
        "10 March 2015 08:30",
        "２０１５－０３－１０",
        "42073",
        " 2015-03-10 ",
    ] {
        assert_eq!(date(text), Some(ReadDate::Sure(day("2015-03-10"))), "{text}");
    }
    assert_eq!(date("06/16/2024"), Some(ReadDate::Sure(day("2024-06-16"))));
    assert_eq!(date("16/06/2024"), Some(ReadDate::Sure(day("2024-06-16"))));
    assert_eq!(date("06/06/2024"), Some(ReadDate::Sure(day("2024-06-06"))));
    assert_eq!(date("03/04/2024"), Some(ReadDate::MonthFirst(day("2024-03-04"))));
    for text in [
        "",
        "2013",
        "2013-05",
        "May 2013",
        "13/13/2013",
        "2013-02-30",
        "31/06/2013",
        "10/03/15",
        "0215-03-10",
        "9999999",
        "soon",
        "1-2-3-4",
    ] {
        assert_eq!(date(text), None, "{text}");
    }
}

#[test]
fn lists_split_at_their_strongest_separator_and_never_inside_brackets() {
    assert_eq!(list("轨枕；道岔、扣件;轨枕"), ["轨枕", "道岔、扣件"]);
    assert_eq!(list("轨枕、道岔，扣件"), ["轨枕", "道岔，扣件"]);
    assert_eq!(list("Li Si, Zhang  San"), ["Li Si", "Zhang San"]);
    assert_eq!(list("甲公司（乙，丙）,丁"), ["甲公司（乙，丙）", "丁"]);
    assert_eq!(list("one\ntwo\r\n"), ["one", "two"]);
    // One too many is as good as ten thousand.
    assert_eq!(list(&(0..10_000).map(|n| format!("{n};")).collect::<String>()).len(), 201);
    assert_eq!(list(" ; ;"), Vec::<String>::new());
}

#[test]
fn amounts_flags_and_symbols_are_read_as_people_write_them() {
    let yuan = |fen| Some(Money::new(fen, Currency::CNY));
    for (text, amount) in [
        ("300000", yuan(30_000_000)),
        ("300,000.50元", yuan(30_000_050)),
        ("50万元", yuan(50_000_000)),
        ("1.2 亿", yuan(12_000_000_000)),
        ("￥80", yuan(8000)),
        ("面议", None),
        ("-5", None),
    ] {
        assert_eq!(money(text), amount, "{text}");
    }
    for text in ["USD 5,000", "$5000", "5000美元", "5000 usd"] {
        assert_eq!(money(text), Some(Money::new(500_000, Currency::USD)), "{text}");
    }
    assert_eq!((flag("是"), flag("NO"), flag("√"), flag("maybe")), (Some(true), Some(false), Some(true), None));
    assert_eq!(ipc_symbol("E01B3/32(2006.01)I"), "E01B 3/32");
    assert_eq!(ipc_symbol(" h01l 21/02 "), "H01L 21/02");
    assert_eq!(ipc_symbol("H01L"), "H01L");
}

#[test]
fn a_file_name_is_for_people_and_leads_nowhere() {
    assert_eq!(display_name("../../etc/passwd"), "passwd");
    assert_eq!(display_name("C:\\Users\\x\\专利 清单.xlsx"), "专利 清单.xlsx");
    assert_eq!(display_name("a\u{202E}xslx.exe\u{0}\n"), "axslx.exe");
    assert_eq!(display_name("..."), "upload");
    let long = display_name(&format!("{}.xlsx", "长".repeat(300)));
    assert_eq!((long.chars().count(), long.ends_with(".xlsx")), (120, true));
}

// ---- rows

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

// ---- our own form

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[=+\\-@'\t\r\n＝]{0,3}[a-z中文;；,、\"'\\[\\]{}| \r\n]{1,12}", "[^\u{0}\u{FEFF}]{1,12}",]
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(any_text(), 0..4)
}

fn bilingual() -> impl Strategy<Value = BilingualText> {
    (prop::option::of(any_text()), prop::option::of(any_text())).prop_map(|(zh, en)| BilingualText { zh, en })
}

prop_compose! {
    fn right()(number in any_text(), title in prop::option::of(any_text()), owners in texts(), days in 0_u64..40_000, pledged in any::<bool>()) -> IpRight {
        let on = day("1950-01-01").checked_add_days(chrono::Days::new(days)).map(Date);
        IpRight { kind: IpKind::Software, number, title, office: None, status: IpStatus::Unknown, filed_on: on, granted_on: None, expires_on: on, owners, pledged, fee_paid_until: None }
    }
}

prop_compose! {
    fn simple()(
        title in bilingual(), abstract_text in bilingual(), problem in bilingual(), scenarios in bilingual(), keywords in texts(), ipc in texts(),
        points in texts(), needs in texts(), department in prop::option::of(any_text()), know_how in prop::option::of(any_text()),
        rights in prop::collection::vec(right(), 0..3), flags in any::<[bool; 5]>(),
    ) -> ListingContent {
        ListingContent {
            title, abstract_text, problem, scenarios, keywords, ipc, department, know_how,
            innovation_points: points,
            cooperation_needs: needs,
            ip_rights: rights,
            inventors_consent: flags[0],
            separately_managed: flags[1],
            entrusted_broker: flags[2],
            kind: flags[3].then_some(ListingKind::Process),
            transfer_ways: if flags[4] { vec![TransferWay::License, TransferWay::Equity] } else { Vec::new() },
            ..ListingContent::default()
        }
    }
}

prop_compose! {
    fn content()(base in simple(), words in prop::collection::vec(any_text(), 8), some in any::<[bool; 8]>(), number in any::<i32>()) -> ListingContent {
        let word = |index: usize| words[index].clone();
        ListingContent {
            readiness: some[0].then(|| TechnologyReadinessLevel { level: number, basis: ReadinessBasis::ThirdParty, assessed_on: some[1].then(|| Date(day("2026-01-02"))) }),
            contact: some[1].then(|| Contact { name: word(0), phone: some[2].then(|| word(1)), email: None }),
            funding: some[2].then(|| Funding { state_funded: some[3], program: some[4].then(|| word(2)), agency: None, project_number: Some(word(3)) }),
            secrecy: some[3].then_some(Secrecy { level: SecrecyLevel::None, cleared: some[0] }),
            registration: some[4].then(|| AchievementRegistration { number: word(4), registered_on: None }),
            inventors: if some[5] { vec![Inventor { name: word(5), role: None, lead: true, share_basis_points: Some(10_000) }] } else { Vec::new() },
            owners: if some[6] { vec![OwnerShare { name: word(6), share_basis_points: 10_000 }] } else { Vec::new() },
            indicators: if some[7] { vec![Indicator { name: word(7), value: "≥ 1".into(), unit: None, benchmark: None }] } else { Vec::new() },
            five_values: some[0].then_some(FiveValues { scientific: 1, technical: 2, economic: 3, social: 4, cultural: 5 }),
            expected_investment: some[1].then(|| Money::new(i64::from(number), Currency::USD)),
            strategic_industries: if some[2] { vec![StrategicIndustry::NewIt] } else { Vec::new() },
            valid_until: some[3].then(|| Date(day("2027-01-02"))),
            offers: if some[4] { vec![LicenseOffer { code: word(0), kind: LicenseKind::Open, territory: Vec::new(), field_of_use: None, term_months: 12, price: None, royalty: None, negotiable: true, payment_mode: PaymentMode::Free, use_first_pay_later: None, note: Some(word(1)) }] } else { Vec::new() },
            ..base
        }
    }
}

/// The file that we would write for these listings.
fn file(listings: &[ListingContent], locale: Locale) -> Vec<u8> {
    let quoted = |cell: &str| format!("\"{}\"", neutralize(cell).replace('"', "\"\""));
    let header: Vec<_> = own_fields().map(|(field, _)| quoted(field.header(locale))).collect();
    let rows = listings.iter().enumerate().map(|(index, content)| {
        cells_of(Some(&format!("R-{index}")), content).unwrap().iter().map(|cell| quoted(cell)).collect::<Vec<_>>()
    });
    std::iter::once(header).chain(rows).map(|row| row.join(",") + "\r\n").collect::<String>().into_bytes()
}

fn read_back(bytes: &[u8]) -> Vec<Mapped> {
    let table = open(bytes, LIMITS, recognize).unwrap();
    assert!(is_own(&table.headers));
    let plan = Plan::new(&table.headers, &[], &Mapping::default(), true).unwrap();
    let reading = Reading { plan, stages: Vec::new() };
    table.map(|row| map_row(&row, &reading)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_listing_survives_our_own_form_exactly(listings in prop::collection::vec(content(), 1..4), chinese in any::<bool>()) {
        let bytes = file(&listings, if chinese { Locale::ZhCn } else { Locale::En });
        let back = read_back(&bytes);
        prop_assert_eq!(back.len(), listings.len());
        for (index, (row, listing)) in back.iter().zip(&listings).enumerate() {
            prop_assert!(row.exact && row.problems.is_empty(), "{:?}", row.problems);
            prop_assert_eq!(&row.external_reference, &format!("R-{index}"));
            prop_assert_eq!(&row.content, listing);
        }
    }

    #[test]
    fn no_cell_that_we_write_is_a_formula_and_every_text_comes_back(text in ".*", armed in "'{0,3}[=+@\t\r\n-].*") {
        for text in [text, armed] {
            let cell = neutralize(&text);
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']), "{cell:?}");
            prop_assert_eq!(restore(&cell), text);
        }
    }

    #[test]
    fn no_text_breaks_the_readers(text in ".*", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = (date(&text), list(&text), money(&text), flag(&text), ipc_symbol(&text), display_name(&text), by_header(&text));
        if let Ok(table) = open(&bytes, LIMITS, recognize) {
            prop_assert_eq!(table.row_count, table.count());
        }
        let file = format!("Case Number,Title,Application SN,Patent Expiration Date,keywords\nA,\"{0}\",\"{0}\",\"{0}\",\"{0}\"\n", text.replace(['"', '\0'], ""));
        prop_assert_eq!(import(&file, &Mapping::default()).len(), 1);
    }
}

#[test]
fn an_export_with_a_column_taken_out_still_gives_what_it_has() {
    let content = ListingContent {
        title: BilingualText { zh: Some("桥".into()), en: None },
        keywords: vec!["a".into()],
        ..ListingContent::default()
    };
    let bytes = String::from_utf8(file(&[content], Locale::En)).unwrap();
    let table = open(bytes.as_bytes(), LIMITS, recognize).unwrap();
    let keep: Vec<usize> =
        table.headers.iter().enumerate().filter(|(_, header)| !header.starts_with("Keywords")).map(|(index, _)| index).collect();
    let pick =
        |cells: &[String]| keep.iter().map(|index| format!("\"{}\"", cells[*index].replace('"', "\"\""))).collect::<Vec<_>>().join(",");
    let header = pick(&table.headers);
    let rows: Vec<String> = table.map(|row| pick(&row.cells)).collect();
    let back = read_back(format!("{header}\n{}\n", rows.join("\n")).as_bytes());
    assert!(back[0].exact && !back[0].given.contains("keywords") && back[0].given.contains("title.zh"));
    assert_eq!(back[0].content.title.zh.as_deref(), Some("桥"));
}

#[test]
fn every_path_has_a_reader() {
    for field in FIELDS {
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
        for row in import("Case Number,Title,x\nA,Bridge,2026-01-01\n", &mapping) {
            assert!(row.problems.iter().all(|problem| problem.error.code() != Code::Internal), "{}: {:?}", field.path, row.problems);
        }
        assert!(by_path(field.path).is_some());
    }
}
