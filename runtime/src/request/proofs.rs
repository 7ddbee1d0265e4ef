//! The credentials of one attempt.

use std::sync::Arc;

use super::Auth;
use crate::client::{Held, Shared};
use crate::credential::Proof;
use crate::error::{CredentialError, Operation};
use crate::redaction::Secrets;
use crate::{Credential, CredentialProvider, Error, Secret};

/// The credentials of one attempt. Those that are fixed are with the client, and not copied.
#[derive(Clone)]
pub(crate) struct Proofs {
    auth: Auth,
    /// Those that came from a provider.
    provided: Option<Arc<[Provided]>>,
}

struct Provided {
    provider: Arc<dyn CredentialProvider>,
    credential: Credential,
    proof: Proof,
}

/// None at all.
impl Default for Proofs {
    fn default() -> Self {
        Self { auth: Auth::OneOf(&[]), provided: None }
    }
}

impl Proofs {
    /// The credentials, if none has to be asked for.
    pub(crate) fn fixed(client: &Shared, auth: Auth) -> Option<Self> {
        let all_fixed = client.proofs(auth).all(|(_, held)| matches!(held, Held::Fixed(_)));
        all_fixed.then_some(Self { auth, provided: None })
    }

    /// Asks the providers.
    pub(crate) async fn ask(
        client: &Shared,
        auth: Auth,
        operation: Operation,
    ) -> Result<Self, Error> {
        let mut all = Vec::new();
        for (scheme, held) in client.proofs(auth) {
            let Held::Provided(provider) = held else { continue };
            let failed = |error| CredentialError::new(operation, scheme, error);
            let credential = provider.credential().await.map_err(failed)?;
            let proof = credential.check(scheme)?;
            all.push(Provided { provider: Arc::clone(provider), credential, proof });
        }
        Ok(Self { auth, provided: Some(all.into()) })
    }

    /// All of them.
    pub(crate) fn each<'p>(&'p self, client: &'p Shared) -> impl Iterator<Item = &'p Proof> {
        let fixed = client.proofs(self.auth).filter_map(|(_, held)| match held {
            Held::Fixed(proof) => Some(proof),
            Held::Provided(_) => None,
        });
        let provided = self.provided.iter().flat_map(|provided| provided.iter());
        fixed.chain(provided.map(|provided| &provided.proof))
    }

    /// What an answer to a request with these may repeat and nobody may see: credentials, headers of the client that are
    /// secret, and the secrets among what was sent.
    pub(crate) fn secrets(&self, client: &Shared, sent: &[Secret]) -> Secrets {
        let mut secrets = Secrets::default();
        self.each(client).for_each(|proof| proof.add_to(&mut secrets));
        let headers = client.headers.values().filter(|value| value.is_sensitive());
        headers.for_each(|value| secrets.add_header(value.as_bytes()));
        sent.iter().for_each(|secret| secrets.add(secret.expose()));
        secrets
    }

    /// Tells the providers that the server did not accept them; whether there are any.
    pub(crate) fn reject(&self) -> bool {
        let provided = self.provided.as_deref().unwrap_or_default();
        provided.iter().for_each(|it| it.provider.rejected(&it.credential));
        !provided.is_empty()
    }
}
