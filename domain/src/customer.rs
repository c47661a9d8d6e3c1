//! Whose account it is, and how much of them an agent may see.
//!
//! Masking happens here, before anything leaves the server: what a level hides is not in the answer at all (I-API-01, D03).

use serde::{Deserialize, Serialize};

use crate::{
    assurance::Level,
    ids::CustomerId,
    text::{CustomerNumber, EmailAddress, PhoneNumber, ShownText},
    time::Timestamp,
};

/// How we may send a customer news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactBy {
    /// By e-mail.
    Email,
    /// By telephone.
    Phone,
    /// By letter.
    Post,
    /// Not at all.
    Nothing,
}

impl ContactBy {
    /// Every way, in the order screens show them.
    pub const ALL: [Self; 4] = [Self::Email, Self::Phone, Self::Post, Self::Nothing];

    /// The word for it in the database and in events.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Post => "post",
            Self::Nothing => "nothing",
        }
    }

    /// The way with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }

    /// Its name on screens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "Email",
            Self::Phone => "Phone",
            Self::Post => "Letter",
            Self::Nothing => "No news at all",
        }
    }
}

/// A customer as the database holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Their id, apart from everything that can change (R10).
    pub id: CustomerId,
    /// Their number with us.
    pub number: CustomerNumber,
    /// Their full name.
    pub name: ShownText,
    /// The address we write to.
    pub email: EmailAddress,
    /// The number we ring.
    pub phone: Option<PhoneNumber>,
    /// Where letters go.
    pub postal_address: Option<ShownText>,
    /// What they have with us.
    pub plan: ShownText,
    /// The policy's key of the segment they are counted among; `None`: nothing else is known of them.
    pub segment: Option<String>,
    /// How they want to hear from us.
    pub news_by: ContactBy,
    /// Since when the account is frozen; `None` when it is not.
    pub frozen_at: Option<Timestamp>,
}

/// A field of the record: hidden until the level allows it, and some of them for longer ([`Field::masked`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The full name.
    Name,
    /// The e-mail address.
    Email,
    /// The telephone number.
    Phone,
    /// The postal address.
    PostalAddress,
    /// The plan.
    Plan,
}

impl Field {
    /// Every field, in the order the record shows them.
    pub const ALL: [Self; 5] = [Self::Name, Self::PostalAddress, Self::Email, Self::Phone, Self::Plan];

    /// From which level an agent may see it at all. This is the field's sensitivity.
    #[must_use]
    pub const fn visible_from(self) -> Level {
        match self {
            Self::Name | Self::Plan => Level::Low,
            Self::Email | Self::Phone | Self::PostalAddress => Level::Substantial,
        }
    }

    /// Whether it stays masked at every level: then it is shown for a reason and a short time ([`crate::reveal`]). Whoever copies
    /// customers wants these; hardly a contact needs them.
    #[must_use]
    pub const fn masked(self) -> bool {
        match self {
            Self::Name | Self::Plan => false,
            Self::Email | Self::Phone | Self::PostalAddress => true,
        }
    }

    /// What of it a session at `level` may see.
    #[must_use]
    pub fn sight(self, level: Level) -> Sight {
        match (level >= self.visible_from(), self.masked()) {
            (false, _) => Sight::From(self.visible_from()),
            (true, true) => Sight::ForAReason,
            (true, false) => Sight::Shown,
        }
    }

    /// The field with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }

    /// What a customer reads of it: "your email address".
    #[must_use]
    pub const fn to_its_owner(self) -> &'static str {
        match self {
            Self::Name => "your name",
            Self::Email => "your email address",
            Self::Phone => "your phone number",
            Self::PostalAddress => "your postal address",
            Self::Plan => "your plan",
        }
    }

    /// Its name on screens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Email => "Email",
            Self::Phone => "Phone",
            Self::PostalAddress => "Address",
            Self::Plan => "Plan",
        }
    }

    /// The word for it in the database and in events.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::PostalAddress => "postal_address",
            Self::Plan => "plan",
        }
    }
}

/// How far a field can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// It stands there.
    Shown,
    /// It is masked, and shown for a while to whoever says why.
    ForAReason,
    /// It is masked, and no reason opens it below that level.
    From(Level),
}

/// A field as one session may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "shown")]
pub enum Seen {
    /// The level allows it.
    Value {
        /// The value in full.
        text: String,
    },
    /// The level does not allow it yet.
    Hidden {
        /// A hint of the value, always five dots whatever its length.
        mask: String,
        /// The same in words, for a screen reader.
        spoken: String,
        /// From which level it can be seen.
        from: Level,
    },
    /// It stays masked, and a reason opens it for a while.
    Masked {
        /// As of what is hidden.
        mask: String,
        /// The same in words.
        spoken: String,
    },
    /// A reason opened it.
    Revealed {
        /// The value in full.
        text: String,
        /// Until when it is shown.
        until: Timestamp,
    },
    /// We hold no such value.
    Missing,
}

impl Seen {
    /// What stands in its place in running text.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Value { text } | Self::Revealed { text, .. } => text,
            Self::Hidden { mask, .. } | Self::Masked { mask, .. } => mask,
            Self::Missing => "",
        }
    }
}

impl Customer {
    /// The field as a session at `level` may see it.
    #[must_use]
    pub fn seen(&self, field: Field, level: Level) -> Seen {
        let Some(text) = self.value(field) else { return Seen::Missing };
        let (mask, spoken) = mask(field, &text);
        match field.sight(level) {
            Sight::Shown => Seen::Value { text },
            Sight::ForAReason => Seen::Masked { mask, spoken },
            Sight::From(from) => Seen::Hidden { mask, spoken, from },
        }
    }

    /// The same while a reason has opened it until then; a level that fell since hides it all the same.
    #[must_use]
    pub fn revealed(&self, field: Field, level: Level, until: Timestamp) -> Seen {
        match (field.sight(level), self.value(field)) {
            (Sight::ForAReason, Some(text)) => Seen::Revealed { text, until },
            _ => self.seen(field, level),
        }
    }

    /// Whether we hold a value of that field.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        self.value(field).is_some()
    }

    /// The name, masked, as it stands at the head of a session before anything is proved.
    #[must_use]
    pub fn masked_name(&self) -> String {
        mask_words(self.name.as_str())
    }

    fn value(&self, field: Field) -> Option<String> {
        match field {
            Field::Name => Some(self.name.to_string()),
            Field::Email => Some(self.email.to_string()),
            Field::Phone => self.phone.as_ref().map(ToString::to_string),
            Field::PostalAddress => self.postal_address.as_ref().map(ToString::to_string),
            Field::Plan => Some(self.plan.to_string()),
        }
    }
}

/// Five dots, so that their number tells nothing.
const DOTS: &str = "•••••";

fn mask(field: Field, text: &str) -> (String, String) {
    match field {
        Field::Name => {
            let initials: Vec<_> = text.split_whitespace().filter_map(|word| word.chars().next()).map(String::from).collect();
            (mask_words(text), format!("Name hidden, starts with {}", initials.join(" and ")))
        }
        Field::Email => (mask_email(text), "Email hidden".to_owned()),
        Field::Phone => {
            let end: String = text.chars().rev().take(3).collect::<Vec<_>>().into_iter().rev().collect();
            (format!("{DOTS} ••• {end}"), "Phone hidden".to_owned())
        }
        Field::PostalAddress | Field::Plan => (DOTS.to_owned(), format!("{} hidden", field.name())),
    }
}

/// An address with only its first letter: `m•••••@•••••`.
#[must_use]
pub fn mask_email(address: &str) -> String {
    let first: String = address.chars().take(1).collect();
    format!("{first}{DOTS}@{DOTS}")
}

fn mask_words(text: &str) -> String {
    let masked: Vec<_> = text.split_whitespace().filter_map(|word| word.chars().next()).map(|c| format!("{c}{DOTS}")).collect();
    masked.join(" ")
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn mirela() -> Customer {
        Customer {
            id: Uuid::nil().into(),
            number: "44710982".parse().unwrap(),
            name: "Mirela Kovac".parse().unwrap(),
            email: "mk@mail.example".parse().unwrap(),
            phone: Some("+447700900482".parse().unwrap()),
            postal_address: Some("14 Larch Row, Leeds".parse().unwrap()),
            plan: "Home 500".parse().unwrap(),
            segment: None,
            news_by: ContactBy::Email,
            frozen_at: None,
        }
    }

    #[test]
    fn d03_what_the_level_hides_is_not_in_the_answer() {
        let customer = mirela();
        for field in Field::ALL {
            for level in Level::ALL {
                let said = |seen: &Seen| serde_json::to_string(seen).unwrap().contains(&customer.value(field).unwrap());
                let (seen, until) = (customer.seen(field, level), Timestamp::from_micros(1));
                let plain = matches!(field, Field::Name | Field::Plan);
                assert_eq!(said(&seen), plain && level >= Level::Low, "{field:?} at {level}");
                let opened = customer.revealed(field, level, until);
                assert_eq!(said(&opened), level >= if plain { Level::Low } else { Level::Substantial }, "{field:?} revealed at {level}");
                assert_eq!(
                    opened == seen,
                    plain || level < Level::Substantial,
                    "{field:?}: a reason opens it at {level}, or changes nothing"
                );
            }
            assert_eq!(Field::from_key(field.key()), Some(field));
        }
    }

    #[test]
    fn a_mask_tells_nothing_of_the_length() {
        assert_eq!(mask_email("mk@mail.example"), mask_email("mirela.kovac@a.example"));
        assert_eq!(mirela().masked_name(), "M••••• K•••••");
    }
}
