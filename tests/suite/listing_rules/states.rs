//! States, steps and what stands in their way.

use super::*;

fn positions() -> Vec<Position> {
    let revisions: Vec<Option<RevisionState>> = std::iter::once(None).chain(RevisionState::iter().map(Some)).collect();
    ListingState::iter().flat_map(|state| revisions.iter().map(move |revision| Position { state, revision: *revision })).collect()
}

/// Every step of the life that the domain reference describes (3.4), one a line: transition, from, to, who. A state with
/// changes beside it is written `PUBLISHED+EDITING`. Whatever is not here must be refused.
const LIFE: &str = "
    SUBMIT    DRAFT                 SUBMITTED             Office
    WITHDRAW  DRAFT                 WITHDRAWN             Office
    RETURN    SUBMITTED             DRAFT                 Head
    APPROVE   SUBMITTED             APPROVED              Head
    PUBLISH   SUBMITTED             PUBLISHED             Head
    WITHDRAW  SUBMITTED             WITHDRAWN             Head
    RETURN    APPROVED              DRAFT                 Head
    PUBLISH   APPROVED              PUBLISHED             Head
    WITHDRAW  APPROVED              WITHDRAWN             Head
    SUSPEND   PUBLISHED             SUSPENDED             HeadOrOperator
    WITHDRAW  PUBLISHED             WITHDRAWN             Head
    EXPIRE    PUBLISHED             EXPIRED               System
    TRANSFER  PUBLISHED             TRANSFERRED           Head
    SUBMIT    PUBLISHED+EDITING     PUBLISHED+SUBMITTED   Office
    SUSPEND   PUBLISHED+EDITING     SUSPENDED+EDITING     HeadOrOperator
    WITHDRAW  PUBLISHED+EDITING     WITHDRAWN             Head
    EXPIRE    PUBLISHED+EDITING     EXPIRED               System
    TRANSFER  PUBLISHED+EDITING     TRANSFERRED           Head
    RETURN    PUBLISHED+SUBMITTED   PUBLISHED+EDITING     Head
    APPROVE   PUBLISHED+SUBMITTED   PUBLISHED+APPROVED    Head
    PUBLISH   PUBLISHED+SUBMITTED   PUBLISHED             Head
    SUSPEND   PUBLISHED+SUBMITTED   SUSPENDED+SUBMITTED   HeadOrOperator
    WITHDRAW  PUBLISHED+SUBMITTED   WITHDRAWN             Head
    EXPIRE    PUBLISHED+SUBMITTED   EXPIRED               System
    TRANSFER  PUBLISHED+SUBMITTED   TRANSFERRED           Head
    RETURN    PUBLISHED+APPROVED    PUBLISHED+EDITING     Head
    PUBLISH   PUBLISHED+APPROVED    PUBLISHED             Head
    SUSPEND   PUBLISHED+APPROVED    SUSPENDED+APPROVED    HeadOrOperator
    WITHDRAW  PUBLISHED+APPROVED    WITHDRAWN             Head
    EXPIRE    PUBLISHED+APPROVED    EXPIRED               System
    TRANSFER  PUBLISHED+APPROVED    TRANSFERRED           Head
    RESUME    SUSPENDED             PUBLISHED             HeadOrOperator
    WITHDRAW  SUSPENDED             WITHDRAWN             Head
    EXPIRE    SUSPENDED             EXPIRED               System
    TRANSFER  SUSPENDED             TRANSFERRED           Head
    SUBMIT    SUSPENDED+EDITING     SUSPENDED+SUBMITTED   Office
    RESUME    SUSPENDED+EDITING     PUBLISHED+EDITING     HeadOrOperator
    WITHDRAW  SUSPENDED+EDITING     WITHDRAWN             Head
    EXPIRE    SUSPENDED+EDITING     EXPIRED               System
    TRANSFER  SUSPENDED+EDITING     TRANSFERRED           Head
    RETURN    SUSPENDED+SUBMITTED   SUSPENDED+EDITING     Head
    APPROVE   SUSPENDED+SUBMITTED   SUSPENDED+APPROVED    Head
    PUBLISH   SUSPENDED+SUBMITTED   PUBLISHED             Head
    RESUME    SUSPENDED+SUBMITTED   PUBLISHED+SUBMITTED   HeadOrOperator
    WITHDRAW  SUSPENDED+SUBMITTED   WITHDRAWN             Head
    EXPIRE    SUSPENDED+SUBMITTED   EXPIRED               System
    TRANSFER  SUSPENDED+SUBMITTED   TRANSFERRED           Head
    RETURN    SUSPENDED+APPROVED    SUSPENDED+EDITING     Head
    PUBLISH   SUSPENDED+APPROVED    PUBLISHED             Head
    RESUME    SUSPENDED+APPROVED    PUBLISHED+APPROVED    HeadOrOperator
    WITHDRAW  SUSPENDED+APPROVED    WITHDRAWN             Head
    EXPIRE    SUSPENDED+APPROVED    EXPIRED               System
    TRANSFER  SUSPENDED+APPROVED    TRANSFERRED           Head
";

fn position(text: &str) -> Position {
    let (state, revision) = text.split_once('+').map_or((text, None), |(state, revision)| (state, Some(revision)));
    Position { state: state.parse().unwrap(), revision: revision.map(|revision| revision.parse().unwrap()) }
}

/// Changes are pending only beside something that the world sees or has seen.
fn occurs(position: Position) -> bool {
    position.revision.is_none() || matches!(position.state, ListingState::Published | ListingState::Suspended)
}

#[test]
fn the_life_of_a_listing_is_the_one_that_the_domain_describes_and_no_other() {
    let life: Vec<(Transition, Position, Position, &str)> = LIFE
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| match line.split_whitespace().collect::<Vec<_>>()[..] {
            [transition, from, to, who] => (transition.parse().unwrap(), position(from), position(to), who),
            _ => panic!("{line}"),
        })
        .collect();
    for from in positions().into_iter().filter(|position| occurs(*position)) {
        for transition in Transition::iter() {
            let expected = life.iter().find(|step| (step.0, step.1) == (transition, from));
            match (take(transition, from), expected) {
                (Ok(taken), Some((_, _, to, who))) => {
                    assert_eq!((taken.to, format!("{:?}", taken.authority).as_str()), (*to, *who), "{transition} from {from:?}");
                }
                (Err(error), None) => {
                    assert_eq!(error.code(), Code::TransitionNotAllowed);
                    assert_eq!(error.args()["fromState"], from.state.to_string());
                    // The refusal names what people can do instead, and nothing that only the program does.
                    let instead: Vec<String> =
                        life.iter().filter(|step| step.1 == from && step.3 != "System").map(|step| step.0.to_string()).collect();
                    let mut told: Vec<String> = serde_json::from_value(error.args()["allowed"].clone()).unwrap();
                    let mut instead = instead;
                    told.sort_unstable();
                    instead.sort_unstable();
                    assert_eq!(told, instead, "{transition} from {from:?}");
                }
                (taken, expected) => panic!("{transition} from {from:?}: {taken:?}, expected {expected:?}"),
            }
        }
    }
}

#[test]
fn a_reviewer_never_loses_the_text_and_the_world_never_sees_an_edit() {
    for position in positions() {
        match edited(position) {
            Ok(after) if matches!(position.state, ListingState::Published | ListingState::Suspended) => {
                assert_eq!(after, Position { state: position.state, revision: Some(RevisionState::Editing) });
            }
            Ok(after) => assert_eq!(after, Position { state: ListingState::Draft, revision: None }),
            Err(error) => assert_eq!(error.code(), Code::TransitionNotAllowed),
        }
    }
    let refused = |state, revision| edited(Position { state, revision }).is_err();
    assert!(refused(ListingState::Submitted, None) && refused(ListingState::Published, Some(RevisionState::Submitted)));
    assert!(refused(ListingState::Withdrawn, None) && refused(ListingState::Expired, None) && refused(ListingState::Transferred, None));
}

// ---- guards

pub(super) fn facts(content: &ListingContent) -> Facts<'_> {
    Facts {
        content,
        shown: None,
        origin: Origin::Authored,
        today: TODAY,
        organization_verified: true,
        organization_kind: Some(OrganizationKind::University),
        own_submission: false,
        suspension: None,
        licensed_until: None,
        operator: false,
    }
}

pub(super) fn bars(transition: Transition, facts: &Facts<'_>) -> Vec<(Code, String)> {
    blockers(transition, facts, &BOOK).unwrap().iter().map(|blocker| (blocker.error.code(), blocker.error.path().join("."))).collect()
}

#[test]
fn an_authored_listing_tells_problem_and_benefit_and_an_imported_one_needs_only_a_title() {
    let content = titled();
    let missing = [(Code::ListingIncomplete, "problem".to_owned()), (Code::ListingIncomplete, "benefit".to_owned())];
    assert_eq!(bars(Transition::Submit, &facts(&content)), missing);
    assert_eq!(bars(Transition::Submit, &Facts { origin: Origin::Import, ..facts(&content) }), []);
    let (score, missing) = completeness(&content, Origin::Authored);
    assert!(score < 10 && missing[0].required && missing[1].required && !missing[2].required, "{score} {missing:?}");
    assert!(completeness(&full(), Origin::Authored).0 > score);
}

#[test]
fn secrets_barred_technology_and_missing_consents_are_never_published() {
    let publish = |content: &ListingContent| bars(Transition::Publish, &facts(content));
    let secret = |level, cleared| ListingContent { secrecy: Some(Secrecy { level, cleared }), ..full() };
    let barred = [(Code::SecrecyNotCleared, "secrecy".to_owned())];
    assert_eq!(publish(&secret(SecrecyLevel::StateSecret, true)), barred);
    assert_eq!(publish(&secret(SecrecyLevel::Internal, false)), barred);
    assert_eq!(publish(&secret(SecrecyLevel::Internal, true)), []);
    let prohibited = ListingContent { export_class: Some(ExportClass::Prohibited), ..full() };
    assert_eq!(publish(&prohibited), [(Code::SecrecyNotCleared, "exportClass".to_owned())]);
    let offered = LicenseOffer { use_first_pay_later: use_first(vec![PaymentMode::Deferred], 12), ..offer("UFPL-12", 36) };
    let unasked = ListingContent { offers: vec![offered], ..full() };
    assert_eq!(publish(&unasked), [(Code::ConsentMissing, "inventorsConsent".to_owned())]);
    assert_eq!(publish(&ListingContent { inventors_consent: true, ..unasked }), []);
    let mut pledged = full();
    pledged.ip_rights[0].pledged = true;
    assert_eq!(publish(&pledged), [(Code::ConsentMissing, "ipRights.0.pledged".to_owned())]);
    pledged.offers.clear();
    assert_eq!(publish(&pledged), []);
    let blocker = &blockers(Transition::Approve, &facts(&unasked_content()), &BOOK).unwrap()[0];
    assert!(blocker.rule.as_ref().is_some_and(|rule| !rule.citation.is_empty()), "a bar of law cites it");
}

fn unasked_content() -> ListingContent {
    let offered = LicenseOffer { use_first_pay_later: use_first(vec![PaymentMode::Deferred], 12), ..offer("UFPL-12", 36) };
    ListingContent { offers: vec![offered], ..full() }
}

#[test]
fn offers_end_with_their_rights() {
    let mut content = full();
    content.ip_rights[0].expires_on = Some(Date(day(2027, 1, 1)));
    let found = blockers(Transition::Publish, &facts(&content), &BOOK).unwrap();
    assert_eq!(found[0].error.code(), Code::TermOutlivesRight);
    assert_eq!((found[0].error.path().join("."), found[0].until), ("offers.0.termMonths".to_owned(), Some(Date(day(2027, 1, 1)))));
    content.ip_rights[0].expires_on = Some(Date(day(2022, 5, 31)));
    assert_eq!(bars(Transition::Publish, &facts(&content)), [(Code::RightExpired, "ipRights".to_owned())]);
    // An old patent may still be told of; it cannot be licensed.
    content.offers.clear();
    assert_eq!(bars(Transition::Publish, &facts(&content)), []);
}

#[test]
fn visibility_needs_a_verified_organization_four_eyes_and_nobody_who_hid_it() {
    let content = full();
    assert_eq!(
        bars(Transition::Publish, &Facts { organization_verified: false, ..facts(&content) }),
        [(Code::OrganizationNotVerified, String::new())]
    );
    assert_eq!(bars(Transition::Approve, &Facts { organization_verified: false, ..facts(&content) }), []);
    let own = Facts { own_submission: true, ..facts(&content) };
    for transition in [Transition::Approve, Transition::Publish] {
        assert_eq!(bars(transition, &own), [(Code::SubmitterMayNotApprove, String::new())]);
    }
    let hidden = |suspension, operator| bars(Transition::Resume, &Facts { suspension: Some(suspension), operator, ..facts(&content) });
    assert_eq!(hidden(Suspension::Office, false), []);
    assert_eq!(hidden(Suspension::Operator, false), [(Code::Forbidden, String::new())]);
    assert_eq!(hidden(Suspension::Operator, true), []);
    // An exclusive license hides it to its last day, whatever it was suspended for.
    let licensed = |until| {
        bars(Transition::Resume, &Facts { suspension: Some(Suspension::Office), licensed_until: Some(Date(until)), ..facts(&content) })
    };
    assert_eq!(licensed(TODAY), [(Code::ExclusivityConflict, String::new())]);
    assert_eq!(licensed(TODAY.pred_opt().unwrap()), []);
}
