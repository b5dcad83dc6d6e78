package org.xingvo.server.web;

import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.server.tls.Certificate;

/**
 * Where a server listens, and how. Immutable.
 *
 * @param port 0: a free one
 * @param certificate null: plain HTTP
 * @param publicUrl knows the proxies that are believed
 * @param branding product and version for the {@code Server} header; validators look for it
 */
public record Listening(
        String host,
        int port,
        @Nullable Certificate certificate,
        ClientLimits limits,
        PublicUrl publicUrl,
        String branding) {}
