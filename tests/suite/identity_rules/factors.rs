//! Second factors: codes as the standard has them, and which of them are taken.

use chrono::{DateTime, Utc};
use lianqiao::{
    identity::rules::{
        linked_login::vouched_email,
        second_factor::{Proof, RECOVERY_CODES, accepted_step, enrollment, recovery_codes, recovery_hash, recovery_hashes},
    },
    kernel::{Code, Id, id::User},
};
use lianqiao_tests::SeededRandom;
use proptest::prelude::*;
use uuid::Uuid;

use super::coded;

/// The secret of the examples of RFC 6238, appendix B.
const SECRET: &[u8] = b"12345678901234567890";

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

fn user() -> Id<User> {
    Id::from_uuid(Uuid::from_u128(7))
}

#[test]
fn codes_are_those_of_the_standard() {
    // Appendix B gives eight digits; six are their end.
    for (time, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        assert_eq!(accepted_step(SECRET, code, at(time), 0).unwrap(), Some(time / 30), "{time}");
    }
}

#[test]
fn a_step_before_and_after_is_taken_and_none_twice() {
    let (code, step) = ("005924", 1_234_567_890 / 30);
    for (shift, taken) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
        assert_eq!(accepted_step(SECRET, code, at(1_234_567_890 + shift), 0).unwrap(), taken.then_some(step), "{shift}");
    }
    assert_eq!(accepted_step(SECRET, code, at(1_234_567_890), step - 1).unwrap(), Some(step));
    assert_eq!(accepted_step(SECRET, code, at(1_234_567_890), step).unwrap(), None, "used");
    for wrong in ["", "5924", "005925", "0059240", "００５９２４", "abcdef"] {
        assert_eq!(accepted_step(SECRET, wrong, at(1_234_567_890), 0).unwrap(), None, "{wrong}");
    }
}

#[test]
fn an_address_with_a_colon_makes_no_other_label() {
    let (_, url) = enrollment(SECRET, "a:b@firm.example").unwrap();
    assert!(url.starts_with("otpauth://totp/Lianqiao:a_b%40firm.example?secret="), "{url}");
}

#[test]
fn a_recovery_code_is_read_however_it_is_typed() {
    let codes = recovery_codes(&SeededRandom::new(1));
    assert_eq!(codes.len(), RECOVERY_CODES);
    assert!(codes.iter().all(|code| code.len() == 19 && !code.contains(['i', 'l', 'o', 'u'])), "{codes:?}");
    let hashes = recovery_hashes(user(), &codes);
    for (code, hash) in codes.iter().zip(&hashes) {
        for typed in [code.clone(), code.to_uppercase(), code.replace('-', ""), format!(" {} ", code.replace('-', " "))] {
            let Proof::Recovery(read) = Proof::read(&typed) else { panic!("{typed} is no code of an authenticator") };
            assert_eq!(recovery_hash(user(), &read), *hash, "{typed}");
        }
    }
    let other = Id::from_uuid(Uuid::from_u128(8));
    assert_ne!(recovery_hash(other, &codes[0].replace('-', "")), hashes[0], "a hash says nothing about another's");
    assert_eq!(Proof::read("123 456"), Proof::Code("123456".to_owned()));
}

#[test]
fn a_provider_speaks_for_its_own_domains_only() {
    let domains = ["fudan.example".to_owned()];
    let vouched = |email: &str, verified| coded(vouched_email(Some(email), verified, &domains));
    assert_eq!(vouched("Wang.Fang@FUDAN.example", true).as_deref(), Ok("wang.fang@fudan.example"));
    for (email, verified) in [
        ("wang@fudan.example", false),
        ("wang@evil-fudan.example", true),
        ("wang@mail.fudan.example", true),
        ("wang@fudan.example.evil.example", true),
        ("wang@fudan.example@evil.example", true),
        ("fudan.example", true),
        ("", true),
    ] {
        assert_eq!(vouched(email, verified), Err(Code::ProviderEmailRefused), "{email}");
    }
    assert_eq!(coded(vouched_email(None, true, &domains)), Err(Code::ProviderEmailRefused));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}", time in -1_000_i64..100_000_000_000) {
        if let Proof::Code(code) = Proof::read(&text) {
            prop_assert!(code.len() == 6);
        }
        let _ = accepted_step(SECRET, &text, at(time), 0).unwrap();
    }
}
