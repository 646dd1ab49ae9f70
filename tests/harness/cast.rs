//! The people of the stories, and how they come to sit where they sit.

use serde_json::json;

use super::{Client, TestApp};

/// Somebody who signed up, confirmed the address and is signed in.
#[derive(Debug, Clone)]
pub struct Person {
    /// Speaks to the server as this person.
    pub client: Client,
    /// Address.
    pub email: String,
    /// Global id of the user.
    pub user: String,
    /// Global id of the organization that the person acts for; empty if none.
    pub organization: String,
}

impl std::ops::Deref for Person {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

/// Password of everybody in the stories.
pub const PASSWORD: &str = "spring-forsythia-47-bridge";
