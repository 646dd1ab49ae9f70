//! Meanings: what the vectors of two texts say about each other, across languages.
//!
//! A multilingual model puts all Chinese texts in one corner and all English ones in another, and needs in a third: raw
//! cosines prefer the reader's own language by far. So every text is seen from the middle of its kind and language. What is
//! left is what it says. The middles come from needs and offers that are there, and from a few sentences of our own
//! (`seeds/reference/matching/background.toml`), which carry a small site; how much strangers' cosines vary is measured on them.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use serde::Deserialize;

use crate::{
    kernel::digest,
    matching::rules::{Language, Need, Offer, Saying},
    vectors::{Embed, EmbedError, Patience, Point, mean},
};

/// How many offers or needs of a language a middle is made of at most.
pub const SAMPLE: usize = 2_000;
/// Pairs of strangers that their variation is measured on, in each pair of languages: so many on either side.
const STRANGERS: usize = 100;
/// Variation of cosines where there are too few texts to measure it.
const USUAL_DEVIATION: f32 = 0.08;

/// How far a middle may move until everything is seen anew, as a share of how far texts lie around it. Two samples of the same
/// texts differ by a thirtieth.
const MOVED: f32 = 0.1;

/// On which side of the counter a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Somebody needs something.
    Need,
    /// Somebody offers something.
    Offer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Background {
    need: Sentences,
    offer: Sentences,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    zh: Vec<String>,
    en: Vec<String>,
}

static BACKGROUND: LazyLock<Option<Background>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../../seeds/reference/matching/background.toml")).ok());

/// Sentences of our own of one side and language.
#[must_use]
pub fn background(side: Side, language: Language) -> &'static [String] {
    let Some(background) = BACKGROUND.as_ref() else { return &[] };
    let sentences = match side {
        Side::Need => &background.need,
        Side::Offer => &background.offer,
    };
    match language {
        Language::Zh => &sentences.zh,
        Language::En => &sentences.en,
    }
}

/// What is sent to the model for one language; none if nothing is said in it.
#[must_use]
pub fn text(saying: &Saying, language: Language) -> Option<String> {
    let prose = saying.prose(language);
    if prose.is_empty() {
        return None;
    }
    let parts = [prose.title.as_str(), prose.body.as_str()];
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// Middles and variations, measured with one model.
#[derive(Debug, Clone, Default)]
pub struct Calibration {
    middles: HashMap<(Side, Language), Vec<f32>>,
    deviations: HashMap<(Language, Language), f32>,
    /// Components of the vectors that it was measured with; none if it was not.
    dimensions: Option<usize>,
    /// The model that made them, as far as the endpoint says.
    model: Option<String>,
    version: String,
}

impl Calibration {
    /// Measures with samples of what is there.
    ///
    /// # Errors
    /// Those of the endpoint.
    pub async fn measure(embed: &dyn Embed, needs: &[Need], offers: &[Offer]) -> Result<Self, EmbedError> {
        let mut calibration = Self::default();
        let mut samples: HashMap<(Side, Language), Vec<Arc<Point>>> = HashMap::new();
        let mut dimensions: Option<usize> = None;
        for language in Language::ALL {
            let of_needs = needs.iter().filter_map(|need| text(&need.saying, language));
            let of_offers = offers.iter().filter_map(|offer| text(&offer.saying, language));
            let of_needs: Vec<String> = of_needs.take(SAMPLE).chain(background(Side::Need, language).iter().cloned()).collect();
            let of_offers: Vec<String> = of_offers.take(SAMPLE).chain(background(Side::Offer, language).iter().cloned()).collect();
            for (side, texts) in [(Side::Need, of_needs), (Side::Offer, of_offers)] {
                // What the model has nothing to say about is left out; what is missing for now would bend the middle.
                let points = embed.embed(&texts, Patience::Background).await.settled()?;
                let points: Vec<Arc<Point>> = points.into_iter().flatten().collect();
                if points.iter().any(|point| *dimensions.get_or_insert(point.dimensions()) != point.dimensions()) {
                    return Err(EmbedError::Strange("vectors of one model have different dimensions".to_owned()));
                }
                if let Some(middle) = mean(points.iter().map(AsRef::as_ref)) {
                    calibration.middles.insert((side, language), middle);
                }
                samples.insert((side, language), points);
            }
        }
        for of_need in Language::ALL {
            for of_offer in Language::ALL {
                let deviation = calibration.deviation_among(&samples, of_need, of_offer).unwrap_or(USUAL_DEVIATION);
                calibration.deviations.insert((of_need, of_offer), deviation);
            }
        }
        calibration.dimensions = dimensions;
        calibration.model = embed.model();
        calibration.version = calibration.fingerprint();
        Ok(calibration)
    }

    /// Components of the vectors that it was measured with: others cannot be compared with anything that was seen by it. None
    /// if it was not measured.
    #[must_use]
    pub fn dimensions(&self) -> Option<usize> {
        self.dimensions
    }

    /// Whether this was measured with the same model as `other` and says much the same: what was seen from those middles need
    /// not be seen anew from these.
    #[must_use]
    pub fn is_much_as(&self, other: &Self) -> bool {
        let is_alike = self.dimensions.is_some() && self.dimensions == other.dimensions && self.model == other.model;
        let mut kinds = [Side::Need, Side::Offer].into_iter().flat_map(|side| Language::ALL.map(|language| (side, language)));
        is_alike
            && kinds.all(|kind| match (self.middles.get(&kind), other.middles.get(&kind)) {
                (Some(here), Some(there)) => {
                    let square = |numbers: &mut dyn Iterator<Item = f32>| numbers.map(|x| x * x).sum::<f32>();
                    let moved = square(&mut here.iter().zip(there).map(|(x, y)| x - y));
                    // Points have length 1, so that the length of their middle tells how far they lie around it.
                    let around = (1.0 - square(&mut there.iter().copied())).max(0.0);
                    moved <= MOVED * MOVED * around
                }
                (here, there) => here.is_none() && there.is_none(),
            })
    }

    /// Names the calibration, so that a result tells which one it was made with.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// A point seen from the middle of its kind; as it is where there is no middle. None for one that cannot be compared.
    #[must_use]
    pub fn seen(&self, point: &Point, side: Side, language: Language) -> Option<Point> {
        if self.dimensions.is_some_and(|dimensions| dimensions != point.dimensions()) {
            return None;
        }
        match self.middles.get(&(side, language)) {
            Some(middle) => point.seen_from(middle),
            None => Some(point.clone()),
        }
    }

    /// A cosine as deviations above strangers.
    #[must_use]
    pub fn deviations(&self, cosine: f32, of_need: Language, of_offer: Language) -> f32 {
        cosine / self.deviations.get(&(of_need, of_offer)).copied().unwrap_or(USUAL_DEVIATION)
    }

    #[expect(clippy::cast_precision_loss, reason = "a few thousand pairs")]
    fn deviation_among(&self, samples: &HashMap<(Side, Language), Vec<Arc<Point>>>, of_need: Language, of_offer: Language) -> Option<f32> {
        let seen = |side, language| {
            let points = samples.get(&(side, language)).map(Vec::as_slice).unwrap_or_default();
            let step = points.len().div_ceil(STRANGERS).max(1);
            points.iter().step_by(step).filter_map(|point| self.seen(point, side, language)).collect::<Vec<Point>>()
        };
        let (needs, offers) = (seen(Side::Need, of_need), seen(Side::Offer, of_offer));
        let cosines: Vec<f32> = needs.iter().flat_map(|need| offers.iter().map(|offer| need.cosine(offer))).collect();
        if cosines.len() < STRANGERS {
            return None;
        }
        let mean = cosines.iter().sum::<f32>() / cosines.len() as f32;
        let variance = cosines.iter().map(|cosine| (cosine - mean).powi(2)).sum::<f32>() / cosines.len() as f32;
        variance.is_normal().then(|| variance.sqrt())
    }

    fn fingerprint(&self) -> String {
        let mut bytes = Vec::new();
        for language in Language::ALL {
            for side in [Side::Need, Side::Offer] {
                bytes.extend(self.middles.get(&(side, language)).into_iter().flatten().flat_map(|x| x.to_le_bytes()));
            }
        }
        digest::short(&bytes)
    }
}
