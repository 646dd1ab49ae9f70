//! States, steps and what stands in their way.

use super::*;

fn positions() -> Vec<Position> {
    let revisions: Vec<Option<RevisionState>> = std::iter::once(None).chain(RevisionState::iter().map(Some)).collect();
    ListingState::iter().flat_map(|state| revisions.iter().map(move |revision| Position { state, revision: *revision })).collect()
}

#[test]
fn only_the_steps_of_the_table_succeed_and_the_refusal_names_them() {
    for position in positions() {
        let possible = steps(position);
        for transition in Transition::iter() {
            let step = possible.iter().find(|step| step.transition == transition);
            match (take(transition, position), step) {
                (Ok(taken), Some(step)) => assert_eq!(taken, *step),
                (Err(error), None) => {
                    assert_eq!(error.code(), Code::TransitionNotAllowed);
                    assert_eq!(error.args()["from"], position.state.to_string());
                    for name in ["to", "allowed"] {
                        assert!(error.args().contains_key(name), "{name}");
                    }
                }
                (taken, step) => panic!("{transition} from {position:?}: {taken:?}, but the table says {step:?}"),
            }
        }
    }
}

#[test]
fn the_table_is_the_life_that_the_domain_describes() {
    use ListingState as S;
    let leads = |state, revision| -> Vec<(Transition, ListingState)> {
        steps(Position { state, revision }).into_iter().map(|step| (step.transition, step.to.state)).collect()
    };
    use Transition as T;
    assert_eq!(leads(S::Draft, None), [(T::Submit, S::Submitted), (T::Withdraw, S::Withdrawn)]);
    assert_eq!(
        leads(S::Submitted, None),
        [(T::Return, S::Draft), (T::Approve, S::Approved), (T::Publish, S::Published), (T::Withdraw, S::Withdrawn)]
    );
    assert_eq!(leads(S::Approved, None), [(T::Return, S::Draft), (T::Publish, S::Published), (T::Withdraw, S::Withdrawn)]);
    let live = [(T::Suspend, S::Suspended), (T::Withdraw, S::Withdrawn), (T::Expire, S::Expired), (T::Transfer, S::Transferred)];
    assert_eq!(leads(S::Published, None), live);
    assert_eq!(
        leads(S::Published, Some(RevisionState::Submitted))[..3],
        [(T::Return, S::Published), (T::Approve, S::Published), (T::Publish, S::Published)]
    );
    assert_eq!(leads(S::Suspended, None)[0], (T::Resume, S::Published));
    for state in [S::Withdrawn, S::Expired, S::Transferred] {
        assert_eq!(leads(state, None), []);
    }
    for step in positions().into_iter().flat_map(steps) {
        let system = matches!(step.transition, T::Expire | T::Transfer);
        assert_eq!(step.authority == Authority::System, system, "{step:?}");
        // Changes are only pending beside something that was published.
        assert!(step.to.revision.is_none() || matches!(step.to.state, S::Published | S::Suspended), "{step:?}");
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
        origin: Origin::Authored,
        today: TODAY,
        organization_verified: true,
        own_submission: false,
        suspension: None,
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
    assert_eq!(hidden(Suspension::Licensed, true), [(Code::ExclusivityConflict, String::new())]);
}
