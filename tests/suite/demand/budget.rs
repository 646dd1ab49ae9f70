//! Pages of demands and proposals cost the same number of statements however many rows they have.

use serde_json::json;

use super::stage::{DEMAND, Stage, step};

#[tokio::test]
async fn pages_of_demands_and_proposals_do_not_cost_by_the_row() {
    let stage = Stage::set().await;
    for n in 0..6 {
        let mut demand = stage
            .draft(json!({ "title": { "zh": format!("需求{n}") }, "visibility": if n % 2 == 0 { "PUBLIC" } else { "ANONYMOUS" } }))
            .await;
        step(&stage.owner, "demandSubmit", &mut demand, json!({})).await;
        step(&stage.operator, "demandPublish", &mut demand, json!({})).await;
        for office in [&stage.officer, &stage.rival] {
            let made = office.done("demandProposalSubmit", stage.pitch(office, &demand), "demandProposal { id }").await;
            let id = made["demandProposal"]["id"].clone();
            for person in [&stage.owner, &stage.member] {
                let review = json!({ "id": id, "expectedVersion": 0, "fit": 3, "readiness": 3, "effort": 3 });
                person.done("demandProposalReview", review, "demandProposal { id }").await;
            }
            let sort = json!({ "id": id, "expectedVersion": 0, "stage": "SHORTLISTED" });
            stage.owner.done("demandProposalStage", sort, "demandProposal { id }").await;
        }
        let change = json!({ "id": demand["id"], "expectedVersion": demand["version"], "trlMin": 5 });
        stage.owner.done("demandUpdate", change, DEMAND).await;
    }
    stage.app.settle().await;
    let world = "query($n: Int!) { page: demands(first: $n) { nodes { id title { zh } organization { name } ownerProfile { size } availableTransitions { name } } } }";
    let own = format!(
        "query($n: Int!) {{ page: demands(first: $n, filter: {{ organizationId: \"{}\" }}) {{ nodes {{
            id title {{ zh }} organization {{ name }} submittedBy {{ id }} completeness {{ score }} reviews {{ verdict }} splits {{ id }}
            diff(fromVersion: 1) {{ label after }} availableTransitions {{ name blockedBy {{ code }} }} }} }} }}",
        stage.owner.organization
    );
    let proposals = "query($n: Int!) { page: demandProposals(first: $n) { nodes { id state demand { title { zh } } organization { name } demandOwner { name } listing { id } } } }";
    let judged = "query($n: Int!) { page: demandProposals(first: $n, filter: { stages: [SHORTLISTED] }) { nodes {
        id stage stageVersion reviewCount reviewAverage { overall } reviews { reviewerHasLeft reviewer { name } } viewerReview { fit } } } }";
    for (what, client, document, budget) in [
        ("the world's", &stage.app.visitor, world, 6),
        ("an office's", &stage.officer.client, world, 6),
        ("the owner's", &stage.owner.client, own.as_str(), 8),
        ("the operator's", &stage.operator.client, world, 6),
        ("proposals of an office", &stage.officer.client, proposals, 6),
        ("proposals to the owner", &stage.owner.client, proposals, 6),
        ("what the owner's people think of them", &stage.member.client, judged, 6),
    ] {
        let mut costs = Vec::new();
        for size in [2, 6] {
            let (data, statements) = stage.app.statements_of(client.ok(document, json!({ "n": size }))).await;
            assert_eq!(data["page"]["nodes"].as_array().unwrap().len(), size, "{what}");
            assert!(statements.len() <= budget, "{what}, {size} rows: {} statements\n{}", statements.len(), statements.join("\n"));
            costs.push(statements.len());
        }
        assert_eq!(costs[0], costs[1], "{what}: the number of statements grows with the rows");
    }
    stage.app.finish().await;
}
