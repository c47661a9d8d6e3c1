#![no_main]
//! See [`fuzz::bundle`].

#[path = "../write.rs"]
mod write;

use std::sync::LazyLock;

use fuzz::bundle::Bundles;

static TARGET: LazyLock<Bundles> = LazyLock::new(Bundles::default);

libfuzzer_sys::fuzz_target!(
    init: write::seeds("bundle", &TARGET.seeds()),
    |input: &[u8]| {
        TARGET.run(input);
    }
);
