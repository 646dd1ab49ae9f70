//! Rotating refresh tokens (RFC 9700, 4.14).

use chrono::{DateTime, TimeDelta, Utc};
use lianqiao::{
    identity::rules::session::{Presented, RefreshToken, Session},
    kernel::{Id, digest},
};
use lianqiao_tests::SeededRandom;
use proptest::prelude::*;
use uuid::Uuid;

fn start() -> DateTime<Utc> {
    "2026-11-23T02:00:00Z".parse().unwrap()
}

fn life() -> TimeDelta {
    TimeDelta::days(30)
}

fn open(random: &SeededRandom) -> (Session, RefreshToken) {
    let token = RefreshToken::first(random);
    let session = Session {
        id: Id::from_uuid(Uuid::from_u128(1)),
        user: Id::from_uuid(Uuid::from_u128(2)),
        generation: 1,
        family_hash: token.family_hash(),
        token_hash: token.hash(),
        previous_token_hash: None,
        retried_at: None,
        device: None,
        created_at: start(),
        last_used_at: start(),
        expires_at: start() + life(),
        revoked_at: None,
    };
    (session, token)
}

#[test]
fn a_token_is_64_characters_that_only_hashes_remember() {
    let random = SeededRandom::new(7);
    let token = RefreshToken::first(&random);
    let text = token.text();
    assert_eq!(text.len(), 64);
    assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{text}");
    let read = RefreshToken::parse(&text).unwrap();
    assert_eq!((read.hash(), read.family_hash()), (token.hash(), token.family_hash()));
    assert_eq!(token.hash().len(), 64);
    assert_ne!(token.hash(), digest::sha256_hex(text.as_bytes()), "the family is no part of what is hashed");
    let next = token.successor(&random);
    assert_eq!(next.family_hash(), token.family_hash());
    assert_ne!(next.hash(), token.hash());
    assert_ne!(RefreshToken::first(&random).family_hash(), token.family_hash());
    for foreign in ["", "x", &text[1..], &format!("{text}A"), &text.replace(|c: char| c.is_ascii_digit(), "+"), &"é".repeat(32)] {
        assert!(RefreshToken::parse(foreign).is_none_or(|read| read.hash() != token.hash()), "{foreign}");
    }
}

#[test]
fn a_token_is_good_once() {
    let random = SeededRandom::new(1);
    let (session, first) = open(&random);
    assert_eq!(session.judge(&first, start()), Presented::Current);
    let second = first.successor(&random);
    let session = session.rotated(Presented::Current, &second, start(), life());
    assert_eq!(session.generation, 2);
    assert_eq!(session.judge(&second, start()), Presented::Current);
    // The answer may have been lost, for a minute.
    assert_eq!(session.judge(&first, start() + TimeDelta::milliseconds(59_999)), Presented::LostAnswer);
    assert_eq!(session.judge(&first, start() + TimeDelta::seconds(60)), Presented::Replayed);
}

#[test]
fn a_lost_answer_is_given_again_only_once() {
    let random = SeededRandom::new(2);
    let (session, first) = open(&random);
    let lost = first.successor(&random);
    let session = session.rotated(Presented::Current, &lost, start(), life());
    let again = first.successor(&random);
    let later = start() + TimeDelta::seconds(5);
    assert_eq!(session.judge(&first, later), Presented::LostAnswer);
    let session = session.rotated(Presented::LostAnswer, &again, later, life());
    assert_eq!(session.judge(&again, later), Presented::Current);
    assert_eq!(session.judge(&first, later), Presented::JustRetried, "a second retry is another tab");
    let minute = later + TimeDelta::seconds(60);
    assert_eq!(session.judge(&first, minute), Presented::Replayed, "a minute later it is a replay");
    assert_eq!(session.judge(&lost, later), Presented::Replayed, "the answer that was lost, found by somebody else");
    // After the next regular step a new answer may get lost.
    let next = again.successor(&random);
    let session = session.rotated(Presented::Current, &next, later, life());
    assert_eq!(session.judge(&again, later), Presented::LostAnswer);
}

#[test]
fn a_used_successor_closes_the_door_behind_it() {
    let random = SeededRandom::new(3);
    let (session, first) = open(&random);
    let second = first.successor(&random);
    let third = second.successor(&random);
    let session = session.rotated(Presented::Current, &second, start(), life()).rotated(Presented::Current, &third, start(), life());
    assert_eq!(session.judge(&first, start()), Presented::Replayed, "within the minute, but its successor was used");
    assert_eq!(session.judge(&second, start()), Presented::LostAnswer);
}

#[test]
fn an_ended_session_takes_nothing() {
    let random = SeededRandom::new(4);
    let (session, token) = open(&random);
    assert_eq!(session.judge(&token, start() + life()), Presented::Ended);
    let almost = start() + life() - TimeDelta::seconds(1);
    assert_eq!(session.judge(&token, almost), Presented::Current);
    let session = Session { revoked_at: Some(start()), ..session };
    assert_eq!(session.judge(&token, start()), Presented::Ended);
}

proptest! {
    /// Whatever is presented in whatever order: at most one token is good at a time, and never one that was good before.
    #[test]
    fn at_most_one_branch_lives(seed: u64, steps in proptest::collection::vec((0_usize..6, 0_i64..90), 1..40)) {
        let random = SeededRandom::new(seed);
        let (mut session, first) = open(&random);
        let (mut issued, mut now) = (vec![first], start());
        for (choice, seconds) in steps {
            now += TimeDelta::seconds(seconds);
            let token = issued[issued.len().saturating_sub(choice + 1)].clone();
            match session.judge(&token, now) {
                presented @ (Presented::Current | Presented::LostAnswer) => {
                    let next = token.successor(&random);
                    session = session.rotated(presented, &next, now, life());
                    issued.push(next);
                }
                Presented::Replayed => session.revoked_at = Some(now),
                Presented::Ended | Presented::JustRetried => {}
            }
            let good = issued.iter().filter(|token| session.judge(token, now) == Presented::Current).count();
            prop_assert_eq!(good, usize::from(session.revoked_at.is_none()));
            if session.revoked_at.is_none() {
                prop_assert_eq!(session.judge(issued.last().unwrap(), now), Presented::Current);
            }
        }
    }
}
