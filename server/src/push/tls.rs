//! TLS towards a service that we call: rustls with ring.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::CertificateDer};

use crate::fault::Fault;

/// Believes `roots`, which that setting names, and nobody else; without any, the roots of the web. The application protocol is the caller's to say.
pub(crate) fn config(setting: &'static str, roots: Option<&[CertificateDer<'static>]>) -> Result<ClientConfig, Fault> {
    let mut store = RootCertStore::empty();
    match roots {
        None => store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(roots) => {
            for root in roots {
                store.add(root.clone()).map_err(|_| Fault::config(setting, "holds a certificate that vouches for nobody"))?;
            }
        }
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| Fault::other("setting up TLS towards a service", error))?;
    Ok(builder.with_root_certificates(store).with_no_client_auth())
}
