#![no_main]
//! See [`fuzz::note`].

#[path = "../write.rs"]
mod write;

use std::sync::LazyLock;

use fuzz::note::Notes;

static TARGET: LazyLock<Notes> = LazyLock::new(Notes::default);

libfuzzer_sys::fuzz_target!(
    init: write::seeds("note", &TARGET.seeds()),
    |input: &[u8]| {
        TARGET.run(input);
    }
);
