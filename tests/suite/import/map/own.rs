//! Our own form, there and back.

use lianqiao::{
    import::{
        kind::ImportKind,
        map::{
            Listings, Mapped, Mapping, Plan, Reading, cells_of, is_own, map_row, own_fields,
            value::{date, flag, ipc_symbol, list, money},
        },
        read::open,
    },
    kernel::{Currency, Date, Locale, Money, sheet},
    listing::{
        content::{
            AchievementRegistration, BilingualText, Contact, FiveValues, Funding, Indicator, Inventor, IpRight, LicenseOffer,
            ListingContent, OwnerShare, Secrecy, TechnologyReadinessLevel,
        },
        vocabulary::{
            IpKind, IpStatus, LicenseKind, ListingKind, PaymentMode, PriceMethod, ReadinessBasis, SecrecyLevel, StrategicIndustry,
            TransferWay,
        },
    },
    upload::rules::display_name,
};
use proptest::prelude::*;

use super::{LIMITS, day, import};

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
            five_values: some[0].then_some(FiveValues { scientific: 1, technical: 2, economic: 3, social: 4, cultural: 5, narrative: Some(word(1)) }),
            expected_investment: some[1].then(|| Money::new(i64::from(number), Currency::USD)),
            strategic_industries: if some[2] { vec![StrategicIndustry::NewIt] } else { Vec::new() },
            valid_until: some[3].then(|| Date(day("2027-01-02"))),
            offers: if some[4] { vec![LicenseOffer { code: word(0), kind: LicenseKind::Open, territory: Vec::new(), field_of_use: None, term_months: 12, price_method: Some(PriceMethod::Agreement), price: None, royalty: None, negotiable: true, payment_mode: PaymentMode::Free, use_first_pay_later: None, note: Some(word(1)) }] } else { Vec::new() },
            ..base
        }
    }
}

const LISTING: ImportKind = ImportKind::Listing;

/// The file that we would write for these listings.
fn file(listings: &[ListingContent], locale: Locale) -> Vec<u8> {
    let quoted = |cell: &str| format!("\"{}\"", sheet::neutralize(cell).replace('"', "\"\""));
    let header: Vec<_> = own_fields(LISTING).map(|(field, _)| quoted(field.header(locale))).collect();
    let rows = listings.iter().enumerate().map(|(index, content)| {
        cells_of(LISTING, Some(&format!("R-{index}")), content).unwrap().iter().map(|cell| quoted(cell)).collect::<Vec<_>>()
    });
    std::iter::once(header).chain(rows).map(|row| row.join(",") + "\r\n").collect::<String>().into_bytes()
}

fn read_back(bytes: &[u8]) -> Vec<Mapped<ListingContent>> {
    let table = open(bytes, LIMITS, LISTING.recognizer()).unwrap();
    assert!(is_own(LISTING, &table.headers));
    let plan = Plan::new(LISTING, &table.headers, &[], &Mapping::default(), true).unwrap();
    let reading = Reading { plan, stages: Vec::new() };
    table.map(|row| map_row::<Listings>(&row, &reading)).collect()
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
            let cell = sheet::neutralize(&text);
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']), "{cell:?}");
            prop_assert_eq!(sheet::restore(&cell), text);
        }
    }

    #[test]
    fn no_text_breaks_the_readers(text in ".*", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = (date(&text), list(&text), money(&text), flag(&text), ipc_symbol(&text), display_name(&text), LISTING.by_header(&text));
        if let Ok(table) = open(&bytes, LIMITS, LISTING.recognizer()) {
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
    let table = open(bytes.as_bytes(), LIMITS, LISTING.recognizer()).unwrap();
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
