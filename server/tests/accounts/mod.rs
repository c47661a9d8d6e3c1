//! Staff: passkeys, invitations, and sign-ins.

mod authenticator;
mod house;
mod invitations;
mod passkeys;
mod secrets;
mod sign_ins;

use authenticator::Authenticator;
use house::House;
