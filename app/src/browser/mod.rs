//! What only a browser has: keys, passkeys, the event stream. Each file here is the one door to one browser feature.
