//! Which role fits which kind of organization, and who manages its members.

use super::OrganizationKind;
use crate::kernel::{Code, Error, Result, Role};

/// Whether somebody in an organization of `kind` may hold `role`.
#[must_use]
pub const fn applicable(kind: OrganizationKind, role: Role) -> bool {
    use OrganizationKind::{Exchange, Government, Platform};
    match role {
        Role::TtoOfficer | Role::TtoHead => matches!(manager_role(kind), Some(Role::TtoHead)),
        Role::SmeMember | Role::SmeOwner => matches!(manager_role(kind), Some(Role::SmeOwner)),
        Role::Advisor => true,
        Role::CaseOfficer => matches!(kind, Government | Platform | Exchange),
        Role::Observer => matches!(kind, Government | Platform | Exchange),
        Role::Operator => matches!(kind, Government | Platform),
    }
}

/// The role that manages members in an organization of `kind`. A government department has none: its people hold
/// platform roles, and those are given by the operator.
#[must_use]
pub const fn manager_role(kind: OrganizationKind) -> Option<Role> {
    use OrganizationKind::{
        Appraiser, Enterprise, Exchange, Finance, Foreign, Government, Guarantor, Hospital, Institute, Insurer, NewRnd, Platform, Tto,
        University,
    };
    match kind {
        University | Institute | Hospital | NewRnd | Tto | Exchange | Platform => Some(Role::TtoHead),
        Enterprise | Foreign | Finance | Insurer | Guarantor | Appraiser => Some(Role::SmeOwner),
        Government => None,
    }
}

/// The role of the person who registers an organization of `kind`: its manager role. Never a platform role, or anybody
/// could make an operator of themselves.
#[must_use]
pub fn founding_role(kind: OrganizationKind) -> Vec<Role> {
    manager_role(kind).into_iter().collect()
}

/// Whether one of `roles` manages members.
#[must_use]
pub fn is_manager(roles: &[Role]) -> bool {
    roles.iter().any(|role| matches!(role, Role::TtoHead | Role::SmeOwner))
}

/// Sorts `roles`, each once, and checks that all fit `kind`.
///
/// # Errors
/// `REQUIRED` if there is none; `ROLE_NOT_APPLICABLE` at the position of the first that does not fit.
pub fn granted_roles(kind: OrganizationKind, roles: &[Role]) -> Result<Vec<Role>> {
    if roles.is_empty() {
        return Err(Error::new(Code::Required));
    }
    if let Some((position, role)) = roles.iter().enumerate().find(|(_, role)| !applicable(kind, **role)) {
        return Err(Error::new(Code::RoleNotApplicable).with("role", role.to_string()).with("kind", kind.to_string()).at(position));
    }
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    Ok(roles)
}
