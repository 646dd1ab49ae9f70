//! The engine: proposes candidates by words and by meaning, holds each against the need by the rules, and explains.
//!
//! It holds what can be made anew ([`Knowledge`]): meanings of offers on shelves, frequencies of words, and the open needs
//! with their words and meanings. What takes long to work out is worked out beside the threads that answer. Offers themselves stay in the database; whoever asks says how to read them ([`Offers`]).

mod candidates;
mod explain;
mod knowledge;
pub mod meaning;
mod needs;
mod pair;
mod race;
mod ranking;

use std::sync::{
    Arc, LazyLock, Mutex, PoisonError, RwLock,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use uuid::Uuid;

use self::meaning::{Calibration, SAMPLE, Side, text};
use super::{
    lexicon::{EVERYDAY_WORDS, dictionary},
    rules::{Checked, FIELDS, Language, Need, Offer, Saying, Score, Weights},
};
use crate::{
    kernel::{Result, Timestamp, digest},
    search::SearchIndex,
    vectors::{Embed, EmbedError, Patience, Point},
};

pub use explain::Phrase;
pub use knowledge::Knowledge;
pub use ranking::Ranking;

/// Version of the way in which scores come about; weights, terms, model and calibration have versions of their own.
pub const ENGINE: &str = "3";

/// Versions of the tables of terms, of fields, and of words that are not quoted.
static TABLES: LazyLock<String> = LazyLock::new(|| {
    let [fields, everyday] = [FIELDS, EVERYDAY_WORDS].map(|table| digest::short(table.as_bytes()));
    format!("{}.{fields}.{everyday}", dictionary().version())
});

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
    /// The tables of terms, of fields, and of words that are not quoted.
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

/// How far what is known has been laid down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Filled {
    /// It is under way.
    #[default]
    UnderWay,
    /// Some meanings could not be had; they are asked for again.
    Partly,
    /// All of it.
    Whole,
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
    /// The server is still taking in what there is: ask again in a while, and more may be found.
    Preparing,
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
    /// Whether vectors came that cannot be compared with what is known.
    strange: AtomicBool,
    /// When it was last compared with what happened.
    looked: Mutex<Option<Timestamp>>,
}

/// What answers go by.
#[derive(Clone, Default)]
struct State {
    knowledge: Arc<Knowledge>,
    filled: Filled,
}

/// A text by its meaning in each language that it is told in.
type Meanings = [Option<Point>; 2];

impl Engine {
    /// An engine that knows nothing yet.
    #[must_use]
    pub fn new(search: Arc<dyn SearchIndex>, embed: Arc<dyn Embed>) -> Self {
        let (strange, looked) = (AtomicBool::new(false), Mutex::new(None));
        Self(Arc::new(Parts { search, embed, state: RwLock::default(), strange, looked }))
    }

    fn state(&self) -> State {
        self.0.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What answers go by now.
    #[must_use]
    pub fn knowledge(&self) -> Arc<Knowledge> {
        self.state().knowledge
    }

    /// Lets answers go by this from now on.
    pub fn adopt(&self, knowledge: Arc<Knowledge>, filled: Filled) {
        *self.0.state.write().unwrap_or_else(PoisonError::into_inner) = State { knowledge, filled };
    }

    /// Learns from samples of what is there, and lets answers go by that. Shelves are empty afterwards, and no need is known.
    ///
    /// # Errors
    /// Those of the endpoint; frequencies are learned all the same.
    pub async fn learn(&self, needs: &[Need], offers: &[Offer]) -> std::result::Result<(), EmbedError> {
        let words = self.learn_words(offers).await;
        self.adopt(Arc::clone(&words), Filled::Whole);
        self.adopt(self.learn_meanings(&words, needs, offers).await?, Filled::Whole);
        Ok(())
    }

    /// Learns how frequent words are. Nothing goes by that before it is adopted.
    pub async fn learn_words(&self, offers: &[Offer]) -> Arc<Knowledge> {
        let sayings: Vec<Saying> = offers.iter().map(|offer| offer.saying.clone()).collect();
        Arc::new(apart(move || Knowledge::of_words(&sayings)).await)
    }

    /// Learns where the middles of meanings lie, beside what was learned of words. Nothing goes by that before it is adopted,
    /// except that meanings of offers are laid down where answers find them, if the middles are those that answers go by.
    ///
    /// # Errors
    /// Those of the endpoint.
    pub async fn learn_meanings(
        &self,
        words: &Knowledge,
        needs: &[Need],
        offers: &[Offer],
    ) -> std::result::Result<Arc<Knowledge>, EmbedError> {
        let sampled = |count: usize| count.div_ceil(SAMPLE).max(1);
        let some_needs: Vec<Need> = needs.iter().step_by(sampled(needs.len())).cloned().collect();
        let some_offers: Vec<Offer> = offers.iter().step_by(sampled(offers.len())).cloned().collect();
        self.0.embed.meet().await;
        let calibration = Calibration::measure(self.0.embed.as_ref(), &some_needs, &some_offers).await?;
        Ok(Arc::new(words.with(calibration, &self.knowledge())))
    }

    /// Lays down the meanings of offers, in place of earlier ones.
    ///
    /// # Errors
    /// Those of the endpoint: offers whose meanings could not be had are found by their words.
    pub async fn put_offers(&self, offers: &[Offer]) -> std::result::Result<(), EmbedError> {
        self.lay_offers(&self.knowledge(), offers).await
    }

    /// As [`Self::put_offers`], in what may not be adopted yet.
    ///
    /// # Errors
    /// As there.
    pub async fn lay_offers(&self, knowledge: &Arc<Knowledge>, offers: &[Offer]) -> std::result::Result<(), EmbedError> {
        let sayings: Vec<_> = offers.iter().map(|offer| &offer.saying).collect();
        let (meanings, trouble) = self.meanings(knowledge, &sayings, Side::Offer, Patience::Background).await;
        let laid: Vec<(Uuid, Meanings)> = offers.iter().map(|offer| offer.id).zip(meanings).collect();
        let knowledge = Arc::clone(knowledge);
        apart(move || knowledge.lay(&laid)).await;
        trouble.map_or(Ok(()), Err)
    }

    /// Offers that are laid down in `knowledge` and are none of `known`, which is in order.
    pub async fn strays(&self, knowledge: &Arc<Knowledge>, known: Vec<Uuid>) -> Vec<Uuid> {
        let knowledge = Arc::clone(knowledge);
        apart(move || knowledge.strays(&known)).await
    }

    /// Forgets offers; unknown ids are ignored.
    pub fn remove_offers(&self, ids: &[Uuid]) {
        self.knowledge().remove_offers(ids);
    }

    /// Takes in open needs, in place of earlier versions. Without an endpoint they are found by their words.
    ///
    /// # Errors
    /// Those of the endpoint; the needs are taken in all the same.
    pub async fn put_needs(&self, needs: Vec<Need>) -> std::result::Result<(), EmbedError> {
        let knowledge = self.knowledge();
        self.take_needs(&knowledge, needs.clone()).await;
        self.lay_needs(&knowledge, &needs).await
    }

    /// Takes needs in by their words, in what may not be adopted yet.
    pub async fn take_needs(&self, knowledge: &Arc<Knowledge>, needs: Vec<Need>) {
        let knowledge = Arc::clone(knowledge);
        apart(move || knowledge.take(needs)).await;
    }

    /// Gives needs that were taken in their meanings.
    ///
    /// # Errors
    /// Those of the endpoint: needs whose meanings could not be had are found by their words.
    pub async fn lay_needs(&self, knowledge: &Arc<Knowledge>, needs: &[Need]) -> std::result::Result<(), EmbedError> {
        let sayings: Vec<_> = needs.iter().map(|need| &need.saying).collect();
        let (meanings, trouble) = self.meanings(knowledge, &sayings, Side::Need, Patience::Background).await;
        knowledge.give(needs, meanings, trouble.is_some());
        trouble.map_or(Ok(()), Err)
    }

    /// Forgets needs; unknown ids are ignored.
    pub fn remove_needs(&self, ids: &[Uuid]) {
        self.knowledge().remove_needs(ids);
    }

    /// Forgets at most `limit` kept vectors that nobody needed since `before`. Tells how many.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn forget(&self, before: Timestamp, limit: u64) -> Result<u64> {
        self.0.embed.forget(before, limit).await
    }

    /// About how many bytes the meanings of offers take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.knowledge().bytes()
    }

    /// What it goes by.
    #[must_use]
    pub fn learned(&self) -> Learned {
        self.knowledge().learned()
    }

    /// How far what it goes by has been laid down.
    #[must_use]
    pub fn filled(&self) -> Filled {
        self.state().filled
    }

    /// The model that meanings come from; none without an endpoint, or before it was asked.
    #[must_use]
    pub fn model(&self) -> Option<String> {
        self.0.embed.model()
    }

    /// Notes that it was compared with what happened.
    pub fn looked(&self, now: Timestamp) {
        *self.0.looked.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    /// When it was last compared with what happened; none if never.
    #[must_use]
    pub fn last_look(&self) -> Option<Timestamp> {
        *self.0.looked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether vectors came, since this was last asked, that cannot be compared with what is known: everything has to be
    /// learned anew.
    #[must_use]
    pub fn met_a_stranger(&self) -> bool {
        self.0.strange.swap(false, Ordering::Relaxed)
    }

    fn versions(&self, knowledge: &Knowledge) -> Versions {
        Versions {
            engine: ENGINE,
            model: self.0.embed.model(),
            calibration: knowledge.calibration.version().to_owned(),
            terms: TABLES.clone(),
        }
    }

    /// Meanings of sayings, seen from the middles of their kind, and why some are missing that may be there another time.
    /// Without middles there is nothing to be seen from.
    async fn meanings(&self, by: &Knowledge, sayings: &[&Saying], side: Side, patience: Patience) -> (Vec<Meanings>, Option<EmbedError>) {
        let mut texts: Vec<String> = Vec::new();
        let mut places: Vec<[Option<usize>; 2]> = Vec::with_capacity(sayings.len());
        for saying in sayings {
            places.push(Language::ALL.map(|language| {
                texts.push(text(saying, language)?);
                Some(texts.len() - 1)
            }));
        }
        let Some(dimensions) = by.calibration.dimensions().filter(|_| !texts.is_empty()) else {
            return (vec![[None, None]; sayings.len()], None);
        };
        let mut answered = self.0.embed.embed(&texts, patience).await;
        for point in &mut answered.points {
            if let Some(strange) = point.take_if(|point| point.dimensions() != dimensions) {
                let why = format!("a vector of {} dimensions, where {dimensions} were learned", strange.dimensions());
                answered.trouble.get_or_insert(EmbedError::Strange(why));
            }
        }
        if matches!(answered.trouble, Some(EmbedError::Strange(_))) {
            self.0.strange.store(true, Ordering::Relaxed);
        }
        let points = &answered.points;
        let seen = |place: Option<usize>, language| by.calibration.seen(points.get(place?)?.as_ref()?, side, language);
        let meanings = places.into_iter().map(|[zh, en]| [seen(zh, Language::Zh), seen(en, Language::En)]).collect();
        (meanings, answered.trouble)
    }
}

/// Works something out beside the threads that answer.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
