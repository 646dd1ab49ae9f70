//! The life of a case.

use std::collections::BTreeSet;

use lianqiao::{
    brokering::{
        rules::{Authority, Facts, Transition, authority, blockers, steps, take},
        vocabulary::CaseState,
    },
    kernel::Code,
};
use proptest::prelude::*;
use sea_orm::Iterable;

#[test]
fn every_step_leads_somewhere_and_what_is_over_is_over() {
    for state in CaseState::iter() {
        for transition in Transition::iter() {
            match take(transition, state) {
                Ok(step) => assert_eq!(step.authority, authority(transition)),
                Err(error) => assert_eq!(error.code(), Code::TransitionNotAllowed),
            }
        }
        assert_eq!(steps(state).is_empty(), state.is_closed(), "{state}");
        assert!(state == CaseState::Open || state.is_active() != state.is_closed(), "{state}");
    }
    let reached: BTreeSet<_> = CaseState::iter().flat_map(steps).map(|step| step.to).collect();
    assert_eq!(reached.len(), CaseState::iter().count());
    assert_eq!(authority(Transition::Lapse), Authority::System);
}

#[test]
fn a_client_can_always_end_a_case_and_an_advisor_always_give_it_back() {
    for state in CaseState::iter().filter(|state| !state.is_closed()) {
        assert!(take(Transition::Withdraw, state).is_ok(), "{state}");
        assert_eq!(take(Transition::Release, state).is_ok(), state.is_active(), "{state}");
        for transition in [Transition::Withdraw, Transition::Release, Transition::Decline] {
            assert!(blockers(transition, &Facts::default()).is_empty(), "nothing stands in the way of {transition}");
        }
    }
}

#[test]
fn success_is_reached_from_tracking_alone() {
    for state in CaseState::iter() {
        assert_eq!(take(Transition::Succeed, state).is_ok(), state == CaseState::Tracking, "{state}");
    }
}

proptest! {
    #[test]
    fn nobody_moves_on_without_a_mandate_or_in_spite_of_a_tie(step in 0..12_usize, mandated: bool, open: bool, own: bool, seated: bool, appointed: bool) {
        let transition = Transition::iter().nth(step).unwrap();
        let moves_on = matches!(transition, Transition::Start | Transition::Match | Transition::Contract) || (own && transition == Transition::Track);
        let ends = own && matches!(transition, Transition::Succeed | Transition::GiveUp);
        let facts = Facts { mandated, conflict_open: open, as_advisor: own, seated, appointed, ..Facts::default() };
        let codes: Vec<_> = blockers(transition, &facts).iter().map(lianqiao::kernel::Error::code).collect();
        prop_assert_eq!(codes.contains(&Code::MandateMissing), (moves_on || ends) && !mandated);
        let takes = transition == Transition::Accept;
        let late = matches!(transition, Transition::Track | Transition::Succeed);
        prop_assert_eq!(codes.contains(&Code::AdvisorNotAvailable), (takes || moves_on || ends) && !appointed);
        prop_assert_eq!(codes.contains(&Code::ConflictOfInterest), (takes || moves_on || late) && seated);
        prop_assert_eq!(codes.contains(&Code::ConflictUnresolved), (moves_on || late) && open);
    }
}
