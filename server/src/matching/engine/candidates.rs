//! The three directions: offers for a need, needs for an offer, and either for a free text.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use uuid::Uuid;

use super::{
    Engine, Evidences, Match, Matches, Meanings, Notice, Offers, Question,
    meaning::Side,
    pair::{Bidder, Seeker, compare, explain},
};
use crate::{
    kernel::Result,
    matching::{
        lexicon::{Asked, Bag, Dictionary, Section, dictionary},
        rules::{Language, Need, Offer, Saying},
    },
    search::{Lexeme, lexemes},
    vectors::{EmbedError, Patience, Shelf},
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
        let mut notices = Vec::new();
        let (statistics, calibration) = {
            let state = self.state();
            (Arc::clone(&state.statistics), Arc::clone(&state.calibration))
        };
        let asked = Asked::new(&Bag::of(&need.saying), &statistics);
        let meanings = self.meanings_now(&need.saying, Side::Need, question.evidences, &mut notices).await;
        let mut ids: Vec<Uuid> = Vec::new();
        if question.evidences != Evidences::Vectors {
            ids.extend(self.by_words(need, &asked, question.evidences, &mut notices).await);
        }
        ids.extend(self.by_meaning(&meanings));
        let mut seen = HashSet::new();
        ids.retain(|id| seen.insert(*id));
        let found = offers.offers(&ids).await?;
        let places: HashMap<Uuid, Meanings> = {
            let state = self.state();
            found.iter().map(|offer| (offer.id, state.shelves.each_ref().map(|shelf: &Shelf| shelf.get(offer.id)))).collect()
        };
        let seeker = Seeker { need, asked: &asked, meanings: &meanings };
        let nothing: Meanings = [None, None];
        let bags: Vec<Bag> = found.iter().map(|offer| Bag::of(&offer.saying)).collect();
        let bidders: Vec<Bidder<'_>> = found
            .iter()
            .zip(&bags)
            .map(|(offer, bag)| Bidder { offer, bag, meanings: places.get(&offer.id).unwrap_or(&nothing) })
            .collect();
        let mut matches: Vec<(Match, usize)> =
            bidders.iter().enumerate().map(|(nth, bidder)| (compare(seeker, *bidder, &calibration, &question), nth)).collect();
        matches.sort_unstable_by(|(a, _), (b, _)| in_order(a, b));
        matches.truncate(question.most);
        for (found, nth) in &mut matches {
            explain(found, seeker, bidders[*nth]);
        }
        Ok(Matches { matches: matches.into_iter().map(|(found, _)| found).collect(), versions: self.versions(), notices })
    }

    /// Needs for an offer, best first: it is held against every open need.
    pub async fn needs_for(&self, offer: &Offer, question: Question<'_>) -> Matches {
        let mut notices = Vec::new();
        let (needs, calibration) = {
            let state = self.state();
            (state.needs.all(), Arc::clone(&state.calibration))
        };
        let meanings = self.meanings_now(&offer.saying, Side::Offer, question.evidences, &mut notices).await;
        let bag = Bag::of(&offer.saying);
        let bidder = Bidder { offer, bag: &bag, meanings: &meanings };
        let of_need = |kept: &super::needs::Kept| {
            let need = kept.seeker().need;
            Match { id: need.id, version: need.version, ..compare(kept.seeker(), bidder, &calibration, &question) }
        };
        let mut matches: Vec<(Match, usize)> = needs.iter().enumerate().map(|(nth, kept)| (of_need(kept), nth)).collect();
        matches.sort_unstable_by(|(a, _), (b, _)| in_order(a, b));
        matches.truncate(question.most);
        for (found, nth) in &mut matches {
            explain(found, needs[*nth].seeker(), bidder);
        }
        Matches { matches: matches.into_iter().map(|(found, _)| found).collect(), versions: self.versions(), notices }
    }

    /// One need and one offer held against each other, whatever lies between them; and what could not be done.
    pub async fn pair(&self, need: &Need, offer: &Offer, question: Question<'_>) -> (Match, Vec<Notice>) {
        let mut notices = Vec::new();
        let (statistics, calibration) = {
            let state = self.state();
            (Arc::clone(&state.statistics), Arc::clone(&state.calibration))
        };
        let of_need = self.meanings_now(&need.saying, Side::Need, question.evidences, &mut notices).await;
        let of_offer = self.meanings_now(&offer.saying, Side::Offer, question.evidences, &mut notices).await;
        notices.dedup();
        let (asked, bag) = (Asked::new(&Bag::of(&need.saying), &statistics), Bag::of(&offer.saying));
        let (seeker, bidder) = (Seeker { need, asked: &asked, meanings: &of_need }, Bidder { offer, bag: &bag, meanings: &of_offer });
        let mut found = compare(seeker, bidder, &calibration, &question);
        explain(&mut found, seeker, bidder);
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

    /// Meanings of what somebody waits for; none, with a notice, while the endpoint is away.
    async fn meanings_now(&self, saying: &Saying, side: Side, evidences: Evidences, notices: &mut Vec<Notice>) -> Meanings {
        if evidences == Evidences::Keywords {
            return [None, None];
        }
        match self.meanings(&[saying], side, Patience::Person).await {
            Ok(meanings) => meanings.into_iter().next().unwrap_or_default(),
            Err(EmbedError::Off) => [None, None],
            Err(_) => {
                notices.push(Notice::WithoutMeanings);
                [None, None]
            }
        }
    }

    async fn by_words(&self, need: &Need, asked: &Asked, evidences: Evidences, notices: &mut Vec<Notice>) -> Vec<Uuid> {
        let words = telling(need, asked, evidences == Evidences::Full);
        match self.0.search.similar(&words, CANDIDATES).await {
            Ok(ids) => ids,
            Err(error) => {
                tracing::warn!(%error, "matching goes on without the search engine");
                notices.push(Notice::WithoutSearch);
                Vec::new()
            }
        }
    }

    fn by_meaning(&self, meanings: &Meanings) -> Vec<Uuid> {
        let state = self.state();
        let points = meanings.iter().flatten();
        let found = points.flat_map(|point| state.shelves.iter().flat_map(move |shelf| shelf.nearest_to(point, CANDIDATES / 2, GROUPS)));
        found.map(|(id, _)| id).collect()
    }
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
