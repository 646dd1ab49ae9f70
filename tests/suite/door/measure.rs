//! Documents that mean more work than they look like.

use std::time::{Duration, Instant};

use lianqiao_tests::TestApp;
use serde_json::json;

/// Inline fragments of nothing, two within each.
fn inline(depth: usize) -> String {
    if depth == 0 { "__typename".to_owned() } else { format!("... {{ {0} }} ... {{ {0} }}", inline(depth - 1)) }
}

#[tokio::test]
async fn documents_that_would_exhaust_the_server_are_refused_by_their_size() {
    let app = TestApp::start().await;
    let nested =
        |open: &str, close: &str, depth: usize| format!("{{ __type(name: {}1{}) {{ name }} }}", open.repeat(depth), close.repeat(depth));
    let doubling = |n: usize| {
        let fragments: String = (0..n).map(|i| format!("fragment F{i} on Query {{ ...F{next} ...F{next} }} ", next = i + 1)).collect();
        format!("{{ ...F0 }} {fragments} fragment F{n} on Query {{ __typename }}")
    };
    // Spreads of a fragment that is not there take as long to walk as others.
    let empty_doubling = |n: usize| doubling(n).replace(&format!("fragment F{n} on Query {{ __typename }}"), "");
    let chain = |n: usize| {
        let fragments: String = (0..n).map(|i| format!("fragment F{i} on Query {{ ...F{} }} ", i + 1)).collect();
        format!("{{ ...F0 }} {fragments} fragment F{n} on Query {{ __typename }}")
    };
    let five_mutations = || {
        let fields: String = (0..5).map(|i| format!("a{i}: logOut(input: {{}}) {{ userErrors {{ code }} }} ")).collect();
        format!("mutation {{ ... {{ ...All }} }} fragment All on Mutation {{ {fields} }}")
    };
    let circles = |inner: &str| {
        let aliases: String = (0..90).map(|i| format!("a{i}: __type(name: \"Node\") {{ ...P }} ")).collect();
        format!("{{ {aliases} }} fragment P on __Type {{ {inner} }}")
    };
    let cases = [
        ("lists", nested("[", "]", 3000)),
        ("objects", nested("{a:", "}", 1500)),
        ("selections", format!("{}__typename{}", "{ a: __schema ".repeat(100), "}".repeat(100))),
        ("tokens", format!("{{ {} }}", "a:__typename ".repeat(2000))),
        ("length", format!("{{ __typename }} # {}", "x".repeat(20_000))),
        ("doubling fragments", doubling(30)),
        ("lists behind a string without an end", format!("{{ __type(name: [\"\"\"x\" {}]) {{ name }} }}", "[".repeat(3000))),
        ("variables", format!("query ($a: Int = {}{}) {{ __typename }}", "[".repeat(2000), "]".repeat(2000))),
        ("doubling spreads of nothing", empty_doubling(30)),
        ("doubling fragments that nobody spreads", format!("{{ __typename }} {}", &doubling(30)[10..])),
        ("doubling inline fragments", format!("{{ {} }}", inline(11))),
        ("a fragment in itself", "{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A ...A }".to_owned()),
        ("a long chain of fragments", chain(300)),
        ("mutations in a fragment", five_mutations()),
        ("the schema in circles", circles("possibleTypes { interfaces { possibleTypes { name } } }")),
        (
            "the schema in a circle of fragments",
            format!(
                "{} fragment P on __Type {{ fields {{ type {{ ...Q }} }} }} fragment Q on __Type {{ fields {{ args {{ name }} }} }}",
                "{ __schema { types { ...P } } }"
            ),
        ),
        ("the schema over and over", format!("{{ {} }}", "__schema { types { fields { type { fields { name } } } } } ".repeat(20))),
        ("types over and over", format!("{{ {} }}", "__type(name: \"Query\") { name } ".repeat(11))),
        ("pages whose product is zero again", {
            // 2^90 rows: without saturation they cost as much as none.
            let inner = |rows: &str| format!("members(first: 1073741824) {{ nodes {{ organization {{ {rows} }} }} }}");
            format!("{{ organizations(first: 100) {{ nodes {{ {} }} }} }}", inner(&inner(&inner("id"))))
        }),
        ("aliases", format!("{{ {} }}", (0..1500).map(|i| format!("a{i}:__typename ")).collect::<String>())),
    ];
    for (what, document) in cases {
        let started = Instant::now();
        let answer = app.visitor.run(&document, json!({})).await;
        assert!(matches!(answer.code(), "COST_EXCEEDED" | "BAD_USER_INPUT"), "{what}: {}", answer.0);
        // Not a benchmark: an exponential walk would take longer than anybody waits.
        assert!(started.elapsed() < Duration::from_secs(20), "{what} took {:?}", started.elapsed());
    }
    // Strings and comments may hold as many brackets as they like.
    let harmless = format!("{{ __type(name: \"{}\") {{ name }} }} # {}", "[".repeat(200), "{".repeat(200));
    assert_eq!(app.visitor.run(&harmless, json!({})).await.code(), "");
    app.finish().await;
}

#[tokio::test]
async fn tools_may_ask_for_the_whole_schema() {
    let app = TestApp::start().await;
    let answer = app.visitor.run(&introspection_query(), json!({})).await;
    assert_eq!(answer.code(), "", "{}", answer.0["errors"]);
    assert!(answer.0["data"]["__schema"]["types"].as_array().is_some_and(|types| types.len() > 200));
    // A tool asks for a handful of types by their names.
    let types: String = ["Query", "Listing", "Mutation"]
        .iter()
        .map(|name| format!("{name}: __type(name: \"{name}\") {{ fields {{ name args {{ name type {{ name }} }} }} }} "))
        .collect();
    app.visitor.ok(&format!("{{ {types} }}"), json!({})).await;
    app.finish().await;
}

#[tokio::test]
async fn four_mutations_run_however_they_are_written() {
    let app = TestApp::start().await;
    let fields: String = (0..4).map(|i| format!("a{i}: logOut(input: {{}}) {{ userErrors {{ code }} }} ")).collect();
    let answer = app.visitor.run(&format!("mutation {{ ...All }} fragment All on Mutation {{ {fields} }}"), json!({})).await;
    assert_ne!(answer.code(), "COST_EXCEEDED", "{}", answer.0);
    app.finish().await;
}

/// What `getIntrospectionQuery` of graphql-js asks for with everything turned on, and GraphiQL with it.
fn introspection_query() -> String {
    let wrapped = (0..9).fold(String::new(), |inner, _| format!("ofType {{ name kind {inner} }}"));
    let value = "name description type { ...TypeRef } defaultValue isDeprecated deprecationReason";
    format!(
        "query IntrospectionQuery {{
            __schema {{
                description queryType {{ name kind }} mutationType {{ name kind }} subscriptionType {{ name kind }}
                types {{ ...FullType }}
                directives {{ name description isRepeatable locations args(includeDeprecated: true) {{ ...InputValue }} }}
            }}
        }}
        fragment FullType on __Type {{
            kind name description specifiedByURL isOneOf
            fields(includeDeprecated: true) {{
                name description args(includeDeprecated: true) {{ ...InputValue }} type {{ ...TypeRef }} isDeprecated deprecationReason
            }}
            inputFields(includeDeprecated: true) {{ ...InputValue }}
            interfaces {{ ...TypeRef }}
            enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
            possibleTypes {{ ...TypeRef }}
        }}
        fragment InputValue on __InputValue {{ {value} }}
        fragment TypeRef on __Type {{ kind name {wrapped} }}"
    )
}
