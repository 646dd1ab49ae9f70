//! States, steps and what stands in their way.

use lianqiao::{
    demand::{
        rules::{Authority, Kin, Position, RevisionState, Suspension, edited, steps, take},
        vocabulary::DemandState,
    },
    kernel::Code,
};

use super::*;

/// Every step of the life of a demand, one a line: transition, from, to, who. A state with changes beside it is written
/// `PUBLISHED+EDITING`. Whatever is not here must be refused.
const LIFE: &str = "
    SUBMIT   DRAFT                SUBMITTED            Owner
    WITHDRAW DRAFT                WITHDRAWN            Owner
    SUBMIT   EXPIRED              SUBMITTED            Owner
    RETURN   SUBMITTED            DRAFT                Operator
    REFUSE   SUBMITTED            REFUSED              Operator
    PUBLISH  SUBMITTED            PUBLISHED            Operator
    WITHDRAW SUBMITTED            WITHDRAWN            Owner
    SUSPEND  PUBLISHED            SUSPENDED            OwnerOrOperator
    RENEW    PUBLISHED            PUBLISHED            Owner
    WITHDRAW PUBLISHED            WITHDRAWN            Owner
    FULFILL  PUBLISHED            FULFILLED            Owner
    EXPIRE   PUBLISHED            EXPIRED              System
    SUBMIT   PUBLISHED+EDITING    PUBLISHED+SUBMITTED  Owner
    SUSPEND  PUBLISHED+EDITING    SUSPENDED+EDITING    OwnerOrOperator
    RENEW    PUBLISHED+EDITING    PUBLISHED+EDITING    Owner
    WITHDRAW PUBLISHED+EDITING    WITHDRAWN            Owner
    FULFILL  PUBLISHED+EDITING    FULFILLED            Owner
    EXPIRE   PUBLISHED+EDITING    EXPIRED              System
    RETURN   PUBLISHED+SUBMITTED  PUBLISHED+EDITING    Operator
    PUBLISH  PUBLISHED+SUBMITTED  PUBLISHED            Operator
    SUSPEND  PUBLISHED+SUBMITTED  SUSPENDED+SUBMITTED  OwnerOrOperator
    RENEW    PUBLISHED+SUBMITTED  PUBLISHED+SUBMITTED  Owner
    WITHDRAW PUBLISHED+SUBMITTED  WITHDRAWN            Owner
    FULFILL  PUBLISHED+SUBMITTED  FULFILLED            Owner
    EXPIRE   PUBLISHED+SUBMITTED  EXPIRED              System
    RESUME   SUSPENDED            PUBLISHED            OwnerOrOperator
    RENEW    SUSPENDED            SUSPENDED            Owner
    WITHDRAW SUSPENDED            WITHDRAWN            Owner
    FULFILL  SUSPENDED            FULFILLED            Owner
    EXPIRE   SUSPENDED            EXPIRED              System
    SUBMIT   SUSPENDED+EDITING    SUSPENDED+SUBMITTED  Owner
    RESUME   SUSPENDED+EDITING    PUBLISHED+EDITING    OwnerOrOperator
    RENEW    SUSPENDED+EDITING    SUSPENDED+EDITING    Owner
    WITHDRAW SUSPENDED+EDITING    WITHDRAWN            Owner
    FULFILL  SUSPENDED+EDITING    FULFILLED            Owner
    EXPIRE   SUSPENDED+EDITING    EXPIRED              System
    RETURN   SUSPENDED+SUBMITTED  SUSPENDED+EDITING    Operator
    PUBLISH  SUSPENDED+SUBMITTED  SUSPENDED            Operator
    RESUME   SUSPENDED+SUBMITTED  PUBLISHED+SUBMITTED  OwnerOrOperator
    RENEW    SUSPENDED+SUBMITTED  SUSPENDED+SUBMITTED  Owner
    WITHDRAW SUSPENDED+SUBMITTED  WITHDRAWN            Owner
    FULFILL  SUSPENDED+SUBMITTED  FULFILLED            Owner
    EXPIRE   SUSPENDED+SUBMITTED  EXPIRED              System
    RENEW    EXPIRED              PUBLISHED            Owner
";

fn position(text: &str) -> Position {
    let (state, revision) = text.split_once('+').map_or((text, None), |(state, revision)| (state, Some(revision)));
    Position { state: state.parse().unwrap(), revision: revision.map(|revision| revision.parse().unwrap()) }
}

fn positions() -> Vec<Position> {
    let revisions: Vec<Option<RevisionState>> = std::iter::once(None).chain(RevisionState::iter().map(Some)).collect();
    DemandState::iter().flat_map(|state| revisions.iter().map(move |revision| Position { state, revision: *revision })).collect()
}

/// Changes are pending only beside something that the world sees or has seen.
fn occurs(position: Position) -> bool {
    position.revision.is_none() || matches!(position.state, DemandState::Published | DemandState::Suspended)
}

#[test]
fn the_life_of_a_demand_is_the_one_that_is_told_and_no_other() {
    let row = |line: &str| {
        let words: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
        (words[0].parse::<Transition>().unwrap(), position(&words[1]), position(&words[2]), words[3].clone())
    };
    let life: Vec<_> = LIFE.lines().filter(|line| !line.trim().is_empty()).map(row).collect();
    for from in positions().into_iter().filter(|position| occurs(*position)) {
        for transition in Transition::iter() {
            let told = life.iter().find(|(name, start, ..)| *name == transition && *start == from);
            match (take(transition, from), told) {
                (Ok(step), Some((_, _, to, who))) => {
                    assert_eq!((step.to, format!("{:?}", step.authority)), (*to, who.clone()), "{transition} from {from:?}");
                }
                (Err(error), None) => assert_eq!(error.code(), Code::TransitionNotAllowed),
                (step, told) => panic!("{transition} from {from:?}: {step:?}, told {told:?}"),
            }
        }
    }
}

proptest! {
    #[test]
    fn however_long_the_walk_no_step_leads_where_nothing_can_be(choices in prop::collection::vec(any::<prop::sample::Index>(), 1..40)) {
        let mut here = Position { state: DemandState::Draft, revision: None };
        for choice in choices {
            let mut ways: Vec<Position> = steps(here).into_iter().map(|step| step.to).collect();
            ways.extend(edited(here));
            if ways.is_empty() {
                prop_assert!(matches!(here.state, DemandState::Withdrawn | DemandState::Fulfilled | DemandState::Refused));
                break;
            }
            here = ways[choice.index(ways.len())];
            prop_assert!(occurs(here));
            // Nobody but the program and the operator brings it before the world for the first time.
            prop_assert!(steps(here).iter().all(|step| here.state != DemandState::Draft || step.authority == Authority::Owner));
        }
    }
}

/// What guards look at, where nothing is wrong.
pub fn facts(content: &DemandContent) -> Facts<'_> {
    Facts {
        content,
        shown: None,
        today: TODAY,
        organization_verified: true,
        traits: Traits::default(),
        named: false,
        kin: Kin::default(),
        own_side: false,
        suspension: None,
        valid_until: None,
        expired: false,
        changed: false,
        operator: false,
    }
}

fn bars(transition: Transition, facts: &Facts<'_>) -> Vec<Code> {
    blockers(transition, facts, &BOOK).unwrap().into_iter().map(|blocker| blocker.error.code()).collect()
}

#[test]
fn what_stands_in_the_way_is_told_for_the_step_that_it_bars() {
    let content = told();
    let fine = facts(&content);
    for transition in Transition::iter() {
        assert_eq!(bars(transition, &fine), [], "{transition}");
    }
    let late = DemandContent { deadline: Some(Date(day(2026, 11, 22))), ..told() };
    let public = DemandContent { visibility: Visibility::Public, ..told() };
    let over = DemandContent { valid_until: Some(Date(day(2026, 11, 22))), ..told() };
    let (unnamed, named) = (Kin { unnamed: true, named: false }, Kin { unnamed: false, named: true });
    let hidden = Facts { expired: true, suspension: Some(Suspension::Operator), ..fine };
    let unverified = Facts { organization_verified: false, ..fine };
    for (transition, facts, code) in [
        (Transition::Submit, Facts { content: &DemandContent::default(), ..fine }, Some(Code::DemandIncomplete)),
        (Transition::Submit, Facts { content: &late, ..fine }, Some(Code::OutOfRange)),
        (Transition::Renew, Facts { content: &content, shown: Some(&late), ..fine }, Some(Code::OutOfRange)),
        (Transition::Submit, Facts { named: true, ..fine }, Some(Code::DemandNamed)),
        (Transition::Submit, Facts { named: true, content: &public, ..fine }, None),
        (Transition::Submit, unverified, None),
        (Transition::Publish, unverified, Some(Code::OrganizationNotVerified)),
        (Transition::Resume, unverified, Some(Code::OrganizationNotVerified)),
        (Transition::Publish, Facts { own_side: true, ..fine }, Some(Code::SubmitterMayNotApprove)),
        (Transition::Return, Facts { own_side: true, ..fine }, Some(Code::SubmitterMayNotApprove)),
        (Transition::Refuse, Facts { own_side: true, ..fine }, Some(Code::SubmitterMayNotApprove)),
        (Transition::Suspend, Facts { own_side: true, ..fine }, None),
        (Transition::Submit, Facts { content: &over, ..fine }, Some(Code::OutOfRange)),
        (Transition::Publish, Facts { content: &over, ..fine }, Some(Code::OutOfRange)),
        (Transition::Renew, Facts { content: &over, ..fine }, None),
        (Transition::Publish, Facts { kin: unnamed, ..fine }, None),
        (Transition::Publish, Facts { kin: unnamed, content: &public, ..fine }, Some(Code::DemandPartsDiffer)),
        (Transition::Submit, Facts { kin: named, ..fine }, Some(Code::DemandPartsDiffer)),
        (Transition::Submit, Facts { kin: named, named: true, ..fine }, Some(Code::DemandNamed)),
        (Transition::Submit, Facts { kin: named, content: &public, ..fine }, None),
        (Transition::Resume, Facts { suspension: Some(Suspension::Operator), ..fine }, Some(Code::Forbidden)),
        (Transition::Resume, Facts { suspension: Some(Suspension::Operator), operator: true, ..fine }, None),
        (Transition::Resume, Facts { suspension: Some(Suspension::Owner), operator: true, ..fine }, Some(Code::Forbidden)),
        (Transition::Renew, Facts { expired: true, valid_until: Some(Date(day(2026, 8, 25))), ..fine }, None),
        (Transition::Renew, Facts { valid_until: Some(Date(TODAY)), ..hidden }, Some(Code::Forbidden)),
        (Transition::Submit, Facts { valid_until: Some(Date(TODAY)), ..hidden }, None),
        (Transition::Renew, Facts { expired: true, valid_until: Some(Date(day(2026, 8, 24))), ..fine }, Some(Code::DemandNotRenewable)),
        (Transition::Renew, Facts { expired: true, changed: true, valid_until: Some(Date(TODAY)), ..fine }, Some(Code::DemandNotRenewable)),
    ] {
        assert_eq!(bars(transition, &facts), code.into_iter().collect::<Vec<_>>(), "{transition} {facts:?}");
    }
}
