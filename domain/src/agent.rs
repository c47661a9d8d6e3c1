//! Members of staff, and what they may do.
//!
//! A right is a value: whoever holds an [`Agent`] was checked for the role, and there is no other way to get one than from
//! a [`Staff`] that has it. A use case takes the witness it needs as a parameter, so a missing check does not compile.

use serde::{Deserialize, Serialize};

use crate::{ids::AgentId, refusal::Refusal, text::ShownText};

/// What a member of staff is trusted with. A person may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Talks to customers.
    Agent,
    /// Answers for agents: sees alerts, ends freezes.
    Supervisor,
    /// Reads the record, changes nothing.
    Auditor,
    /// Invites staff and runs the installation.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Agent, Self::Supervisor, Self::Auditor, Self::Administrator];

    /// The word for it in the database and in events.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// The role with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// A signed-in member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Who.
    pub id: AgentId,
    /// Their full name, which colleagues see and customers do not.
    pub name: ShownText,
    /// Their staff number, which customers may see.
    pub number: u32,
    /// What they are trusted with.
    pub roles: Vec<Role>,
}

impl Staff {
    /// What a customer sees of them: first name and initial, such as "Ana L." (W1: no surname leaks).
    #[must_use]
    pub fn name_for_customers(&self) -> String {
        name_for_customers(self.name.as_str())
    }

    /// The first name alone.
    #[must_use]
    pub fn first_name(&self) -> &str {
        first_name(self.name.as_str())
    }

    /// Whether they hold the role.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// The first word of a full name.
#[must_use]
pub fn first_name(full: &str) -> &str {
    full.split_whitespace().next().unwrap_or(full)
}

/// First name and the initial of the last one.
#[must_use]
pub fn name_for_customers(full: &str) -> String {
    let first = first_name(full);
    match full.split_whitespace().skip(1).last().and_then(|last| last.chars().next()) {
        Some(initial) => format!("{first} {initial}."),
        None => first.to_owned(),
    }
}

macro_rules! witnesses {
    ($($(#[$doc:meta])+ $name:ident = $role:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(Staff);

        impl $name {
            /// Whose right it is.
            #[must_use]
            pub const fn staff(&self) -> &Staff {
                &self.0
            }

            /// Their id.
            #[must_use]
            pub const fn id(&self) -> AgentId {
                self.0.id
            }
        }

        impl TryFrom<Staff> for $name {
            type Error = Refusal;

            /// # Errors
            /// [`Refusal::NotYourRole`] when they do not hold the role.
            fn try_from(staff: Staff) -> Result<Self, Refusal> {
                if staff.is(Role::$role) { Ok(Self(staff)) } else { Err(Refusal::NotYourRole) }
            }
        }
    )+};
}

witnesses! {
    /// Witness of the right to talk to customers.
    Agent = Agent;
    /// Witness of the right to see alerts and end freezes.
    Supervisor = Supervisor;
    /// Witness of the right to read the record.
    Auditor = Auditor;
    /// Witness of the right to invite staff.
    Administrator = Administrator;
}

/// Witness of the right to read the policy and the record: a supervisor's, an auditor's or an administrator's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overseer(Staff);

impl Overseer {
    /// Whose right it is.
    #[must_use]
    pub const fn staff(&self) -> &Staff {
        &self.0
    }
}

impl TryFrom<Staff> for Overseer {
    type Error = Refusal;

    /// # Errors
    /// [`Refusal::NotYourRole`] when they hold none of the three roles.
    fn try_from(staff: Staff) -> Result<Self, Refusal> {
        let may = [Role::Supervisor, Role::Auditor, Role::Administrator].into_iter().any(|role| staff.is(role));
        if may { Ok(Self(staff)) } else { Err(Refusal::NotYourRole) }
    }
}

/// Witness of the right to answer for other people's access: to end their sign-ins and to decide in a review. A supervisor's or an
/// administrator's; over whom, [`crate::access`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewer(Staff);

impl Reviewer {
    /// Whose right it is.
    #[must_use]
    pub const fn staff(&self) -> &Staff {
        &self.0
    }

    /// Their id.
    #[must_use]
    pub const fn id(&self) -> AgentId {
        self.0.id
    }
}

impl TryFrom<Staff> for Reviewer {
    type Error = Refusal;

    /// # Errors
    /// [`Refusal::NotYourRole`] when they hold neither role.
    fn try_from(staff: Staff) -> Result<Self, Refusal> {
        let may = [Role::Supervisor, Role::Administrator].into_iter().any(|role| staff.is(role));
        if may { Ok(Self(staff)) } else { Err(Refusal::NotYourRole) }
    }
}

/// Witness of the right to search the log and read a session's story: a supervisor's or an auditor's. Administrators run the installation and
/// have no part in what is done in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogReader(Staff);

impl LogReader {
    /// Whose right it is.
    #[must_use]
    pub const fn staff(&self) -> &Staff {
        &self.0
    }
}

impl TryFrom<Staff> for LogReader {
    type Error = Refusal;

    /// # Errors
    /// [`Refusal::NotYourRole`] when they hold neither role.
    fn try_from(staff: Staff) -> Result<Self, Refusal> {
        let may = [Role::Supervisor, Role::Auditor].into_iter().any(|role| staff.is(role));
        if may { Ok(Self(staff)) } else { Err(Refusal::NotYourRole) }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn staff(roles: Vec<Role>) -> Staff {
        Staff { id: Uuid::nil().into(), name: "Ana Lindqvist".parse().unwrap(), number: 2207, roles }
    }

    #[test]
    fn without_the_role_there_is_no_witness() {
        assert_eq!(Supervisor::try_from(staff(vec![Role::Agent])), Err(Refusal::NotYourRole));
        assert!(Agent::try_from(staff(vec![Role::Agent])).is_ok());
    }

    #[test]
    fn w1_customers_see_no_surname() {
        assert_eq!(staff(vec![]).name_for_customers(), "Ana L.");
        assert_eq!(name_for_customers("Madonna"), "Madonna");
    }
}
