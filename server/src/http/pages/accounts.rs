//! Pages behind links in mails about accounts and invitations. They do what the mutations do, for people without a program.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Form, Query, State},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;
use serde_json::json;

use super::{Asked, Field, Token, ask, asking, language, tell, telling};
use crate::{
    gql::count_address,
    http::{Server, address::Client},
    identity::{self, AcceptByLink},
    kernel::{Actor, Locale, Result},
    locale,
};

/// What the forms send.
#[derive(Deserialize)]
pub struct Answers {
    #[serde(default)]
    token: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
}

/// `GET /reset-password?token=`: asks for a new password; without a token, for the address to which the link goes.
pub async fn reset_password(asked: Asked, Query(link): Query<Token>) -> Response {
    let words = if link.token.is_empty() {
        ask(&asked.headers, "/reset-password/request", "page-request-password", "", &[Field::Email])
    } else {
        ask(&asked.headers, "/reset-password", "page-reset-password", &link.token, &[Field::NewPassword])
    };
    asked.show(words, None).await
}

/// `POST /reset-password/request`: mails the link. The page is the same for every address.
pub async fn reset_password_requested(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Form(form): Form<Answers>,
) -> Response {
    let result = async {
        count_address(&server.ctx, client.0).await?;
        identity::request_password_reset(&server.ctx, &Actor::Visitor, &form.email).await.map(|_| ())
    };
    tell(&headers, "page-request-password", result.await)
}

/// `POST /reset-password`: sets the new password.
pub async fn reset_password_confirmed(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Form(form): Form<Answers>,
) -> Response {
    let result = async {
        count_address(&server.ctx, client.0).await?;
        identity::reset_password(&server.ctx, &form.token, &form.password).await.map(|_| ())
    };
    tell(&headers, "page-reset-password", result.await)
}

/// `GET /confirm-email?token=`: asks before it changes the address.
pub async fn confirm_email(asked: Asked, Query(link): Query<Token>) -> Response {
    let words = ask(&asked.headers, "/confirm-email", "page-confirm-email", &link.token, &[]);
    asked.show(words, None).await
}

/// `POST /confirm-email`: changes the address.
pub async fn confirm_email_confirmed(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Form(form): Form<Answers>,
) -> Response {
    let result = async {
        count_address(&server.ctx, client.0).await?;
        identity::confirm_email_change(&server.ctx, &form.token).await.map(|_| ())
    };
    tell(&headers, "page-confirm-email", result.await)
}

/// `GET /undo-email?token=`: asks for a new password before it takes a change of address back.
pub async fn undo_email(asked: Asked, Query(link): Query<Token>) -> Response {
    let words = ask(&asked.headers, "/undo-email", "page-undo-email", &link.token, &[Field::NewPassword]);
    asked.show(words, None).await
}

/// `POST /undo-email`: takes a change of address back.
pub async fn undo_email_confirmed(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Form(form): Form<Answers>,
) -> Response {
    let result = async {
        count_address(&server.ctx, client.0).await?;
        identity::undo_email_change(&server.ctx, &form.token, &form.password).await.map(|_| ())
    };
    tell(&headers, "page-undo-email", result.await)
}

/// `GET /invitation?token=`: shows what it is an invitation to; asks for the password of an account, or makes one.
pub async fn invitation(asked: Asked, Query(link): Query<Token>) -> Response {
    let offer = match identity::invitation_offer(&asked.server.ctx, &link.token).await {
        Ok(offer) => offer,
        Err(error) => return tell(&asked.headers, "page-invitation", Err(error)),
    };
    let locale = language(&asked.headers);
    let known = json!({
        "organization": { "zh": offer.organization.name(Locale::ZhCn), "en": offer.organization.name(Locale::En) },
        "roles": offer.invitation.roles.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "hasAccount": offer.has_account,
        "signsInElsewhere": offer.signs_in_elsewhere,
    });
    let roles = offer.invitation.roles.iter().map(|role| locale::label(locale, "role", &role.to_string()));
    let args = [("organization", json!(offer.organization.name(locale))), ("roles", json!(roles.collect::<Vec<_>>()))].into();
    let decline = ("/invitation/decline", "page-decline-button");
    let (key, fields): (_, &[Field]) = match (offer.has_account, offer.signs_in_elsewhere) {
        (_, true) => {
            let text = locale::message(locale, "page-invitation-elsewhere", &args);
            let words = telling(locale, "page-invitation", &link.token, text, decline);
            return asked.show(words, Some(known)).await;
        }
        (true, false) => ("page-invitation-text", &[Field::Password]),
        (false, false) => ("page-invitation-newcomer", &[Field::Name, Field::NewPassword]),
    };
    let text = locale::message(locale, key, &args);
    let words = asking(locale, "/invitation", "page-invitation", &link.token, fields, text, Some(decline));
    asked.show(words, Some(known)).await
}

/// `POST /invitation`: accepts it.
pub async fn invitation_accepted(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Form(form): Form<Answers>,
) -> Response {
    let locale = language(&headers);
    let accept = AcceptByLink { token: form.token, name: Some(form.name), password: form.password, locale };
    let result: Result<()> = async {
        count_address(&server.ctx, client.0).await?;
        identity::accept_by_link(&server.ctx, accept).await.map(|_| ())
    }
    .await;
    tell(&headers, "page-invitation", result)
}

/// `POST /invitation/decline`: declines it.
pub async fn invitation_declined(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Form(form): Form<Answers>,
) -> Response {
    let result = async {
        count_address(&server.ctx, client.0).await?;
        identity::decline_by_link(&server.ctx, &form.token).await.map(|_| ())
    };
    tell(&headers, "page-decline", result.await)
}
