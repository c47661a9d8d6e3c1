//! Whose sign-ins somebody may end, and whose rights they may change. Everywhere: never one's own.

use crate::{
    agent::{Administrator, Role, Staff},
    ids::AgentId,
    refusal::Refusal,
};

/// Why the last administrator stays one.
pub const LAST_ADMINISTRATOR: &str = "They are the last administrator. Give the role to somebody else first.";

const ONES_OWN: &str = "Somebody else has to decide over your own rights.";

fn not_open(why: &str) -> Refusal {
    Refusal::NotOpen(why.to_owned())
}

/// Whether `by` may end every sign-in of `of`: an administrator everybody's, a supervisor those of people who are agents and nothing else. Whoever
/// watches a supervisor must not be shut out by them. One's own end at `/account`.
///
/// # Errors
/// [`Refusal::NotOpen`] with the way on; [`Refusal::NotYourRole`] for everybody else.
pub fn may_end_sign_ins(by: &Staff, of: &Staff) -> Result<(), Refusal> {
    if by.id == of.id {
        return Err(not_open("End your own sign-ins under “My sign-ins”."));
    }
    if by.is(Role::Administrator) {
        return Ok(());
    }
    if !by.is(Role::Supervisor) {
        return Err(Refusal::NotYourRole);
    }
    if of.roles.iter().all(|role| *role == Role::Agent) {
        Ok(())
    } else {
        Err(not_open("They are more than an agent: an administrator has to end their sign-ins."))
    }
}

/// Whether `by` may take the role from `of`, while there are so many active administrators.
///
/// # Errors
/// [`Refusal::NotOpen`] for one's own and for the last administrator; [`Refusal::BadInput`] when they do not hold it.
pub fn may_take(by: &Administrator, of: &Staff, role: Role, administrators: usize) -> Result<(), Refusal> {
    if by.id() == of.id {
        return Err(not_open(ONES_OWN));
    }
    if !of.is(role) {
        return Err(Refusal::bad_input("They do not hold that role any more. Look at the page again."));
    }
    if role == Role::Administrator && administrators <= 1 { Err(not_open(LAST_ADMINISTRATOR)) } else { Ok(()) }
}

/// Whether `by` may ask for the role to be given to `to`.
///
/// # Errors
/// [`Refusal::NotOpen`] for oneself; [`Refusal::BadInput`] when they hold it.
pub fn may_ask(by: &Administrator, to: &Staff, role: Role) -> Result<(), Refusal> {
    if by.id() == to.id {
        return Err(not_open(ONES_OWN));
    }
    if to.is(role) { Err(Refusal::bad_input("They hold that role already.")) } else { Ok(()) }
}

/// Whether `by` may give what `asked_by` asked for: two people, and neither of them gains by it.
///
/// # Errors
/// [`Refusal::NotOpen`] for one's own request and for oneself; [`Refusal::BadInput`] when they hold it.
pub fn may_give(by: &Administrator, asked_by: AgentId, to: &Staff, role: Role) -> Result<(), Refusal> {
    if by.id() == asked_by {
        return Err(not_open("You asked for this. Another administrator has to give it."));
    }
    may_ask(by, to, role)
}

/// The roles without that one.
#[must_use]
pub fn without(roles: &[Role], role: Role) -> Vec<Role> {
    roles.iter().copied().filter(|one| *one != role).collect()
}

/// The roles with that one, in the order of [`Role::ALL`].
#[must_use]
pub fn with(roles: &[Role], role: Role) -> Vec<Role> {
    Role::ALL.into_iter().filter(|one| *one == role || roles.contains(one)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn staff(id: u128, roles: &[Role]) -> Staff {
        Staff { id: Uuid::from_u128(id).into(), name: "Sam Doe".parse().unwrap(), number: 1, roles: roles.to_vec() }
    }

    fn any_roles() -> impl Strategy<Value = Vec<Role>> {
        proptest::sample::subsequence(Role::ALL.to_vec(), 0..=4)
    }

    proptest! {
        #[test]
        fn d06_nobody_does_any_of_it_to_themselves(roles in any_roles(), role in proptest::sample::select(Role::ALL.to_vec())) {
            let one = staff(1, &with(&roles, Role::Administrator));
            let witness = Administrator::try_from(one.clone()).unwrap();
            prop_assert!(may_end_sign_ins(&one, &one).is_err());
            prop_assert!(may_take(&witness, &one, role, 9).is_err());
            prop_assert!(may_ask(&witness, &one, role).is_err());
            prop_assert!(may_give(&witness, Uuid::from_u128(2).into(), &one, role).is_err());
        }

        #[test]
        fn sign_ins_end_from_above_and_never_from_beside(by in any_roles(), of in any_roles()) {
            let let_in = may_end_sign_ins(&staff(1, &by), &staff(2, &of)).is_ok();
            let only_agent = of.iter().all(|role| *role == Role::Agent);
            prop_assert_eq!(let_in, by.contains(&Role::Administrator) || (by.contains(&Role::Supervisor) && only_agent));
        }

        #[test]
        fn what_is_given_and_taken_again_leaves_what_was_there(roles in any_roles(), role in proptest::sample::select(Role::ALL.to_vec())) {
            prop_assume!(!roles.contains(&role));
            prop_assert_eq!(without(&with(&roles, role), role), roles);
        }
    }

    #[test]
    fn d06_who_asked_does_not_give() {
        let (one, two) = (staff(1, &[Role::Administrator]), staff(2, &[Role::Administrator]));
        let gains = staff(3, &[Role::Agent]);
        let witness = |staff: &Staff| Administrator::try_from(staff.clone()).unwrap();
        assert!(may_ask(&witness(&one), &gains, Role::Supervisor).is_ok());
        assert!(may_give(&witness(&one), one.id, &gains, Role::Supervisor).is_err());
        assert!(may_give(&witness(&two), one.id, &gains, Role::Supervisor).is_ok());
        assert!(may_give(&witness(&two), one.id, &gains, Role::Agent).is_err(), "they hold it already");
    }

    #[test]
    fn the_last_administrator_stays() {
        let (one, two) = (staff(1, &[Role::Administrator]), staff(2, &[Role::Administrator]));
        let witness = Administrator::try_from(one).unwrap();
        assert!(may_take(&witness, &two, Role::Administrator, 2).is_ok());
        assert!(may_take(&witness, &two, Role::Administrator, 1).is_err());
        assert!(may_take(&witness, &two, Role::Agent, 2).is_err(), "they do not hold it");
    }
}
