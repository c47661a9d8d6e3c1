//! What a customer can prove something with: their phones, their passkeys, their PIN, and their authenticator app.

use app::desk::gate::TypedAt;
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
        totp,
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
    /// Their authenticator app.
    pub totp: Option<totp::Kept>,
}

/// One of them.
#[derive(Clone, Copy)]
pub enum One<'a> {
    /// A phone.
    Phone(&'a Device),
    /// Any of the passkeys: which one is the customer's to say.
    Passkey,
    /// The PIN, typed there.
    Pin(&'a Kept, TypedAt),
    /// A code of the authenticator app.
    Totp(&'a totp::Kept),
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
        let totp = if shared.seeds.is_some() { totp::of_customer(tx, customer).await? } else { None };
        Ok(Self { phones, passkeys, pin, totp })
    }

    /// The same, read outside a transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(shared: &Shared, customer: CustomerId) -> Result<Self, Fault> {
        let phones = device::read_of_customer(&shared.db, customer).await?;
        let passkeys = passkey::read_of_customer(&shared.db, customer).await?;
        let pin = if shared.pins.is_some() { pin::read_of_customer(&shared.db, customer).await? } else { None };
        let totp = if shared.seeds.is_some() { totp::read_of_customer(&shared.db, customer).await? } else { None };
        Ok(Self { phones, passkeys, pin, totp })
    }

    /// What can be asked for on that channel, and as the gate sees it: the phones, the passkeys, the PIN, the authenticator app.
    pub fn offered(&self, channel: Channel) -> (Vec<One<'_>>, Vec<Available>) {
        let phones = self.phones.iter().map(|phone| (One::Phone(phone), phone_available(phone)));
        let passkeys = passkeys_available(&self.passkeys).map(|available| (One::Passkey, available));
        // Those who call have a keypad in their hand; a page needs a device that opens links.
        let keypad = self.pin.as_ref().filter(|_| channel.rule().has_keypad()).map(|pin| (pin, TypedAt::Keypad));
        let pins = keypad.into_iter().chain(self.pin.as_ref().map(|pin| (pin, TypedAt::Page)));
        let pins = pins.map(|(pin, at)| (One::Pin(pin, at), typed_available(Method::Pin, pin.locked(), pin.counts_from)));
        let totp = self.totp.as_ref().map(|app| (One::Totp(app), typed_available(Method::Totp, app.locked(), app.counts_from)));
        phones.chain(passkeys).chain(pins).chain(totp).unzip()
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

fn typed_available(method: Method, locked: bool, counts_from: Timestamp) -> Available {
    let counts_from = if locked { NEVER } else { counts_from };
    Available { method, user_verifies: false, synced: false, asserted: None, counts_from, seconds: None }
}

/// When what was disabled counts again.
pub(super) const NEVER: Timestamp = Timestamp::from_micros(i64::MAX);

/// Whole seconds; at least one.
fn seconds(took: Duration) -> u32 {
    u32::try_from(took.whole_seconds().max(1)).unwrap_or(u32::MAX)
}
