//! Unified social credit codes (GB 32100-2015).

use lianqiao::{identity::rules, kernel::Code};
use lianqiao_tests::shared_data;
use proptest::prelude::*;

use super::coded;

fn credit_code(text: &str) -> Result<String, Code> {
    coded(rules::credit_code(text))
}

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The check character, computed the long way round: weights as the standard's table prints them.
fn check(body: &str) -> char {
    const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let sum: usize = body.chars().zip(WEIGHTS).map(|(c, weight)| ALPHABET.find(c).unwrap() * weight).sum();
    ALPHABET.chars().nth((31 - sum % 31) % 31).unwrap()
}

#[test]
fn good_codes_are_taken_as_people_type_them() {
    let typed = [
        ("91350100M000100Y43", "91350100M000100Y43"),
        ("91350100m000100y43", "91350100M000100Y43"),
        (" 91 350100 M000100Y4 3 ", "91350100M000100Y43"),
        ("91350100-M000100Y4-3", "91350100M000100Y43"),
        ("９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),
        ("９１３５０１００ｍ０００１００ｙ４３\u{3000}", "91350100M000100Y43"),
        ("91\u{a0}350100M000100Y43", "91350100M000100Y43"),
        ("12310110DEM000110Y", "12310110DEM000110Y"),
    ];
    for (typed, code) in typed {
        assert_eq!(credit_code(typed), Ok(code.to_owned()), "{typed}");
    }
}

#[test]
fn everything_else_is_refused_with_one_code() {
    let long = "9".repeat(100_000);
    let refused = [
        ("", "nothing"),
        ("91350100M000100Y4", "17 characters"),
        ("91350100M000100Y433", "19 characters"),
        ("91350100M000100Y44", "wrong check"),
        ("19350100M000100Y43", "two characters swapped"),
        ("91350100I000100Y43", "I is not in the alphabet"),
        ("91350100M000100O43", "O is not in the alphabet"),
        ("9135010AM000100Y43", "a letter in the division"),
        ("01350100M000100Y4J", "no registering authority 0"),
        ("91350100M000100Y4３３", "two checks"),
        ("91350100Ｍ000100Y4\u{200b}3", "an invisible character"),
        ("九一三五零一零零M000100Y43", "numerals in words"),
        (long.as_str(), "far too long"),
    ];
    for (typed, why) in refused {
        assert_eq!(credit_code(typed), Err(Code::InvalidCreditCode), "{why}");
    }
}

#[test]
fn the_collected_codes_are_judged_as_their_collectors_judge_them() {
    let Some(folder) = shared_data("ref-uscc-vectors") else { return };
    let text = std::fs::read_to_string(folder.join("uscc_vectors.csv")).unwrap();
    let mut counts = (0, 0);
    for line in text.lines().skip(1) {
        // Only the first and the last column may be quoted, and then they hold no quotes.
        let line = line.replace('"', "");
        let mut cells = line.splitn(4, ',');
        let (input, expected, normalized) = (cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap());
        if expected == "valid" {
            assert_eq!(credit_code(input), Ok(normalized.to_owned()), "{line}");
            counts.0 += 1;
        } else {
            assert_eq!(credit_code(input), Err(Code::InvalidCreditCode), "{line}");
            counts.1 += 1;
        }
    }
    assert!(counts.0 >= 200 && counts.1 >= 4, "the collection shrank: {counts:?}");
}

proptest! {
    #[test]
    fn a_code_with_its_check_is_good_and_any_single_slip_is_not(
        head in "[1-9ANY][1-9][0-9]{6}",
        body in "[0-9A-HJ-NPQRTUWXY]{9}",
        position in 0_usize..18,
        other in 0_usize..31,
    ) {
        let code = format!("{head}{body}{}", check(&format!("{head}{body}")));
        prop_assert_eq!(credit_code(&code), Ok(code.clone()));
        let mut slipped: Vec<char> = code.chars().collect();
        let other = ALPHABET.chars().nth(other).unwrap();
        prop_assume!(slipped[position] != other);
        slipped[position] = other;
        // Every weight is invertible modulo 31, so one wrong character always shows.
        prop_assert!(credit_code(&slipped.into_iter().collect::<String>()).is_err());
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}") {
        let _ = credit_code(&text);
    }
}
