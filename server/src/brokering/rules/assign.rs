//! Who takes which case: the assignment of all waiting cases to all advisors that costs least.
//!
//! One case after the other would give the best advisor to whoever came first, and leave the last ones with nobody. Here
//! all of them are decided together: first as many cases as possible get somebody, then the total cost is least. An
//! advisor's places cost more the fuller the advisor is, so that work spreads without a second pass.
//!
//! The method is that of successive shortest paths on the graph of advisors (Edmonds and Karp 1972, with potentials after
//! Tomizawa 1971): each case is put where it costs least, moving others on if that is cheaper, and every intermediate
//! state is optimal for the cases so far. `O(cases * advisors^2)` at worst.

/// What it costs that an advisor takes a case; none where it is not allowed.
pub type Cost = Option<i64>;

/// A waiting case cannot be left out as long as somebody may take it: that costs more than everything else together.
const NOBODY: i64 = 1 << 40;
/// Costs are smaller than this in either direction, so that no sum of them comes near `NOBODY`.
pub const LARGEST: i64 = 1 << 24;
/// Further than any path.
const FAR: i64 = i64::MAX / 4;

/// The best assignment: for each case the advisor, by index, or none if nobody may take it or all places are taken.
///
/// `cost[case][advisor]` is between `-LARGEST` and `LARGEST`. `places[advisor]` has one entry a free place: what taking it
/// costs on top, never less than the place before. Of equally good assignments it is always the same one.
///
/// # Panics
/// If a row has not one cost for each advisor, or if the places of an advisor get cheaper.
#[must_use]
pub fn assign(cost: &[Vec<Cost>], places: &[Vec<i64>]) -> Vec<Option<usize>> {
    assert!(cost.iter().all(|row| row.len() == places.len()), "a cost for each advisor");
    assert!(places.iter().all(|places| places.is_sorted()), "places never get cheaper");
    let mut board = Board::new(cost, places);
    for case in 0..cost.len() {
        board.take_in(case);
    }
    board.holder.into_iter().map(|holder| holder.filter(|holder| *holder < places.len())).collect()
}

/// The assignment so far. The column behind the last advisor is nobody: it has room for everybody.
struct Board<'a> {
    cost: &'a [Vec<Cost>],
    places: &'a [Vec<i64>],
    /// Who has a case.
    holder: Vec<Option<usize>>,
    /// Which cases somebody has.
    held: Vec<Vec<usize>>,
    /// `moves[from][to]`: the case of `from` that goes to `to` at the least cost, and that cost.
    moves: Vec<Vec<(i64, usize)>>,
    /// Reduced costs of moves are never negative with these.
    potential: Vec<i64>,
    /// The same for the end of all paths, a free place.
    end: i64,
}

impl<'a> Board<'a> {
    fn new(cost: &'a [Vec<Cost>], places: &'a [Vec<i64>]) -> Self {
        let columns = places.len() + 1;
        let end = places.iter().filter_map(|places| places.first()).copied().fold(0, i64::min);
        Self {
            cost,
            places,
            holder: vec![None; cost.len()],
            held: vec![Vec::new(); columns],
            moves: vec![vec![(FAR, usize::MAX); columns]; columns],
            potential: vec![0; columns],
            end,
        }
    }

    fn columns(&self) -> usize {
        self.potential.len()
    }

    fn cost(&self, case: usize, column: usize) -> i64 {
        match self.cost[case].get(column) {
            None => NOBODY,
            Some(cost) => cost.unwrap_or(FAR),
        }
    }

    /// What the next place of a column costs; none if it is full.
    fn next_place(&self, column: usize) -> Option<i64> {
        match self.places.get(column) {
            None => Some(0),
            Some(places) => places.get(self.held[column].len()).copied(),
        }
    }

    /// Gives a case to somebody, moving others on where that is cheaper.
    fn take_in(&mut self, case: usize) {
        let columns = self.columns();
        let mut distance: Vec<i64> = (0..columns).map(|to| self.reduced(self.cost(case, to), to)).collect();
        let mut before: Vec<Option<usize>> = vec![None; columns];
        let mut is_done = vec![false; columns];
        let (mut least, mut target) = (FAR, columns - 1);
        while let Some(at) = (0..columns).filter(|at| !is_done[*at] && distance[*at] < least).min_by_key(|at| distance[*at]) {
            is_done[at] = true;
            if let Some(place) = self.next_place(at) {
                let whole = distance[at] + place + self.potential[at] - self.end;
                if whole < least {
                    (least, target) = (whole, at);
                }
            }
            for to in 0..columns {
                let (price, _) = self.moves[at][to];
                if is_done[to] || price >= FAR {
                    continue;
                }
                let whole = distance[at] + price + self.potential[at] - self.potential[to];
                if whole < distance[to] {
                    (distance[to], before[to]) = (whole, Some(at));
                }
            }
        }
        for (potential, distance) in self.potential.iter_mut().zip(&distance) {
            *potential += (*distance).min(least);
        }
        self.end += least;
        self.walk(case, target, &before);
    }

    fn reduced(&self, cost: i64, to: usize) -> i64 {
        if cost >= FAR { FAR } else { cost - self.potential[to] }
    }

    /// Does what the path says, from its end: each column hands on its cheapest case and takes one in.
    fn walk(&mut self, case: usize, last: usize, before: &[Option<usize>]) {
        let mut changed = vec![last];
        let mut to = last;
        while let Some(from) = before[to] {
            let (_, moved) = self.moves[from][to];
            self.held[from].retain(|held| *held != moved);
            self.put(moved, to);
            changed.push(from);
            to = from;
        }
        self.put(case, to);
        for column in changed {
            self.look_for_moves(column);
        }
    }

    fn put(&mut self, case: usize, column: usize) {
        self.held[column].push(case);
        self.holder[case] = Some(column);
    }

    fn look_for_moves(&mut self, from: usize) {
        let mut best = vec![(FAR, usize::MAX); self.columns()];
        for case in &self.held[from] {
            let here = self.cost(*case, from);
            for (to, best) in best.iter_mut().enumerate().filter(|(to, _)| *to != from) {
                let there = self.cost(*case, to);
                if there < FAR {
                    *best = (*best).min((there - here, *case));
                }
            }
        }
        self.moves[from] = best;
    }
}
