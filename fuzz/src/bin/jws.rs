#![no_main]
//! See [`fuzz::jws`].

#[path = "../write.rs"]
mod write;

use std::sync::LazyLock;

use fuzz::jws::Jws;

static TARGET: LazyLock<Jws> = LazyLock::new(Jws::new);

libfuzzer_sys::fuzz_target!(
    init: write::seeds("jws", &TARGET.seeds()),
    |input: &[u8]| {
        TARGET.run(input);
    }
);
