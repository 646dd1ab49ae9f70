//! Requests that were damaged on the way.

use lianqiao_tests::SeededRandom;

use super::{Case, below};

/// What is put in where something is broken.
const SPLINTERS: [&[u8]; 12] =
    [b"\0", b"\r\n", b"\"", b"{", b"[[[[[[[[", b"\\u0000", b"\xff\xfe", b"\xe2\x80\xae", b"...F", b"$", b"-1", b"99999999999999999999"];

/// One mutant of `bytes`: up to four damages, some with parts of other requests.
pub fn mutant(bytes: &[u8], others: &[Case], random: &SeededRandom) -> Vec<u8> {
    let mut mutant = bytes.to_vec();
    for _ in 0..=below(random, 3) {
        let (at, length) = (below(random, mutant.len() + 1), 1 + below(random, 40));
        let end = (at + length).min(mutant.len());
        match below(random, 6) {
            0 if at < mutant.len() => mutant[at] ^= 1 << below(random, 8),
            1 => mutant.truncate(at),
            2 => {
                let twice = mutant[at..end].to_vec();
                mutant.splice(at..at, twice);
            }
            3 => {
                let other = &others[below(random, others.len())].bytes;
                let from = below(random, other.len() + 1);
                let part = other[from..(from + length).min(other.len())].to_vec();
                mutant.splice(at..at, part);
            }
            4 => drop(mutant.splice(at..end, [])),
            _ => {
                let splinter = SPLINTERS[below(random, SPLINTERS.len())];
                mutant.splice(at..at, splinter.iter().copied());
            }
        }
    }
    mutant
}
