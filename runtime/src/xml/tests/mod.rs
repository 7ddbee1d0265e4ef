//! The samples of an API that speaks both formats, decoded as JSON would be and written again.

mod documents;
mod writing;

use std::collections::BTreeMap;

use serde_json::Value;

use super::*;
use crate::error::Operation;
use crate::format::Formats;
use crate::request::Proofs;
use crate::response::{Document, Head, Layout, Peel};
use crate::{Decode, DecodeError, Id, Node, ObjectReader, Wrap, alternative};

static RULES: XmlRules =
    XmlRules::new().list_attribute("type", "array").null_attribute("nil").root("hash").items(&[
        ("role_ids", "role_id"),
        ("permission_ids", "permission_id"),
        ("additional_fields", "additional_field"),
        ("empty", "one"),
    ]);

fn head(media_type: &'static str) -> Head {
    Head {
        sent: None,
        response_limit: None,
        operation: Operation::new("x", "GET", "/"),
        status: http::StatusCode::OK,
        headers: http::HeaderMap::from_iter([(
            http::header::CONTENT_TYPE,
            http::HeaderValue::from_static(media_type),
        )]),
        attempts: 1,
        idempotency_key: None,
        took: std::time::Duration::ZERO,
        proofs: Proofs::default(),
        formats: Formats { xml: Some(&RULES), ..Formats::default() },
        client: crate::HttpClient::builder("http://example.com").build().unwrap(),
    }
}

fn decode<T: Decode>(text: &str, layout: Layout) -> Result<T, String> {
    let document = Document::parse(&head("application/xml; charset=utf-8"), text.as_bytes());
    let document = document.map_err(|it| it.to_string())?.expect("not empty");
    document.decode(layout).map_err(|it| it.to_string())
}

fn in_envelopes(wraps: &'static [Wrap]) -> Layout {
    Layout { wraps, ..Layout::default() }
}

/// Types that know their members by name, as generated ones do.
macro_rules! object {
    ($name:ident { $($member:ident: $type:ty $(, $wraps:expr)?;)* }) => {
        #[derive(Debug, PartialEq)]
        struct $name { $($member: $type),* }

        impl Decode for $name {
            fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
                let mut object: ObjectReader<'_> = node.object()?;
                Ok(Self { $($member: object.field_in(stringify!($member), object!(@ $($wraps)?))?),* })
            }
        }
    };
    (@ $wraps:expr) => { $wraps };
    (@) => { &[] };
}

object!(Status {
    id: i64;
    identifier: String;
    built: bool;
    locked: bool;
    enable_autoscale: Option<bool>;
    state: String;
});

const STATUS: &str = r#"<machines type="array">
  <machine>
    <id type="integer">51</id>
    <identifier>k2b5hz</identifier>
    <built type="boolean">true</built>
    <locked type="boolean">false</locked>
    <enable_autoscale nil="true"/>
    <state>delivered</state>
  </machine>
</machines>"#;

fn status() -> Status {
    Status {
        id: 51,
        identifier: "k2b5hz".to_owned(),
        built: true,
        locked: false,
        enable_autoscale: None,
        state: "delivered".to_owned(),
    }
}

#[test]
fn a_list_of_one_and_nulls() {
    let wraps = &[Wrap::Each, Wrap::In("machine")];
    assert_eq!(decode(STATUS, in_envelopes(wraps)), Ok(vec![status()]));
    // The same without envelopes in the description, and as a single thing in one of its forms.
    assert_eq!(decode(STATUS, Layout::default()), Ok(vec![status()]));
    let forms = Layout { peel: Peel::Forms("machine"), ..Layout::default() };
    assert_eq!(decode(STATUS, forms), Ok(status()));
    let single = STATUS.replace("<machines type=\"array\">", "").replace("</machines>", "");
    assert_eq!(decode(&single, forms), Ok(status()));
    assert_eq!(decode(&single, in_envelopes(&[Wrap::In("machine")])), Ok(status()));
    // In an envelope that is there, too.
    let around = format!("<hash>{single}</hash>");
    assert_eq!(decode(&around, in_envelopes(&[Wrap::In("machine")])), Ok(status()));
}

object!(Backup {
    id: i64;
    backup_size: Option<i64>;
    built_at: Option<crate::DateTime>;
    image_type: Option<String>;
    volume_id: Option<i64>;
});

#[test]
fn dates_and_numbers_whatever_their_attributes_say() {
    let backups = r#"<?xml version="1.0" encoding="UTF-8"?>
<backups type="array"><backup>
    <id type="integer">77</id><backup_size type="integer">204800</backup_size>
    <built_at type="datetime">2014-01-24T14:34:06+03:00</built_at>
    <image_type nil="true"/><volume_id nil="true"/>
</backup><backup>
    <id>78</id><backup_size>8.0</backup_size><built_at type="dateTime"/><image_type/>
</backup></backups>"#;
    let read: Vec<Backup> =
        decode(backups, in_envelopes(&[Wrap::Each, Wrap::In("backup")])).unwrap();
    assert_eq!(read[0].built_at.as_ref().unwrap().as_str(), "2014-01-24T14:34:06+03:00");
    assert_eq!(
        (read[0].backup_size, read[0].image_type.as_deref(), read[0].volume_id),
        (Some(204_800), None, None)
    );
    assert_eq!((read[1].id, read[1].backup_size), (78, Some(8)));
    assert_eq!((read[1].built_at.as_ref(), read[1].image_type.as_deref()), (None, Some("")));
}

object!(Role { id: Id; label: String; });
object!(Boxes { hidden_boxes: Vec<String>; display_boxes: bool; });
object!(User {
    id: i64;
    login: String;
    time_zone: String;
    infoboxes: Boxes;
    supplied: bool;
    registered: bool;
    total: f64;
    paid: f64;
    discount: f64;
    group_id: Option<i64>;
    roles: Vec<Role>, &[Wrap::Each, Wrap::In("role")];
    cpu_flags: Option<Vec<String>>;
});

#[test]
fn lists_in_lists_and_numbers_of_all_kinds() {
    let user = r#"<user>
  <id type="integer">4</id><login>ops</login><time_zone/>
  <infoboxes>
    <hidden_boxes type="array"><hidden_box>4840</hidden_box></hidden_boxes>
    <display_boxes type="boolean">true</display_boxes>
  </infoboxes>
  <registered>true</registered><supplied type="boolean">false</supplied>
  <total type="float">837.4296875</total><paid type="decimal">0.0</paid><discount>0</discount>
  <group_id nil="true"/>
  <roles type="array"><role><id type="integer">1</id><label>Admin &amp; more</label></role></roles>
  <cpu_flags type="array"/>
</user>"#;
    let user: User = decode(user, in_envelopes(&[Wrap::In("user")])).unwrap();
    assert_eq!((user.id, user.login.as_str(), user.time_zone.as_str()), (4, "ops", ""));
    assert_eq!(
        user.infoboxes,
        Boxes { hidden_boxes: vec!["4840".to_owned()], display_boxes: true }
    );
    assert_eq!((user.total, user.paid, user.discount), (837.429_687_5, 0.0, 0.0));
    assert_eq!((user.supplied, user.registered, user.group_id), (false, true, None));
    assert_eq!(user.roles, [Role { id: Id::from("1"), label: "Admin & more".to_owned() }]);
    assert_eq!(user.cpu_flags, Some(Vec::new()));
}

object!(Stat { data_sent: f64; user_id: i64; });
object!(Icon { url: Option<String>; });
object!(Addon { id: i64; description: Option<String>; compatible_with: Vec<String>; icon: Option<Icon>; });
object!(Key { api_key: String; });

#[test]
fn untyped_lists_items_named_like_their_list_and_anonymous_hashes() {
    let each = &[Wrap::Each, Wrap::In("stat")];
    let one = "<stat><data_sent>0.5</data_sent><user_id>7</user_id></stat>";
    for (text, count) in [(one.to_owned(), 1), (one.repeat(3), 3), (String::new(), 0)] {
        let stats: Vec<Stat> =
            decode(&format!("<stats>{text}</stats>"), in_envelopes(each)).unwrap();
        assert_eq!(stats.len(), count);
        assert!(stats.iter().all(|it| *it == Stat { data_sent: 0.5, user_id: 7 }));
    }
    let addons: Vec<Addon> = decode(
        r#"<addons type="array"><addon><id type="integer">3</id><description nil="true"/>
           <compatible_with type="array"><compatible_with>unix</compatible_with></compatible_with>
           <icon><url nil="true"/></icon></addon></addons>"#,
        in_envelopes(&[Wrap::Each, Wrap::In("addon")]),
    )
    .unwrap();
    assert_eq!(addons[0].compatible_with, ["unix"]);
    assert_eq!(addons[0].icon, Some(Icon { url: None }));
    let key = Ok(Key { api_key: "0d7d".to_owned() });
    assert_eq!(decode("<hash><api_key>0d7d</api_key></hash>", Layout::default()), key);
    let member = Layout { peel: Peel::Member("version"), ..Layout::default() };
    assert_eq!(decode("<hash><version>6.0</version></hash>", member), Ok("6.0".to_owned()));
    assert_eq!(decode("<version>6.0</version>", member), Ok("6.0".to_owned()));
}

object!(Cost { resource_name: String; value: i64; cost: f64; });
object!(Machine { label: String; costs: Vec<Cost>, &[Wrap::Each, Wrap::In("cost")]; });
object!(Billing { machines: Vec<Machine>; interfaces: Vec<Machine>; });
object!(Statistics { cost: f64; billing: Billing; });

#[test]
fn three_levels_of_lists_and_a_name_that_means_two_things() {
    let text = r#"<stat><cost type="float">0.0</cost><billing>
      <machines type="array"><machine>
        <costs type="array"><cost><resource_name>cpus</resource_name><value type="integer">1</value><cost type="float">1.5</cost></cost></costs>
        <label>vm</label>
      </machine></machines><interfaces type="array"/>
    </billing></stat>"#;
    let stat: Statistics = decode(text, in_envelopes(&[Wrap::In("stat")])).unwrap();
    let cost = Cost { resource_name: "cpus".to_owned(), value: 1, cost: 1.5 };
    assert_eq!(stat.cost, 0.0);
    let machine = Machine { label: "vm".to_owned(), costs: vec![cost] };
    assert_eq!(stat.billing, Billing { machines: vec![machine], interfaces: Vec::new() });

    object!(Price { cost: f64; });
    let wraps = in_envelopes(&[Wrap::Each, Wrap::In("cost")]);
    let text = r#"<costs type="array"><cost><cost>1.5</cost></cost></costs>"#;
    assert_eq!(decode(text, wraps), Ok(vec![Price { cost: 1.5 }]));
}

object!(Address { address: String; });
object!(Join { id: i64; address: Address, &[Wrap::In("address")]; });

#[test]
fn an_envelope_in_a_member_of_its_name() {
    let join = Join { id: 1, address: Address { address: "192.0.2.1".to_owned() } };
    for address in [
        "<address><address><address>192.0.2.1</address></address></address>",
        "<address><address>192.0.2.1</address></address>",
    ] {
        let text = format!("<join><id>1</id>{address}</join>");
        assert_eq!(decode(&text, in_envelopes(&[Wrap::In("join")])).as_ref(), Ok(&join), "{text}");
    }
}

/// Texts, or texts by field.
#[derive(Debug, PartialEq)]
enum Reasons {
    Texts(Vec<String>),
    Fields(BTreeMap<String, Vec<String>>),
    Other(Value),
}

impl Decode for Reasons {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        node.best_of(&[alternative(Self::Texts), alternative(Self::Fields)], Self::Other)
    }
}

object!(Errors { errors: Option<Reasons>; error: Option<String>; });

#[test]
fn errors_are_a_list_whose_root_is_the_member() {
    let texts = |texts: &[&str]| {
        let texts = texts.iter().map(|it| (*it).to_owned()).collect();
        Ok(Errors { errors: Some(Reasons::Texts(texts)), error: None })
    };
    let read = |text: &str| decode::<Errors>(text, Layout::default());
    let text = r#"<?xml version="1.0" encoding="UTF-8"?><errors><error>Not found</error></errors>"#;
    assert_eq!(read(text), texts(&["Not found"]));
    assert_eq!(read("<errors><error>a</error><error>b</error></errors>"), texts(&["a", "b"]));
    assert_eq!(read(r#"<errors type="array"><error>a</error></errors>"#), texts(&["a"]));
    let hash = "<hash><errors><error>a</error><error>b</error></errors></hash>";
    assert_eq!(read(hash), texts(&["a", "b"]));
    let fields = "<errors><login><x>taken</x></login><email><x>bad</x><x>no</x></email></errors>";
    let Ok(Errors { errors: Some(Reasons::Fields(fields)), .. }) = read(fields) else { panic!() };
    assert_eq!(fields["email"], ["bad", "no"]);
    assert_eq!(
        read("<hash><error>a</error></hash>"),
        Ok(Errors { errors: None, error: Some("a".to_owned()) })
    );
}
