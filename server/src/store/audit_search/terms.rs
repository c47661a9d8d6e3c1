//! Which places of which block have a term.

use sqlx::FromRow;

use domain::audit_search::Bits;

use super::{
    super::{Db, Tx, exec, on_tx},
    stored,
};
use crate::fault::Fault;

/// How many terms one statement takes. A list has no length in a text that is the same for both engines.
pub const SLOTS: usize = 16;

const ROWS: &str = "SELECT term, block, bits FROM audit_term WHERE block BETWEEN $1 AND $2 \
     AND term IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
const BESIDE: &str = "SELECT term, block, bits FROM audit_term WHERE block IN (SELECT block FROM audit_term WHERE block BETWEEN $1 AND $2 \
     AND term IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)) \
     AND term IN ($19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34)";
const PUT: &str =
    "INSERT INTO audit_term (block, term, bits) VALUES ($1, $2, $3) ON CONFLICT (term, block) DO UPDATE SET bits = excluded.bits";
const PUT_MANY: &str = "INSERT INTO audit_term (block, term, bits) VALUES ($1, $2, $3), ($1, $4, $5), ($1, $6, $7), ($1, $8, $9), ($1, $10, $11), \
     ($1, $12, $13), ($1, $14, $15), ($1, $16, $17), ($1, $18, $19), ($1, $20, $21), ($1, $22, $23), ($1, $24, $25), ($1, $26, $27), \
     ($1, $28, $29), ($1, $30, $31), ($1, $32, $33) ON CONFLICT (term, block) DO UPDATE SET bits = excluded.bits";

const TAKE_OUT: &str = "DELETE FROM audit_term WHERE block = $1 \
     AND term IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

/// One row of the index.
#[derive(Clone, Debug)]
pub struct TermRow {
    /// The term.
    pub term: String,
    /// The block.
    pub block: u64,
    /// Its places in it.
    pub bits: Bits,
}

#[derive(FromRow)]
struct Row {
    term: String,
    block: i64,
    bits: Vec<u8>,
}

impl TryFrom<Row> for TermRow {
    type Error = Fault;

    fn try_from(Row { term, block, bits }: Row) -> Result<Self, Fault> {
        match Bits::decode(&bits) {
            Some(bits) => Ok(Self { term, block: block.unsigned_abs(), bits }),
            None => Err(Fault::corrupt("audit_term", "bits", format!("{term} in block {block}"))),
        }
    }
}

/// As many as one statement takes; what is left over asks for a term that there is not.
fn slots(terms: &[String]) -> impl Iterator<Item = &str> {
    terms.iter().map(String::as_str).chain(std::iter::repeat("")).take(SLOTS)
}

/// The rows of these terms in those blocks.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn rows(db: &Db, terms: &[String], (low, high): (u64, u64)) -> Result<Vec<TermRow>, Fault> {
    let mut found = Vec::new();
    for some in terms.chunks(SLOTS) {
        let bound = on_tx!(db, conn => slots(some)
            .fold(sqlx::query_as::<_, Row>(ROWS).bind(stored(low)).bind(stored(high)), sqlx::query::QueryAs::bind)
            .fetch_all(conn)
            .await);
        found.extend(bound.await?);
    }
    found.into_iter().map(TermRow::try_from).collect()
}

/// The rows of these terms in those of the blocks that have one of `rare`, of which there are at most [`SLOTS`].
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn beside(db: &Db, rare: &[String], terms: &[String], (low, high): (u64, u64)) -> Result<Vec<TermRow>, Fault> {
    let mut found = Vec::new();
    for some in terms.chunks(SLOTS) {
        let bound = on_tx!(db, conn => slots(rare)
            .chain(slots(some))
            .fold(sqlx::query_as::<_, Row>(BESIDE).bind(stored(low)).bind(stored(high)), sqlx::query::QueryAs::bind)
            .fetch_all(conn)
            .await);
        found.extend(bound.await?);
    }
    found.into_iter().map(TermRow::try_from).collect()
}

/// Writes a block's rows in place of what is there.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &mut Tx, block: u64, rows: &[(String, Vec<u8>)]) -> Result<(), Fault> {
    let block = stored(block);
    let (many, rest) = rows.as_chunks::<SLOTS>();
    for some in many {
        let bound = on_tx!(tx, conn => some
            .iter()
            .fold(sqlx::query(PUT_MANY).bind(block), |query, (term, bits)| query.bind(term.as_str()).bind(bits.as_slice()))
            .execute(conn)
            .await
            .map(drop));
        bound.await?;
    }
    for (term, bits) in rest {
        exec!(tx, PUT, block, term.as_str(), bits.as_slice()).await?;
    }
    Ok(())
}

/// Takes a block's rows of these terms out.
///
/// # Errors
/// When the database fails.
pub async fn take_out(tx: &mut Tx, block: u64, terms: &[String]) -> Result<(), Fault> {
    for some in terms.chunks(SLOTS) {
        let bound = on_tx!(tx, conn => slots(some)
            .fold(sqlx::query(TAKE_OUT).bind(stored(block)), sqlx::query::Query::bind)
            .execute(conn)
            .await
            .map(drop));
        bound.await?;
    }
    Ok(())
}
