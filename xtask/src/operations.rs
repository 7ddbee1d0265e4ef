//! `operations`: one line an operation, and how Rust calls it.

use openapi_codegen::OperationLine;

use crate::Verdict;
use crate::failure::Failure;
use crate::fresh;
use crate::repository::Repository;
use crate::streams::Streams;

/// Runs the command.
///
/// # Errors
///
/// An unknown API. A `client.toml` that cannot be used costs that API only.
pub fn operations(names: &[String], streams: &mut Streams<'_>) -> Result<Verdict, Failure> {
    let repository = Repository::find()?;
    let apis = repository.select(names)?;
    let mut verdict = Verdict::Clean;
    for (i, api) in apis.iter().enumerate() {
        let output = match fresh::generate(&repository, api) {
            Ok(fresh) => fresh.output,
            Err(failure) => {
                streams.fail(&failure);
                verdict = Verdict::Faulty;
                continue;
            }
        };
        if output.error_count() > 0 {
            streams.remark(format_args!("{}", output.report(streams.err_colour)));
            verdict = Verdict::Faulty;
        }
        if apis.len() > 1 {
            let gap = if i == 0 { "" } else { "\n" };
            let n = output.operations.len();
            let operations = if n == 1 { "operation" } else { "operations" };
            streams.print(format_args!("{gap}{api}: {n} {operations}\n"))?;
        }
        streams.print(format_args!("{}", table(&output.operations)))?;
    }
    Ok(verdict)
}

/// The operations as lines of aligned columns.
fn table(operations: &[OperationLine]) -> String {
    let rows: Vec<[&str; 3]> = operations
        .iter()
        .map(|it| [it.method.as_str(), it.path.as_str(), it.id.as_deref().unwrap_or("-")])
        .collect();
    let width = |column: usize| rows.iter().map(|it| it[column].chars().count()).max();
    let widths: Vec<usize> = (0..3).map(|column| width(column).unwrap_or(0)).collect();
    let mut res = String::new();
    for ([method, path, id], it) in rows.into_iter().zip(operations) {
        let call = it.call.as_deref().unwrap_or("(left out)");
        // So that who searches for the name of the publisher's documentation finds it here too.
        let published = it.published_id.as_deref().filter(|it| *it != id);
        let published = published.map(|it| format!("  (published as {it})")).unwrap_or_default();
        res += &format!(
            "{method:0$}  {path:1$}  {id:2$}  {call}{published}\n",
            widths[0], widths[1], widths[2]
        );
    }
    res
}
