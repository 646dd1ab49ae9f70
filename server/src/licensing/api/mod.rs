//! Licensing in GraphQL.

mod evidence;
mod inputs;
mod license;
mod loaders;
mod mutations;
mod preview;
mod queries;
mod request;
mod transitions;

pub use evidence::EvidenceQuery;
pub use license::License;
pub use loaders::with_loaders;
pub use mutations::LicensingMutation;
pub use queries::LicensingQuery;
pub use request::LicenseRequest;
