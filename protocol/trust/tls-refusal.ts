// What a refused TLS connection means, in words for the person at the machine.

const meanings: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "the server's certificate has expired, or this machine's clock is ahead",
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet, or this machine's clock is behind",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another name than the one asked for",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate vouches for itself and is not one we trust",
  SELF_SIGNED_CERT_IN_CHAIN: "the server's certificate is from an authority that we do not trust",
  UNABLE_TO_GET_ISSUER_CERT: "the server's certificate is from an authority that we do not trust",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the server's certificate is from an authority that we do not trust",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server's certificate is from an authority that we do not trust",
  CERT_SIGNATURE_FAILURE: "the server's certificate does not bear its authority's signature",
  INVALID_PURPOSE: "the server's certificate is not for servers",
  // Node has no codes for these two: they come as UNSPECIFIED with OpenSSL's words.
  'permitted subtree violation': "the server's authority may not vouch for this name",
  'excluded subtree violation': "the server's authority may not vouch for this name",
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'the server does not speak TLS 1.3',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'the server does not speak TLS 1.3',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: "the server wants this endpoint's certificate",
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known',
  ETIMEDOUT: 'no answer',
};

/** A sentence without a full stop for a connection error of node:tls; undefined for one we have no words for. */
export function tlsRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  const key = typeof code === 'string' && code !== 'UNSPECIFIED' ? code : error.message;
  return Object.hasOwn(meanings, key) ? meanings[key] : undefined;
}
