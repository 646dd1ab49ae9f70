//! What an organization says of itself, and what an operator makes of it.

use lianqiao::{
    identity::rules::{Claim, Organization, OrganizationKind, Verdict, Verification},
    kernel::{Code, Id, Timestamp},
};
use proptest::prelude::*;
use uuid::Uuid;

use super::coded;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_timestamp(1_760_000_000 + minute * 60, 0).unwrap()
}

fn claim(name: &str) -> Claim {
    Claim { name_zh: Some(name.to_owned()), name_en: None, credit_code: Some("91350100M000100Y43".to_owned()) }
}

fn organization(verification: Verification) -> Organization {
    let verified = verification == Verification::Verified;
    Organization {
        id: Id::from_uuid(Uuid::from_u128(1)),
        kind: OrganizationKind::University,
        name_zh: claim("测试大学").name_zh,
        name_en: None,
        credit_code: claim("").credit_code,
        country: "CN".to_owned(),
        division: None,
        website: None,
        verification,
        verification_note: None,
        verified_at: verified.then(|| at(0)),
        verified_by: None,
        pending_change: None,
        size: None,
        size_declaration: None,
        version: 1,
        created_by: None,
        created_at: at(0),
        updated_at: at(0),
    }
}

#[test]
fn before_the_first_verification_an_organization_is_called_what_it_says() {
    for verification in [Verification::Pending, Verification::Rejected] {
        let said = organization(verification).claiming(claim("清华园"), at(1));
        assert_eq!(
            (said.claim(), said.verification, said.pending_change),
            (claim("清华园"), Verification::Pending, None),
            "{verification}"
        );
    }
}

#[test]
fn a_wish_keeps_its_day_while_it_stands_and_loses_it_with_another() {
    let asked = organization(Verification::Verified).claiming(claim("清华园"), at(1));
    let again = asked.clone().claiming(claim("清华园"), at(2));
    assert_eq!(again.pending_change.as_ref().unwrap().requested_at, at(1));
    let other = again.claiming(claim("北大园"), at(3));
    assert_eq!(other.pending_change.as_ref().unwrap().requested_at, at(3));
    assert_eq!(other.claiming(claim("测试大学"), at(4)).pending_change, None, "taken back");
}

#[test]
fn there_is_nothing_to_judge_twice() {
    let again = |verification, verdict| coded(organization(verification).judged(verdict, at(1))).map(|judged| judged.verification);
    let (yes, no) = (Verdict::Verify { by: None }, Verdict::Reject { reason: "不符".to_owned() });
    assert_eq!(again(Verification::Verified, yes.clone()), Err(Code::TransitionNotAllowed));
    assert_eq!(again(Verification::Rejected, no.clone()), Err(Code::TransitionNotAllowed));
    assert_eq!(again(Verification::Rejected, yes), Ok(Verification::Verified));
    assert_eq!(again(Verification::Verified, no), Ok(Verification::Rejected));
}

proptest! {
    /// Whatever a verified organization says, and however often it is told no: it is known by what an operator approved.
    #[test]
    fn a_verified_name_changes_by_an_operators_word_only(steps in prop::collection::vec((0..4_usize, any::<bool>()), 0..20)) {
        let names = ["测试大学", "清华园", "北大园", "复旦园"];
        let (mut organization, mut approved) = (organization(Verification::Verified), claim("测试大学"));
        for (minute, (name, no)) in (1..).zip(steps) {
            organization = organization.claiming(claim(names[name]), at(minute));
            prop_assert_eq!(organization.claim(), approved.clone());
            prop_assert!(organization.is_verified());
            prop_assert_eq!(organization.latest_claim(), claim(names[name]));
            if no && organization.pending_change.is_some() {
                organization = organization.judged(Verdict::Reject { reason: "不符".to_owned() }, at(minute)).unwrap();
            } else if organization.pending_change.is_some() && name % 2 == 0 {
                organization = organization.judged(Verdict::Verify { by: None }, at(minute)).unwrap();
                approved = claim(names[name]);
            }
            prop_assert_eq!(organization.claim(), approved.clone());
        }
    }
}
