//! What was typed into a form that was refused, to begin with when it is shown again. It stands beside the sign-in on the
//! server meanwhile: never in an address, which logs and histories keep.

use super::view::Draft;

/// Fields by name. Anything may stand in them: they go into fields again and nowhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// What stands in a field; nothing when it is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(this, _)| this == name).map_or("", |(_, value)| value)
    }

    /// The same, or `other` when nothing was typed at all.
    #[must_use]
    pub const fn or<'a>(&'a self, other: &'a Self) -> &'a Self {
        if self.0.is_empty() { other } else { self }
    }
}

/// What the forms of a page begin with.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    /// Their idempotency key.
    pub key: String,
    /// What one of them was answered, if it did not go.
    pub problem: Option<String>,
    /// What had been typed into it.
    pub typed: Typed,
}

impl From<&Draft> for Typed {
    fn from(draft: &Draft) -> Self {
        let field = |name: &str, value: String| (name.to_owned(), value);
        Self(match draft {
            Draft::ChangeEmail { to } => vec![field("to", to.to_string())],
            Draft::Refund { amount, reason } => vec![field("amount", amount.to_string()), field("reason", reason.to_string())],
            Draft::UpdateContactPreferences { news_by } => vec![field("news_by", news_by.key().to_owned())],
        })
    }
}
