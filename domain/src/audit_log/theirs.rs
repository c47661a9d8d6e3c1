//! Which entries a customer may have a receipt of.

use crate::audit::Event;

/// Whether an entry with that event is for the customer it is about: what they were told of, and what they did. Not what says how we
/// look for fraud (signals, decisions with what they rested on, who looked them up): that would be told to whoever holds their phone.
#[must_use]
pub const fn for_customers(event: &Event) -> bool {
    matches!(
        event,
        Event::SessionOpened { .. }
            | Event::SessionEnded
            | Event::Asked { .. }
            | Event::Approved { .. }
            | Event::Denied
            | Event::Reported
            | Event::EarlierAddressesTold { .. }
            | Event::PutBack { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g12_what_says_how_fraud_is_looked_for_is_in_no_customers_receipt() {
        assert!(for_customers(&Event::Denied));
        let (signal, source) = ("sim_swap".to_owned(), "carrier".to_owned());
        for event in [
            Event::SignalReceived { signal, source },
            Event::TriedBefore { times: 3 },
            Event::LookedUp { by: "email".to_owned(), matches: 1 },
            Event::EntryRead { number: 1 },
        ] {
            assert!(!for_customers(&event), "{event:?}");
        }
    }
}
