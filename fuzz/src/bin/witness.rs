#![no_main]
//! See [`fuzz::witness`].

#[path = "../write.rs"]
mod write;

use std::sync::LazyLock;

use fuzz::witness::Witness;

static TARGET: LazyLock<Witness> = LazyLock::new(Witness::default);

libfuzzer_sys::fuzz_target!(
    init: write::seeds("witness", &TARGET.seeds()),
    |input: &[u8]| {
        TARGET.run(input);
    }
);
