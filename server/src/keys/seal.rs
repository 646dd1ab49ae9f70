//! Sealing what is stored: encrypted and authenticated (ChaCha20-Poly1305, RFC 8439), under a key derived from the
//! keyring for one purpose (one block of HKDF-Expand, RFC 5869: the secrets are random already).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{ChaCha20Poly1305, Key as CipherKey, KeyInit, Nonce, aead::Aead, aead::Payload};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use secrecy::ExposeSecret;

use super::{Key, Keyring};
use crate::kernel::{Error, Result, id::Random};

/// Bytes of a nonce. Sealed things are few (one a person, one a login): random ones do not meet.
const NONCE: usize = 12;

/// Something sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The key that opens it.
    pub key_id: String,
    /// Nonce and ciphertext, base64url.
    pub text: String,
}

impl Keyring {
    /// Seals `plain` for `purpose`, so that it opens only together with the same `owner`: a sealed text that is copied to
    /// somebody else's row opens nothing.
    ///
    /// # Errors
    /// `INTERNAL` if it cannot be encrypted.
    pub fn seal(&self, random: &dyn Random, purpose: &str, owner: &str, plain: &[u8]) -> Result<Sealed> {
        let key = self.signing();
        let mut nonce = [0_u8; NONCE];
        random.fill(&mut nonce);
        let payload = Payload { msg: plain, aad: owner.as_bytes() };
        let sealed = cipher(key, purpose)?.encrypt(&Nonce::from(nonce), payload).map_err(Error::internal)?;
        Ok(Sealed { key_id: key.id.clone(), text: URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()) })
    }

    /// Opens what [`Self::seal`] sealed for the same purpose and owner; none for anything else, and for what was sealed
    /// with a key that is not known any more.
    #[must_use]
    pub fn open_sealed(&self, purpose: &str, owner: &str, sealed: &Sealed) -> Option<Vec<u8>> {
        let cipher = cipher(self.find(&sealed.key_id)?, purpose).ok()?;
        let bytes = URL_SAFE_NO_PAD.decode(&sealed.text).ok()?;
        let (nonce, text) = bytes.split_first_chunk::<NONCE>()?;
        cipher.decrypt(&Nonce::from(*nonce), Payload { msg: text, aad: owner.as_bytes() }).ok()
    }
}

fn cipher(key: &Key, purpose: &str) -> Result<ChaCha20Poly1305> {
    let info = format!("lianqiao seal {purpose}\u{1}");
    let block = crypto::sign(info.as_bytes(), &EncodingKey::from_secret(key.secret.expose_secret()), Algorithm::HS256);
    let block = URL_SAFE_NO_PAD.decode(block.map_err(Error::internal)?).map_err(Error::internal)?;
    let block: [u8; 32] = block.try_into().map_err(|_| Error::internal("a derived key of another length"))?;
    Ok(ChaCha20Poly1305::new(&CipherKey::from(block)))
}
