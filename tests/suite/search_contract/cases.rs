//! The cases. Each gets an index without documents.

use std::collections::HashSet;

use anyhow::{Context, Result, ensure};
use lianqiao::search::{Document, Facet, MARK, MAX_WINDOW, Prepared, Query, SearchIndex, Sort, lexemes};

use super::fixtures::*;

pub(super) async fn chinese_words_are_found_together(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    assert_eq!(find(index, "石墨烯 散热").await?, [GRAPHENE_FILM]);
    // `耐高温木聚糖酶` has 高温, but it is no superconductor.
    assert_eq!(find(index, "高温超导").await?, [SUPERCONDUCTOR]);
    assert_eq!(find(index, "锂离子电池正极材料").await?, [BATTERY]);
    assert_eq!(find_set(index, "同济大学 技术").await?, [GRAPHENE_FILM, SLUDGE]);
    Ok(())
}

pub(super) async fn chinese_and_english_mix(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    assert_eq!(find(index, "graphene 散热膜").await?, [GRAPHENE_FILM]);
    assert_eq!(find(index, "hafnium涂层").await?, [HAFNIUM]);
    // Full-width letters, as an input method makes them, and capitals.
    assert_eq!(find(index, "ＨＡＦＮＩＵＭ").await?, [HAFNIUM]);
    assert_eq!(find(index, "naive facade").await?, [QUANTUM], "accents do not matter");
    Ok(())
}

pub(super) async fn a_single_character_is_enough(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    assert_eq!(find(index, "锂").await?, [BATTERY]);
    assert_eq!(find(index, "酶").await?, [ENZYME]);
    assert_eq!(find(index, "泥").await?, [SLUDGE]);
    Ok(())
}

pub(super) async fn words_unknown_to_the_dictionary_are_found(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    assert_eq!(find(index, "氮化铪").await?, [HAFNIUM]);
    assert_eq!(find(index, "聚糖").await?, [ENZYME]);
    assert_eq!(find(index, "限流").await?, [SUPERCONDUCTOR]);
    Ok(())
}

pub(super) async fn typos_are_forgiven_in_long_latin_words_only(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    assert_eq!(find(index, "hafnuim coating").await?, [HAFNIUM], "two letters swapped");
    assert_eq!(find(index, "membrene stack").await?, [FUEL_CELL], "one letter wrong");
    assert_eq!(find(index, "superconducing limiter").await?, [SUPERCONDUCTOR], "one letter missing");
    assert_eq!(find(index, "perovsckitte solar").await?, [PEROVSKITE], "two letters too many in a long word");
    assert_eq!(find(index, "chop").await?, [0; 0], "`chip` is too short for a typo");
    Ok(())
}

pub(super) async fn the_last_word_may_be_unfinished(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    assert_eq!(find(index, "hafn").await?, [HAFNIUM]);
    assert_eq!(find(index, "proton exch").await?, [FUEL_CELL]);
    assert_eq!(find_set(index, "石墨").await?, [GRAPHENE_FILM, SLUDGE, GRAPHENE_INK, DRYING]);
    Ok(())
}

pub(super) async fn english_forms_of_a_word_are_one(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    assert_eq!(find(index, "hafnium coatings").await?, [HAFNIUM]);
    assert_eq!(find(index, "lithium batteries").await?, [BATTERY]);
    Ok(())
}

pub(super) async fn synonyms_find_each_other(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    assert!(find(index, "graphene").await?.contains(&GRAPHENE_INK), "a listing without the English word");
    assert!(find(index, "光伏").await?.contains(&PEROVSKITE), "solar cells are photovoltaic");
    assert!(find(index, "锂电池").await?.contains(&BATTERY));
    Ok(())
}

pub(super) async fn fewer_words_match_if_all_match_nothing(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    let found = find(index, "hafnium 潜水艇").await?;
    assert_eq!(found, [HAFNIUM]);
    assert_eq!(find(index, "潜水艇").await?, [0; 0]);
    Ok(())
}

pub(super) async fn titles_count_more_than_texts(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    let found = find(index, "石墨烯").await?;
    assert_eq!(found.last(), Some(&DRYING), "only its text mentions it: {found:?}");
    assert_eq!(found.len(), 3);
    Ok(())
}

pub(super) async fn filters_narrow(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    let filtered = |filters: Vec<(Facet, Vec<&str>)>| Query {
        filters: filters.into_iter().map(|(facet, values)| (facet, values.into_iter().map(str::to_owned).collect())).collect(),
        ..text("石墨烯")
    };
    let ask = async |filters| -> Result<Vec<u128>> { Ok(numbers(&index.search(&filtered(filters)).await?)) };
    assert_eq!(ask(vec![(Facet::Organization, vec![TONGJI])]).await?, [GRAPHENE_FILM]);
    assert_eq!(ask(vec![(Facet::Organization, vec![TONGJI, INSTITUTE])]).await?.len(), 3, "any of the values");
    assert_eq!(ask(vec![(Facet::Organization, vec![INSTITUTE]), (Facet::Kind, vec!["PROCESS"])]).await?, [DRYING], "all of the facets");
    assert_eq!(ask(vec![(Facet::Trl, vec!["1"]), (Facet::Kind, vec!["PRODUCT"])]).await?.len(), 2);
    assert_eq!(ask(vec![(Facet::UseFirstPayLater, vec!["true"])]).await?, [DRYING]);
    assert_eq!(ask(vec![(Facet::Industries, vec!["C31"])]).await?.len(), 2, "one of several values of a listing");
    assert_eq!(ask(vec![(Facet::Kind, vec![])]).await?.len(), 3, "no values, no filter");
    for hostile in [
        "",
        "\"",
        "PRODUCT\" OR kind = \"PROCESS",
        "PRODUCT' OR 'a'='a",
        "*",
        "\\",
        "\\\" OR id EXISTS OR kind = \\\"",
        "NULL",
        "名\u{0}\n",
    ] {
        assert_eq!(ask(vec![(Facet::Kind, vec![hostile])]).await?, [0; 0], "the value {hostile:?} is only a value");
    }
    Ok(())
}

pub(super) async fn facets_are_disjunctive(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    let query = Query {
        filters: vec![(Facet::Kind, vec!["PROCESS".to_owned()])],
        facets: vec![Facet::Kind, Facet::Organization, Facet::UseFirstPayLater],
        ..text("")
    };
    let answer = index.search(&query).await?;
    assert_eq!(answer.total, 4);
    assert_eq!(answer.facets.iter().map(|counts| counts.facet).collect::<Vec<_>>(), query.facets, "in the order asked for");
    assert_eq!(
        counts(&answer, Facet::Kind),
        [("PROCESS".to_owned(), 4), ("PRODUCT".to_owned(), 8)].into(),
        "its own filter does not count"
    );
    assert_eq!(counts(&answer, Facet::Organization), [(TONGJI.to_owned(), 2), (INSTITUTE.to_owned(), 2)].into(), "filters of others do");
    assert_eq!(counts(&answer, Facet::UseFirstPayLater), [("false".to_owned(), 3), ("true".to_owned(), 1)].into());

    let both = Query { filters: [query.filters.clone(), vec![(Facet::Organization, vec![TONGJI.to_owned()])]].concat(), ..query.clone() };
    let answer = index.search(&both).await?;
    assert_eq!(answer.total, 2);
    assert_eq!(counts(&answer, Facet::Kind), [("PROCESS".to_owned(), 2), ("PRODUCT".to_owned(), 4)].into());
    assert_eq!(counts(&answer, Facet::Organization), [(TONGJI.to_owned(), 2), (INSTITUTE.to_owned(), 2)].into());

    let with_text = Query { text: "石墨烯".to_owned(), filters: Vec::new(), facets: vec![Facet::Industries], ..query };
    let answer = index.search(&with_text).await?;
    let industries = answer.facets.first().context("no facet")?;
    assert_eq!(industries.values, [("C".to_owned(), 3), ("C31".to_owned(), 2), ("C30".to_owned(), 1)], "most frequent first");
    Ok(())
}

pub(super) async fn least_readiness_narrows_everything(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    let query = Query { trl_min: Some(6), facets: vec![Facet::Trl], ..text("") };
    let answer = index.search(&query).await?;
    assert_eq!(answer.total, 3);
    assert_eq!(counts(&answer, Facet::Trl), [("6".to_owned(), 1), ("7".to_owned(), 1), ("8".to_owned(), 1)].into());
    let all = index.search(&Query { trl_min: None, ..query }).await?;
    assert_eq!(counts(&all, Facet::Trl).get("0"), None, "unknown is not a level");
    assert_eq!(counts(&all, Facet::Trl).values().sum::<u64>(), 11);
    Ok(())
}

pub(super) async fn an_empty_text_browses_newest_first(index: &dyn SearchIndex) -> Result<()> {
    assert_eq!(index.search(&text("")).await?.total, 0, "an empty index is no error");
    fill(index).await?;
    let newest_first: Vec<u128> = (1..=12).rev().collect();
    assert_eq!(find(index, "").await?, newest_first);
    assert_eq!(find(index, " \t ").await?, newest_first);
    let readiest = numbers(&index.search(&Query { sort: Sort::Readiness, ..text("") }).await?);
    assert_eq!(readiest, [8, 7, 6, 5, 4, 12, 3, 11, 2, 10, 1, 9], "readiest first, and the newest of equals");
    let newest = numbers(&index.search(&Query { sort: Sort::Newest, ..text("石墨烯") }).await?);
    assert_eq!(newest, [DRYING, GRAPHENE_INK, GRAPHENE_FILM], "newest means newest, also with a text");
    assert_eq!(index.count().await?, 12);
    let none = index.search(&Query { limit: 0, ..text("") }).await?;
    assert!(none.hits.is_empty() && none.total == 12, "a limit of 0 only counts");
    Ok(())
}

pub(super) async fn pages_over_ties_are_stable(index: &dyn SearchIndex) -> Result<()> {
    let same = |number: u128| Document {
        published_at: 7,
        trl: 3,
        ..listing(number, "热泵干燥机", "Heat pump dryer", "同一段文字。", "The same text.")
    };
    // Several writes, so that the documents lie in several places of the index, in no order.
    for batch in [[7_u128, 2, 9], [4, 1, 8], [3, 6, 5]] {
        index.upsert(batch.map(same).to_vec()).await?;
    }
    for (wanted, sort) in
        [("", Sort::Relevance), ("热泵", Sort::Relevance), ("dryer", Sort::Relevance), ("", Sort::Newest), ("热泵", Sort::Readiness)]
    {
        let mut paged = Vec::new();
        for offset in (0..9).step_by(2) {
            let page = index.search(&Query { sort, offset, limit: 2, ..text(wanted) }).await?;
            assert_eq!(page.total, 9);
            paged.extend(numbers(&page));
        }
        assert_eq!(paged, (1..=9).collect::<Vec<_>>(), "`{wanted}` by {sort}");
        // A page that begins in the midst of one is counted by another question, which must give the same numbers.
        let facets = vec![Facet::Trl];
        let across = index.search(&Query { sort, offset: 3, limit: 4, facets: facets.clone(), ..text(wanted) }).await?;
        let first = index.search(&Query { sort, limit: 4, facets, ..text(wanted) }).await?;
        assert_eq!((numbers(&across), across.total), (vec![4, 5, 6, 7], 9), "`{wanted}` by {sort}");
        assert_eq!(across.facets, first.facets);
    }
    Ok(())
}

pub(super) async fn the_window_has_an_end(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    let beyond = index.search(&Query { offset: MAX_WINDOW, limit: 10, ..text("") }).await?;
    assert!(beyond.hits.is_empty());
    assert_eq!(beyond.total, 12);
    let far = index.search(&Query { offset: usize::MAX, limit: usize::MAX, ..text("石墨烯") }).await?;
    assert!(far.hits.is_empty());
    assert_eq!(numbers(&index.search(&Query { limit: usize::MAX, ..text("") }).await?).len(), 12);
    Ok(())
}

pub(super) async fn matches_are_marked(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    let (open, close) = MARK;
    let marked = |text: &str| format!("{open}{text}{close}");
    let hit = async |wanted: &str| -> Result<_> { index.search(&text(wanted)).await?.hits.into_iter().next().context("no hit") };

    let superconductor = hit("超导限流器").await?;
    let plain = superconductor.title_zh.replace([open, close], "");
    assert_eq!(plain, "高温超导限流器", "marks are all that is added");
    assert!(
        superconductor.title_zh.contains(&format!("超导{close}")) || superconductor.title_zh.contains(&marked("超导限流器")),
        "{}",
        superconductor.title_zh
    );

    let film = hit("graphene film").await?;
    assert!(film.title_en.contains(&marked("graphene")), "{}", film.title_en);
    assert!(!film.title_en.contains(&marked("composite")), "{}", film.title_en);

    let drying = index.search(&Query { filters: vec![(Facet::Organization, vec![INSTITUTE.to_owned()])], ..text("石墨烯 电阻丝") }).await?;
    let snippet = &drying.hits.first().context("no hit")?.snippet;
    ensure!(snippet.contains(&marked("石墨烯")), "{snippet}");

    let long = "各部分均经过验证，性能稳定。".repeat(60);
    let far = listing(99, "长文", "Long text", &format!("{long}其中氧化镓器件最为关键。{long}"), &"Nothing to see here. ".repeat(200));
    index.upsert(vec![far]).await?;
    let snippet = hit("氧化镓").await?.snippet;
    let plain = snippet.replace([open, close], "");
    assert!(plain.contains("氧化镓"), "the passage that matches: {snippet}");
    assert!(snippet.contains(open), "{snippet}");
    assert!((20..=240).contains(&plain.chars().count()), "{} characters: {plain}", plain.chars().count());
    let browsed = index.search(&text("")).await?;
    assert!(browsed.hits.iter().all(|hit| !format!("{hit:?}").contains(open)), "nothing is marked without a text");
    Ok(())
}

/// The texts of the completions.
async fn completions(index: &dyn SearchIndex, text: &str, limit: usize) -> Result<Vec<String>> {
    let suggestions = index.suggest(text, limit).await?;
    assert!(suggestions.iter().all(|suggestion| !suggestion.documents.is_empty()), "a completion comes from somewhere");
    Ok(suggestions.into_iter().map(|suggestion| suggestion.text).collect())
}

pub(super) async fn completions_go_on_from_what_was_typed(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    let graphene = completions(index, "石墨烯", 10).await?;
    assert!(graphene.contains(&"石墨烯导电浆料".to_owned()), "{graphene:?}");
    assert_eq!(graphene.iter().filter(|text| *text == "石墨烯").count(), 1, "two listings have the keyword, it is said once: {graphene:?}");
    assert!(graphene.iter().all(|text| text.contains("石墨烯")), "{graphene:?}");
    let inside = completions(index, "浆料", 10).await?;
    assert_eq!(
        inside.iter().collect::<HashSet<_>>(),
        ["石墨烯导电浆料".to_owned(), "导电浆料".to_owned()].iter().collect(),
        "also inside a title"
    );

    let quantum = completions(index, "Quan", 10).await?;
    assert_eq!(quantum.first().map(String::as_str), Some("quantum key distribution"), "what begins with it comes first: {quantum:?}");
    assert!(quantum.contains(&"Photonic chip for quantum key distribution".to_owned()), "{quantum:?}");
    let two_words = completions(index, "fuel ce", 10).await?;
    assert!(two_words.contains(&"fuel cell".to_owned()), "{two_words:?}");
    assert_eq!(completions(index, "石墨烯", 1).await?.len(), 1);
    for nothing in ["", "  ", "潜水艇", "\"*()", "🙂"] {
        assert_eq!(completions(index, nothing, 10).await?, [""; 0], "{nothing:?}");
    }
    Ok(())
}

pub(super) async fn writing_twice_changes_nothing(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    fill(index).await?;
    assert_eq!(index.count().await?, 12);
    let twice = listing(1, "第一稿", "", "", "");
    let newer = Document { version: 3, title_zh: "第三稿".to_owned(), ..twice.clone() };
    let between = Document { version: 2, title_zh: "第二稿".to_owned(), ..twice.clone() };
    index.upsert(vec![twice, newer, between]).await?;
    assert_eq!(index.count().await?, 12, "the same listing three times in one call");
    assert_eq!(find(index, "第三稿").await?, [1], "the newest of them counts");
    index.upsert(Vec::new()).await?;
    Ok(())
}

pub(super) async fn an_older_version_is_ignored(index: &dyn SearchIndex) -> Result<()> {
    let newer = Document { version: 5, ..listing(1, "水下机器人", "", "", "") };
    let older = Document { version: 4, ..listing(1, "空中机器人", "", "", "") };
    let same = Document { version: 5, ..listing(1, "海底机器人", "", "", "") };
    index.upsert(vec![newer]).await?;
    index.upsert(vec![older, listing(2, "扫地机", "", "", "")]).await?;
    assert_eq!(find(index, "水下").await?, [1]);
    assert_eq!(find(index, "扫地").await?, [2], "the rest of the batch is written");
    index.upsert(vec![same]).await?;
    assert_eq!(find(index, "海底").await?, [1], "the same version may be written again");
    Ok(())
}

pub(super) async fn deleted_documents_are_gone(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    index.delete(vec![id(BATTERY), id(777)]).await?;
    assert_eq!(index.count().await?, 11);
    assert_eq!(find(index, "锂").await?, [0; 0]);
    assert_eq!(completions(index, "锂离子", 5).await?, [""; 0]);
    index.delete(Vec::new()).await?;
    index.upsert(vec![Document { version: 2, ..listing(BATTERY, "锂金属负极", "", "", "") }]).await?;
    assert_eq!(find(index, "锂").await?, [BATTERY], "it may be published again");
    Ok(())
}

pub(super) async fn a_rebuild_replaces_everything_at_once(index: &dyn SearchIndex) -> Result<()> {
    assert_eq!(index.prepare().await?, Prepared::NeedsReindex, "nobody has filled it yet");
    fill(index).await?;
    let mut rebuild = index.rebuild().await?;
    rebuild.add(vec![listing(50, "新的第一项", "", "", "")]).await?;
    assert_eq!(index.count().await?, 12, "not visible before the swap");
    rebuild.add(vec![listing(51, "新的第二项", "", "", ""), listing(50, "新的第一项", "", "", "")]).await?;
    rebuild.swap().await?;
    assert_eq!(index.count().await?, 2);
    assert_eq!(find_set(index, "新的").await?, [50, 51]);
    assert_eq!(find(index, "锂").await?, [0; 0]);
    assert_eq!(index.prepare().await?, Prepared::Ready);
    index.upsert(vec![listing(52, "新的第三项", "", "", "")]).await?;
    assert_eq!(find_set(index, "新的").await?, [50, 51, 52], "writes go on");
    let mut again = index.rebuild().await?;
    again.add(vec![listing(60, "再来一次", "", "", "")]).await?;
    again.swap().await?;
    assert_eq!(find(index, "").await?, [60]);
    Ok(())
}

pub(super) async fn writes_during_a_rebuild_are_kept(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    let old = listings();
    let mut rebuild = index.rebuild().await?;
    rebuild.add(old[..4].to_vec()).await?;
    // Changed and removed after the first page was read, and before the second one is.
    index
        .upsert(vec![
            Document { version: 2, ..listing(1, "改过的标题", "", "", "") },
            Document { version: 2, ..listing(6, "也改过了", "", "", "") },
        ])
        .await?;
    index.upsert(vec![listing(40, "全新的成果", "", "", "")]).await?;
    index.delete(vec![id(2), id(7), id(8)]).await?;
    // Published again after it was removed.
    index.upsert(vec![Document { version: 3, ..listing(8, "重新发布", "", "", "") }]).await?;
    assert_eq!(find(index, "改过的标题").await?, [1], "visible at once");
    // The rest of the database as it was read before all that.
    rebuild.add(old.clone()).await?;
    index.delete(vec![id(9)]).await?;
    rebuild.swap().await?;

    assert_eq!(find_set(index, "").await?, [1, 3, 4, 5, 6, 8, 10, 11, 12, 40]);
    assert_eq!(index.count().await?, 10);
    assert_eq!(find(index, "改过的标题").await?, [1]);
    assert_eq!(find(index, "也改过了").await?, [6]);
    assert_eq!(find(index, "重新发布").await?, [8]);
    assert_eq!(find(index, "全新的成果").await?, [40]);
    assert_eq!(
        index.search(&Query { facets: vec![Facet::Kind], ..text("") }).await?.facets[0].values.iter().map(|(_, count)| count).sum::<u64>(),
        10
    );
    Ok(())
}

pub(super) async fn an_abandoned_rebuild_leaves_no_trace(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    let mut abandoned = index.rebuild().await?;
    abandoned.add(vec![listing(70, "不会出现", "", "", "")]).await?;
    drop(abandoned);
    index.delete(vec![id(3)]).await?;
    assert_eq!(index.count().await?, 11);
    assert_eq!(find(index, "不会出现").await?, [0; 0]);
    let mut rebuild = index.rebuild().await?;
    rebuild.add(vec![listing(71, "只有这个", "", "", ""), listing(3, "还有这个", "", "", "")]).await?;
    rebuild.swap().await?;
    assert_eq!(find_set(index, "").await?, [3, 71], "what was deleted before the rebuild began is not held against it");
    Ok(())
}

pub(super) async fn hostile_texts_do_no_harm(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    let ten_kilobytes = "石墨烯 battery ".repeat(500);
    let one_word = "a".repeat(10_000);
    let han = "锂".repeat(10_000);
    let many: String = (0..400).map(|n| format!("w{n} ")).collect();
    for hostile in [
        ten_kilobytes.as_str(),
        &one_word,
        &han,
        &many,
        "title:graphene AND (id:* OR NOT text:[* TO *])",
        "\"graphene",
        "-graphene +battery",
        "石墨烯\" OR kind = \"PRODUCT",
        "/.*/ ~2 ^9 {!} \\ \\\\ %00 ' '' ` ;--",
        "\u{0}\u{1}\u{7}\u{1b}[31m",
        "🙂🙃👩‍🔬",
        "\u{202e}enehparg\u{202c}",
        "\u{e000}graphene\u{e001}",
        "İıßﬁ ǅ ؐ é é \u{301}",
        "((((((((((((((((((((((((((((((",
        "<script>alert(1)</script>",
        "𠀀𠀁 ㍿ ２０２６",
    ] {
        let shown: String = hostile.chars().take(40).collect();
        let answer =
            index.search(&Query { facets: vec![Facet::Kind], ..text(hostile) }).await.with_context(|| format!("search {shown:?}"))?;
        ensure!(answer.total <= 12, "{shown:?}");
        completions(index, hostile, 5).await.with_context(|| format!("suggest {shown:?}"))?;
    }
    assert_eq!(find(index, "\"hafnium\"").await?, [HAFNIUM], "a quote is not an operator");
    assert_eq!(find(index, "hafnium -coating").await?, [HAFNIUM], "nor is a minus");
    assert_eq!(index.count().await?, 12);
    Ok(())
}

pub(super) async fn similar_documents_share_the_rarest_words(index: &dyn SearchIndex) -> Result<()> {
    fill(index).await?;
    let similar = async |text: &str, limit| index.similar(&lexemes(text), limit).await;
    let found = similar("we look for a coating with hafnium, or anything near it", 5).await?;
    assert_eq!(found.first(), Some(&id(HAFNIUM)), "one word of many is enough, and the rarest counts most");
    ensure!(similar("", 5).await?.is_empty());
    ensure!(similar("qwertzuiop", 5).await?.is_empty());
    ensure!(similar("hafnium", 0).await?.is_empty());
    let long = "hafnium 石墨烯 ".repeat(2000);
    ensure!(similar(&long, 3).await?.len() <= 3);
    Ok(())
}
