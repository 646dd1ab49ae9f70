//! Every migration can be undone and done again, and rules are loaded once.

use lianqiao::{
    app,
    rulebook::{self, Evidence},
};
use lianqiao_schema::{Migrator, MigratorTrait};
use lianqiao_tests::TestApp;

#[tokio::test]
async fn down_and_up_again() {
    let app = TestApp::start().await;
    let connection = app.ctx.db.maintenance();
    Migrator::down(connection, None).await.unwrap();
    Migrator::up(connection, None).await.unwrap();
    assert_eq!(app::pending_migrations(&app.ctx).await.unwrap(), 0);
}

/// Takes the migration `name` back, and all after it, and does them again: what they fill in comes from what was there before.
pub async fn migrated_again(app: &TestApp, name: &str) {
    let connection = app.ctx.db.maintenance();
    let since = Migrator::migrations().iter().skip_while(|migration| migration.name() != name).count();
    assert!(since > 0, "no migration {name}");
    Migrator::down(connection, Some(since.try_into().unwrap())).await.unwrap();
    Migrator::up(connection, None).await.unwrap();
}

#[tokio::test]
async fn rules_are_added_once_and_kept() {
    let app = TestApp::start().await;
    assert_eq!(app::migrate(&app.ctx).await.unwrap(), 0, "a second run must add nothing");
    let (rules, calendar) = lianqiao::rulebook::parse_files().unwrap();
    assert!(rules.len() > 100 && calendar.published_years.contains(&2026));
    let ids: Vec<_> = rules.iter().map(|rule| rule.id).collect();
    let kept = lianqiao::rulebook::load(&app.ctx, &ids).await.unwrap();
    assert_eq!(kept.len(), rules.len());
    app.finish().await;
}

#[tokio::test]
async fn better_evidence_is_a_new_version_and_better_words_are_not() {
    let app = TestApp::start().await;
    let (rules, _) = rulebook::parse_files().unwrap();
    let old = rules[0].clone();
    // Words alone: the version stays and says it better.
    let mut worded = rules.clone();
    worded[0].title.1 = "Said better".to_owned();
    worded[0].text.0 = "说得更清楚".to_owned();
    assert_eq!(rulebook::synchronize(&app.ctx, &worded).await.unwrap(), 0);
    let kept = rulebook::load(&app.ctx, &[old.id]).await.unwrap();
    assert_eq!(kept, [worded[0].clone()]);

    // Evidence decides whether a rule may block: the database must know it, and old cases must keep what they had.
    let file = format!(
        "[[rule]]\nid = \"{}\"\nvalue = {}\nvalid_from = \"{}\"\ncitation = \"c\"\nevidence = \"EVIDENCE\"\ntitle_zh = \"a\"\ntitle_en = \"b\"\ntext_zh = \"c\"\ntext_en = \"d\"\n",
        "test.rule", 12, "2026-01-01"
    );
    let version = |evidence: &str| rulebook::parse_rules(&file.replace("EVIDENCE", evidence)).unwrap().remove(0);
    let (unverified, seen) = (version("M"), version("S"));
    assert_eq!((unverified.evidence, seen.evidence), (Evidence::Unverified, Evidence::Source));
    assert_eq!(rulebook::synchronize(&app.ctx, &[rules.clone(), vec![unverified.clone()]].concat()).await.unwrap(), 1);
    assert_eq!(rulebook::synchronize(&app.ctx, &[rules, vec![seen.clone()]].concat()).await.unwrap(), 1);
    let mut both = rulebook::load(&app.ctx, &[unverified.id, seen.id]).await.unwrap();
    both.sort_by_key(|rule| rule.evidence.to_string());
    assert_eq!(both, [unverified, seen]);
    app.finish().await;
}
