//! What forms send that has no type of its own in `domain`: checked once, where it comes in.

use serde::{Deserialize, Serialize};

use super::view::{Draft, Place};
use domain::{action::Amount, refusal::Refusal, text::CaseReference};

/// An amount as an agent types it: `45.50`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Euros(Amount);

impl TryFrom<String> for Euros {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        Amount::parse(&text).map(Self)
    }
}

impl From<Euros> for String {
    fn from(euros: Euros) -> Self {
        euros.0.to_string()
    }
}

impl From<Euros> for Amount {
    fn from(euros: Euros) -> Self {
        euros.0
    }
}

/// A case reference, or an empty field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MaybeCase(pub Option<CaseReference>);

impl TryFrom<String> for MaybeCase {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        if text.trim().is_empty() { Ok(Self(None)) } else { text.parse().map(|case| Self(Some(case))) }
    }
}

impl From<MaybeCase> for String {
    fn from(case: MaybeCase) -> Self {
        case.0.map(Self::from).unwrap_or_default()
    }
}

/// A filled-in action, as the text of a hidden field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DraftText(Draft);

impl TryFrom<String> for DraftText {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        serde_json::from_str(&text).map(Self).map_err(|_| Refusal::ApprovalVoid)
    }
}

impl From<DraftText> for String {
    fn from(request: DraftText) -> Self {
        serde_json::to_string(&request.0).unwrap_or_default()
    }
}

impl From<DraftText> for Draft {
    fn from(request: DraftText) -> Self {
        request.0
    }
}

/// A part of the session's page, as the text of a hidden field; its first part when it says nothing that is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct PlaceText(Place);

impl Default for PlaceText {
    fn default() -> Self {
        Self(Place::Overview)
    }
}

impl From<String> for PlaceText {
    fn from(text: String) -> Self {
        serde_json::from_str(&text).map(Self).unwrap_or_default()
    }
}

impl From<PlaceText> for String {
    fn from(place: PlaceText) -> Self {
        serde_json::to_string(&place.0).unwrap_or_default()
    }
}

/// Leads to that part of the session's page.
#[cfg(feature = "ssr")]
pub(super) fn to_place(session: domain::ids::SessionId, place: PlaceText) {
    match place.0 {
        Place::Overview => to(session, "", ""),
        Place::FillIn(action) => to(session, "/do/", action.key()),
        Place::Asked(challenge) => to(session, "/asked/", &challenge.to_string()),
        Place::Ran(run) => to(session, "/ran/", &run.to_string()),
        Place::Waits(request) => to(session, "/second/", &request.to_string()),
    }
}

/// Leads to a part of the session's page.
#[cfg(feature = "ssr")]
pub(super) fn to(session: domain::ids::SessionId, part: &str, which: &str) {
    leptos_axum::redirect(&["/desk/", &session.to_string(), part, which].concat());
}

/// Leads back to the request that was looked at, or to the session's page.
#[cfg(feature = "ssr")]
pub(super) fn back(session: domain::ids::SessionId, asked: Option<domain::ids::ChallengeId>) {
    match asked {
        Some(asked) => to(session, "/asked/", &asked.to_string()),
        None => to(session, "", ""),
    }
}

/// Leads to what became of a press on the button.
#[cfg(feature = "ssr")]
pub(super) fn after(session: domain::ids::SessionId, acted: super::view::Acted) {
    match acted {
        super::view::Acted::Asked(challenge) => to(session, "/asked/", &challenge.to_string()),
        super::view::Acted::Ran(run) => to(session, "/ran/", &run.to_string()),
        super::view::Acted::Waits(request) => to(session, "/second/", &request.to_string()),
    }
}
