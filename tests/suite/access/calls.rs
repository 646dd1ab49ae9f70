//! Calls made from the schema: what is required, filled with things of tenant A.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Verdict, world::World};
use crate::{
    door::socket,
    schema::{list, named, text},
};

/// Makes calls.
pub struct Calls<'a> {
    pub types: BTreeMap<&'a str, &'a Value>,
    pub fields: BTreeMap<String, Value>,
    pub world: &'a World,
}

/// What a call names beyond the usual.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ask<'s> {
    /// Where `id` stands among the arguments, from the argument inwards; nowhere if empty.
    pub place: &'s [String],
    /// The id that stands there.
    pub id: &'s str,
    /// Whether the person acts through the organization of their own and not through tenant A.
    pub own: bool,
    /// Whether it is about imports of demands, and so about the enterprise.
    pub demands: bool,
}

impl<'a> Calls<'a> {
    pub fn new(types: &'a Value, world: &'a World) -> Self {
        let fields = super::root_fields(types);
        Self { types: list(types).map(|kind| (text(&kind["name"]), kind)).collect(), fields, world }
    }

    /// Calls a root field as a person; gives what the answer comes down to, and the answer. With ` (own)` behind its name,
    /// the person acts through the organization of their own; with ` (demands)`, an import is one of demands.
    pub async fn make(&self, name: &str, person: &str) -> (Verdict, Value) {
        let (name, own) = name.strip_suffix(" (own)").map_or((name, false), |name| (name, true));
        let (name, demands) = name.strip_suffix(" (demands)").map_or((name, false), |name| (name, true));
        let (document, variables) = self.document(name, person, Ask { own, demands, ..Ask::default() }, self.selection(name));
        let client = match (name, person) {
            // Whoever signs out does it with a session of its own.
            ("Mutation.logOut", person) if !super::world::NOT_SIGNED_IN.contains(&person) && person != "VISITOR" => {
                &self.world.app.sign_in(&format!("{}@example.com", person.to_lowercase())).await
            }
            _ => &self.world.people[person],
        };
        if name.starts_with("Subscription.") && super::world::NOT_SIGNED_IN.contains(&person) {
            let code = socket::shown_out(&self.world.app, client).await;
            return (if code == 4403 { Verdict::Unauthenticated } else { Verdict::Allow }, json!(code));
        }
        if name.starts_with("Subscription.") {
            let answer = socket::first_word(&self.world.app, client, &document).await;
            let (refused, failed) = (&answer["payload"][0], &answer["payload"]["errors"][0]);
            let error = if refused.is_object() { refused } else { failed };
            return (judge(name, &answer, &error["extensions"]["code"]), answer);
        }
        let answer = client.run(&document, variables).await.0;
        let top = &answer["errors"][0]["extensions"]["code"];
        let code = if top.is_string() { top } else { &answer["data"]["found"]["userErrors"][0]["code"] };
        (judge(name, &answer["data"]["found"], code), answer.clone())
    }

    /// Calls a root field with an id at a place; gives the answer without what differs from call to call, and without the id.
    pub async fn masked(&self, name: &str, person: &str, ask: Ask<'_>) -> String {
        let (document, variables) = self.document(name, person, ask, &self.everything(name));
        let mut answer = self.world.people[person].run(&document, variables).await.0;
        if let Value::Object(answer) = &mut answer {
            answer.remove("extensions");
        }
        for error in answer["errors"].as_array_mut().into_iter().flatten() {
            error["extensions"].as_object_mut().and_then(|extensions| extensions.remove("requestId"));
        }
        answer.to_string().replace(ask.id, "ID")
    }

    /// The document of a call and its variables; the answer stands under `found`.
    pub fn document(&self, name: &str, person: &str, ask: Ask<'_>, selection: &str) -> (String, Value) {
        self.documents(name, person, ask, &[("found".to_owned(), selection)])
    }

    /// The document of the same call with several selections, each under a name of its own, and its variables.
    pub fn documents(&self, name: &str, person: &str, ask: Ask<'_>, selections: &[(String, &str)]) -> (String, Value) {
        let (root, field_name) = name.split_once('.').unwrap();
        let said = self.said(field_name, person, ask);
        let (mut variables, mut declared, mut passed) = (Map::new(), Vec::new(), Vec::new());
        for argument in list(&self.fields[name]["args"]) {
            let name = text(&argument["name"]);
            let required = argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null();
            let place = ask.place.split_first().filter(|(first, _)| *first == name).map(|(_, rest)| rest);
            if !(required || said.get(name).is_some() || place.is_some() || name == "first") {
                continue;
            }
            let mut value = self.value(field_name, name, &argument["type"], person, ask, place);
            merge(&mut value, said.get(name), place);
            variables.insert(name.to_owned(), value);
            declared.push(format!("${name}: {}", written(&argument["type"])));
            passed.push(format!("{name}: ${name}"));
        }
        let around = |open: &str, parts: &[String]| if parts.is_empty() { String::new() } else { format!("{open}{})", parts.join(", ")) };
        let (declared, passed) = (around("(", &declared), around("(", &passed));
        let calls: Vec<_> = selections.iter().map(|(name, selection)| format!("{name}: {field_name}{passed} {selection}")).collect();
        (format!("{} Call{declared} {{ {} }}", root.to_lowercase(), calls.join(" ")), Value::Object(variables))
    }

    /// The type that a root field answers with.
    pub fn answer_type(&self, name: &str) -> &'a Value {
        self.types[text(&named(&self.fields[name]["type"])["name"])]
    }

    /// What shows whether there is anything in the answer.
    fn selection(&self, name: &str) -> &'static str {
        let kind = self.answer_type(name);
        let has = |name: &str| list(&kind["fields"]).any(|field| field["name"] == name);
        match text(&kind["kind"]) {
            "SCALAR" | "ENUM" => "",
            _ if has("userErrors") => "{ userErrors { code path } }",
            _ if has("nodes") => "{ nodes { __typename } }",
            _ => "{ __typename }",
        }
    }

    /// What shows all that an answer says to somebody who should learn nothing.
    fn everything(&self, name: &str) -> String {
        let kind = self.answer_type(name);
        let has = |name: &str| list(&kind["fields"]).any(|field| field["name"] == name);
        match text(&kind["kind"]) {
            "SCALAR" | "ENUM" => String::new(),
            _ if has("userErrors") => self.plain(kind),
            _ if has("nodes") => "{ nodes { __typename } pageInfo { hasNextPage hasPreviousPage } totalCount }".to_owned(),
            _ => "{ __typename }".to_owned(),
        }
    }

    /// A selection of everything in a type that needs no arguments; of things with an id of their own, the id.
    pub fn plain(&self, kind: &Value) -> String {
        if text(&kind["kind"]) == "INTERFACE" || list(&kind["interfaces"]).any(|interface| interface["name"] == "Node") {
            return "{ __typename id }".to_owned();
        }
        let fields = list(&kind["fields"]).filter(|field| list(&field["args"]).all(|argument| argument["type"]["kind"] != "NON_NULL"));
        let parts: Vec<_> = fields.map(|field| format!("{} {}", text(&field["name"]), self.below(&field["type"]))).collect();
        if parts.is_empty() { String::new() } else { format!("{{ {} }}", parts.join(" ")) }
    }

    /// [`Calls::plain`] of the type that a field answers with.
    pub fn below(&self, kind: &Value) -> String {
        self.plain(self.types[text(&named(kind)["name"])])
    }

    fn value(&self, call: &str, name: &str, kind: &Value, person: &str, ask: Ask<'_>, place: Option<&[String]>) -> Value {
        match (text(&kind["kind"]), text(&kind["name"])) {
            ("NON_NULL", _) => self.value(call, name, &kind["ofType"], person, ask, place),
            ("LIST", _) => json!([self.value(call, name, &kind["ofType"], person, ask, place)]),
            ("ENUM", kind) => self.types[kind]["enumValues"][0]["name"].clone(),
            ("INPUT_OBJECT", kind) => {
                let inner =
                    |name: &str| place.and_then(|place| place.split_first()).filter(|(first, _)| *first == name).map(|(_, rest)| rest);
                let fields = list(&self.types[kind]["inputFields"]);
                let wanted = fields.filter(|field| {
                    let required = field["type"]["kind"] == "NON_NULL" && field["defaultValue"].is_null();
                    required || inner(text(&field["name"])).is_some()
                });
                let filled = wanted.map(|field| {
                    let name = text(&field["name"]);
                    (name.to_owned(), self.value(call, name, &field["type"], person, ask, inner(name)))
                });
                Value::Object(filled.collect())
            }
            (_, "ID") if place.is_some() => json!(ask.id),
            (_, "ID") => json!(self.id(call, name, person, ask)),
            (_, "UUID") => json!(self.world.app.visitor.key()),
            (_, "Int") if name == "expectedVersion" => json!(-1),
            (_, "Int") => json!(10),
            (_, "Boolean") => json!(true),
            (_, "Date") => json!("2026-11-23"),
            (_, "DateTime") => json!("2026-11-23T01:00:00Z"),
            (_, "CurrencyCode") => json!("CNY"),
            (_, "String") if name == "minorUnits" => json!("100"),
            (_, "String") if name == "offerCode" => json!("A"),
            (_, "String") if name == "externalReference" => json!("draft"),
            (_, "String") => json!("涂层"),
            (_, other) => panic!("{call}: no value for {name}: {other}"),
        }
    }

    /// Every place among the arguments of a root field where an id can stand.
    pub fn places(&self, name: &str) -> Vec<Vec<String>> {
        list(&self.fields[name]["args"]).flat_map(|argument| self.places_in(argument, 0)).collect()
    }

    fn places_in(&self, argument: &Value, depth: usize) -> Vec<Vec<String>> {
        let (name, kind) = (text(&argument["name"]).to_owned(), named(&argument["type"]));
        let inner = match (text(&kind["kind"]), text(&kind["name"])) {
            (_, "ID") => vec![Vec::new()],
            ("INPUT_OBJECT", kind) if depth < 3 => {
                list(&self.types[kind]["inputFields"]).flat_map(|field| self.places_in(field, depth + 1)).collect()
            }
            _ => Vec::new(),
        };
        inner.into_iter().map(|rest| std::iter::once(name.clone()).chain(rest).collect()).collect()
    }

    /// The side of tenant A that a person is held against: people of enterprises the enterprise, others the university.
    fn side(person: &str) -> &'static str {
        if person.contains("SME") { "enterprise" } else { "university" }
    }

    /// The thing of tenant A that an id names.
    fn id(&self, call: &str, name: &str, person: &str, ask: Ask<'_>) -> &str {
        if let (true, "organizationId", Some(own)) = (ask.own, name, self.world.organizations.get(person)) {
            return own;
        }
        let side = Self::side(person);
        let thing = match name {
            "organizationId" if call == "demandProposalSubmit" => "university",
            "organizationId" if call.starts_with("demand") || call.starts_with("mandate") || call.starts_with("case") => "enterprise",
            "organizationId" if call == "introductionRecord" || call == "outcomeFile" => "university",
            "organizationId" if call.starts_with("license") || call.starts_with("organizationSize") => "enterprise",
            "organizationId" if ask.demands => "enterprise",
            "organizationId" if call.starts_with("import") || call.starts_with("listing") => "university",
            "organizationId" => side,
            "demandId" if call == "demandSplitPropose" => "demand_draft",
            "demandId" => "demand_public",
            "advisorId" => "advisor",
            "caseId" => "case",
            "outcomeId" => "outcome",
            "listingId" => "published",
            "uploadId" if ask.demands => "demand_upload",
            "uploadId" => "upload",
            "presetId" => "preset",
            "requestId" => "request",
            _ if call.starts_with("organization") => side,
            "id" if call.starts_with("invitation") => {
                if side == "enterprise" {
                    "invitation_enterprise"
                } else {
                    "invitation_university"
                }
            }
            "id" if call.starts_with("session") => "session",
            "id" if call.starts_with("apiToken") => {
                if side == "enterprise" {
                    "token_enterprise"
                } else {
                    "token_university"
                }
            }
            _ if call.starts_with("user") => {
                if side == "enterprise" {
                    "user_enterprise"
                } else {
                    "user_university"
                }
            }
            _ if call.starts_with("membership") => {
                if side == "enterprise" {
                    "seat_enterprise"
                } else {
                    "seat_university"
                }
            }
            _ => match call {
                "demandReturn" | "demandRefuse" | "demandPublish" => "demand_submitted",
                "demandSuspend" | "demandRenew" | "demandFulfill" => "demand_public",
                "demandResume" => "demand_suspended",
                _ if call.starts_with("demandProposal") => "demand_proposal",
                _ if call.starts_with("demandSplit") => "demand_split",
                _ if call.starts_with("demand") => "demand_draft",
                "advisorConflictWithdraw" => "declaration",
                "caseConflictConsent" => "case_tie",
                "caseTaskFinish" => "case_task",
                "casePickEdit" | "casePickRemove" => "case_pick",
                "casePickAnswer" => "case_pick_sent",
                "caseFeeArrive" | "caseFeeCancel" => "case_fee",
                _ if call.starts_with("introduction") => "introduction",
                _ if call.starts_with("outcome") || call == "caseOutcome" => "outcome",
                _ if call.starts_with("case") || call == "brokerCase" => "case",
                _ if call.starts_with("advisor") => "advisor",
                _ if call.starts_with("mandateRequest") => "mandate_request",
                _ if call.starts_with("mandate") => "mandate",
                "listingReturn" | "listingApprove" | "listingPublish" => "submitted",
                "listingSuspend" | "listingTransfer" => "published",
                "listingResume" => "suspended",
                _ if call.starts_with("listing") => "draft",
                _ if ask.demands && call.starts_with("importPreset") => "demand_preset",
                _ if ask.demands => "demand_import",
                _ if call.starts_with("importPreset") => "preset",
                _ if call.starts_with("import") => "import",
                "matchFeedbackWithdraw" => "match_feedback",
                "servicePlatformWithdraw" => "platform_published",
                _ if call.starts_with("servicePlatform") => "platform_draft",
                _ if call.starts_with("savedSearch") => "saved_search",
                "ruleVersion" => "rule",
                "license" => "license",
                _ if call.starts_with("licenseRequest") => "request",
                "linkedLoginRemove" => "login",
                "node" | "nodes" => "license",
                _ => "nothing",
            },
        };
        &self.world.things[thing]
    }

    /// What has to be said besides, so that the answer is about who asks.
    fn said(&self, call: &str, person: &str, ask: Ask<'_>) -> Value {
        let own = self.world.organizations.get(person).filter(|_| ask.own);
        let side = own.unwrap_or(&self.world.things[Self::side(person)]);
        match call {
            // Refused for their content: whoever gets that far may.
            "organizationRegister" => json!({ "input": { "country": "nowhere" } }),
            "membershipAdd" => json!({ "input": { "roles": [] } }),
            "signUp" | "verificationResend" => json!({ "input": { "email": "nobody" } }),
            "listingCreate" => json!({ "input": { "externalReference": "x".repeat(300) } }),
            // Refused for what they say: whoever gets that far may, and nothing is written.
            "serviceLogAdd" => json!({ "input": { "occurredAt": "2020-01-01T00:00:00Z" } }),
            "introductionRecord" => json!({ "input": { "note": " " } }),
            "caseTaskAdd" => json!({ "input": { "title": " " } }),
            "casePickAdd" => json!({ "input": { "reason": {} } }),
            "casePickAnswer" => json!({ "input": { "verdict": "OTHER" } }),
            "outcomeFile" => json!({ "input": { "contractHash": "x" } }),
            "caseFeeRecord" => json!({ "input": { "payer": " " } }),
            "caseRate" => json!({ "input": { "score": 9 } }),
            "mandateRequestSubmit" => json!({ "input": { "scopes": [] } }),
            "caseBegin" => json!({ "input": { "noConflict": false } }),
            "mandateGrant" => json!({ "input": { "scopes": [] } }),
            "demandCreate" => json!({ "input": { "externalReference": "x".repeat(300) } }),
            "servicePlatformCreate" => json!({ "input": { "name": { "zh": "x".repeat(300) } } }),
            "demandProposalSubmit" => json!({ "input": { "title": " " } }),
            "matchFeedbackGive" => json!({ "input": { "verdict": "OTHER" } }),
            "demands" => json!({ "filter": { "organizationId": self.world.things["enterprise"] } }),
            "importPresetSave" if ask.demands => json!({ "input": { "kind": "DEMAND", "name": " " } }),
            "importStart" if ask.demands => {
                json!({ "input": { "kind": "DEMAND", "mapping": [{ "column": "编号", "field": "nothing" }] } })
            }
            "importPreview" if ask.demands => json!({ "input": { "kind": "DEMAND" } }),
            _ if ask.demands => json!({ "kind": "DEMAND" }),
            "importStart" => json!({ "input": { "mapping": [{ "column": "编号", "field": "nothing" }] } }),
            "savedSearchCreate" => json!({ "input": { "name": " " } }),
            "importPresetSave" => json!({ "input": { "name": " " } }),
            "licenseRequestSubmit" => json!({ "input": { "purpose": " " } }),
            "licenseRequestGrant" | "schedulePreview" => {
                json!({ "input": { "plan": { "deferred": { "total": { "currency": "CNY", "minorUnits": "100" }, "deferralMonths": 12 } } } })
            }
            "demandBulkTransition" => json!({ "input": { "transition": "PUBLISH", "demands": [] } }),
            "listingBulkTransition" => json!({ "input": { "transition": "SUBMIT", "ids": [] } }),
            "licenses" | "licenseRequests" => json!({ "filter": {} }),
            "listings" => json!({ "filter": { "organizationId": self.world.things["university"] } }),
            "auditEntries" => json!({ "organizationId": side }),
            _ => json!({}),
        }
    }
}

/// Puts `said` over `value`, but for what stands at `place`.
fn merge(value: &mut Value, said: Option<&Value>, place: Option<&[String]>) {
    match (value, said) {
        (Value::Object(value), Some(Value::Object(said))) => {
            let kept = place.and_then(|place| place.first());
            value.extend(said.iter().filter(|(name, _)| Some(*name) != kept).map(|(name, said)| (name.clone(), said.clone())));
        }
        (value, Some(said)) if place.is_none() => *value = said.clone(),
        _ => {}
    }
}

/// A type as documents write it.
fn written(kind: &Value) -> String {
    match text(&kind["kind"]) {
        "NON_NULL" => format!("{}!", written(&kind["ofType"])),
        "LIST" => format!("[{}]", written(&kind["ofType"])),
        _ => text(&kind["name"]).to_owned(),
    }
}

/// What an answer comes down to.
fn judge(call: &str, found: &Value, code: &Value) -> Verdict {
    // They name what nobody has: who gets so far as to miss it may.
    let misses = call == "Mutation.deadLetterRetry" || call == "Mutation.viewerEventsMarkRead";
    match text(code) {
        "UNAUTHENTICATED" => Verdict::Unauthenticated,
        "FORBIDDEN" | "SUBMITTER_MAY_NOT_APPROVE" | "ORGANIZATION_NOT_VERIFIED" => Verdict::Forbidden,
        "NOT_FOUND" if !misses => Verdict::Hidden,
        "" => {
            let rows = found.get("nodes").unwrap_or(found);
            let empty = rows.is_null()
                || (call != "Query.listingSuggestions" && rows.as_array().is_some_and(|rows| rows.iter().all(Value::is_null)));
            let may_be_empty =
                ["Query.deadLetters", "Query.oidcProviders", "Query.priceEvidence", "Query.viewerEvents", "Query.viewerSavedSearches"]
                    .contains(&call);
            if empty && !may_be_empty { Verdict::Hidden } else { Verdict::Allow }
        }
        _ => Verdict::Allow,
    }
}
