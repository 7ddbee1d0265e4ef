//! Small pieces that every file is made of: identifiers, types, documentation.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::plan::{ArgumentKind, Plan, RustType, Wrap, code, readable};

/// An identifier that `names` has decided.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The path of the client's own root: `crate`, or a module in a crate.
pub(super) fn home(plan: &Plan) -> TokenStream {
    let modules = plan.module.iter().map(|it| ident(it));
    quote!(crate #(::#modules)*)
}

/// The constant that says how lists come in pages, by the number of the rule.
pub(super) fn paging_name(number: usize) -> Ident {
    if number == 0 { ident("PAGES") } else { ident(&format!("PAGES_{}", number + 1)) }
}

/// A type. `types` is where the declared types are seen from: `types::` or nothing.
pub(super) fn rust_type(ty: &RustType, types: &TokenStream) -> TokenStream {
    match ty {
        RustType::Unit => quote!(()),
        RustType::Bool => quote!(bool),
        RustType::I64 => quote!(i64),
        RustType::U64 => quote!(u64),
        RustType::F64 => quote!(f64),
        RustType::String => quote!(String),
        RustType::Id => quote!(rt::Id),
        RustType::DateTime => quote!(rt::DateTime),
        RustType::Secret => quote!(rt::Secret),
        RustType::Value => quote!(rt::Value),
        RustType::Download => quote!(rt::Download),
        RustType::EventStream(inner) => {
            let inner = rust_type(inner, types);
            quote!(rt::EventStream<#inner>)
        }
        RustType::JsonLines(inner) => {
            let inner = rust_type(inner, types);
            quote!(rt::JsonLines<#inner>)
        }
        RustType::Task(state, answer) => {
            let (state, answer) = (rust_type(state, types), rust_type(answer, types));
            quote!(rt::Task<#state, #answer>)
        }
        RustType::Option(inner) => {
            let inner = rust_type(inner, types);
            quote!(Option<#inner>)
        }
        RustType::Vec(inner) => {
            let inner = rust_type(inner, types);
            quote!(Vec<#inner>)
        }
        RustType::Tuple(elements) => {
            let elements = elements.iter().map(|it| rust_type(it, types));
            quote!((#(#elements),*))
        }
        RustType::BTreeMap(inner) => {
            let inner = rust_type(inner, types);
            quote!(BTreeMap<String, #inner>)
        }
        RustType::Boxed(inner) => {
            let inner = rust_type(inner, types);
            quote!(Box<#inner>)
        }
        RustType::Declared(name) => {
            let name = ident(name);
            quote!(#types #name)
        }
        RustType::Local(name) => {
            let name = ident(name);
            quote!(#name)
        }
    }
}

/// Whether printing the type needs `BTreeMap` in scope.
pub(super) fn uses_map(ty: &RustType) -> bool {
    match ty {
        RustType::BTreeMap(_) => true,
        RustType::Tuple(elements) => elements.iter().any(uses_map),
        RustType::EventStream(inner)
        | RustType::JsonLines(inner)
        | RustType::Option(inner)
        | RustType::Vec(inner)
        | RustType::Boxed(inner) => uses_map(inner),
        RustType::Task(state, answer) => uses_map(state) || uses_map(answer),
        RustType::Unit
        | RustType::Bool
        | RustType::I64
        | RustType::U64
        | RustType::F64
        | RustType::String
        | RustType::Id
        | RustType::DateTime
        | RustType::Secret
        | RustType::Value
        | RustType::Download
        | RustType::Declared(_)
        | RustType::Local(_) => false,
    }
}

/// Names of the declared types that a type mentions.
pub(super) fn visit_declared<'a>(ty: &'a RustType, visit: &mut dyn FnMut(&'a str)) {
    match ty {
        RustType::Declared(name) => visit(name),
        RustType::Tuple(elements) => elements.iter().for_each(|it| visit_declared(it, visit)),
        RustType::BTreeMap(inner)
        | RustType::EventStream(inner)
        | RustType::JsonLines(inner)
        | RustType::Option(inner)
        | RustType::Vec(inner)
        | RustType::Boxed(inner) => visit_declared(inner, visit),
        RustType::Task(state, answer) => {
            visit_declared(state, visit);
            visit_declared(answer, visit);
        }
        RustType::Unit
        | RustType::Bool
        | RustType::I64
        | RustType::U64
        | RustType::F64
        | RustType::String
        | RustType::Id
        | RustType::DateTime
        | RustType::Secret
        | RustType::Value
        | RustType::Download
        | RustType::Local(_) => {}
    }
}

/// Lines of documentation.
pub(super) fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        let line = doc_line(line);
        let line = if line.is_empty() { line } else { format!(" {line}") };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// A line of documentation, whatever it was made of: one line, without characters that are not seen.
pub(super) fn doc_line(line: &str) -> String {
    match readable(line) {
        clean if clean.contains('\n') => clean.replace('\n', " "),
        clean => clean.into_owned(),
    }
}

/// A name of the description in a sentence of documentation.
pub(super) fn quoted(name: &str) -> String {
    code(&name.replace('`', "'"))
}

/// Other names under which the documentation's search finds the item.
pub(super) fn aliases<'a>(names: impl IntoIterator<Item = &'a String>) -> TokenStream {
    // Rustdoc refuses quotes and blanks at the ends.
    let usable = |it: &&String| {
        !it.is_empty()
            && it.trim() == it.as_str()
            && !it.contains(['"', '\''])
            && !it.contains(|letter: char| letter != ' ' && letter.is_whitespace())
            && readable(it) == **it
    };
    let mut names: Vec<&String> = names.into_iter().filter(usable).collect();
    names.dedup();
    quote!(#(#[doc(alias = #names)])*)
}

pub(super) fn deprecated(is: bool) -> Option<TokenStream> {
    is.then(|| quote!(#[deprecated]))
}

/// The type of an argument, and the expression that hands it on by reference.
pub(super) fn argument(
    name: &str,
    kind: &ArgumentKind,
    types: &TokenStream,
) -> (TokenStream, TokenStream) {
    let name = ident(name);
    match kind {
        ArgumentKind::Str => (quote!(#name: &str), quote!(#name)),
        ArgumentKind::Value(ty) => {
            let ty = rust_type(ty, types);
            (quote!(#name: #ty), quote!(&#name))
        }
        ArgumentKind::Into(ty) => {
            let ty = rust_type(ty, types);
            (quote!(#name: impl Into<#ty>), quote!(&#name.into()))
        }
        ArgumentKind::Reference(ty) => {
            let ty = rust_type(ty, types);
            (quote!(#name: &#ty), quote!(#name))
        }
        ArgumentKind::Items(element) => {
            let ty = rust_type(element, types);
            let (element, into) = collected(element, types);
            let map = (!into.is_empty()).then(|| quote!(.map(Into::into)));
            (
                quote!(#name: impl IntoIterator<Item = #element>),
                quote!(&#name.into_iter()#map.collect::<Vec<#ty>>()),
            )
        }
        ArgumentKind::Entries(element) => {
            let ty = rust_type(element, types);
            let (element, into) = collected(element, types);
            (
                quote!(#name: impl IntoIterator<Item = (impl Into<String>, #element)>),
                quote! {
                    &#name.into_iter().map(|(key, value)| (key.into(), value #into)).collect::<BTreeMap<String, #ty>>()
                },
            )
        }
        ArgumentKind::Nullable(RustType::String) => {
            (quote!(#name: Option<&str>), quote!(&Some(#name)))
        }
        ArgumentKind::Nullable(ty) => {
            let ty = rust_type(ty, types);
            (quote!(#name: impl Into<Option<#ty>>), quote!(&Some::<Option<#ty>>(#name.into())))
        }
        ArgumentKind::Upload => (quote!(#name: impl Into<rt::Upload>), quote!(#name.into())),
        ArgumentKind::Uploads => {
            (quote!(#name: impl IntoIterator<Item = impl Into<rt::Upload>>), quote!(#name))
        }
    }
}

/// How an element of a collection is taken, and what makes it one of its type.
pub(super) fn collected(ty: &RustType, types: &TokenStream) -> (TokenStream, TokenStream) {
    let tokens = rust_type(ty, types);
    match ty {
        // A literal without a type would be an `i32`, which does not become a `u64`.
        RustType::U64 => (tokens, TokenStream::new()),
        _ => (quote!(impl Into<#tokens>), quote!(.into())),
    }
}

/// The steps to a value in envelopes.
pub(super) fn wraps(steps: &[Wrap]) -> TokenStream {
    let steps = steps.iter().map(|step| match step {
        Wrap::Each => quote!(rt::Wrap::Each),
        Wrap::In(member) => quote!(rt::Wrap::In(#member)),
    });
    quote!(&[#(#steps),*])
}

/// A reference to a value, which goes out in these envelopes.
pub(super) fn wrapped(value: TokenStream, steps: &[Wrap]) -> TokenStream {
    if steps.is_empty() {
        return value;
    }
    let steps = wraps(steps);
    quote!(&rt::wrapped(#value, #steps))
}

/// A constant as something that can be encoded.
pub(super) fn json_literal(value: &serde_json::Value) -> TokenStream {
    match value {
        serde_json::Value::String(text) => quote!(#text),
        serde_json::Value::Bool(value) => quote!(&#value),
        serde_json::Value::Number(number) => {
            match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(value), ..) => quote!(&#value),
                (None, Some(value), _) => quote!(&#value),
                (None, None, Some(value)) => quote!(&#value),
                (None, None, None) => quote!(&rt::Value::Null),
            }
        }
        other => {
            let text: TokenStream = other.to_string().parse().unwrap_or_default();
            quote!(&rt::json!(#text))
        }
    }
}
