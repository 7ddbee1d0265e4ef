//! Certificates, good and bad.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};

/// A certificate of a server or a client, with its key.
pub struct Certificate {
    pub pem: String,
    pub key: String,
}

impl Certificate {
    fn new(certificate: &rcgen::Certificate, key: &KeyPair) -> Self {
        Self { pem: certificate.pem(), key: key.serialize_pem() }
    }

    /// Both in one text.
    pub fn identity(&self) -> String {
        format!("{}{}", self.pem, self.key)
    }
}

/// Of a server that is called `localhost` and `127.0.0.1`.
pub fn params(common_name: &str) -> CertificateParams {
    let mut params =
        CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, common_name);
    params
}

/// A CA.
pub struct Ca {
    pub pem: String,
    issuer: Issuer<'static, KeyPair>,
}

pub fn ca(name: &str) -> Ca {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let pem = params.self_signed(&key).unwrap().pem();
    Ca { pem, issuer: Issuer::new(params, key) }
}

impl Ca {
    pub fn issue(&self, params: &CertificateParams) -> Certificate {
        let key = KeyPair::generate().unwrap();
        Certificate::new(&params.signed_by(&key, &self.issuer).unwrap(), &key)
    }
}

pub fn self_signed(params: &CertificateParams) -> Certificate {
    let key = KeyPair::generate().unwrap();
    Certificate::new(&params.self_signed(&key).unwrap(), &key)
}

/// As `openssl req -x509` makes it: the server's certificate, and a CA.
pub fn made_by_openssl() -> Certificate {
    let mut params = params("openssl");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    self_signed(&params)
}

pub fn expired() -> CertificateParams {
    let mut params = params("expired");
    (params.not_before, params.not_after) = (date_time_ymd(2019, 1, 1), date_time_ymd(2020, 1, 1));
    params
}

pub fn not_yet_valid() -> CertificateParams {
    let mut params = params("future");
    (params.not_before, params.not_after) = (date_time_ymd(3000, 1, 1), date_time_ymd(3001, 1, 1));
    params
}

pub fn of_another_name() -> CertificateParams {
    CertificateParams::new(["db.internal".to_owned(), "10.0.0.1".to_owned()]).unwrap()
}

#[cfg_attr(not(feature = "__rustls"), expect(dead_code, reason = "OpenSSL does not mind"))]
pub fn ca_of_a_ca() -> CertificateParams {
    let mut params = params("intermediate");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}
