//! Where on the phone's page somebody is. What is drawn there is always what is true: an address alone brings no words.

use core::{fmt, str::FromStr};

use domain::ids::{ChallengeId, RunId};

/// A place, as the page's address names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Whether we are talking, and what was done.
    Home,
    /// The field for a binding code.
    Add,
    /// This phone was bound just now.
    Added,
    /// Choosing a PIN.
    Pin,
    /// Setting up an authenticator app.
    Totp,
    /// Inviting to make a passkey on another device.
    Invite,
    /// One request: while it is open the question, afterwards what came of it.
    Asked(ChallengeId),
    /// "This is not me", said outside a request.
    Stopped,
    /// A change was put back.
    Undone(RunId),
}

impl Place {
    /// The place at that path; an address that names none is the home's.
    #[must_use]
    pub fn at(path: &str) -> Self {
        path.parse().unwrap_or(Self::Home)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => f.write_str("/me"),
            Self::Add => f.write_str("/me/add"),
            Self::Added => f.write_str("/me/added"),
            Self::Pin => f.write_str("/me/pin"),
            Self::Totp => f.write_str("/me/totp"),
            Self::Invite => f.write_str("/me/passkey"),
            Self::Asked(challenge) => write!(f, "/me/asked/{challenge}"),
            Self::Stopped => f.write_str("/me/stopped"),
            Self::Undone(run) => write!(f, "/me/undone/{run}"),
        }
    }
}

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(path: &str) -> Result<Self, NoPlace> {
        let mut parts = path.strip_prefix("/me").ok_or(NoPlace)?.split('/').skip(1);
        let place = match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => Self::Home,
            (Some("add"), None, _) => Self::Add,
            (Some("added"), None, _) => Self::Added,
            (Some("pin"), None, _) => Self::Pin,
            (Some("totp"), None, _) => Self::Totp,
            (Some("passkey"), None, _) => Self::Invite,
            (Some("stopped"), None, _) => Self::Stopped,
            (Some("asked"), Some(id), None) => Self::Asked(id.parse().map_err(|_| NoPlace)?),
            (Some("undone"), Some(id), None) => Self::Undone(id.parse().map_err(|_| NoPlace)?),
            _ => return Err(NoPlace),
        };
        Ok(place)
    }
}

/// That address is none of the phone's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPlace;

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_place_has_an_address_that_leads_to_it() {
        let id = Uuid::from_u128(7);
        let plain = [Place::Home, Place::Add, Place::Added, Place::Pin, Place::Totp, Place::Invite, Place::Stopped];
        for place in plain.into_iter().chain([Place::Asked(id.into()), Place::Undone(id.into())]) {
            assert_eq!(place.to_string().parse(), Ok(place));
        }
    }

    #[test]
    fn what_is_no_address_of_ours_is_the_home() {
        for path in ["/me/asked/7", "/me/asked", "/me/stopped/twice", "/me/elsewhere", "/desk"] {
            assert_eq!(Place::at(path), Place::Home, "{path}");
        }
    }
}
