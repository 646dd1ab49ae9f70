//! A quick hash for words: they are short, and a text has many.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    sync::LazyLock,
};

/// Where hashing begins, another in each process: who writes texts cannot choose words that all fall together.
static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));

/// Golden ratio: multiplied by it, neighbors lie far apart.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Makes hashers.
#[derive(Debug, Clone, Copy)]
pub struct Quick(u64);

impl Default for Quick {
    fn default() -> Self {
        Self(*SEED)
    }
}

impl BuildHasher for Quick {
    type Hasher = Hashed;

    fn build_hasher(&self) -> Hashed {
        Hashed(self.0)
    }
}

/// What was hashed so far.
#[derive(Debug)]
pub struct Hashed(u64);

impl Hashed {
    fn mix(&mut self, word: u64) {
        let wide = u128::from(self.0 ^ word) * u128::from(SPREAD);
        #[expect(clippy::cast_possible_truncation, reason = "both halves are taken")]
        let (low, high) = (wide as u64, (wide >> 64) as u64);
        self.0 = low ^ high;
    }
}

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        let mut eights = bytes.chunks_exact(8);
        for eight in &mut eights {
            self.mix(eight.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
        let rest = eights.remainder();
        let rest = rest.iter().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte));
        self.mix(rest);
    }

    /// Ends a word: its length is in it already.
    fn write_u8(&mut self, byte: u8) {
        self.0 ^= u64::from(byte);
    }

    fn finish(&self) -> u64 {
        self.0.wrapping_mul(SPREAD) ^ self.0 >> 29
    }
}
