//! What holds for any text: nothing in it breaks the engine, and marks never change it.

use anyhow::Result;
use lianqiao::search::{Embedded, MARK, SearchIndex};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::fixtures::{listing, text};

/// Texts of all that people type and paste: Chinese, accents, ligatures, full-width letters, emoji, signs, controls.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec!["石墨烯", "电池", "高温超导", "锂", "的", "㐀", "𠀀", "々", "技术学校"]).prop_map(str::to_owned),
        4 => prop::sample::select(vec!["graphene", "Battery", "ﬁlm", "naïve", "e\u{301}t\u{e9}", "ＡＢ１２", "İstanbul", "don't", "H01L", "ß"]).prop_map(str::to_owned),
        3 => prop::sample::select(vec![" ", "  ", "，", "。", "-", "\"", "'", "’", "*", "\u{301}", "\u{200d}", "🙂", "👩‍🔬", "\n", "\u{0}", "\u{feff}"]).prop_map(str::to_owned),
        1 => any::<char>().prop_filter("marks are no text of ours", |c| *c != MARK.0 && *c != MARK.1).prop_map(String::from),
        1 => Just("各部分均经过验证 and proven in practice, ".repeat(9)),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

#[test]
fn marks_never_change_a_text() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let index = Embedded::in_memory()?;
    let mut runner = TestRunner::new(Config { cases: 150, failure_persistence: None, ..Config::default() });
    let plain = |marked: &str| marked.replace([MARK.0, MARK.1], "");
    runner.run(&(any_text(), any_text(), any_text()), |(title, body, wanted)| {
        let mut document = listing(1, &title, "", &body, "");
        document.version = 1;
        let answer = runtime.block_on(async {
            index.upsert(vec![document]).await?;
            index.suggest(&wanted, 5).await?;
            index.search(&text(&wanted)).await
        });
        let answer = answer.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(answer.total, answer.hits.len() as u64);
        for hit in answer.hits {
            prop_assert_eq!(plain(&hit.title_zh), title.clone());
            let passage = plain(&hit.snippet);
            let passage = passage.strip_prefix('…').unwrap_or(&passage);
            prop_assert!(body.contains(passage.strip_suffix('…').unwrap_or(passage)), "{} is not in {}", passage, body);
            prop_assert!(passage.chars().count() <= 162);
            for marked in [hit.title_zh, hit.snippet] {
                prop_assert_eq!(marked.matches(MARK.0).count(), marked.matches(MARK.1).count());
            }
        }
        Ok(())
    })?;
    Ok(())
}

#[test]
fn a_text_is_found_by_itself() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let index = Embedded::in_memory()?;
    let mut runner = TestRunner::new(Config { cases: 100, failure_persistence: None, ..Config::default() });
    runner.run(&"[石墨烯电池锂超导体技术]{1,8}( [a-z]{3,9}){0,3}", |title| {
        let answer = runtime.block_on(async {
            index.upsert(vec![listing(1, &title, "", "", "")]).await?;
            index.search(&text(&title)).await
        });
        let answer = answer.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(answer.total, 1, "{}", title);
        Ok(())
    })?;
    Ok(())
}
