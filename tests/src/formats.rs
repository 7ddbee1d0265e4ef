//! What `client.toml` declares about the formats of an API: `[formats]`, read anew.

use toml::{Table, Value};

/// In which formats every resource is there, and how that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formats {
    /// Whether paths end in `.json` or `.xml` on the wire.
    pub suffix: bool,
    /// How XML is written, where bodies may be XML instead of JSON.
    pub xml: Option<XmlRules>,
}

/// How values are written in XML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XmlRules {
    /// Name and value of the attribute that lists have.
    pub list_attribute: Option<(String, String)>,
    /// The attribute that is `true` at what is null.
    pub null_attribute: Option<String>,
    /// The root of several members that have no name of their own.
    pub root: Option<String>,
}

impl Formats {
    /// Reads the text of a `client.toml`.
    ///
    /// # Errors
    ///
    /// Text that is no TOML, and keys below `[formats]` that this reading does not know.
    pub fn read(client_toml: &str) -> Result<Self, String> {
        let file: Table = client_toml.parse().map_err(|it: toml::de::Error| it.to_string())?;
        let Some(formats) = file.get("formats") else { return Ok(Self::default()) };
        let mut found = Self::default();
        for (key, value) in members(formats, "formats")? {
            match (key.as_str(), value) {
                ("suffix", Value::Boolean(it)) => found.suffix = *it,
                ("xml", rules) => found.xml = Some(XmlRules::read(rules)?),
                (key, value) => return Err(format!("formats.{key} is {value}")),
            }
        }
        Ok(found)
    }
}

impl XmlRules {
    fn read(rules: &Value) -> Result<Self, String> {
        let mut found = Self::default();
        for (key, value) in members(rules, "formats.xml")? {
            match (key.as_str(), value) {
                ("list_attribute", attribute) => {
                    let of = |key| attribute.get(key).and_then(Value::as_str).map(str::to_owned);
                    found.list_attribute = of("name").zip(of("value"));
                }
                ("null_attribute", Value::String(it)) => found.null_attribute = Some(it.clone()),
                ("root", Value::String(it)) => found.root = Some(it.clone()),
                (key, value) => return Err(format!("formats.xml.{key} is {value}")),
            }
        }
        Ok(found)
    }
}

fn members<'t>(value: &'t Value, name: &str) -> Result<&'t Table, String> {
    value.as_table().ok_or_else(|| format!("{name} is no table"))
}

#[cfg(test)]
mod tests {
    use super::{Formats, XmlRules};

    #[test]
    fn what_is_declared_is_found() {
        let text = "root = 'openapi.yaml'\n[formats]\nsuffix = true\n[formats.xml]\nroot = 'hash'
            list_attribute = { name = 'type', value = 'array' }\nnull_attribute = 'nil'";
        let xml = XmlRules {
            list_attribute: Some(("type".to_owned(), "array".to_owned())),
            null_attribute: Some("nil".to_owned()),
            root: Some("hash".to_owned()),
        };
        assert_eq!(Formats::read(text), Ok(Formats { suffix: true, xml: Some(xml) }));
        assert_eq!(Formats::read("root = 'openapi.yaml'"), Ok(Formats::default()));
    }

    #[test]
    fn what_is_not_known_is_told() {
        let told = |text| Formats::read(text).expect_err(text);
        assert_eq!(told("[formats]\nyaml = true"), "formats.yaml is true");
        assert_eq!(told("[formats.xml]\nroot = 1"), "formats.xml.root is 1");
        assert_eq!(told("formats = 1"), "formats is no table");
        assert!(told("[formats").contains("TOML parse error"));
    }
}
