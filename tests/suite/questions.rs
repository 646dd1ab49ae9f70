//! What the pages ask, held against what one question may cost: a page whose question is too dear shows nothing at all.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use lianqiao_tests::TestApp;
use serde_json::{Map, Value, json};

/// Every question of the pages, with the rows that they ask for, within what one question may cost, and a tenth to spare.
#[tokio::test]
async fn no_page_asks_for_more_than_a_question_may_cost() {
    let app = TestApp::start().await;
    let most = app.ctx.config.limits.complexity as u64;
    let (definitions, code) = (definitions(), code());
    let (mut asked, mut dear) = (0, Vec::new());
    for (name, text) in definitions.iter().filter(|(_, text)| text.starts_with("query ")) {
        let answer = app.visitor.run(&whole(&definitions, name), variables(text, rows(&code, name))).await.0;
        let cost = answer["extensions"]["cost"]["requestedQueryCost"].as_u64().unwrap_or_else(|| panic!("{name}: {answer}"));
        println!("{name}: {cost} of {most}");
        assert!(cost > 0, "{name} was not understood: {answer}");
        asked += 1;
        if cost > most * 9 / 10 {
            dear.push((name, cost));
        }
    }
    assert!(asked > 60 && dear.is_empty(), "{asked} questions, too dear: {dear:?}");
    app.finish().await;
}

/// Something for every variable: what is asked for matters, and not for whom.
fn variables(text: &str, rows: u64) -> Value {
    let head = text.split_once('{').map_or("", |(head, _)| head);
    let mut given = Map::new();
    for part in head.split('$').skip(1) {
        let Some((name, kind)) = part.split_once(':') else { continue };
        let kind: String = kind.trim().chars().take_while(|sign| sign.is_ascii_alphanumeric() || "[]!".contains(*sign)).collect();
        let value = match (name, kind.as_str()) {
            ("first", _) => {
                assert!(rows > 0, "{head}: nobody says how many rows");
                json!(rows)
            }
            (_, "ID!" | "String!") => json!("x"),
            (_, "Int!") => json!(1),
            (_, "Boolean!") => json!(true),
            (_, "Date!") => json!("2026-11-23"),
            (_, "DisclosureLayer!") => json!("PUBLIC"),
            (_, "ImportKind!") => json!("LISTING"),
            // As many as such a page has.
            (_, "[ID!]!") => json!(vec!["x"; 20]),
            (_, optional) if !optional.ends_with('!') => continue,
            (_, filter) if filter.ends_with("Filter!") || filter.ends_with("FilterInput!") => json!({}),
            (_, "ListingSearchSort!") => json!("RELEVANCE"),
            (_, "[ListingFacet!]!") => {
                json!(["CHAINS", "TRL", "KIND", "LICENSE_KINDS", "USE_FIRST_PAY_LATER", "INDUSTRIES", "ORGANIZATION", "IP_KINDS"])
            }
            (_, "SchedulePreviewInput!") => json!({ "requestId": "x", "effectiveOn": "2026-11-23", "plan": { "free": true } }),
            (_, "ImportPreviewInput!") => json!({ "uploadId": "x" }),
            (name, kind) => panic!("{head}: what is ${name}: {kind}?"),
        };
        given.insert(name.to_owned(), value);
    }
    given.into()
}

/// Operations and fragments of the frontend by their names.
fn definitions() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for path in files(&crate::schema::repository("frontend/src"), "graphql") {
        let text = fs::read_to_string(&path).unwrap();
        let text: String = text.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(|line| [line, "\n"]).collect();
        // Each begins at the beginning of a line, and ends with a bracket there.
        for part in text.split("\n}\n") {
            let Some(name) = part.split_whitespace().nth(1) else { continue };
            let name = name.split(['(', '{']).next().unwrap_or_default();
            found.insert(name.to_owned(), format!("{}\n}}\n", part.trim_start()));
        }
    }
    found
}

/// What asks the questions.
fn code() -> Vec<String> {
    let files = files(&crate::schema::repository("frontend/src"), "ts").into_iter();
    files.filter(|path| !path.iter().any(|part| part == "gql")).map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// Most rows of a page that whoever asks `question` asks for: numbers at `first:`, and what it calls a page.
fn rows(code: &[String], question: &str) -> u64 {
    let document = format!("{question}Document");
    let mut most = 0;
    for line in code.iter().filter(|code| code.contains(&document)).flat_map(|code| code.lines()) {
        let number = match line.strip_prefix("const ").and_then(|line| line.split_once(" = ")) {
            Some(("PAGE" | "QUEUE" | "FIRST" | "FEW", number)) => Some(number),
            _ => line.split_once("first: ").map(|(_, number)| number),
        };
        let digits: String = number.unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
        most = most.max(digits.parse().unwrap_or(0));
    }
    most
}

/// Files with `extension` in `folder` and below.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// An operation with every fragment that it needs.
fn whole(definitions: &BTreeMap<String, String>, operation: &str) -> String {
    let (mut names, mut next) = (vec![operation.to_owned()], 0);
    while let Some(name) = names.get(next).cloned() {
        let text = definitions.get(&name).unwrap_or_else(|| panic!("{operation}: nobody knows {name}"));
        for spread in text.split("...").skip(1) {
            let fragment: String = spread.chars().take_while(char::is_ascii_alphanumeric).collect();
            if !fragment.is_empty() && !names.contains(&fragment) {
                names.push(fragment);
            }
        }
        next += 1;
    }
    names.iter().map(|name| definitions[name].as_str()).collect()
}
