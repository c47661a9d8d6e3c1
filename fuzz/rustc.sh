#!/bin/sh
# The compiler for `cargo xtask fuzz`: libFuzzer's counters go into what reads a stranger's bytes, and into nothing else, so that
# the threads of the runtime and of the database do not look like news.
case " $* " in
*" -C opt-level="*) ;;
# A build script, or something a macro needs: it runs in the compiler, where there is no libFuzzer.
*) exec "$@" ;;
esac
case " $* " in
*" --crate-name server "* | *" --crate-name domain "* | \
  *" --crate-name fuzz "* | *" --crate-name jws "* | *" --crate-name webauthn "* | *" --crate-name telephony "* | \
  *" --crate-name note "* | *" --crate-name receipt "* | *" --crate-name bundle "* | \
  *" --crate-name serde_json "* | *" --crate-name serde_core "* | *" --crate-name base64 "* | *" --crate-name base64urlsafedata "* | \
  *" --crate-name serde_cbor_2 "* | *" --crate-name webauthn_rs "* | *" --crate-name webauthn_rs_core "* | *" --crate-name webauthn_rs_proto "* | \
  *" --crate-name der_parser "* | *" --crate-name nom "* | *" --crate-name url "* | *" --crate-name uuid "* | \
  *" --crate-name http "* | *" --crate-name axum "* | *" --crate-name axum_core "* | *" --crate-name matchit "* | *" --crate-name percent_encoding "*)
  exec "$@" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares ;;
*) exec "$@" ;;
esac
