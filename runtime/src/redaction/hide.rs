//! Values of which `Debug` says that they are there, and not what they are.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::REDACTED;
use crate::{DateTime, Id, Secret};

/// A value of which `Debug` says that it is there, and not what it is: for fields of generated types that hold secrets
/// by their names. Of a map it shows the names.
///
/// ```
/// use openapi_runtime::Hidden;
/// use std::collections::BTreeMap;
///
/// let env = BTreeMap::from([("SMTP_PASSWORD".to_owned(), "hunter2".to_owned())]);
/// assert_eq!(format!("{:?}", Hidden(&env)), r#"{"SMTP_PASSWORD": REDACTED}"#);
/// assert_eq!(format!("{:?}", Hidden(&Some("hunter2".to_owned()))), "Some(REDACTED)");
/// assert_eq!(format!("{:?}", Hidden(&None::<String>)), "None");
/// ```
pub struct Hidden<'a, T: ?Sized>(pub &'a T);

/// What a [`Hidden`] shows of a value.
pub trait Hide {
    /// Writes that the value is there.
    ///
    /// # Errors
    ///
    /// The formatter cannot be written to.
    fn hide(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// Stands for a value.
struct There;

impl fmt::Debug for There {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl<T: Hide + ?Sized> fmt::Debug for Hidden<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hide(f)
    }
}

impl<T: Hide> Hide for Option<T> {
    fn hide(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => f.debug_tuple("Some").field(&Hidden(value)).finish(),
            None => f.write_str("None"),
        }
    }
}

impl<T: Hide + ?Sized> Hide for Box<T> {
    fn hide(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).hide(f)
    }
}

impl<T> Hide for Vec<T> {
    fn hide(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|_| There)).finish()
    }
}

impl<T> Hide for BTreeMap<String, T> {
    fn hide(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.keys().map(|name| (name, There))).finish()
    }
}

impl Hide for Value {
    fn hide(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Object(members) => {
                let names = members.keys().map(|name| (name, There));
                f.debug_map().entries(names).finish()
            }
            Self::Null => f.write_str("Null"),
            _ => f.write_str(REDACTED),
        }
    }
}

macro_rules! scalars {
    ($($scalar:ty)*) => {$(
        impl Hide for $scalar {
            fn hide(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(REDACTED)
            }
        }
    )*};
}

scalars! { bool i64 u64 f64 String Id DateTime Secret }

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_there_and_not_what_it_is() {
        let shown = |value: &dyn Hide| format!("{:?}", Hidden(value));
        assert_eq!(shown(&"s".to_owned()), "REDACTED");
        assert_eq!(shown(&Some(Some(Box::new(5_i64)))), "Some(Some(REDACTED))");
        assert_eq!(shown(&None::<Vec<i64>>), "None");
        assert_eq!(shown(&vec!["a", "b"]), "[REDACTED, REDACTED]");
        assert_eq!(shown(&json!({"A": "s"})), r#"{"A": REDACTED}"#);
        assert_eq!(shown(&json!("s")), "REDACTED");
        assert_eq!(shown(&Value::Null), "Null");
    }
}
