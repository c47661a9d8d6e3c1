//! Staff: who they are, how they sign in and out, and how a new one comes to be.
//!
//! Owns passkey sign-in, invitations and sign-ins (cookies). Refuses passwords: there are none, and no default account.
//! One value of [`AccountsPort`] serves one request, because it holds that request's [`CurrentSignIn`].

mod current;
mod demo;
mod first_passkey;
mod invitations;
mod own;
mod port;
mod registration;
mod session_store;
mod signing_in;
mod signing_out;

pub use current::CurrentSignIn;
pub use demo::{DEMO_STAFF, enter_as, seed_demo_staff};
pub use first_passkey::{finish_first_passkey, may_make_passkey, start_first_passkey};
pub use invitations::{first_link, invitation, invite};
pub use own::{own_sign_ins, short_browser};
pub use port::AccountsPort;
pub use registration::{finish_registration, start_registration};
pub use session_store::SignInStore;
pub use signing_in::{finish_sign_in, start_sign_in, sweep};
pub use signing_out::{disable, sign_out, sign_out_everywhere};

use domain::{
    audit::{Actor, Entry, Event, Scope},
    ids::EntryId,
    time::{Duration, Timestamp},
};

use super::Shared;
use crate::{
    fault::Fault,
    store::{Tx, audit},
};

/// How long a sign-in lasts without use (NIST SP 800-63B-4 section 2.3.3 allows an hour at AAL2, 15 minutes at AAL3).
pub const IDLE: Duration = Duration::minutes(15);
/// How long a sign-in lasts however much it is used.
pub const ABSOLUTE: Duration = Duration::hours(12);
/// How many sign-ins one person may have at once; a further one ends the oldest.
pub const AT_ONCE: u32 = 5;
/// How long the first administrator's link works.
pub const FIRST_LINK: Duration = Duration::minutes(30);
/// How long an invitation works.
pub const INVITATION: Duration = Duration::hours(24);

/// Writes an entry about a member of staff; none of these belongs to a customer.
async fn record(tx: &mut Tx, shared: &Shared, actor: Actor, event: Event, now: Timestamp) -> Result<(), Fault> {
    let id = EntryId::new(now, &*shared.entropy);
    audit::append(tx, &Entry { id, at: now, actor, scope: Scope::default(), event }).await
}
