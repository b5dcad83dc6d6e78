package org.xingvo.server.tls;

import java.nio.file.Path;

/**
 * Where the server's certificate is, as certbot and other ACME clients write it. Immutable.
 *
 * @param certificates PEM (RFC 7468): the server's certificate first, then those that sign it
 * @param key PEM: the private key in PKCS#8, not encrypted
 */
public record TlsFiles(Path certificates, Path key) {}
