//! What customers are told of their PIN: at every address they have or had, and nobody can turn it off (A26).

use domain::{ids::CustomerId, time::Timestamp};

use super::super::{Shared, notices::of_method};
use crate::{fault::Fault, store::Tx};

const NEVER: &str = "your PIN";

/// It was wrong too often.
pub(super) async fn locked(shared: &Shared, tx: &mut Tx, customer: CustomerId, now: Timestamp) -> Result<(), Fault> {
    let organisation = &shared.settings.organisation;
    let what = format!(
        "Your {organisation} PIN was typed wrong five times in a row, so it is locked. Nothing was changed.\n\n\
         If it was you, choose a new one in the {organisation} app, under “Ways to prove it’s you”. If it was not, somebody tried \
         to pass as you: call us.",
    );
    of_method(shared, tx, customer, (format!("Your {organisation} PIN is locked"), what, NEVER), now).await
}

/// There is a new one.
pub(super) async fn set(shared: &Shared, tx: &mut Tx, customer: CustomerId, phone: &str, now: Timestamp) -> Result<(), Fault> {
    let organisation = &shared.settings.organisation;
    let what = format!(
        "A PIN for your {organisation} account was chosen on {phone}, with the phone unlocked.\n\n\
         If it was not you, somebody has your phone: call us now.",
    );
    of_method(shared, tx, customer, (format!("Your {organisation} PIN was set"), what, NEVER), now).await
}
