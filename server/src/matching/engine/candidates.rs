//! The three directions: offers for a need, needs for an offer, and either for a free text.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use uuid::Uuid;

use super::{
    Engine, Evidences, Filled, Knowledge, Learned, Match, Matches, Meanings, Notice, Offers, Question, State, apart,
    explain::{Quotes, Told},
    meaning::Side,
    needs::Kept,
    pair::{Seeker, explain, know},
    race::{Held, race},
    ranking::{Best, Pairs, Ranking},
};
use crate::{
    kernel::Result,
    matching::{
        lexicon::{Asked, Bag, Dictionary, Section, dictionary},
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
/// Words that the search engine is asked for, those that tell most first; it stops where it has read enough.
const WORDS: usize = 256;

impl Engine {
    /// Offers for a need, best first.
    ///
    /// # Errors
    /// Those of `offers`. Machines that are away make the answer worse, and it says so.
    pub async fn offers_for(&self, need: &Need, offers: &dyn Offers, question: Question<'_>) -> Result<Matches> {
        Ok(self.rank_offers(need, offers, question).await?.explained().await)
    }

    /// The same, not explained yet: for those who show only some of them, or none.
    ///
    /// # Errors
    /// As there.
    pub async fn rank_offers(&self, need: &Need, offers: &dyn Offers, question: Question<'_>) -> Result<Ranking> {
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
        let versions = self.versions(&knowledge);
        let weights = weights.of_need(asked.told());
        let held = Held { need, asked: Arc::new(asked), meanings, knowledge, weights, evidences };
        let (matches, pairs) = race(held, ids, offers, most).await?;
        Ok(Ranking { found: Matches { matches, versions, notices }, pairs })
    }

    /// Needs for an offer, best first: it is held against every open need.
    pub async fn needs_for(&self, offer: &Offer, question: Question<'_>) -> Matches {
        self.rank_needs(offer, question).await.explained().await
    }

    /// The same, not explained yet: for those who show only some of them, or none.
    pub async fn rank_needs(&self, offer: &Offer, question: Question<'_>) -> Ranking {
        let (knowledge, mut notices) = self.at_hand();
        let Question { weights, evidences, most } = question;
        let weights = *weights;
        let meanings = self.meanings_now(&knowledge, &offer.saying, Side::Offer, evidences, &mut notices).await;
        let versions = self.versions(&knowledge);
        let offer = Arc::new(offer.clone());
        let ranked = move || {
            let (needs, bag) = (knowledge.needs(), Arc::new(Bag::of(&offer.saying)));
            let mut best = Best::new(&knowledge, most);
            for kept in &needs {
                let seeker = kept.seeker();
                let weights = weights.of_need(seeker.asked.told());
                let known = know(seeker, &offer, &meanings, &knowledge.calibration, evidences);
                if !best.is_beyond(known.ceiling(&weights)) {
                    let found = known.scored(seeker.asked, (&offer, &bag), &weights, evidences);
                    best.add(Match { id: seeker.need.id, version: seeker.need.version, ..found }, kept);
                }
            }
            let (matches, kept): (Vec<Match>, Vec<&Arc<Kept>>) = best.in_order().unzip();
            let needs = matches.iter().map(|found| found.id).zip(kept.into_iter().cloned()).collect();
            (matches, Pairs::Needs { offer, bag, needs })
        };
        let (matches, pairs) = apart(ranked).await;
        Ranking { found: Matches { matches, versions, notices }, pairs }
    }

    /// One need and one offer held against each other, whatever lies between them; and what could not be done.
    pub async fn pair(&self, need: &Need, offer: &Offer, question: Question<'_>) -> (Match, Vec<Notice>) {
        let (knowledge, mut notices) = self.at_hand();
        let of_need = self.meanings_now(&knowledge, &need.saying, Side::Need, question.evidences, &mut notices).await;
        let of_offer = self.meanings_now(&knowledge, &offer.saying, Side::Offer, question.evidences, &mut notices).await;
        let (asked, bag) = (Asked::new(&Bag::of_need(&need.saying), &knowledge.statistics), Bag::of(&offer.saying));
        let seeker = Seeker { need, asked: &asked, meanings: &of_need };
        let known = know(seeker, offer, &of_offer, &knowledge.calibration, question.evidences);
        let mut found = known.scored(&asked, (offer, &bag), &question.weights.of_need(asked.told()), question.evidences);
        explain(&mut found, (need, &asked), (offer, &bag), &Told::of(&need.saying), &Quotes::of(&offer.saying));
        (found, notices)
    }

    /// Offers for a text that somebody has typed.
    ///
    /// # Errors
    /// Those of `offers`.
    pub async fn offers_for_text(&self, text: &str, offers: &dyn Offers, question: Question<'_>) -> Result<Matches> {
        Ok(self.rank_offers_for_text(text, offers, question).await?.explained().await)
    }

    /// The same, not explained yet.
    ///
    /// # Errors
    /// As there.
    pub async fn rank_offers_for_text(&self, text: &str, offers: &dyn Offers, question: Question<'_>) -> Result<Ranking> {
        self.rank_offers(&Need { saying: Saying::of_text(text), ..Need::default() }, offers, question).await
    }

    /// Open needs for a text that somebody has typed.
    pub async fn needs_for_text(&self, text: &str, question: Question<'_>) -> Matches {
        self.rank_needs_for_text(text, question).await.explained().await
    }

    /// Offers and open needs for a text, side by side, not explained yet. The endpoint is asked once.
    ///
    /// # Errors
    /// Those of `offers`.
    pub async fn rank_for_text(
        &self,
        text: &str,
        offers: &dyn Offers,
        [of_offers, of_needs]: [Question<'_>; 2],
    ) -> Result<(Ranking, Ranking)> {
        // What the text means is remembered from here on, for either side.
        self.meanings(&self.knowledge(), &[&Saying::of_text(text)], Side::Need, Patience::Person).await;
        let (offers, needs) = tokio::join!(self.rank_offers_for_text(text, offers, of_offers), self.rank_needs_for_text(text, of_needs));
        Ok((offers?, needs))
    }

    /// The same, not explained yet.
    pub async fn rank_needs_for_text(&self, text: &str, question: Question<'_>) -> Ranking {
        self.rank_needs(&Offer { saying: Saying::of_text(text), ..Offer::default() }, question).await
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
