//! A judged set, read from a folder of either shape.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use serde::{Deserialize, de::DeserializeOwned};
use uuid::Uuid;

use super::records::{Achievement, Demand, Passage, Topic};
use crate::{
    listing::content::ListingContent,
    matching::{Language, Need},
};

/// Listings, demands, and what fits what.
pub(super) struct JudgedSet {
    /// Listings by their names in the set.
    pub(super) listings: Vec<(String, ListingContent)>,
    /// Demands by their names in the set, each as a need.
    pub(super) needs: Vec<(String, Need)>,
    /// Grades by demand and listing.
    pub(super) grades: HashMap<String, HashMap<String, u8>>,
    /// Slices, each with its demands; "all" first.
    pub(super) slices: Vec<(String, BTreeSet<String>)>,
}

#[derive(Deserialize)]
struct Judgment {
    demand_id: String,
    achievement_id: String,
    grade: u8,
}

impl JudgedSet {
    /// Reads a folder.
    pub(super) fn read(folder: &Path) -> anyhow::Result<Self> {
        let set = if folder.join("achievements.jsonl").exists() { Self::of_demands(folder)? } else { Self::of_corpus(folder)? };
        ensure!(!set.needs.is_empty(), "{} holds no demand that is judged", folder.display());
        Ok(set)
    }

    /// `achievements.jsonl`, `demands.jsonl`, `judgments.jsonl`.
    fn of_demands(folder: &Path) -> anyhow::Result<Self> {
        let achievements: Vec<Achievement> = lines(&folder.join("achievements.jsonl"))?;
        let demands: Vec<Demand> = lines(&folder.join("demands.jsonl"))?;
        let judgments: Vec<Judgment> = lines(&folder.join("judgments.jsonl"))?;
        let mut grades: HashMap<String, HashMap<String, u8>> = HashMap::new();
        for judgment in judgments {
            grades.entry(judgment.demand_id).or_default().insert(judgment.achievement_id, judgment.grade);
        }
        let wanting: BTreeSet<String> = demands
            .iter()
            .filter(|demand| demand.wants_use_first_pay_later && grades.contains_key(&demand.id))
            .map(|demand| demand.id.clone())
            .collect();
        let listings = achievements.into_iter().map(|achievement| (achievement.id.clone(), achievement.content())).collect();
        let needs = demands.into_iter().filter(|demand| grades.contains_key(&demand.id));
        let needs = needs.map(|demand| (demand.id.clone(), demand.language(), demand.need()));
        let mut set = Self::sliced(listings, needs.collect(), grades);
        if !wanting.is_empty() {
            set.slices.push(("ufpl".to_owned(), wanting));
        }
        Ok(set)
    }

    /// `corpus.jsonl`, `queries*.jsonl` and `qrels.tsv`, each perhaps packed.
    fn of_corpus(folder: &Path) -> anyhow::Result<Self> {
        let Some(corpus) = found(folder, "corpus")?.pop() else { bail!("{} holds neither achievements nor a corpus", folder.display()) };
        let passages: Vec<Passage> = lines(&corpus)?;
        let mut grades: HashMap<String, HashMap<String, u8>> = HashMap::new();
        let file = folder.join("qrels.tsv");
        for line in reader(&file)?.lines().skip(1) {
            let line = line.with_context(|| file.display().to_string())?;
            let mut cells = line.split('\t');
            let (Some(query), Some(passage), Some(grade)) = (cells.next(), cells.next(), cells.next()) else { continue };
            grades.entry(query.to_owned()).or_default().insert(passage.to_owned(), grade.trim().parse()?);
        }
        let files = found(folder, "queries")?;
        let (mut needs, mut by_name) = (Vec::new(), HashMap::new());
        for file in &files {
            // Files in several languages may name the same query; then each is called after its file, too.
            let part = (files.len() > 1).then(|| suffix(file));
            for topic in lines::<Topic>(file)? {
                let Some(known) = grades.get(&topic.id) else { continue };
                let name = part.as_ref().map_or_else(|| topic.id.clone(), |part| format!("{}@{part}", topic.id));
                by_name.insert(name.clone(), known.clone());
                needs.push((name.clone(), topic.language(), topic.need(&name)));
            }
        }
        let listings = passages.into_iter().map(|passage| (passage.id.clone(), passage.content())).collect();
        Ok(Self::sliced(listings, needs, by_name))
    }

    fn sliced(
        listings: Vec<(String, ListingContent)>,
        needs: Vec<(String, Language, Need)>,
        grades: HashMap<String, HashMap<String, u8>>,
    ) -> Self {
        let told: HashMap<&str, BTreeSet<Language>> = listings.iter().map(|(id, content)| (id.as_str(), languages(content))).collect();
        let mut slices: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut all = BTreeSet::new();
        for (name, language, _) in &needs {
            let grades = &grades[name];
            let best = grades.values().max().copied().unwrap_or_default();
            let same = grades.iter().any(|(id, grade)| *grade == best && told.get(id.as_str()).is_some_and(|told| told.contains(language)));
            let slice = if same { format!("{language}->{language}") } else { "cross-lingual".to_owned() };
            slices.entry(slice).or_default().insert(name.clone());
            all.insert(name.clone());
        }
        let needs = needs.into_iter().map(|(name, _, need)| (name, need)).collect();
        Self { listings, needs, grades, slices: std::iter::once(("all".to_owned(), all)).chain(slices).collect() }
    }

    /// From which grade a listing counts as found: 2 where grades go beyond 1.
    pub(super) fn relevant(&self) -> u8 {
        if self.grades.values().flat_map(HashMap::values).any(|grade| *grade > 1) { 2 } else { 1 }
    }
}

/// An id for a name, the same in every run.
pub(super) fn id_of(name: &str) -> Uuid {
    let digest = crate::kernel::digest::sha256_hex(name.as_bytes());
    Uuid::parse_str(digest.get(..32).unwrap_or_default()).unwrap_or_default()
}

fn languages(content: &ListingContent) -> BTreeSet<Language> {
    let texts = [&content.title, &content.abstract_text];
    let zh = texts.iter().any(|text| text.zh.is_some()).then_some(Language::Zh);
    let en = texts.iter().any(|text| text.en.is_some()).then_some(Language::En);
    zh.into_iter().chain(en).collect()
}

/// Files `NAME*.jsonl` or `NAME*.jsonl.gz`, in order.
fn found(folder: &Path, name: &str) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| {
        let file = file.file_name().and_then(|file| file.to_str()).unwrap_or_default();
        let unpacked = Path::new(file.strip_suffix(".gz").unwrap_or(file));
        file.starts_with(name) && unpacked.extension().is_some_and(|extension| extension == "jsonl")
    });
    files.sort();
    Ok(files)
}

/// The part of `queries.en.jsonl` that tells it from others.
fn suffix(file: &Path) -> String {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.split('.').nth(1).unwrap_or_default().to_owned()
}

fn reader(file: &Path) -> anyhow::Result<BufReader<Box<dyn Read>>> {
    let open = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let packed = file.extension().is_some_and(|extension| extension == "gz");
    Ok(BufReader::new(if packed { Box::new(flate2::read::MultiGzDecoder::new(open)) } else { Box::new(open) }))
}

fn lines<T: DeserializeOwned>(file: &Path) -> anyhow::Result<Vec<T>> {
    let mut records = Vec::new();
    for (number, line) in reader(file)?.lines().enumerate() {
        let line = line.with_context(|| file.display().to_string())?;
        if !line.trim().is_empty() {
            records.push(serde_json::from_str(&line).with_context(|| format!("{}, line {}", file.display(), number + 1))?);
        }
    }
    Ok(records)
}
