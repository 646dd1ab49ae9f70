//! The schema at rest, the schema on the wire, and who may do what are written down and up to date.

use std::path::Path;

use lianqiao::{
    config::{Config, Limits},
    graph,
    kernel::id,
};
use lianqiao_tests::TestApp;
use serde_json::{Value, json};

pub fn repository(file: &str) -> std::path::PathBuf {
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

/// The schema as a client sees it.
pub async fn introspect() -> Value {
    const TYPE: &str = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
    let input = format!("name description defaultValue type {{ {TYPE} }}");
    let document = format!(
        "{{ __schema {{ types {{ kind name description interfaces {{ name }} enumValues {{ name description }} inputFields {{ {input} }}
        fields {{ name description type {{ {TYPE} }} args {{ {input} }} }} }} }} }}"
    );
    // Larger than what one request may ask for.
    let limits = Limits { depth: 100, complexity: 1_000_000, ..Config::embedded(Path::new("unused")).unwrap().limits };
    let response = graph::schema(&limits).execute(&document).await;
    assert!(response.errors.is_empty(), "{:?}", response.errors);
    let types = response.data.into_json().unwrap()["__schema"]["types"].as_array().unwrap().clone();
    types.into_iter().filter(|found| !text(&found["name"]).starts_with("__")).collect()
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Entries of a list in the schema; none if it is null.
pub fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The named type inside lists and non-nulls.
pub fn named(mut kind: &Value) -> &Value {
    while kind["ofType"].is_object() {
        kind = &kind["ofType"];
    }
    kind
}

#[tokio::test]
async fn everything_in_the_schema_is_described() {
    let (types, mut seen, mut silent) = (introspect().await, 0, Vec::new());
    let mut look = |place: String, thing: &Value| {
        seen += 1;
        if text(&thing["description"]).trim().is_empty() {
            silent.push(place);
        }
    };
    for kind in list(&types) {
        let name = text(&kind["name"]);
        // The roots are what is in them; the scalars of the specification are described by it.
        if !["Query", "Mutation", "Subscription", "Int", "Float", "String", "Boolean", "ID"].contains(&name) {
            look(name.to_owned(), kind);
        }
        for field in list(&kind["fields"]) {
            look(format!("{name}.{}", text(&field["name"])), field);
            for argument in list(&field["args"]) {
                look(format!("{name}.{}({})", text(&field["name"]), text(&argument["name"])), argument);
            }
        }
        for other in list(&kind["inputFields"]).chain(list(&kind["enumValues"])) {
            look(format!("{name}.{}", text(&other["name"])), other);
        }
    }
    assert!(seen > 1000, "the walk saw only {seen} things");
    assert_eq!(silent, Vec::<String>::new(), "without a description");
}

#[tokio::test]
async fn whatever_stands_in_a_list_can_be_asked_for_by_its_id() {
    let types = introspect().await;
    let find = |name: &str| list(&types).find(|kind| kind["name"] == name).unwrap();
    let mut edges = 0;
    for edge in list(&types).filter(|kind| text(&kind["name"]).ends_with("Edge")) {
        edges += 1;
        let node = list(&edge["fields"]).find(|field| field["name"] == "node").unwrap();
        let node = text(&named(&node["type"])["name"]);
        let is_node = list(&find(node)["interfaces"]).any(|interface| interface["name"] == "Node");
        assert!(is_node, "{} leads to {node}, which is no Node", edge["name"]);
    }
    assert!(edges > 10, "only {edges}");
}

/// Lookups of one thing: they take its id and give it, or nothing.
#[tokio::test]
async fn a_lookup_answers_null_for_an_id_of_another_kind_and_for_nonsense() {
    let (types, app) = (introspect().await, TestApp::start().await);
    let query = list(&types).find(|kind| kind["name"] == "Query").unwrap();
    let operator = app.operator().await;
    let foreign = [app.ctx.new_id::<id::Session>().to_string(), app.ctx.new_id::<id::MailMessage>().to_string(), "x".to_owned()];
    let mut lookups = 0;
    for field in list(&query["fields"]) {
        let arguments: Vec<_> = list(&field["args"]).collect();
        if arguments.len() != 1 || arguments[0]["name"] != "id" {
            continue;
        }
        lookups += 1;
        for id in &foreign {
            let name = text(&field["name"]);
            let data = operator.ok(&format!("query($id: ID!) {{ found: {name}(id: $id) {{ __typename }} }}"), json!({ "id": id })).await;
            assert_eq!(data["found"], Value::Null, "{name}({id})");
        }
    }
    assert!(lookups >= 6, "only {lookups}");
    app.finish().await;
}
