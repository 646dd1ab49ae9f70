//! Both languages are complete, say the same things, and show nothing that a reader should not see.

use std::collections::{BTreeMap, BTreeSet};

use lianqiao::{
    import::kind::ImportKind,
    kernel::{Code, Error, Locale, Role, id::KINDS},
    listing::vocabulary::ListingState,
    locale,
};
use sea_orm::Iterable;
use serde_json::{Value, json};

fn both() -> impl Iterator<Item = Locale> {
    Locale::iter()
}

/// The text of a file of the server package.
fn source(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../server").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Which variables each key of a language uses, read from its files.
fn variables(language: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in ["errors", "fields", "ui"] {
        let mut key = String::new();
        for line in source(&format!("locales/{language}/{file}.ftl")).lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                key = line.split_once(" =").expect("a key and its sentence").0.to_owned();
            }
            let names =
                line.split('$').skip(1).map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect());
            found.entry(key.clone()).or_default().extend(names);
        }
    }
    found
}

#[test]
fn the_files_of_both_languages_parse_and_hold_the_same_keys() {
    for language in both() {
        assert_eq!(locale::problems(language), Vec::<String>::new(), "{language}");
    }
    let (chinese, english) = (locale::keys(Locale::ZhCn), locale::keys(Locale::En));
    assert!(chinese.len() > 200, "only {} keys were read", chinese.len());
    assert_eq!(chinese, english);
}

/// A sentence that nobody reads is a promise that nobody keeps.
#[test]
fn every_key_has_a_reader() {
    let code = sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src"));
    let structs = structs(&source("src/listing/content.rs"));
    let mut paths = Vec::new();
    walk(&structs, "ListingContent", "", &mut paths);
    let (demands, columns) = (demand_paths(), columns_of_demands());
    let fields: BTreeSet<String> = paths.iter().chain(&demands).chain(&columns).map(|path| locale::field_key(path)).collect();
    let codes: BTreeSet<String> = Code::iter().map(locale::code_key).collect();
    // Groups whose members are codes: `label(locale, "state", ..)`.
    let groups = ["role-", "state-", "kind-", "size-", "pass-", "absence-", "advice-", "fee-kind-", "outcome-kind-"];
    // Pages behind links have four texts each.
    let endings = ["-title", "-text", "-button", "-done"];
    let is_read = |key: &str| {
        let literal = |text: &str| code.contains(&format!("\"{text}\""));
        // Fields that are not part of a listing are named by their path in the code.
        let path = |key: &str| key.strip_prefix("field-").is_some_and(|path| literal(&camel(path)));
        codes.contains(key)
            || fields.contains(key)
            || path(key)
            || groups.iter().any(|group| key.starts_with(group))
            || literal(key)
            || endings.iter().any(|ending| key.strip_suffix(ending).is_some_and(literal))
    };
    let unread: Vec<String> = locale::keys(Locale::En).into_iter().filter(|key| !is_read(key)).collect();
    assert_eq!(unread, Vec::<String>::new());
}

/// `external-reference` as `externalReference`.
fn camel(key: &str) -> String {
    let mut words = key.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

/// The text of all Rust files under a folder.
fn sources(folder: &std::path::Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            all += &sources(&path);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all += &std::fs::read_to_string(&path).expect("a text");
        }
    }
    all
}

#[test]
fn a_sentence_uses_the_same_arguments_in_both_languages() {
    assert_eq!(variables(Locale::ZhCn), variables(Locale::En));
}

#[test]
fn every_code_has_a_sentence_in_both_languages_and_no_sentence_is_without_a_code() {
    let codes: BTreeSet<String> = Code::iter().map(locale::code_key).collect();
    for language in both() {
        let sentences: BTreeSet<String> = locale::keys(language).into_iter().filter(|key| key.starts_with("error-")).collect();
        assert_eq!(sentences, codes, "{language}");
    }
}

#[test]
fn every_role_state_and_kind_has_a_word() {
    for language in both() {
        for state in ListingState::iter() {
            assert_ne!(locale::label(language, "state", &state.to_string()), state.to_string(), "{language}");
        }
        for role in Role::iter() {
            assert_ne!(locale::label(language, "role", &role.to_string()), role.to_string(), "{language}");
        }
        for (_, kind) in KINDS {
            assert_ne!(locale::label(language, "kind", kind), *kind, "{language}");
        }
    }
}

#[test]
fn a_sentence_without_its_arguments_reads_well() {
    for language in both() {
        for key in locale::keys(language) {
            let sentence = locale::text(language, &key);
            let raw = ["{", "}", "$", "none"].into_iter().find(|mark| sentence.contains(mark));
            assert_eq!(raw, None, "{language} {key}: {sentence}");
            assert_eq!(sentence.trim(), sentence, "{language} {key}");
            assert!(!sentence.is_empty() && !sentence.contains('\n'), "{language} {key}: {sentence}");
        }
    }
}

#[test]
fn sentences_keep_the_style_of_their_language() {
    for code in Code::iter() {
        let chinese = locale::error_message(Locale::ZhCn, &Error::new(code));
        assert!(chinese.ends_with('。'), "{code}: {chinese}");
        assert!(!chinese.contains([',', ';', '!', '?', '！', '(', ')']), "{code}: {chinese}");
        let english = locale::error_message(Locale::En, &Error::new(code));
        assert!(english.ends_with('.'), "{code}: {english}");
        assert!(!english.contains(['!', '，', '。', '；', '：']), "{code}: {english}");
    }
}

#[test]
fn arguments_reach_the_sentence() {
    let both_say = |error: Error, chinese: &str, english: &str| {
        assert_eq!(locale::error_message(Locale::ZhCn, &error), chinese);
        assert_eq!(locale::error_message(Locale::En, &error), english);
    };
    both_say(
        Error::new(Code::TooLong).with("max", 200_usize),
        "内容过长，请控制在 200 个字以内。",
        "This text is too long. Please keep it to 200 characters.",
    );
    both_say(
        Error::new(Code::OutOfRange).with("min", 1).with("max", 9),
        "数值应在 1 至 9 之间，请修改。",
        "This value must lie between 1 and 9. Please change it.",
    );
    both_say(Error::new(Code::OutOfRange).with("min", 1), "数值不能小于 1，请修改。", "This value must not be below 1. Please change it.");
    both_say(
        Error::new(Code::UnknownCode).with("value", "PATNET").with("allowed", vec!["PATENT".to_owned(), "TRADEMARK".to_owned()]),
        "代码“PATNET”不在可选范围内，可以使用：PATENT、TRADEMARK。",
        "The code “PATNET” is not on the list. Please use one of: PATENT, TRADEMARK.",
    );
    both_say(
        Error::new(Code::RowShape).with("expected", 12),
        "本行的列数与表头的 12 列不一致，请检查分隔符和引号。",
        "This row does not have 12 cells like the header. Please check separators and quotation marks.",
    );
}

#[test]
fn codes_in_arguments_are_shown_in_words() {
    let say = |error: &Error| (locale::error_message(Locale::ZhCn, error), locale::error_message(Locale::En, error));
    let (chinese, english) = say(&Error::new(Code::InvalidId).with("kind", "LicenseRequest"));
    assert_eq!(
        (chinese.as_str(), english.as_str()),
        ("这不是许可申请的编号，请核对后再试。", "This is not the id of a license request. Please check it.")
    );
    let (chinese, english) = say(&Error::new(Code::TransitionNotAllowed).with("fromState", "WITHDRAWN").with("toState", "PUBLISHED"));
    assert_eq!(chinese, "目前处于“已撤回”状态，不能变更为“已发布”。");
    assert_eq!(english, "This cannot go from “Withdrawn” to “Published”.");
    let missing = vec!["title.en".to_owned(), "offers[0].termMonths".to_owned()];
    let (chinese, english) = say(&Error::new(Code::ListingIncomplete).with("missing", missing));
    assert_eq!(chinese, "成果信息尚不完整，发布前请补齐：标题（英文）、许可条款：期限（月）。");
    assert_eq!(english, "The listing is not complete. Before publication, please add: Title (English), Offer: term in months.");
}

#[test]
fn one_second_and_many_seconds_are_told_apart() {
    let wait = |seconds: i64| locale::error_message(Locale::En, &Error::new(Code::Throttled).with("seconds", seconds));
    assert!(wait(1).ends_with("in one second."));
    assert!(wait(30).ends_with("in 30 seconds."));
}

#[test]
fn hostile_arguments_stay_one_harmless_line() {
    let hostile = format!("a\u{202E}b\u{0007}\r\nc{{ $max }}{}", "长".repeat(100_000));
    for language in both() {
        let sentence = locale::error_message(language, &Error::new(Code::InvalidNumber).with("value", hostile.as_str()));
        assert!(sentence.chars().count() < 300, "{}", sentence.chars().count());
        assert!(!sentence.contains(|c: char| c.is_control() || c == '\u{202E}'), "{sentence:?}");
        assert!(sentence.contains("ab  c{ $max }长"), "taken as it is, not as a template: {sentence}");
    }
}

#[test]
fn an_amount_beyond_floating_point_is_shown_exactly() {
    let args = BTreeMap::from([("expected", json!(9_007_199_254_740_993_i64)), ("found", json!(9_007_199_254_740_992_i64))]);
    let sentence = locale::message(Locale::En, "error-schedule-mismatch", &args);
    assert_eq!(sentence, "The payments add up to 9007199254740992 and must make 9007199254740993. Please check the amounts.");
}

#[test]
fn null_and_empty_arguments_count_as_missing() {
    for absent in [Value::Null, json!(""), json!([])] {
        let sentence = locale::message(Locale::En, "error-too-long", &BTreeMap::from([("max", absent)]));
        assert_eq!(sentence, "This text is too long. Please shorten it.");
    }
}

#[test]
fn an_unknown_key_comes_back_and_is_not_claimed() {
    assert!(!locale::has(Locale::En, "no-such-key"));
    assert_eq!(locale::text(Locale::En, "no-such-key"), "no-such-key");
}

#[test]
fn every_field_of_a_listing_has_a_label() {
    let structs = structs(&source("src/listing/content.rs"));
    let mut paths = Vec::new();
    walk(&structs, "ListingContent", "", &mut paths);
    assert!(paths.len() > 90, "only {} fields were found", paths.len());
    for path in paths {
        for language in both() {
            assert!(locale::has(language, &locale::field_key(&path)), "{language} lacks the label of {path}");
        }
    }
}

/// Every field of a demand, as its label is called.
fn demand_paths() -> Vec<String> {
    let mut structs = structs(&source("src/listing/content.rs"));
    structs.extend(self::structs(&source("src/demand/content.rs")));
    let mut paths = Vec::new();
    walk(&structs, "DemandContent", "demand", &mut paths);
    paths
}

/// Fields that a column of an import of demands can feed, as sentences about columns name them.
fn columns_of_demands() -> Vec<String> {
    ImportKind::Demand.fields().iter().map(|field| ImportKind::Demand.named(field.path)).collect()
}

#[test]
fn every_field_of_a_demand_has_a_label() {
    let paths = demand_paths();
    assert!(paths.len() > 30, "only {} fields were found", paths.len());
    for path in paths.into_iter().chain(columns_of_demands()) {
        for language in both() {
            assert!(locale::has(language, &locale::field_key(&path)), "{language} lacks the label of {path}");
        }
    }
}

#[test]
fn a_label_is_found_from_every_spelling_of_a_path() {
    for path in ["ip_rights.number", "ipRights.2.number", "ipRights[2].number"] {
        assert_eq!(locale::field_label(Locale::En, path), "Right: number");
    }
    assert_eq!(locale::field_label(Locale::En, "offers[0].price.minorUnits"), "Offer: price", "the nearest parent answers");
    assert_eq!(locale::field_label(Locale::En, "nowhere.to.be.found"), "nowhere.to.be.found");
}

/// Structs of a source file: name to `(field as stored, type)`.
fn structs(source: &str) -> BTreeMap<String, Vec<(String, String)>> {
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let (mut current, mut renamed) = (String::new(), None);
    for line in source.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("pub struct ") {
            current = rest.trim_end_matches(" {").to_owned();
        } else if let Some(name) = line.strip_prefix("#[serde(rename = \"") {
            renamed = name.split('"').next().map(str::to_owned);
        } else if line.starts_with("pub fn ") {
            // A method; its parameters are no fields.
        } else if let Some((field, kind)) = line.strip_prefix("pub ").and_then(|rest| rest.trim_end_matches(',').split_once(": ")) {
            let kind = kind.trim_start_matches("Option<").trim_start_matches("Vec<").trim_end_matches('>');
            found.entry(current.clone()).or_default().push((renamed.take().unwrap_or_else(|| field.to_owned()), kind.to_owned()));
        }
    }
    found
}

fn walk(structs: &BTreeMap<String, Vec<(String, String)>>, name: &str, prefix: &str, paths: &mut Vec<String>) {
    for (field, kind) in structs.get(name).into_iter().flatten() {
        let path = if prefix.is_empty() { field.clone() } else { format!("{prefix}.{field}") };
        walk(structs, kind, &path, paths);
        paths.push(path);
    }
}
