//! Answers as panels of all ages send them, in JSON and in XML. The values are ours.

use cloudflow::types::{TransactionStatus, VirtualMachineState};
use cloudflow::{Client, Error};
use serde_json::{Value, json};
use tests::description_server::Answer;
use tests::raw_server::RawServer;

use super::{json as in_json, xml as in_xml};

const TOKEN: &str = "ops:not-a-secret";

/// A server that answers everything with this JSON, and a client that talks to it.
async fn json_server(value: &Value) -> (RawServer, Client) {
    let server = RawServer::start(Answer::json(200, value)).await;
    let client = in_json(server.url(), TOKEN);
    (server, client)
}

/// A server that answers everything with this XML, and a client that talks to it.
async fn xml_server(document: &str) -> (RawServer, Client) {
    let answer = Answer::raw(200, "application/xml; charset=utf-8", document.to_owned());
    let server = RawServer::start(answer).await;
    let client = in_xml(server.url(), TOKEN);
    (server, client)
}

#[tokio::test]
async fn roles_with_permissions_in_them() {
    let permission = |id, identifier| {
        let time = "2011-05-02T08:11:26Z";
        json!({ "permission": { "id": id, "identifier": identifier, "label": "", "created_at": time, "updated_at": time } })
    };
    let roles = json!([
        { "role": { "label": "Operator", "id": 3, "identifier": "q7m2xa9zlk31bd",
            "permissions": [permission(24, "disks"), permission(34, "templates.read.own")] } },
        { "role": { "label": "Empty", "id": 8, "permissions": [], "identifier": "empty" } },
    ]);
    let document = "<roles type='array'>
        <role><label>Operator</label><id type='integer'>3</id><identifier>q7m2xa9zlk31bd</identifier>
            <permissions type='array'>
                <permission><id type='integer'>24</id><identifier>disks</identifier></permission>
                <permission><id type='integer'>34</id><identifier>templates.read.own</identifier></permission>
            </permissions></role>
        <role><label>Empty</label><id type='integer'>8</id><permissions type='array'/></role></roles>";
    for (_server, client) in [json_server(&roles).await, xml_server(document).await] {
        let roles = client.roles().list().await.expect("roles");
        assert_eq!(roles.iter().map(|it| it.id).collect::<Vec<_>>(), [3, 8]);
        let permissions = roles[0].permissions.as_ref().expect("permissions");
        assert_eq!(permissions[1].identifier.as_deref(), Some("templates.read.own"));
        assert_eq!(roles[1].permissions.as_ref().map(Vec::len), Some(0));
    }
}

#[tokio::test]
async fn a_list_without_items_and_a_list_of_one() {
    for document in [
        "<roles type='array'/>",
        "<roles type='array'></roles>",
        "<roles/>",
        "<nil-classes type='array'/>",
    ] {
        let (_server, client) = xml_server(document).await;
        let roles = client.roles().list().await.unwrap_or_else(|it| panic!("{document}: {it}"));
        assert!(roles.is_empty(), "{document}");
    }
    for document in [
        "<roles type='array'><role><id>3</id></role></roles>",
        "<roles><role><id>3</id></role></roles>",
    ] {
        let (_server, client) = xml_server(document).await;
        let roles = client.roles().list().await.unwrap_or_else(|it| panic!("{document}: {it}"));
        assert_eq!(roles.iter().map(|it| it.id).collect::<Vec<_>>(), [3], "{document}");
    }
}

#[tokio::test]
async fn a_machine_after_an_action() {
    let address = json!({ "ip_address": { "address": "192.0.2.12", "id": 56, "free": false, "network_id": 1 } });
    let machine = json!({ "virtual_machine": {
        "id": 915, "identifier": "ab12cd34ef56gh", "label": "web-1", "memory": 768, "cpus": "2", "booted": true,
        "built": 1, "suspended": "false", "recovery_mode": "", "vip": null, "monthly_bandwidth_used": "0",
        "total_disk_size": "11.0", "state": "new", "initial_root_password": "not-a-secret", "ip_addresses": [address],
        "created_at": "2012-01-09T16:34:51Z", "updated_at": "2015-01-16T02:06:19+07:00", "xen_id": null,
    } });
    let document = "<virtual_machine>
        <id type='integer'>915</id><identifier>ab12cd34ef56gh</identifier><label>web-1</label>
        <memory type='integer'>768</memory><cpus>2</cpus><booted type='boolean'>true</booted><built>1</built>
        <suspended>false</suspended><recovery_mode/><vip nil='true'/><xen_id nil='true'/>
        <monthly_bandwidth_used type='float'>0.0</monthly_bandwidth_used><total_disk_size>11.0</total_disk_size>
        <state>new</state><initial_root_password>not-a-secret</initial_root_password>
        <ip_addresses type='array'><ip_address><address>192.0.2.12</address><id type='integer'>56</id></ip_address></ip_addresses>
        <created_at type='datetime'>2012-01-09T16:34:51Z</created_at>
        <updated_at type='dateTime'>2015-01-16T02:06:19+07:00</updated_at></virtual_machine>";
    for (_server, client) in [json_server(&machine).await, xml_server(document).await] {
        let reboot = client.virtual_machines().reboot("ab12cd34ef56gh").await.expect("a machine");
        let machine = reboot.into_answer();
        assert_eq!((machine.id, machine.memory, machine.cpus), (915, Some(768), Some(2)));
        assert_eq!(
            (machine.booted, machine.built, machine.suspended),
            (Some(true), Some(true), Some(false))
        );
        assert_eq!((machine.recovery_mode, machine.vip, machine.xen_id), (None, None, None));
        assert_eq!(machine.state, Some(VirtualMachineState::New));
        assert_eq!(
            machine.updated_at.as_ref().map(ToString::to_string).as_deref(),
            Some("2015-01-16T02:06:19+07:00")
        );
        let addresses = machine.ip_addresses.as_ref().expect("addresses");
        assert_eq!(addresses[0].address.as_deref(), Some("192.0.2.12"));
        assert!(!format!("{machine:?}").contains("not-a-secret"));
    }
}

#[tokio::test]
async fn an_address_in_an_envelope_of_its_own_name() {
    let inner = json!({ "ip_address": { "address": "192.0.2.13", "id": 58 } });
    let join =
        json!({ "id": 1802, "ip_address_id": 58, "virtual_machine_id": 915, "ip_address": inner });
    let fields = "<address>192.0.2.13</address><id type='integer'>58</id>";
    let once = format!(
        "<ip_address_join><id>1802</id><ip_address>{fields}</ip_address></ip_address_join>"
    );
    let twice = format!(
        "<ip_address_join><id>1802</id><ip_address><ip_address>{fields}</ip_address></ip_address></ip_address_join>"
    );
    for (_server, client) in [
        json_server(&json!({ "ip_address_join": join })).await,
        xml_server(&once).await,
        xml_server(&twice).await,
    ] {
        let join = client.ip_addresses().attach("ab12cd34ef56gh", 21).await.expect("a join");
        assert_eq!(join.id, 1802);
        assert_eq!(join.ip_address.expect("an address").address.as_deref(), Some("192.0.2.13"));
    }
}

#[tokio::test]
async fn limits_that_have_no_envelope() {
    let zone = json!([{ "label": "zone", "id": 1 }]);
    let limits = json!({ "limits": { "cpus": 8, "memory": "4096", "data_store_groups": zone,
        "hypervisors": [{ "label": "hv-a", "hypervisor_type": "xen", "id": 1 }] }, "best_network_group_id": 2 });
    let document = "<hash><limits><cpus type='integer'>8</cpus><memory type='integer'>4096</memory>
        <data_store_groups type='array'><data_store_group><label>zone</label><id type='integer'>1</id></data_store_group></data_store_groups>
        <hypervisors type='array'><hypervisor><label>hv-a</label><id type='integer'>1</id></hypervisor></hypervisors>
        </limits><best_network_group_id type='integer'>2</best_network_group_id></hash>";
    for (_server, client) in [json_server(&limits).await, xml_server(document).await] {
        let limits = client.users().limits(7).await.expect("limits");
        assert_eq!(limits.best_network_group_id, Some(2));
        let shown = format!("{limits:?}");
        assert!(shown.contains("memory: Some(4096)") && shown.contains("\"hv-a\""), "{shown}");
    }
}

#[tokio::test]
async fn costs_beyond_all_measure() {
    let bills = json!([{ "cost": 3.5100000483e26, "month": 1 }, { "cost": "0.0", "month": 2 }, { "cost": 0, "month": 3 }]);
    let bill = |cost, month| {
        format!("<monthly_bill><cost>{cost}</cost><month>{month}</month></monthly_bill>")
    };
    let bill = [bill("3.5100000483e+26", 1), bill("0.0", 2), bill("0", 3)].concat();
    let document = format!("<monthly_bills type='array'>{bill}</monthly_bills>");
    let other =
        format!("<objects type='array'>{}</objects>", bill.replace("monthly_bill", "object"));
    for (_server, client) in
        [json_server(&bills).await, xml_server(&document).await, xml_server(&other).await]
    {
        let bills = client.users().list_monthly_bills(7).await.expect("bills");
        let costs: Vec<_> = bills.iter().map(|it| it.cost).collect();
        assert_eq!(costs, [Some(3.5100000483e26), Some(0.0), Some(0.0)]);
    }
}

#[tokio::test]
async fn statistics_whose_numbers_are_text_and_whose_list_says_no_type() {
    let stat = json!({ "data_received": "16752.0", "cpu_usage": "1.5", "user_id": 7, "virtual_machine_id": 915 });
    let document = "<vm_stats>
        <vm_stat><data_received>16752.0</data_received><cpu_usage>1.5</cpu_usage><virtual_machine_id>915</virtual_machine_id>
        <user_id>7</user_id></vm_stat></vm_stats>";
    for (_server, client) in
        [json_server(&json!([{ "vm_stat": stat }])).await, xml_server(document).await]
    {
        let stats = client.statistics().usage().await.expect("statistics");
        assert_eq!(stats.len(), 1);
        let shown = format!("{:?}", stats[0]);
        assert!(
            shown.contains("data_received: Some(16752.0)") && shown.contains("Some(915)"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn a_transaction_with_a_log_of_lines() {
    let transaction = json!({ "transaction": {
        "id": 41, "pid": 3311, "status": "complete", "action": "startup_virtual_machine", "parent_id": 915,
        "actor": null, "params": { "new_password": null }, "log_output": "line one\nline two",
        "created_at": "2011-05-28T15:31:22Z",
    } });
    let document = "<transaction><id type='integer'>41</id><pid type='integer'>3311</pid><status>complete</status>
        <action>startup_virtual_machine</action><parent_id type='integer'>915</parent_id><actor nil='true'/>
        <params><new_password nil='true'/></params><log_output>line one\nline two</log_output>
        <created_at type='datetime'>2011-05-28T15:31:22Z</created_at></transaction>";
    for (_server, client) in [json_server(&transaction).await, xml_server(document).await] {
        let transaction = client.transactions().get(41).await.expect("a transaction");
        assert_eq!(transaction.status, Some(TransactionStatus::Complete));
        assert_eq!(transaction.log_output.as_deref(), Some("line one\nline two"));
        assert_eq!((transaction.parent_id, transaction.actor), (Some(915), None));
    }
}

#[tokio::test]
async fn a_status_that_is_a_list_of_one() {
    let status = json!({ "id": 51, "hostname": "demo", "built": true, "enable_autoscale": null, "state": "delivered" });
    let fields =
        "<id type='integer'>51</id><hostname>demo</hostname><built type='boolean'>true</built>
        <enable_autoscale nil='true'/><state>delivered</state>";
    let one = format!("<virtual_machine>{fields}</virtual_machine>");
    for (_server, client) in [
        json_server(&json!({ "virtual_machine": status })).await,
        json_server(&json!([{ "virtual_machine": status }])).await,
        json_server(&status).await,
        xml_server(&format!("<virtual_machines type='array'>{one}</virtual_machines>")).await,
        xml_server(&one).await,
    ] {
        let status = client.virtual_machines().status(51).await.expect("a status");
        assert_eq!(
            (status.id, status.hostname.as_deref(), status.built),
            (51, Some("demo"), Some(true))
        );
        assert_eq!(status.enable_autoscale, None);
    }
}

#[tokio::test]
async fn backups_whose_size_is_a_number_or_a_text() {
    let backup = |size: Value| json!({ "backup": { "id": 77, "backup_size": size, "note": null, "built_at": null } });
    let document = "<?xml version='1.0' encoding='UTF-8'?>\n<backups type='array'>
        <backup><id type='integer'>77</id><backup_size type='integer'>204800</backup_size><note nil='true'/>
        <built_at type='datetime'>2014-01-24T14:34:06+03:00</built_at></backup></backups>";
    for (_server, client) in [
        json_server(&json!([backup(json!(204_800))])).await,
        json_server(&json!([backup(json!("204800"))])).await,
        xml_server(document).await,
    ] {
        let backups = client.backups().list_of_disk(61).await.expect("backups");
        assert_eq!((backups[0].id, backups[0].backup_size), (77, Some(204_800)));
        assert_eq!(backups[0].note, None);
    }
}

#[tokio::test]
async fn a_user_whose_numbers_are_of_many_types() {
    let document = "<user>
        <activated_at type='datetime'>2013-04-03T14:30:34+00:00</activated_at><avatar nil='true'/>
        <bucket_id type='integer'>12</bucket_id><discount_due_to_free>0.0</discount_due_to_free><id type='integer'>4</id>
        <infoboxes><hidden_infoboxes type='array'><hidden_infobox>4840313084eef1f8</hidden_infobox></hidden_infoboxes>
        <display_infoboxes type='boolean'>true</display_infoboxes></infoboxes><login>ops</login>
        <registered_yubikey>true</registered_yubikey><supplied type='boolean'>false</supplied><time_zone/>
        <total_amount type='float'>837.4296875</total_amount><payment_amount type='decimal'>0.0</payment_amount>
        <monthly_price type='integer'>0</monthly_price><user_group_id nil='true'/>
        <roles type='array'><role><id type='integer'>1</id><label>Administrator</label></role></roles></user>";
    let (_server, client) = xml_server(document).await;
    let user = client.users().get(4).await.expect("a user");
    assert_eq!((user.id, user.login.as_deref(), user.bucket_id), (4, Some("ops"), Some(12)));
    assert_eq!((user.total_amount, user.payment_amount), (Some(837.4296875), Some(0.0)));
    assert_eq!((user.registered_yubikey, user.supplied), (Some(true), Some(false)));
    assert_eq!((user.user_group_id, user.monthly_price), (None, Some(0.0)));
    let infoboxes = user.infoboxes.expect("infoboxes");
    assert_eq!(infoboxes.display_infoboxes, Some(true));
    assert_eq!(infoboxes.hidden_infoboxes, Some(vec!["4840313084eef1f8".to_owned()]));
    assert_eq!(user.roles.expect("roles")[0].label.as_deref(), Some("Administrator"));
}

#[tokio::test]
async fn a_bucket_alone_and_in_a_list() {
    let bucket = "<bucket><id type='integer'>6</id><label>basic</label><show_price nil='true'/>
        <monthly_price type='decimal'>2.5</monthly_price><allows_kms type='boolean'>false</allows_kms></bucket>";
    for document in [bucket.to_owned(), format!("<buckets type='array'>{bucket}</buckets>")] {
        let (_server, client) = xml_server(&document).await;
        let bucket = client.billing().bucket(6).await.expect("a bucket");
        assert_eq!(
            (bucket.id, bucket.monthly_price, bucket.allows_kms),
            (6, Some(2.5), Some(false))
        );
    }
}

#[tokio::test]
async fn a_key_in_a_hash() {
    let key = "0d7dc3517045da821f3ee88c2199bb558e78ab00";
    for (_server, client) in [
        json_server(&json!({ "api_key": key })).await,
        xml_server(&format!("<hash><api_key>{key}</api_key></hash>")).await,
        xml_server(&format!("<api_key>{key}</api_key>")).await,
    ] {
        let answer = client.users().generate_api_key(7).await.expect("a key");
        assert_eq!(answer.expose(), key);
        assert!(!format!("{answer:?}").contains(key));
    }
}

#[tokio::test]
async fn a_version_below_any_root() {
    for document in ["<hash><version>6.7.0</version></hash>", "<version>6.7.0</version>"] {
        let (_server, client) = xml_server(document).await;
        assert_eq!(client.system().version().await.expect(document), "6.7.0", "{document}");
    }
}

#[tokio::test]
async fn statistics_in_three_levels() {
    let document = "<vm_stats type='array'><vm_stat><cost type='float'>0.0</cost><id type='integer'>106</id>
        <billing_stats><virtual_machines type='array'><virtual_machine>
            <costs type='array'><cost><resource_name>cpus</resource_name><value type='integer'>1</value><cost type='float'>1.5</cost></cost></costs>
            <label>vm</label><id type='integer'>265</id></virtual_machine></virtual_machines>
        <network_interfaces type='array'/></billing_stats></vm_stat></vm_stats>";
    let (_server, client) = xml_server(document).await;
    let stats = client.users().list_billing_stats(7).await.expect("statistics");
    assert_eq!((stats.len(), stats[0].cost), (1, Some(0.0)));
    let shown = format!("{stats:?}");
    assert!(shown.contains("\"cpus\"") && shown.contains("Some(1.5)"), "{shown}");
}

#[tokio::test]
async fn what_a_template_runs_on_is_a_text_or_a_list() {
    let template = |virtualization: Value| json!({ "image_template": { "id": 17, "virtualization": virtualization } });
    let in_xml = |virtualization: &str| {
        format!("<image_template><id>17</id>{virtualization}</image_template>")
    };
    let list = "<virtualization type='array'><virtualization>xen</virtualization><virtualization>kvm</virtualization></virtualization>";
    for (_server, client) in [
        json_server(&template(json!("xen,kvm"))).await,
        json_server(&template(json!(["xen", "kvm"]))).await,
        xml_server(&in_xml("<virtualization>xen,kvm</virtualization>")).await,
        xml_server(&in_xml(list)).await,
    ] {
        let template = client.templates().get(17).await.expect("a template");
        let shown = format!("{:?}", template.virtualization.expect("a value"));
        assert!(shown.contains("xen") && shown.contains("kvm"), "{shown}");
    }
}

#[tokio::test]
async fn three_looks_of_a_time() {
    for time in
        ["2012-02-14T14:59:58Z", "2015-01-16T02:06:19+07:00", "2020-03-20T12:57:58.000+02:00"]
    {
        let entry =
            json!({ "user_white_list": { "id": 5, "ip": "198.51.100.0/24", "created_at": time } });
        let document = format!(
            "<user_white_list><id>5</id><created_at type='dateTime'>{time}</created_at></user_white_list>"
        );
        for (_server, client) in [json_server(&entry).await, xml_server(&document).await] {
            let entry = client.users().white_list_entry(1, 5).await.expect(time);
            assert_eq!(entry.created_at.expect(time).as_str(), time);
        }
    }
}

/// The place of the fault is told, as in JSON.
#[tokio::test]
async fn what_is_no_answer_is_told_with_its_place() {
    let page = "<!DOCTYPE html><html><body><h1>It works</h1></body></html>";
    let cases = [
        ("<user><id>4</id><bucket_id>many</bucket_id></user>", "bucket_id"),
        ("<user><id>4</id>", "user"),
        ("{\"user\":{\"id\":4}}", "XML"),
        ("", "empty"),
        (page, "html"),
    ];
    for (document, told) in cases {
        let (_server, client) = xml_server(document).await;
        let error = client.users().get(4).await.expect_err(document);
        assert!(matches!(error, Error::Decode(_)), "{document}: {error:?}");
        assert!(error.to_string().contains(told), "{document}: {error}");
        assert_eq!(error.body(), Some(document.as_bytes()), "{document}");
    }
}
