//! The verifier's tests, in one binary so that they link once.

#[cfg(test)]
mod ct_merkle;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod log;
#[cfg(test)]
mod openssl;
#[cfg(test)]
mod receipt;
#[cfg(test)]
mod support;
