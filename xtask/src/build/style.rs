//! One stylesheet out of `style/`: `@import "x.css";` lines are replaced by what they name, comments and margins go.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The stylesheet that begins in this file.
pub fn bundle(main: &Path) -> Result<String> {
    let text = fs::read_to_string(main).with_context(|| main.display().to_string())?;
    let folder = main.parent().unwrap_or(main);
    let mut out = String::new();
    for line in without_comments(&text).lines().map(str::trim) {
        match import(line) {
            Some(Import { file, layer }) => {
                let imported = bundle(&folder.join(file)).with_context(|| format!("imported by {}", main.display()))?;
                match layer {
                    Some(layer) => out.extend(["@layer ", layer, " {\n", &imported, "}\n"]),
                    None => out.push_str(&imported),
                }
            }
            None if line.is_empty() => {}
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    Ok(out)
}

#[derive(Debug, PartialEq)]
struct Import<'a> {
    file: &'a str,
    layer: Option<&'a str>,
}

/// `@import "file";` or `@import "file" layer(name);`
fn import(line: &str) -> Option<Import<'_>> {
    let (file, rest) = line.strip_prefix("@import \"")?.split_once('"')?;
    let rest = rest.strip_suffix(';')?.trim();
    let layer = rest.strip_prefix("layer(").and_then(|rest| rest.strip_suffix(')'));
    (rest.is_empty() || layer.is_some()).then_some(Import { file, layer })
}

/// Comments out; what looks like one inside a string stays.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut quote = None;
    while let Some(c) = chars.next() {
        match quote {
            None if c == '/' && chars.peek() == Some(&'*') => {
                chars.next();
                let mut before = ' ';
                for inside in chars.by_ref() {
                    if before == '*' && inside == '/' {
                        break;
                    }
                    before = inside;
                }
                continue;
            }
            None if c == '"' || c == '\'' => quote = Some(c),
            Some(open) if c == open => quote = None,
            Some(_) if c == '\\' => {
                out.push(c);
                out.extend(chars.next());
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_stay() {
        let css = "a { /* one */ content: \"/* kept */\"; }/***/\nb { content: '\\'/*'; } /* open";
        assert_eq!(without_comments(css), "a {  content: \"/* kept */\"; }\nb { content: '\\'/*'; } ");
    }

    #[test]
    fn imports_are_read_with_and_without_a_layer() {
        assert_eq!(import("@import \"a.css\";"), Some(Import { file: "a.css", layer: None }));
        assert_eq!(import("@import \"a.css\" layer(ui);"), Some(Import { file: "a.css", layer: Some("ui") }));
        assert_eq!(import("@import url(a.css);"), None);
    }

    #[test]
    fn the_checkouts_own_stylesheet_is_one_file() {
        let css = bundle(&crate::paths::root().join("style/main.css")).expect("it bundles");
        assert!(!css.contains("@import") && !css.contains("/*"));
    }
}
