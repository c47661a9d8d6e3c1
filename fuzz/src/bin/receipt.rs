#![no_main]
//! See [`fuzz::receipt`].

#[path = "../write.rs"]
mod write;

use std::sync::LazyLock;

use fuzz::receipt::Receipts;

static TARGET: LazyLock<Receipts> = LazyLock::new(Receipts::default);

libfuzzer_sys::fuzz_target!(
    init: write::seeds("receipt", &TARGET.seeds()),
    |input: &[u8]| {
        TARGET.run(input);
    }
);
