//! The server's tests with real databases, in one binary so that they link once.

#[cfg(test)]
mod access;
#[cfg(test)]
mod accounts;
#[cfg(test)]
mod attacks;
#[cfg(test)]
mod collector;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod http;
#[cfg(test)]
mod journeys;
#[cfg(test)]
mod log;
#[cfg(test)]
mod push;
#[cfg(test)]
mod store;
#[cfg(test)]
mod support;
#[cfg(test)]
mod witness;
