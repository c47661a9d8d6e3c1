//! What customers are told of their authenticator app: at every address they have or had, and nobody can turn it off (A26).

use domain::{ids::CustomerId, time::Timestamp};

use super::super::{Shared, notices::of_method};
use crate::{fault::Fault, store::Tx};

const NEVER: &str = "a code of your authenticator app";

/// A code was wrong too often.
pub(super) async fn locked(shared: &Shared, tx: &mut Tx, customer: CustomerId, now: Timestamp) -> Result<(), Fault> {
    let organisation = &shared.settings.organisation;
    let what = format!(
        "A code of your authenticator app was wrong ten times in a row, so its codes count no more at {organisation}. Nothing was \
         changed.\n\n\
         If it was you, set the app up anew in the {organisation} app, under “Ways to prove it’s you”. If it was not, somebody tried to \
         pass as you: call us.",
    );
    of_method(shared, tx, customer, (format!("Codes for your {organisation} account are locked"), what, NEVER), now).await
}

/// There is a new one.
pub(super) async fn set(shared: &Shared, tx: &mut Tx, customer: CustomerId, phone: &str, now: Timestamp) -> Result<(), Fault> {
    let organisation = &shared.settings.organisation;
    let what = format!(
        "An authenticator app for your {organisation} account was set up on {phone}, with the phone unlocked. Its codes can help to show \
         that it is you.\n\n\
         If it was not you, somebody has your phone: call us now.",
    );
    of_method(shared, tx, customer, (format!("An authenticator app was added to your {organisation} account"), what, NEVER), now).await
}

/// It is gone.
pub(super) async fn removed(shared: &Shared, tx: &mut Tx, customer: CustomerId, from: &str, now: Timestamp) -> Result<(), Fault> {
    let organisation = &shared.settings.organisation;
    let what = format!(
        "The authenticator app of your {organisation} account was removed, on {from}. Its codes open nothing any more.\n\n\
         If it was not you, somebody has your phone: call us now.",
    );
    of_method(shared, tx, customer, (format!("The authenticator app of your {organisation} account was removed"), what, NEVER), now).await
}
