//! Staff: passkeys, invitations, and sign-ins.

mod house;
mod invitations;
mod passkeys;
mod secrets;
mod sign_ins;

use crate::support::authenticator::Authenticator;
use house::House;
