//! What a customer can prove something with: their phones, their passkeys, and their PIN.

use domain::{
    assurance::Method,
    channel::Channel,
    gate::Available,
    ids::{CustomerId, DeviceId},
    time::{Duration, Timestamp},
};

use super::Shared;
use crate::{
    fault::Fault,
    store::{
        Tx,
        device::{self, Device},
        passkey,
        pin::{self, Kept},
    },
};

/// All that one customer has.
#[derive(Default)]
pub struct Methods {
    /// Their phones, the newest first.
    pub phones: Vec<Device>,
    /// Their passkeys, the newest first.
    pub passkeys: Vec<passkey::Kept>,
    /// Their PIN.
    pub pin: Option<Kept>,
}

/// One of them.
#[derive(Clone, Copy)]
pub enum One<'a> {
    /// A phone.
    Phone(&'a Device),
    /// Any of the passkeys: which one is the customer's to say.
    Passkey,
    /// The PIN.
    Pin,
}

impl Methods {
    /// Reads them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(shared: &Shared, tx: &mut Tx, customer: CustomerId) -> Result<Self, Fault> {
        let phones = device::of_customer(tx, customer).await?;
        let passkeys = passkey::of_customer(tx, customer).await?;
        let pin = if shared.pins.is_some() { pin::of_customer(tx, customer).await? } else { None };
        Ok(Self { phones, passkeys, pin })
    }

    /// The same, read outside a transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(shared: &Shared, customer: CustomerId) -> Result<Self, Fault> {
        let phones = device::read_of_customer(&shared.db, customer).await?;
        let passkeys = passkey::read_of_customer(&shared.db, customer).await?;
        let pin = if shared.pins.is_some() { pin::read_of_customer(&shared.db, customer).await? } else { None };
        Ok(Self { phones, passkeys, pin })
    }

    /// What can be asked for on that channel, as the gate sees it: the phones, then the passkeys, then the PIN.
    pub fn available(&self, channel: Channel) -> Vec<Available> {
        // A PIN is typed on the keypad of the telephone they are calling with.
        let pin = self.pin.as_ref().filter(|_| channel.rule().has_keypad()).map(pin_available);
        self.phones.iter().map(phone_available).chain(passkeys_available(&self.passkeys)).chain(pin).collect()
    }

    /// The one in that place of [`Self::available`].
    pub fn one(&self, place: usize) -> Option<One<'_>> {
        let after_phones = place.checked_sub(self.phones.len());
        match (self.phones.get(place), after_phones) {
            (Some(phone), _) => Some(One::Phone(phone)),
            (None, Some(0)) if !self.passkeys.is_empty() => Some(One::Passkey),
            (None, Some(after)) => self.pin.as_ref().filter(|_| after == usize::from(!self.passkeys.is_empty())).map(|_| One::Pin),
            (None, None) => None,
        }
    }

    /// The phone with that id.
    pub fn phone(&self, id: DeviceId) -> Option<&Device> {
        self.phones.iter().find(|phone| phone.id == id)
    }
}

fn phone_available(phone: &Device) -> Available {
    Available {
        method: Method::Push,
        user_verifies: phone.can_verify(),
        synced: false,
        asserted: None,
        // A phone that was disabled after too many wrong digits counts never again.
        counts_from: if phone.disabled { NEVER } else { phone.counts_from },
        seconds: phone.typically.map(seconds),
    }
}

/// All of them are one way. It is worth what the weakest of them is: which one answers is seen when it does.
fn passkeys_available(passkeys: &[passkey::Kept]) -> Option<Available> {
    let counts_from = passkeys.iter().map(|one| one.counts_from).min()?;
    let synced = passkeys.iter().any(|one| one.synced);
    Some(Available { method: Method::Passkey, user_verifies: true, synced, asserted: None, counts_from, seconds: None })
}

fn pin_available(pin: &Kept) -> Available {
    let counts_from = if pin.locked() { NEVER } else { pin.counts_from };
    Available { method: Method::Pin, user_verifies: false, synced: false, asserted: None, counts_from, seconds: None }
}

/// When what was disabled counts again.
pub(super) const NEVER: Timestamp = Timestamp::from_micros(i64::MAX);

/// Whole seconds; at least one.
fn seconds(took: Duration) -> u32 {
    u32::try_from(took.whole_seconds().max(1)).unwrap_or(u32::MAX)
}
