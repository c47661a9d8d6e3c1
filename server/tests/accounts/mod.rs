//! Staff: passkeys, invitations, and sign-ins.

mod house;
pub mod invitations;
pub mod passkeys;
mod secrets;
pub mod sign_ins;

use crate::support::authenticator::Authenticator;
use house::House;
