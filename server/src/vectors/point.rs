//! A vector of length 1, rounded.

/// A direction: components of 8 bits and the factor that they share. The cosine of two points differs from the exact one
/// by less than 0.01.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub(super) scale: f32,
    pub(super) steps: Box<[i8]>,
}

impl Point {
    /// The direction of `vector`; none if it has no direction: nothing in it, only zeros, or something that is no number.
    #[must_use]
    pub fn new(vector: &[f32]) -> Option<Self> {
        let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        if !length.is_normal() {
            return None;
        }
        let most = vector.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
        #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127 by division through the greatest")]
        let steps = vector.iter().map(|x| (x / most * 127.0).round() as i8).collect();
        let mut point = Self { scale: 1.0, steps };
        // Rounding changes the length a little; it is made 1 again, so that a point is as near to itself as can be.
        let rounded = as_float(dot(&point.steps, &point.steps)).sqrt();
        point.scale = 1.0 / rounded;
        Some(point)
    }

    /// How many components.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.steps.len()
    }

    /// Cosine of the angle between two points of the same number of dimensions: 1 for the same direction, about 0 for strangers.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        as_float(dot(&self.steps, &other.steps)) * self.scale * other.scale
    }

    /// The components, rounded as they are.
    pub fn components(&self) -> impl Iterator<Item = f32> + '_ {
        self.steps.iter().map(|step| f32::from(*step) * self.scale)
    }

    /// The direction seen from `middle` instead of from the origin; none if it is the middle.
    #[must_use]
    pub fn seen_from(&self, middle: &[f32]) -> Option<Self> {
        let moved: Vec<f32> = self.components().zip(middle).map(|(x, m)| x - m).collect();
        Self::new(&moved)
    }

    /// As stored.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.steps.iter().map(|step| step.to_le_bytes()[0]).collect()
    }

    /// From what [`Self::to_bytes`] gave; none if that has no direction.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let steps: Box<[i8]> = bytes.iter().map(|byte| i8::from_le_bytes([*byte])).collect();
        let square = dot(&steps, &steps);
        (square > 0).then(|| Self { scale: 1.0 / as_float(square).sqrt(), steps })
    }
}

/// Middle of points, component by component; none of no points.
#[must_use]
pub fn mean<'a>(points: impl IntoIterator<Item = &'a Point>) -> Option<Vec<f32>> {
    let mut points = points.into_iter();
    let mut sum: Vec<f32> = points.next()?.components().collect();
    let mut count = 1.0_f32;
    for point in points {
        for (total, x) in sum.iter_mut().zip(point.components()) {
            *total += x;
        }
        count += 1.0;
    }
    for total in &mut sum {
        *total /= count;
    }
    Some(sum)
}

/// Sum of products. Written so that the compiler takes many at a time.
pub(super) fn dot(a: &[i8], b: &[i8]) -> i32 {
    a.iter().zip(b).map(|(x, y)| i32::from(i16::from(*x) * i16::from(*y))).sum()
}

#[expect(clippy::cast_precision_loss, reason = "sums of a few thousand products of 8 bits fit 24 bits well enough for a cosine")]
pub(super) fn as_float(sum: i32) -> f32 {
    sum as f32
}
