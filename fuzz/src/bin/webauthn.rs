#![no_main]
//! See [`fuzz::webauthn`].

#[path = "../write.rs"]
mod write;

use std::sync::LazyLock;

use fuzz::webauthn::Webauthn;

static TARGET: LazyLock<Webauthn> = LazyLock::new(Webauthn::new);

libfuzzer_sys::fuzz_target!(
    init: write::seeds("webauthn", &TARGET.seeds()),
    |input: &[u8]| {
        TARGET.run(input);
    }
);
