//! Tokens -> text.

use proc_macro2::TokenStream;
use syn::{File, ImplItem, Item};

use crate::emit::{TokenFile, TokenItem};

/// The text of a file, with a header that names the command.
pub(crate) fn render(file: &TokenFile, header: &str) -> String {
    let mut blocks: Vec<String> = Vec::new();
    // Whatever the lines hold, each stays a comment.
    let docs: String = file
        .docs
        .iter()
        .flat_map(|it| if it.is_empty() { vec![""] } else { it.lines().collect() })
        .map(|line| if line.is_empty() { "//!\n".to_owned() } else { format!("//! {line}\n") })
        .collect();
    blocks.push(format!("{header}\n\n{docs}"));
    for item in &file.items {
        match item {
            TokenItem::Item(tokens) => blocks.push(items(tokens)),
            TokenItem::Lines(lines) => blocks.push(lines.iter().map(items).collect()),
            TokenItem::Impl { head, members } => blocks.push(implementation(head, members)),
        }
    }
    blocks.retain(|it| !it.is_empty());
    blocks.join("\n")
}

fn items(tokens: &TokenStream) -> String {
    match syn::parse2::<File>(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => broken(tokens, &error),
    }
}

/// An `impl` with a blank line between its members.
fn implementation(head: &TokenStream, members: &[TokenStream]) -> String {
    let mut header = String::new();
    let mut bodies: Vec<String> = Vec::new();
    for member in members {
        let parsed = syn::parse2::<ImplItem>(member.clone())
            .and_then(|member| Ok((member, syn::parse2::<syn::ItemImpl>(head.clone())?)));
        let (member, mut alone) = match parsed {
            Ok(parsed) => parsed,
            Err(error) => {
                bodies.push(broken(member, &error));
                continue;
            }
        };
        alone.items.push(member);
        let text = prettyplease::unparse(&File {
            shebang: None,
            frontmatter: None,
            attrs: Vec::new(),
            items: vec![Item::Impl(alone)],
        });
        // `impl … {`, the member, `}`.
        let Some((first, rest)) = text.split_once('\n') else { continue };
        header = first.to_owned();
        bodies.push(rest.trim_end().strip_suffix('}').unwrap_or(rest).to_owned());
    }
    if bodies.is_empty() { String::new() } else { format!("{header}\n{}}}\n", bodies.join("\n")) }
}

/// Tokens that are no Rust would be a fault of `emit`. The generated crate then says so itself, instead of the run
/// ending here.
fn broken(tokens: &TokenStream, error: &syn::Error) -> String {
    format!(
        "compile_error!({:?});\n",
        format!("the generator wrote what is no Rust: {error}: {tokens}")
    )
}
