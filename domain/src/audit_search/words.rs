//! Text as words: what stands in the index, and what is typed to find it, are cut the same way.

/// The shortest word that is kept.
const SHORTEST: usize = 2;
/// Where a long one is cut.
const LONGEST: usize = 32;

/// The words of a text, in small letters: runs of letters and digits.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= SHORTEST)
        .map(|word| word.to_lowercase().chars().take(LONGEST).collect())
}
