//! What is searched for. `{}` becomes another value each round.

/// Each kind of search with its address.
pub(super) const KINDS: [(&str, &str); 20] = [
    ("all", "when=ever"),
    ("agent", "when=ever&agent=b{15}"),
    ("customer", "when=ever&customer=c{15}"),
    ("session", "when=ever&session=d{15}"),
    ("case", "when=ever&case=ACM-{}"),
    ("action", "when=ever&action=change_email"),
    ("outcome", "when=ever&result=reported"),
    ("level", "when=ever&level=high"),
    ("method", "when=ever&method=pin"),
    ("channel", "when=ever&channel=social"),
    ("rule", "when=ever&rule=refund.any"),
    ("event", "when=ever&event=challenges"),
    ("time", "from=2026-01-05T10:15&to=2026-01-05T10:45"),
    ("week", "from=2026-01-05T00:00&to=2026-01-12T00:00&result=not_open"),
    ("word", "when=ever&q=pixel"),
    ("rare word", "when=ever&q=fairphone"),
    ("two words", "when=ever&q=ACM-{}"),
    ("name", "when=ever&q=Ana"),
    ("three facets", "when=ever&result=done&level=high&channel=phone&event=actions"),
    ("nothing", "when=ever&level=high&kind=session_opened"),
];

/// The pairs of an address in that round.
pub(super) fn pairs(address: &str, round: usize) -> Vec<(String, String)> {
    let spread = round * 7_919 % 199 + 1;
    let id = |kind: &str| written_id(kind, spread);
    address
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| {
            let value = match value {
                "b{15}" => id("b"),
                "c{15}" => id("c"),
                "d{15}" => id("d"),
                value => value.replace("{}", &spread.to_string()),
            };
            (name.to_owned(), value)
        })
        .collect()
}

/// The id that `written` gives the thing of that kind and number.
fn written_id(kind: &str, number: usize) -> String {
    let id = format!("{kind}{number:031}");
    [id.get(..8), id.get(8..12), id.get(12..16), id.get(16..20), id.get(20..)].into_iter().flatten().collect::<Vec<_>>().join("-")
}
