//! On which line of the file a field stands.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

/// The line of each table and field of a policy, by its path.
pub(super) struct Lines(BTreeMap<String, usize>);

impl Lines {
    /// Reads the places; a text that is no TOML has none.
    pub(super) fn of(text: &str) -> Self {
        let mut places = BTreeMap::new();
        if let Ok(table) = DeTable::parse(text) {
            walk("", table.get_ref(), &mut places);
        }
        let line = |offset: usize| text.get(..offset).map_or(0, |before| before.matches('\n').count() + 1);
        Self(places.into_iter().map(|(path, offset)| (path, line(offset))).collect())
    }

    /// The line of the field, or of the nearest table around it; zero when none of them is there.
    pub(super) fn of_path(&self, path: &str) -> usize {
        let mut path = path;
        loop {
            if let Some(&line) = self.0.get(path) {
                return line;
            }
            match path.rsplit_once('.') {
                Some((around, _)) => path = around,
                None => return 0,
            }
        }
    }
}

fn walk(around: &str, table: &DeTable<'_>, places: &mut BTreeMap<String, usize>) {
    for (key, value) in table {
        let path = if around.is_empty() { key.get_ref().to_string() } else { format!("{around}.{}", key.get_ref()) };
        places.insert(path.clone(), key.span().start);
        match value.get_ref() {
            DeValue::Table(inner) => walk(&path, inner, places),
            DeValue::Array(all) => {
                for (place, one) in all.iter().enumerate() {
                    let path = format!("{path}.{place}");
                    places.insert(path.clone(), one.span().start);
                    if let DeValue::Table(inner) = one.get_ref() {
                        walk(&path, inner, places);
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_list_has_its_own_line() {
        let lines = Lines::of("channels = [\n  \"phone\",\n  { name = \"Chat\" },\n]\n");
        let found = ["channels", "channels.0", "channels.1", "channels.1.name", "channels.2", "roles"].map(|path| lines.of_path(path));
        assert_eq!(found, [1, 2, 3, 3, 1, 0]);
    }
}
