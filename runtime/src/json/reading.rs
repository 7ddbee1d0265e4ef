//! How exactly the kinds of scalars are taken.

/// How a document is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Reading {
    /// A number is a number and text is text.
    #[default]
    Exact,
    /// Numbers and truth values may come as text, text as a number, truth as 0 or 1.
    Loose,
    /// A document of elements: every scalar is text, a list is an element around its items.
    #[cfg(feature = "xml")]
    Xml,
}

impl Reading {
    pub(crate) fn is_loose(self) -> bool {
        self != Self::Exact
    }

    pub(crate) fn is_xml(self) -> bool {
        #[cfg(feature = "xml")]
        return self == Self::Xml;
        #[cfg(not(feature = "xml"))]
        false
    }
}
