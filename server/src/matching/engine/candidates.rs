//! The three directions: offers for a need, needs for an offer, and either for a free text.

use std::{
    collections::{BinaryHeap, HashMap, HashSet},
    sync::Arc,
};

use uuid::Uuid;

use super::{
    Engine, Evidences, Filled, Knowledge, Learned, Match, Matches, Meanings, Notice, Offers, Question, State, apart,
    explain::{Quotes, Told},
    meaning::Side,
    pair::{Bidder, Seeker, compare, explain},
};
use crate::{
    kernel::Result,
    matching::{
        lexicon::{Asked, Bag, Dictionary, Section, Wanted, dictionary},
        rules::{Language, Need, Offer, Saying},
    },
    search::{Lexeme, lexemes},
    vectors::{EmbedError, Patience},
};

/// Candidates of each kind that are held against the need. Ten times as many as a page shows, so that terms can push some
/// down and others still fill the page.
const CANDIDATES: usize = 200;
/// Groups of a shelf that are looked through.
const GROUPS: usize = 24;
/// Offers from which on it is known what strangers have in common: before that, whatever was proposed is shown.
const STRANGERS: u32 = 30;
/// Words that the search engine is asked for, those that tell most first; it stops where it has read enough.
const WORDS: usize = 256;

impl Engine {
    /// Offers for a need, best first.
    ///
    /// # Errors
    /// Those of `offers`. Machines that are away make the answer worse, and it says so.
    pub async fn offers_for(&self, need: &Need, offers: &dyn Offers, question: Question<'_>) -> Result<Matches> {
        let (knowledge, mut notices) = self.at_hand();
        let Question { weights, evidences, most } = question;
        let weights = *weights;
        let need = Arc::new(need.clone());
        let (asked, words) = {
            let (need, knowledge) = (Arc::clone(&need), Arc::clone(&knowledge));
            let weighed = move || {
                let asked = Asked::new(&Bag::of_need(&need.saying), &knowledge.statistics);
                let words = telling(&need, &asked, evidences == Evidences::Full);
                (asked, words)
            };
            apart(weighed).await
        };
        let by_meaning = async {
            let meanings = self.meanings_now(&knowledge, &need.saying, Side::Need, evidences, &mut notices).await;
            let (knowledge, looked_for) = (Arc::clone(&knowledge), meanings.clone());
            let near = apart(move || knowledge.near(&looked_for, CANDIDATES / 2, GROUPS)).await;
            (meanings, near)
        };
        let by_words = async { if evidences == Evidences::Vectors { (Vec::new(), None) } else { self.by_words(&words).await } };
        let ((mut ids, missing), (meanings, near)) = tokio::join!(by_words, by_meaning);
        notices.extend(missing);
        ids.extend(near);
        let mut seen = HashSet::new();
        ids.retain(|id| seen.insert(*id));
        let found = offers.offers(&ids).await?;
        let versions = self.versions(&knowledge);
        let ranked = move || {
            let places = knowledge.of_offers(found.iter().map(|offer| offer.id));
            let seeker = Seeker { need: &need, asked: &asked, meanings: &meanings };
            let nothing: Meanings = [None, None];
            let wanted = Wanted::by(&asked);
            let bags: Vec<Bag> = found.iter().map(|offer| Bag::asked_for(&offer.saying, &wanted)).collect();
            let bidders = found.iter().zip(&bags);
            let bidders = bidders.map(|(offer, bag)| Bidder { offer, bag, meanings: places.get(&offer.id).unwrap_or(&nothing) });
            let bidders: Vec<Bidder<'_>> = bidders.collect();
            let question = Question { weights: &weights, evidences, most };
            let matches = bidders.iter().map(|bidder| compare(seeker, *bidder, &knowledge.calibration, &question));
            let mut matches = best(matches, &knowledge, most);
            let told = Told::of(&need.saying);
            for (found, nth) in &mut matches {
                let bidder = bidders[*nth];
                explain(found, seeker, bidder, &told, &Quotes::of(&bidder.offer.saying));
            }
            matches.into_iter().map(|(found, _)| found).collect()
        };
        Ok(Matches { matches: apart(ranked).await, versions, notices })
    }

    /// Needs for an offer, best first: it is held against every open need.
    pub async fn needs_for(&self, offer: &Offer, question: Question<'_>) -> Matches {
        let (knowledge, mut notices) = self.at_hand();
        let Question { weights, evidences, most } = question;
        let weights = *weights;
        let meanings = self.meanings_now(&knowledge, &offer.saying, Side::Offer, evidences, &mut notices).await;
        let versions = self.versions(&knowledge);
        let offer = offer.clone();
        let ranked = move || {
            let (needs, bag) = (knowledge.needs(), Bag::of(&offer.saying));
            let bidder = Bidder { offer: &offer, bag: &bag, meanings: &meanings };
            let question = Question { weights: &weights, evidences, most };
            let of_need = |kept: &Arc<super::needs::Kept>| {
                let need = kept.seeker().need;
                Match { id: need.id, version: need.version, ..compare(kept.seeker(), bidder, &knowledge.calibration, &question) }
            };
            let mut matches = best(needs.iter().map(of_need), &knowledge, most);
            let quotes = Quotes::of(&offer.saying);
            for (found, nth) in &mut matches {
                let seeker = needs[*nth].seeker();
                explain(found, seeker, bidder, &Told::of(&seeker.need.saying), &quotes);
            }
            matches.into_iter().map(|(found, _)| found).collect()
        };
        Matches { matches: apart(ranked).await, versions, notices }
    }

    /// One need and one offer held against each other, whatever lies between them; and what could not be done.
    pub async fn pair(&self, need: &Need, offer: &Offer, question: Question<'_>) -> (Match, Vec<Notice>) {
        let (knowledge, mut notices) = self.at_hand();
        let of_need = self.meanings_now(&knowledge, &need.saying, Side::Need, question.evidences, &mut notices).await;
        let of_offer = self.meanings_now(&knowledge, &offer.saying, Side::Offer, question.evidences, &mut notices).await;
        let (asked, bag) = (Asked::new(&Bag::of_need(&need.saying), &knowledge.statistics), Bag::of(&offer.saying));
        let (seeker, bidder) = (Seeker { need, asked: &asked, meanings: &of_need }, Bidder { offer, bag: &bag, meanings: &of_offer });
        let mut found = compare(seeker, bidder, &knowledge.calibration, &question);
        explain(&mut found, seeker, bidder, &Told::of(&need.saying), &Quotes::of(&offer.saying));
        (found, notices)
    }

    /// Offers for a text that somebody has typed.
    ///
    /// # Errors
    /// Those of `offers`.
    pub async fn offers_for_text(&self, text: &str, offers: &dyn Offers, question: Question<'_>) -> Result<Matches> {
        self.offers_for(&Need { saying: Saying::of_text(text), ..Need::default() }, offers, question).await
    }

    /// Open needs for a text that somebody has typed.
    pub async fn needs_for_text(&self, text: &str, question: Question<'_>) -> Matches {
        self.needs_for(&Offer { saying: Saying::of_text(text), ..Offer::default() }, question).await
    }

    /// What answers go by, and what has to be told about it.
    fn at_hand(&self) -> (Arc<Knowledge>, Vec<Notice>) {
        let State { knowledge, filled } = self.state();
        let notices = match filled {
            Filled::Whole => Vec::new(),
            Filled::Partly if knowledge.learned() < Learned::Meanings => vec![Notice::WithoutMeanings],
            Filled::UnderWay | Filled::Partly => vec![Notice::Preparing],
        };
        (knowledge, notices)
    }

    /// Meanings of what somebody waits for; without those that cannot be had now, which is told.
    async fn meanings_now(
        &self,
        knowledge: &Knowledge,
        saying: &Saying,
        side: Side,
        evidences: Evidences,
        notices: &mut Vec<Notice>,
    ) -> Meanings {
        if evidences == Evidences::Keywords {
            return [None, None];
        }
        let (meanings, trouble) = self.meanings(knowledge, &[saying], side, Patience::Person).await;
        if trouble.is_some_and(|trouble| trouble != EmbedError::Off) && !notices.contains(&Notice::WithoutMeanings) {
            notices.push(Notice::WithoutMeanings);
        }
        meanings.into_iter().next().unwrap_or_default()
    }

    /// Listings that share words, and what has to be told if they could not be looked up.
    async fn by_words(&self, words: &[Lexeme]) -> (Vec<Uuid>, Option<Notice>) {
        match self.0.search.similar(words, CANDIDATES).await {
            Ok(ids) => (ids, None),
            Err(error) => {
                tracing::warn!(%error, "matching goes on without the search engine");
                (Vec::new(), Some(Notice::WithoutSearch))
            }
        }
    }
}

/// A match and its place among those that were compared, the better the less.
struct Ranked(Match, usize);

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        in_order(&self.0, &other.0)
    }
}

/// The best of those for which something speaks, best first, each with its place; no more of them than are asked for are held at
/// a time.
fn best(matches: impl Iterator<Item = Match>, knowledge: &Knowledge, most: usize) -> Vec<(Match, usize)> {
    let knows_strangers = knowledge.statistics.documents() >= STRANGERS;
    let mut kept: BinaryHeap<Ranked> = BinaryHeap::with_capacity(most + 1);
    for (place, found) in matches.enumerate().filter(|(_, found)| !knows_strangers || found.score.is_match()) {
        kept.push(Ranked(found, place));
        if kept.len() > most {
            kept.pop();
        }
    }
    kept.into_sorted_vec().into_iter().map(|Ranked(found, place)| (found, place)).collect()
}

/// Best first; ties by id, so that the same question has the same answer.
fn in_order(a: &Match, b: &Match) -> std::cmp::Ordering {
    b.score.total.total_cmp(&a.score.total).then_with(|| a.id.cmp(&b.id))
}

/// The words that tell most about a need, for the search engine; with `terms`, also the names that its terms have in the
/// other language.
fn telling(need: &Need, asked: &Asked, terms: bool) -> Vec<Lexeme> {
    let mut weights: HashMap<&str, f32> = HashMap::new();
    for section in [Section::Zh, Section::En] {
        weights.extend(asked.words(section).iter().map(|(term, weight)| (term.as_str(), *weight)));
    }
    let texts = Language::ALL.into_iter().flat_map(|language| [&need.saying.prose(language).title, &need.saying.prose(language).body]);
    let own = texts.chain(&need.saying.keywords).flat_map(|text| lexemes(text));
    let mut words: Vec<(Lexeme, f32)> =
        own.filter_map(|lexeme| Some((weights.get(lexeme.term.as_str()).copied()?, lexeme))).map(|(w, l)| (l, w)).collect();
    if terms {
        for (token, weight) in asked.words(Section::Shared) {
            let entry = Dictionary::term_of(token).and_then(|term| dictionary().entry(term));
            let names = entry.into_iter().flat_map(|entry| entry.zh.iter().chain(&entry.en));
            words.extend(names.flat_map(|name| lexemes(name)).map(|lexeme| (lexeme, *weight)));
        }
    }
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.term.cmp(&b.0.term)));
    let mut seen = HashSet::new();
    words.retain(|(lexeme, _)| seen.insert(lexeme.term.clone()));
    words.into_iter().take(WORDS).map(|(lexeme, _)| lexeme).collect()
}
