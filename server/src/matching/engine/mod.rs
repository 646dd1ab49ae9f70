//! The engine: proposes candidates by words and by meaning, holds each against the need by the rules, and explains.
//!
//! It holds what can be made anew: meanings of offers on shelves, frequencies of words, and the open needs with their
//! words and meanings. Offers themselves stay in the database; whoever asks says how to read them ([`Offers`]).

mod candidates;
mod explain;
pub mod meaning;
mod needs;
mod pair;

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use uuid::Uuid;

use self::{
    meaning::{Calibration, SAMPLE, Side, text},
    needs::Needs,
};
use super::{
    lexicon::{Bag, Statistics, dictionary},
    rules::{Checked, Language, Need, Offer, Score, Weights},
};
use crate::{
    kernel::Result,
    search::SearchIndex,
    vectors::{Embed, EmbedError, Patience, Point, Shelf},
};

pub use explain::Phrase;

/// Version of the way in which scores come about; weights, terms, model and calibration have versions of their own.
pub const ENGINE: &str = "1";

/// Where offers are read.
#[async_trait]
pub trait Offers: Send + Sync {
    /// Offers as they are now; those that are gone are left out.
    async fn offers(&self, ids: &[Uuid]) -> Result<Vec<Offer>>;
}

/// Which evidence is looked at. People get all of it; measurements look at each alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum Evidences {
    /// Words as they stand, without the bilingual table.
    Keywords,
    /// Meanings alone.
    Vectors,
    /// Everything, and the terms.
    Full,
}

/// What was made with what, so that a result can be made again.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Versions {
    /// Version of the engine.
    pub engine: &'static str,
    /// Model of the vectors; none without.
    pub model: Option<String>,
    /// Calibration of the vectors; empty without.
    pub calibration: String,
    /// The bilingual table.
    pub terms: String,
}

/// What the engine has learned so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum Learned {
    /// Nothing yet: it was just made.
    #[default]
    Nothing,
    /// How frequent words are.
    Words,
    /// That, and where the middles of meanings lie.
    Meanings,
}

/// Something that could not be done, and is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, strum::Display, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "MatchNotice")]
pub enum Notice {
    /// Meanings were not looked at: the endpoint is away or answers nonsense.
    WithoutMeanings,
    /// Candidates come by meaning only: the search engine is away.
    WithoutSearch,
}

/// One that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The listing or the need.
    pub id: Uuid,
    /// Its version that was looked at.
    pub version: i64,
    /// The score and its parts.
    pub score: Score,
    /// What is insisted on, and how it came out.
    pub checked: Vec<Checked>,
    /// Which of the offer's terms these were held against.
    pub terms: Option<usize>,
    /// What both have in common, in the words of either.
    pub phrases: Vec<Phrase>,
    /// Codes of the fields that both have in common.
    pub fields: Vec<String>,
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Matches {
    /// Those that fit, best first.
    pub matches: Vec<Match>,
    /// What it was made with.
    pub versions: Versions,
    /// What could not be done.
    pub notices: Vec<Notice>,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// How much counts how much.
    pub weights: &'a Weights,
    /// Which evidence.
    pub evidences: Evidences,
    /// How many answers.
    pub most: usize,
}

/// The engine. Cheap to clone.
#[derive(Clone)]
pub struct Engine(Arc<Parts>);

struct Parts {
    search: Arc<dyn SearchIndex>,
    embed: Arc<dyn Embed>,
    state: RwLock<State>,
}

/// What is kept in memory.
#[derive(Default)]
struct State {
    learned: Learned,
    statistics: Arc<Statistics>,
    calibration: Arc<Calibration>,
    /// Meanings of offers, a shelf a language.
    shelves: [Shelf; 2],
    needs: Needs,
}

/// A text by its meaning in each language that it is told in.
type Meanings = [Option<Point>; 2];

impl Engine {
    /// An engine that knows nothing yet.
    #[must_use]
    pub fn new(search: Arc<dyn SearchIndex>, embed: Arc<dyn Embed>) -> Self {
        Self(Arc::new(Parts { search, embed, state: RwLock::default() }))
    }

    fn state(&self) -> std::sync::RwLockReadGuard<'_, State> {
        self.0.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self) -> std::sync::RwLockWriteGuard<'_, State> {
        self.0.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Learns from samples of what is there: how frequent words are, and where the middles of meanings lie. What is on the
    /// shelves was seen from the old middles: lay it down again afterwards.
    ///
    /// # Errors
    /// Those of the endpoint; frequencies are learned all the same.
    pub async fn learn(&self, needs: &[Need], offers: &[Offer]) -> std::result::Result<(), EmbedError> {
        let mut statistics = Statistics::default();
        for offer in offers {
            statistics.count(&Bag::of(&offer.saying));
        }
        {
            let mut state = self.change();
            (state.statistics, state.learned) = (Arc::new(statistics), Learned::Words);
        }
        let sampled = |count: usize| count.div_ceil(SAMPLE).max(1);
        let some_needs: Vec<Need> = needs.iter().step_by(sampled(needs.len())).cloned().collect();
        let some_offers: Vec<Offer> = offers.iter().step_by(sampled(offers.len())).cloned().collect();
        let calibration = Calibration::measure(self.0.embed.as_ref(), &some_needs, &some_offers).await?;
        let mut state = self.change();
        (state.calibration, state.learned) = (Arc::new(calibration), Learned::Meanings);
        Ok(())
    }

    /// Lays down the meanings of offers, in place of earlier ones.
    ///
    /// # Errors
    /// Those of the endpoint: then these offers are found by their words.
    pub async fn put_offers(&self, offers: &[Offer]) -> std::result::Result<(), EmbedError> {
        let sayings: Vec<_> = offers.iter().map(|offer| &offer.saying).collect();
        let meanings = self.meanings(&sayings, Side::Offer, Patience::Background).await?;
        let mut state = self.change();
        for (offer, meanings) in offers.iter().zip(meanings) {
            for (shelf, meaning) in state.shelves.iter_mut().zip(meanings) {
                match meaning {
                    Some(meaning) => shelf.put(offer.id, &meaning),
                    None => shelf.remove(offer.id),
                }
            }
        }
        Ok(())
    }

    /// Forgets offers; unknown ids are ignored.
    pub fn remove_offers(&self, ids: &[Uuid]) {
        let mut state = self.change();
        for id in ids {
            state.shelves.iter_mut().for_each(|shelf| shelf.remove(*id));
        }
    }

    /// Takes in open needs, in place of earlier versions. Without an endpoint they are found by their words.
    ///
    /// # Errors
    /// Those of the endpoint; the needs are taken in all the same.
    pub async fn put_needs(&self, needs: Vec<Need>) -> std::result::Result<(), EmbedError> {
        let sayings: Vec<_> = needs.iter().map(|need| &need.saying).collect();
        let (meanings, result) = match self.meanings(&sayings, Side::Need, Patience::Background).await {
            Ok(meanings) => (meanings, Ok(())),
            Err(error) => (vec![[None, None]; needs.len()], Err(error)),
        };
        let statistics = Arc::clone(&self.state().statistics);
        let taken: Vec<_> = needs.into_iter().zip(meanings).map(|(need, meanings)| needs::Kept::new(need, meanings, &statistics)).collect();
        self.change().needs.put(taken);
        result.or_else(|error| if error == EmbedError::Off { Ok(()) } else { Err(error) })
    }

    /// Forgets needs; unknown ids are ignored.
    pub fn remove_needs(&self, ids: &[Uuid]) {
        self.change().needs.remove(ids);
    }

    /// About how many bytes the meanings of offers take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.state().shelves.iter().map(Shelf::bytes).sum()
    }

    /// What it goes by.
    #[must_use]
    pub fn learned(&self) -> Learned {
        self.state().learned
    }

    /// The model that meanings come from; none without an endpoint, or before it was asked.
    #[must_use]
    pub fn model(&self) -> Option<String> {
        self.0.embed.model()
    }

    fn versions(&self) -> Versions {
        let state = self.state();
        Versions {
            engine: ENGINE,
            model: self.0.embed.model(),
            calibration: state.calibration.version().to_owned(),
            terms: dictionary().version().to_owned(),
        }
    }

    /// Meanings of sayings, seen from the middle of their kind.
    async fn meanings(
        &self,
        sayings: &[&super::rules::Saying],
        side: Side,
        patience: Patience,
    ) -> std::result::Result<Vec<Meanings>, EmbedError> {
        let calibration = Arc::clone(&self.state().calibration);
        let mut texts: Vec<String> = Vec::new();
        let mut places: Vec<[Option<usize>; 2]> = Vec::with_capacity(sayings.len());
        for saying in sayings {
            places.push(Language::ALL.map(|language| {
                texts.push(text(saying, language)?);
                Some(texts.len() - 1)
            }));
        }
        if texts.is_empty() {
            return Ok(vec![[None, None]; sayings.len()]);
        }
        let points = self.0.embed.embed(&texts, patience).await?;
        let seen = |place: Option<usize>, language| calibration.seen(points.get(place?)?, side, language);
        Ok(places.into_iter().map(|[zh, en]| [seen(zh, Language::Zh), seen(en, Language::En)]).collect())
    }
}
