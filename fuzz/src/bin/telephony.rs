#![no_main]
//! See [`fuzz::telephony`].

#[path = "../write.rs"]
mod write;

use std::sync::LazyLock;

use fuzz::telephony::Telephony;

static TARGET: LazyLock<Telephony> = LazyLock::new(Telephony::new);

libfuzzer_sys::fuzz_target!(
    init: write::seeds("telephony", &Telephony::seeds()),
    |input: &[u8]| {
        TARGET.run(input);
    }
);
