//! What an agent may do for a customer: the catalogue, exact parameters, and the hash that ties an approval to them.

mod kind;
mod request;

pub use kind::{ActionClass, ActionKind};
pub use request::{ActionHash, ActionRequest, Amount};
