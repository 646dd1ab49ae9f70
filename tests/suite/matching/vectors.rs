//! Shelves of vectors: what is nearest is found, whatever came and went.

use lianqiao::vectors::{Point, Shelf};
use proptest::prelude::*;
use uuid::Uuid;

/// Numbers that look random and are the same in every run.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        #[expect(clippy::cast_precision_loss, reason = "24 bits fit")]
        let unit = (self.0 >> 40) as f32 / 16_777_216.0;
        unit - 0.5
    }

    pub fn vector(&mut self, dimensions: usize) -> Vec<f32> {
        (0..dimensions).map(|_| self.next()).collect()
    }
}

fn key(number: usize) -> Uuid {
    Uuid::from_u128(number as u128 + 1)
}

/// Points around middles, as meanings lie.
fn clouds(numbers: &mut Numbers, count: usize, middles: usize, dimensions: usize) -> Vec<Point> {
    let centers: Vec<Vec<f32>> = (0..middles).map(|_| numbers.vector(dimensions)).collect();
    (0..count)
        .map(|number| {
            let center = &centers[number % middles];
            let vector: Vec<f32> = center.iter().map(|x| x + numbers.next()).collect();
            Point::new(&vector).unwrap()
        })
        .collect()
}

#[test]
fn a_vector_without_direction_is_no_point() {
    for vector in [vec![], vec![0.0, 0.0], vec![f32::NAN, 1.0], vec![f32::INFINITY, 1.0]] {
        assert_eq!(Point::new(&vector), None, "{vector:?}");
    }
}

#[test]
fn stored_points_come_back() {
    let point = Point::new(&Numbers(7).vector(384)).unwrap();
    let back = Point::from_bytes(&point.to_bytes()).unwrap();
    assert!((point.cosine(&back) - 1.0).abs() < 1e-5);
    assert_eq!(Point::from_bytes(&[0; 384]), None);
}

#[test]
fn seen_from_the_middle_what_all_have_in_common_is_gone() {
    let points = [Point::new(&[10.0, 1.0, 0.0]).unwrap(), Point::new(&[10.0, -1.0, 0.0]).unwrap()];
    assert!(points[0].cosine(&points[1]) > 0.9);
    let middle = lianqiao::vectors::mean(&points).unwrap();
    let [one, other] = points.map(|point| point.seen_from(&middle).unwrap());
    assert!(one.cosine(&other) < -0.9);
}

#[test]
fn among_many_groups_most_of_the_nearest_are_found() {
    let mut numbers = Numbers(42);
    let points = clouds(&mut numbers, 12_000, 60, 48);
    let mut shelf = Shelf::default();
    for (number, point) in points.iter().enumerate() {
        shelf.put(key(number), point);
    }
    let (mut found, mut wanted) = (0, 0);
    for asked in points.iter().step_by(400) {
        let mut exact: Vec<(usize, f32)> = points.iter().map(|point| point.cosine(asked)).enumerate().collect();
        exact.sort_by(|a, b| b.1.total_cmp(&a.1));
        let near: Vec<Uuid> = shelf.nearest_to(asked, 20, 8).into_iter().map(|(key, _)| key).collect();
        wanted += 20;
        found += exact.iter().take(20).filter(|(number, _)| near.contains(&key(*number))).count();
    }
    assert!(found * 100 >= wanted * 90, "{found} of {wanted}");
}

#[test]
fn a_thousand_equal_points_do_no_harm() {
    let point = Point::new(&[1.0, 2.0, 3.0]).unwrap();
    let mut shelf = Shelf::default();
    for number in 0..3000 {
        shelf.put(key(number), &point);
    }
    assert_eq!(shelf.len(), 3000);
    assert_eq!(shelf.nearest_to(&point, 5, 4).len(), 5);
}

#[test]
fn what_is_laid_down_again_stays_where_it_is() {
    let mut shelf = Shelf::default();
    let points = clouds(&mut Numbers(11), 300, 3, 16);
    for (number, point) in points.iter().enumerate() {
        shelf.put(key(number), point);
    }
    let before = shelf.nearest_to(&points[0], 300, 9);
    for (number, point) in points.iter().enumerate() {
        shelf.put(key(number), point);
    }
    assert_eq!((shelf.len(), shelf.nearest_to(&points[0], 300, 9)), (300, before));
    shelf.put(key(0), &points[1]);
    assert_eq!((shelf.get(key(0)), shelf.keys().count()), (Some(points[1].clone()), 300));
}

#[test]
fn a_point_of_other_dimensions_is_left_out() {
    let mut shelf = Shelf::default();
    shelf.put(key(0), &Point::new(&[1.0, 2.0]).unwrap());
    let other = Point::new(&[1.0, 2.0, 3.0]).unwrap();
    shelf.put(key(1), &other);
    assert_eq!(shelf.len(), 1);
    assert_eq!(shelf.nearest_to(&other, 5, 4), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// After any additions, replacements and removals, looking through everything finds exactly what is nearest.
    #[test]
    fn nothing_is_lost_and_nothing_left_over(seed in 1_u64.., changes in proptest::collection::vec((0_usize..2500, any::<bool>()), 2000..5000)) {
        let mut numbers = Numbers(seed);
        let mut shelf = Shelf::default();
        let mut known = std::collections::HashMap::new();
        for (number, stays) in changes {
            if stays || number % 3 > 0 {
                let point = Point::new(&numbers.vector(6)).unwrap();
                shelf.put(key(number), &point);
                known.insert(key(number), point);
            } else {
                shelf.remove(key(number));
                known.remove(&key(number));
            }
        }
        prop_assert_eq!(shelf.len(), known.len());
        let asked = Point::new(&numbers.vector(6)).unwrap();
        let mut exact: Vec<(Uuid, f32)> = known.iter().map(|(key, point)| (*key, point.cosine(&asked))).collect();
        exact.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        exact.truncate(10);
        prop_assert_eq!(shelf.nearest_to(&asked, 10, usize::MAX), exact);
    }
}
