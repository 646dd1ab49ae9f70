//! Chance that repeats.

use lianqiao::kernel::id::Random;
use lianqiao_tests::SeededRandom;

/// Throws that are the same for the same seed.
pub struct Dice(SeededRandom);

impl Dice {
    /// Dice of their own for each `part` of a run.
    pub fn new(seed: u64, part: u64) -> Self {
        Self(SeededRandom::new(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ part.wrapping_mul(0x9E37_79B9_97F4_A7C1)))
    }

    /// A number from 0 to `below - 1`.
    pub fn roll(&self, below: u64) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes) % below
    }

    /// Whether something happens that does so `percent` times in a hundred.
    pub fn chance(&self, percent: u64) -> bool {
        self.roll(100) < percent
    }

    /// One of `these`.
    pub fn pick<'a, T>(&self, these: &'a [T]) -> &'a T {
        &these[usize::try_from(self.roll(these.len() as u64)).unwrap()]
    }

    /// A fresh idempotency key.
    pub fn key(&self) -> String {
        let mut bytes = [0; 16];
        self.0.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }
}
