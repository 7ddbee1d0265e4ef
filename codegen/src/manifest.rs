//! The `Cargo.toml` of the generated package.

use toml::{Table, Value};

use crate::config::{Config, Manifest};

/// The features of the runtime that are the user's choice; each is a feature of the client, too.
const FEATURES: &[&str] = &[
    "blocking",
    "brotli",
    "gzip",
    "jiff",
    "native-tls",
    "rustls",
    "rustls-graviola",
    "rustls-no-provider",
    "rustls-ring",
    "testing",
    "tracing",
    "zstd",
];

/// Those that are on unless the user turns them off.
const DEFAULT: &[&str] = &["gzip", "rustls"];

/// `webhooks`: whether the server sends anything by itself; `xml`: whether anything is XML that is nothing else.
pub(crate) fn manifest(config: &Config, webhooks: bool, xml: bool) -> String {
    let mut package = Table::new();
    package.insert("name".to_owned(), config.package.name.clone().into());
    package.insert("version".to_owned(), config.package.version.clone().into());
    let about = &config.package.description;
    let about = if about.is_empty() {
        format!("Client for the API {}.", config.package.name)
    } else {
        about.clone()
    };
    package.insert("description".to_owned(), about.into());
    let mut dependency = Table::new();
    let mut res = Table::new();
    match &config.manifest {
        Manifest::Workspace => {
            for key in ["edition", "rust-version", "license"] {
                package.insert(key.to_owned(), inherited());
            }
            dependency.insert("workspace".to_owned(), true.into());
            res.insert("lints".to_owned(), inherited());
        }
        Manifest::StandAlone { runtime_path } => {
            package.insert("edition".to_owned(), "2024".into());
            dependency.insert("version".to_owned(), env!("CARGO_PKG_VERSION").into());
            if let Some(path) = runtime_path {
                dependency.insert("path".to_owned(), path.clone().into());
            }
            // Those of the package are handed on.
            dependency.insert("default-features".to_owned(), false.into());
            // The package may lie inside somebody's workspace without being a member.
            res.insert("workspace".to_owned(), Value::Table(Table::new()));
        }
    }
    if xml || config.formats.xml.is_some() {
        dependency.insert("features".to_owned(), vec!["xml".to_owned()].into());
    }
    let mut dependencies = Table::new();
    dependencies.insert("openapi-runtime".to_owned(), Value::Table(dependency));
    let mut text = format!("# {}\n\n", config.header());
    text.push_str(&section("package", &package));
    let feature = |it: &&str| ((*it).to_owned(), vec![format!("openapi-runtime/{it}")].into());
    let mut features: Table = FEATURES.iter().map(feature).collect();
    let mut default: Vec<_> = DEFAULT.iter().map(|it| (*it).to_owned()).collect();
    if webhooks {
        // Who only calls the API can go without it.
        default.push("webhooks".to_owned());
        features.extend([feature(&"webhooks")]);
    }
    features.insert("default".to_owned(), default.into());
    text.push_str(&section("features", &features));
    text.push_str(&section("dependencies", &dependencies));
    for (name, value) in &res {
        if let Value::Table(table) = value {
            text.push_str(&section(name, table));
        }
    }
    text.trim_end().to_owned() + "\n"
}

fn inherited() -> Value {
    let mut table = Table::new();
    table.insert("workspace".to_owned(), true.into());
    Value::Table(table)
}

/// A section with one line for each setting, in the order given.
fn section(name: &str, table: &Table) -> String {
    let lines: String = table
        .iter()
        .map(|(key, value)| match value {
            Value::Table(inner) if inner.len() == 1 && inner.contains_key("workspace") => {
                format!("{key}.workspace = true\n")
            }
            Value::Table(inner) => {
                let parts: Vec<String> =
                    inner.iter().map(|(key, value)| format!("{key} = {value}")).collect();
                format!("{key} = {{ {} }}\n", parts.join(", "))
            }
            other => format!("{key} = {other}\n"),
        })
        .collect();
    format!("[{name}]\n{lines}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Otherwise `default-features = false` of the package would leave those of the runtime on.
    #[test]
    fn the_features_of_the_runtime_are_those_of_the_package() {
        let stand_alone = Config::new("pets.yaml", "pets").unwrap();
        let text = manifest(&stand_alone, false, false);
        let table: Table = text.parse().unwrap();
        assert_eq!(table["dependencies"]["openapi-runtime"]["default-features"], false.into());
        let features = &table["features"];
        assert_eq!(features["default"], vec!["gzip", "rustls"].into());
        for tls in ["rustls", "rustls-ring", "rustls-graviola", "rustls-no-provider", "native-tls"]
        {
            assert_eq!(features[tls], vec![format!("openapi-runtime/{tls}")].into());
        }
        // The dependency is the workspace's, where they are off.
        let member = Config { manifest: Manifest::Workspace, ..stand_alone };
        assert!(manifest(&member, false, false).contains("openapi-runtime.workspace = true\n"));
        assert!(include_str!("../../Cargo.toml").contains(
            r#"openapi-runtime = { path = "runtime", version = "0.1.0", default-features = false }"#
        ));
    }
}
