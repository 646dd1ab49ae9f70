//! Versions side by side: the database of the next one, and migrating while the last one serves.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use lianqiao_tests::{Engine, engine};
use serde_json::json;

use crate::installation::Installation;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_goes_on_serving_a_database_to_which_the_next_version_has_added() {
    let here = Installation::new().await;
    assert_eq!(here.run(&["migrate"]).0, 0);
    here.execute("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9001_expand', 1)").await;
    here.execute("ALTER TABLE rule_version ADD COLUMN of_the_future TEXT").await;
    let serving = here.serve().await;
    assert!(serving.visitor.ok("{ rules(first: 3) { nodes { id } } }", json!({})).await["rules"]["nodes"].is_array());
    let (code, out, _) = here.run(&["doctor"]);
    assert!(code == 0 && out.contains("a newer program has been here"), "{out}");
    let (code, out, _) = here.run(&["migrate"]);
    assert!(code == 0 && out.contains("nothing to do"), "{out}");
    assert_eq!(serving.terminate().0, Some(0));

    // The version after the next takes away what this one uses.
    here.execute(
        "INSERT INTO schema_contraction (migration, needs, applied_at) VALUES ('m9002_contract', 'm9001_expand', CURRENT_TIMESTAMP)",
    )
    .await;
    for command in ["serve", "migrate"] {
        let (code, _, error) = here.run(&[command]);
        assert!(code == 1 && error.contains("too new") && error.contains("m9001_expand"), "{command}: {error}");
    }
    let (code, out, _) = here.run(&["doctor"]);
    assert!(code == 3 && out.contains("only programs that know m9001_expand may serve"), "{out}");
    here.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_who_migrate_at_once_do_not_collide() {
    let here = Installation::new().await;
    let started: Vec<_> = (0..4).map(|_| here.command(&["migrate"]).stdout(std::process::Stdio::piped()).spawn().unwrap()).collect();
    let mut said = Vec::new();
    for child in started {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        said.push(String::from_utf8(output.stdout).unwrap());
    }
    assert!(said.iter().all(|text| text.contains("database up to date")), "{said:?}");
    assert_eq!(here.run(&["audit", "verify"]).0, 0);
    let rules = here.execute("UPDATE rule_version SET rule_id = rule_id").await;
    assert!(rules > 100 && here.run(&["migrate"]).1.contains("0 migrations run, 0 rule versions added"), "{rules} rules");
    here.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn migrating_beside_a_server_costs_its_callers_no_error() {
    let here = Installation::new().await;
    assert_eq!(here.run(&["migrate"]).0, 0);
    let serving = here.serve().await;
    // Back to before the newest migration: the server that runs does without it.
    here.execute("DROP TABLE schema_contraction").await;
    here.execute("DROP TABLE server_process").await;
    here.execute("DELETE FROM seaql_migrations WHERE version = 'm0010_operations'").await;
    let done = Arc::new(AtomicBool::new(false));
    let callers: Vec<_> = (0..4)
        .map(|_| {
            let (visitor, done) = (serving.visitor.clone(), Arc::clone(&done));
            tokio::spawn(async move {
                let mut answers = 0;
                while !done.load(Ordering::SeqCst) {
                    visitor.ok("{ rules(first: 5) { nodes { id } } }", json!({})).await;
                    answers += 1;
                }
                answers
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut migrating = here.command(&["migrate"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    while migrating.try_wait().unwrap().is_none() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let said = String::from_utf8(migrating.wait_with_output().unwrap().stdout).unwrap();
    assert!(said.contains("1 migrations run"), "{said}");
    done.store(true, Ordering::SeqCst);
    for caller in callers {
        assert!(caller.await.unwrap() > 0);
    }
    drop(serving);
    if engine() == Engine::Postgres {
        // Nobody is left with the lock.
        assert_eq!(here.run(&["migrate"]).0, 0);
    }
    here.remove().await;
}
