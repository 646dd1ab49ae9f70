//! The schema at rest, the schema on the wire, and who may do what are written down and up to date.

use std::{collections::BTreeSet, path::Path};

use lianqiao::{config::Config, graph};

fn repository(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file)
}

fn sdl() -> String {
    graph::sdl(&Config::embedded(Path::new("unused")).unwrap().limits)
}

#[test]
fn the_kept_schema_is_the_programs_schema() {
    let kept = std::fs::read_to_string(repository("schema/api.graphql")).unwrap_or_default();
    assert!(kept == sdl(), "schema/api.graphql is out of date: run `make schema`");
}

/// `Type.field` of every root field, read off the schema text.
fn root_fields() -> BTreeSet<String> {
    let (mut fields, mut root, mut depth) = (BTreeSet::new(), None, 0_usize);
    let mut in_text = false;
    for line in sdl().lines() {
        let trimmed = line.trim();
        if trimmed == "\"\"\"" {
            in_text = !in_text;
            continue;
        }
        if in_text || trimmed.starts_with("\"\"\"") {
            continue;
        }
        match trimmed {
            "type Query {" | "type Mutation {" | "type Subscription {" => root = trimmed.split(' ').nth(1).map(str::to_owned),
            "}" => root = None,
            _ => {}
        }
        if let Some(root) = &root
            && depth == 0
            && !trimmed.ends_with('{')
            && let Some(name) = trimmed.split(['(', ':']).next().filter(|name| !name.is_empty() && name.chars().all(char::is_alphanumeric))
        {
            fields.insert(format!("{root}.{name}"));
        }
        depth = (depth + trimmed.matches('(').count()).saturating_sub(trimmed.matches(')').count());
    }
    fields
}

#[test]
fn every_root_field_has_a_row_in_the_access_table() {
    let table = std::fs::read_to_string(repository("schema/access.toml")).unwrap_or_default();
    let rows: BTreeSet<String> = table
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .filter(|(_, who)| who.starts_with('"'))
        .map(|(name, _)| name.trim_matches('"').to_owned())
        .collect();
    let fields = root_fields();
    assert!(fields.len() > 30, "the walk found only {fields:?}");
    assert_eq!(fields.difference(&rows).collect::<Vec<_>>(), Vec::<&String>::new(), "root fields without a row in schema/access.toml");
    assert_eq!(rows.difference(&fields).collect::<Vec<_>>(), Vec::<&String>::new(), "rows of schema/access.toml without a root field");
}
