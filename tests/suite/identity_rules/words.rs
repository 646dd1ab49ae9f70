//! Roles, names, places, passwords.

use std::collections::HashMap;

use lianqiao::{
    identity::rules::{self, Names, OrganizationKind, applicable, founding_role, granted_roles, password},
    kernel::{Code, Locale, Role},
    reference::{self, List},
};
use sea_orm::Iterable;

use super::coded;

#[test]
fn every_kind_of_organization_has_its_roles() {
    use OrganizationKind::*;
    use Role::*;
    let office = [TtoOfficer, TtoHead, Advisor];
    let firm = [SmeMember, SmeOwner, Advisor];
    for kind in OrganizationKind::iter() {
        let wanted: Vec<Role> = match kind {
            University | Institute | Hospital | NewRnd | Tto => office.to_vec(),
            Enterprise | Foreign | Finance | Insurer | Guarantor | Appraiser => firm.to_vec(),
            Exchange => vec![TtoOfficer, TtoHead, Advisor, CaseOfficer, Observer],
            Platform => vec![TtoOfficer, TtoHead, Advisor, CaseOfficer, Operator, Observer],
            Government => vec![Advisor, CaseOfficer, Operator, Observer],
        };
        assert_eq!(Role::iter().filter(|role| applicable(kind, *role)).collect::<Vec<_>>(), wanted, "{kind}");
        let founding = founding_role(kind);
        assert!(
            founding.iter().all(|role| applicable(kind, *role) && !role.is_platform()),
            "{kind}: registering must not make an operator"
        );
    }
    assert_eq!(founding_role(University), [TtoHead]);
    assert_eq!(founding_role(Enterprise), [SmeOwner]);
    assert_eq!(founding_role(Government), []);
}

#[test]
fn roles_are_sorted_and_kept_once() {
    use Role::*;
    assert_eq!(coded(granted_roles(OrganizationKind::University, &[TtoHead, TtoOfficer, TtoHead])), Ok(vec![TtoOfficer, TtoHead]));
    let error = granted_roles(OrganizationKind::University, &[TtoHead, SmeOwner]).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::RoleNotApplicable, ["1".to_owned()].as_slice()));
    assert_eq!(granted_roles(OrganizationKind::University, &[]).unwrap_err().code(), Code::Required);
}

#[test]
fn names_are_cleaned_and_one_is_needed() {
    let names = |zh, en, country| Names::new(zh, en, country).map_err(|error| (error.code(), error.path().join(".")));
    assert_eq!(names(Some("  复旦\u{3000}大学 "), None, "CN"), Ok(Names { zh: Some("复旦 大学".to_owned()), en: None }));
    assert_eq!(names(None, Some("Fudan"), "CN"), Err((Code::Required, "nameZh".to_owned())));
    assert_eq!(names(Some(" "), Some(" "), "DE"), Err((Code::Required, "nameZh".to_owned())));
    assert_eq!(names(None, Some("Institut"), "DE"), Ok(Names { zh: None, en: Some("Institut".to_owned()) }));
    assert_eq!(names(Some("复旦\u{202e}大学"), None, "CN"), Err((Code::ForbiddenCharacters, "nameZh".to_owned())));
    assert_eq!(names(Some("复旦大学"), Some(&"x".repeat(201)), "CN"), Err((Code::TooLong, "nameEn".to_owned())));
}

#[test]
fn places_are_codes_that_exist() {
    use OrganizationKind::{Enterprise, Foreign};
    assert_eq!(coded(rules::country(" cn", Enterprise)), Ok("CN".to_owned()));
    assert_eq!(coded(rules::country("HK", Foreign)), Ok("HK".to_owned()));
    for (code, kind) in [("CN", Foreign), ("XX", Enterprise), ("", Enterprise), ("CHN", Enterprise), ("中国", Enterprise)] {
        assert_eq!(coded(rules::country(code, kind)), Err(Code::InvalidCountry), "{code} {kind}");
    }
    assert_eq!(coded(rules::division(Some("310110"), "CN")), Ok(Some("310110".to_owned())));
    assert_eq!(coded(rules::division(Some(" "), "CN")), Ok(None));
    for (code, country) in [("999999", "CN"), ("310110", "DE"), ("31011", "CN")] {
        assert_eq!(coded(rules::division(Some(code), country)), Err(Code::UnknownCode), "{code} {country}");
    }
}

#[test]
fn websites_lead_to_the_web_and_nowhere_else() {
    assert_eq!(coded(rules::website(Some("www.fudan.edu.cn"))), Ok(Some("https://www.fudan.edu.cn/".to_owned())));
    assert_eq!(coded(rules::website(Some("http://例子.cn/路"))), Ok(Some("http://xn--fsqu00a.cn/%E8%B7%AF".to_owned())));
    assert_eq!(coded(rules::website(None)), Ok(None));
    for bad in
        ["javascript://a.b/%0aalert(1)", "ftp://a.b", "https://user:secret@a.b", "https://localhost", "https://", "file:///etc/passwd"]
    {
        assert_eq!(coded(rules::website(Some(bad))), Err(Code::BadUserInput), "{bad}");
    }
}

#[test]
fn passwords_are_hard_to_guess_for_those_who_know_the_person() {
    let judge = |password: &str| password::acceptable(password, "lin.yuwei@fudan.example", "Lin Yuwei").map_err(|error| error.code());
    assert!(judge("spring-forsythia-47-bridge").is_ok());
    assert!(judge("三月油菜花开满杨浦滨江岸").is_ok());
    for weak in [
        "",
        "short",
        "password123",
        "lin.yuwei@fudan.example",
        "LinYuwei2026",
        "aaaaaaaaaaaaaaaa",
        "1234567890",
        "qwertyuiop",
        "lianqiao2026",
    ] {
        assert_eq!(judge(weak), Err(Code::PasswordTooWeak), "{weak}");
    }
    assert_eq!(judge(&"x9!Kw".repeat(26)), Err(Code::TooLong));
    assert_eq!(judge(&"油".repeat(1_000_000)), Err(Code::TooLong));
    assert_eq!(judge("spring-forsythia\u{0}-47-bridge"), Err(Code::ForbiddenCharacters));
    // Two keyboards, one password: composed and decomposed accents are the same.
    assert_eq!(judge("caf\u{e9}-forsythia-47-bridge"), judge("cafe\u{301}-forsythia-47-bridge"));
}

#[test]
fn the_code_lists_are_read_in_full() {
    let sizes = [(List::Countries, 249), (List::Divisions, 3217), (List::Industries, 1971), (List::Ipc, 796)];
    for (list, size) in sizes {
        let entries = reference::entries(list);
        assert_eq!(entries.len(), size, "{list:?}");
        for entry in entries {
            assert_eq!(reference::find(list, entry.code), Some(entry), "{list:?} {} stands there twice", entry.code);
            if let Some(parent) = entry.parent {
                assert!(reference::find(list, parent).is_some(), "{list:?} {} hangs on {parent}, which is not there", entry.code);
            }
        }
    }
    assert!(reference::industry_exists("C39") && reference::ipc_subclass_exists("H01L") && !reference::ipc_subclass_exists("H01"));
    assert_eq!(reference::names(List::Divisions, "310110"), Some(("杨浦区", reference::find(List::Divisions, "310110").unwrap().name_en)));
}

#[test]
fn no_two_places_are_told_alike() {
    for locale in [Locale::ZhCn, Locale::En] {
        let mut told: HashMap<&str, &str> = HashMap::new();
        for entry in reference::entries(List::Divisions) {
            if let Some(other) = told.insert(entry.name(locale), entry.code) {
                panic!("{other} and {} are both told as {} in {locale:?}", entry.code, entry.name(locale));
            }
        }
    }
}
