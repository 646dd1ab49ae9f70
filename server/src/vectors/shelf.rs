//! Points in groups of neighbors.
//!
//! A point goes to the group whose middle is nearest. A group that has grown too large is cut in two, and points of the
//! groups around it move over where they are nearer now. So nothing has to be trained or built anew: the shelf is as good
//! after a million additions as after a rebuild.

use std::collections::{BinaryHeap, HashMap};

use uuid::Uuid;

use super::point::{Point, as_float, dot};

/// Most points of a group. Twice the square root of a million: looking through groups costs about as much as choosing them.
const FULL: usize = 1024;
/// Room that is made at a time, in points, so that half-empty groups waste little.
const ROOM: usize = 64;
/// Rounds of sorting when a group is cut in two.
const ROUNDS: usize = 4;
/// Groups around a cut whose points are looked at again.
const AROUND: usize = 8;

/// Points of one kind and language.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    dimensions: usize,
    groups: Vec<Group>,
    places: HashMap<Uuid, (u32, u32)>,
}

#[derive(Debug, Clone)]
struct Group {
    middle: Point,
    keys: Vec<Uuid>,
    scales: Vec<f32>,
    steps: Vec<i8>,
    /// At how many points it is cut. More than [`FULL`] once it could not be cut: all its points are the same.
    limit: usize,
}

impl Group {
    fn around(middle: Point) -> Self {
        Self { middle, keys: Vec::new(), scales: Vec::new(), steps: Vec::new(), limit: FULL }
    }

    fn steps_of(&self, slot: usize) -> &[i8] {
        let dimensions = self.middle.dimensions();
        &self.steps[slot * dimensions..(slot + 1) * dimensions]
    }

    fn point(&self, slot: usize) -> Point {
        Point { scale: self.scales[slot], steps: self.steps_of(slot).into() }
    }

    fn cosine(&self, slot: usize, point: &Point) -> f32 {
        as_float(dot(self.steps_of(slot), &point.steps)) * self.scales[slot] * point.scale
    }

    fn push(&mut self, key: Uuid, point: &Point) {
        if self.keys.len() == self.keys.capacity() {
            self.keys.reserve_exact(ROOM);
            self.scales.reserve_exact(ROOM);
            self.steps.reserve_exact(ROOM * point.dimensions());
        }
        self.keys.push(key);
        self.scales.push(point.scale);
        self.steps.extend_from_slice(&point.steps);
    }

    /// Takes a point out; the last one takes its place.
    fn take(&mut self, slot: usize) {
        let dimensions = self.middle.dimensions();
        let last = self.keys.len() - 1;
        self.keys.swap_remove(slot);
        self.scales.swap_remove(slot);
        self.steps.copy_within(last * dimensions.., slot * dimensions);
        self.steps.truncate(last * dimensions);
    }
}

impl Shelf {
    /// How many points.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Lays a point down, in place of an earlier one with this key. A point of another number of dimensions than the first
    /// is left out: it cannot be compared.
    pub fn put(&mut self, key: Uuid, point: &Point) {
        if self.has(key, point) {
            return;
        }
        self.remove(key);
        if self.groups.is_empty() {
            self.dimensions = point.dimensions();
            self.groups.push(Group::around(point.clone()));
        }
        if point.dimensions() != self.dimensions {
            return;
        }
        let group = self.nearest(point);
        self.lay(group, key, point);
        if self.groups[group].keys.len() >= self.groups[group].limit {
            self.cut(group);
        }
    }

    /// Takes a point away; unknown keys are ignored.
    pub fn remove(&mut self, key: Uuid) {
        let Some((group, slot)) = self.places.remove(&key).map(indices) else { return };
        self.take(group, slot);
    }

    /// The keys of all points, in no order.
    pub fn keys(&self) -> impl Iterator<Item = Uuid> {
        self.places.keys().copied()
    }

    /// The point with this key.
    #[must_use]
    pub fn get(&self, key: Uuid) -> Option<Point> {
        let (group, slot) = self.places.get(&key).copied().map(indices)?;
        Some(self.groups[group].point(slot))
    }

    /// The `most` nearest points that are found in the `groups` nearest groups, nearest first, each with its cosine.
    #[must_use]
    pub fn nearest_to(&self, point: &Point, most: usize, groups: usize) -> Vec<(Uuid, f32)> {
        if point.dimensions() != self.dimensions || most == 0 {
            return Vec::new();
        }
        let mut best: BinaryHeap<std::cmp::Reverse<Near>> = BinaryHeap::with_capacity(most + 1);
        for group in self.around(point, groups) {
            let group = &self.groups[group];
            for slot in 0..group.keys.len() {
                let near = Near(group.cosine(slot, point), group.keys[slot]);
                if best.len() < most {
                    best.push(std::cmp::Reverse(near));
                } else if best.peek().is_some_and(|worst| near > worst.0) {
                    best.pop();
                    best.push(std::cmp::Reverse(near));
                }
            }
        }
        best.into_sorted_vec().into_iter().map(|std::cmp::Reverse(Near(cosine, key))| (key, cosine)).collect()
    }

    /// About how many bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let group = |group: &Group| {
            group.keys.capacity() * size_of::<Uuid>()
                + group.scales.capacity() * size_of::<f32>()
                + group.steps.capacity()
                + group.middle.dimensions()
        };
        // A hash map keeps an eighth of its places free, and a byte beside each.
        let places = self.places.capacity() * 8 / 7 * (size_of::<(Uuid, (u32, u32))>() + 1);
        self.groups.iter().map(group).sum::<usize>() + places
    }

    fn has(&self, key: Uuid, point: &Point) -> bool {
        let place = self.places.get(&key).copied().map(indices);
        place.is_some_and(|(group, slot)| point.dimensions() == self.dimensions && self.groups[group].steps_of(slot) == &*point.steps)
    }

    fn nearest(&self, point: &Point) -> usize {
        let cosines = self.groups.iter().map(|group| group.middle.cosine(point));
        cosines.enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(group, _)| group)
    }

    fn around(&self, point: &Point, most: usize) -> Vec<usize> {
        let mut groups: Vec<(f32, usize)> =
            self.groups.iter().enumerate().map(|(index, group)| (group.middle.cosine(point), index)).collect();
        groups.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        groups.into_iter().take(most).map(|(_, group)| group).collect()
    }

    fn lay(&mut self, group: usize, key: Uuid, point: &Point) {
        let slot = self.groups[group].keys.len();
        self.groups[group].push(key, point);
        self.places.insert(key, place(group, slot));
    }

    fn take(&mut self, group: usize, slot: usize) {
        self.groups[group].take(slot);
        if let Some(moved) = self.groups[group].keys.get(slot) {
            self.places.insert(*moved, place(group, slot));
        }
    }

    /// Cuts a group in two around middles of its own.
    fn cut(&mut self, group: usize) {
        let old = &self.groups[group];
        let points: Vec<Point> = (0..old.keys.len()).map(|slot| old.point(slot)).collect();
        let Some((sides, middles)) = halves(&points, &old.middle) else {
            self.groups[group].limit *= 2;
            return;
        };
        let keys = std::mem::take(&mut self.groups[group].keys);
        let [left, right] = middles;
        let new = self.groups.len();
        self.groups[group] = Group::around(left);
        self.groups.push(Group::around(right));
        for ((key, point), is_right) in keys.into_iter().zip(&points).zip(sides) {
            self.lay(if is_right { new } else { group }, key, point);
        }
        self.settle(group, new);
    }

    /// Lets points of the groups around move to a group that has just been cut off, where that is nearer.
    fn settle(&mut self, left: usize, right: usize) {
        let mut around = self.around(&self.groups[left].middle, AROUND);
        around.retain(|group| *group != left && *group != right);
        for from in around {
            let mut slot = 0;
            while slot < self.groups[from].keys.len() {
                let own = self.groups[from].cosine(slot, &self.groups[from].middle);
                let [to_left, to_right] = [left, right].map(|to| self.groups[from].cosine(slot, &self.groups[to].middle));
                let (to, cosine) = if to_left >= to_right { (left, to_left) } else { (right, to_right) };
                if cosine > own && self.groups[to].keys.len() + 1 < self.groups[to].limit {
                    let (key, point) = (self.groups[from].keys[slot], self.groups[from].point(slot));
                    self.take(from, slot);
                    self.lay(to, key, &point);
                } else {
                    slot += 1;
                }
            }
        }
    }
}

/// A point that was found. Ties go by key, so that the same question has the same answer.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Near(f32, Uuid);

impl Eq for Near {}

impl PartialOrd for Near {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Near {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0).then_with(|| other.1.cmp(&self.1))
    }
}

/// Sorts points to two sides, each around its middle; none if they cannot be told apart.
fn halves(points: &[Point], middle: &Point) -> Option<(Vec<bool>, [Point; 2])> {
    let farthest = |from: &Point| points.iter().min_by(|a, b| a.cosine(from).total_cmp(&b.cosine(from)));
    let first = farthest(middle)?.clone();
    let mut middles = [farthest(&first)?.clone(), first];
    let mut sides = Vec::new();
    for _ in 0..ROUNDS {
        sides = points.iter().map(|point| point.cosine(&middles[1]) > point.cosine(&middles[0])).collect::<Vec<bool>>();
        for (side, middle) in middles.iter_mut().enumerate() {
            let members = points.iter().zip(&sides).filter(|(_, is_right)| usize::from(**is_right) == side).map(|(point, _)| point);
            *middle = super::mean(members).and_then(|mean| Point::new(&mean))?;
        }
    }
    Some((sides, middles))
}

fn indices((group, slot): (u32, u32)) -> (usize, usize) {
    (group as usize, slot as usize)
}

#[expect(clippy::cast_possible_truncation, reason = "there are fewer groups and slots than points, and fewer points than 2^32")]
fn place(group: usize, slot: usize) -> (u32, u32) {
    (group as u32, slot as u32)
}
