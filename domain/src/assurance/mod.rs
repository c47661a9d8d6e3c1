//! How sure we are of who is talking, and why.
//!
//! [`method`] says what each proof is worth, [`evidence`] is what a good answer left, [`level`](mod@level) computes the
//! session's level from it. Levels carry the names of eIDAS (Regulation (EU) 910/2014 article 8) and are modelled on the
//! authenticator assurance levels of NIST SP 800-63B-4; they claim conformance with neither.

mod evidence;
mod level;
mod method;

pub use evidence::Evidence;
pub use level::{Assurance, Level, Rule, WARNING, assess};
pub use method::{Factor, Method, MethodRule};
