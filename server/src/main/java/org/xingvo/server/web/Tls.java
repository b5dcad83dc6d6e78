package org.xingvo.server.web;

import java.util.concurrent.ExecutorService;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http2.Http2AddOn;
import org.glassfish.grizzly.http2.Http2Configuration;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.xingvo.server.tls.Certificate;

/** How a listener speaks TLS: versions 1.3 and 1.2, with HTTP/2 for clients that know it. */
final class Tls {
    /** Requests of one connection at the same time. */
    private static final int STREAMS = 100;
    /** What a client may send of a request before it is read [bytes]. */
    private static final int WINDOW = 1 << 20;

    private Tls() {}

    static void secure(NetworkListener listener, Certificate certificate, ExecutorService workers) {
        listener.setSecure(true);
        listener.setSSLEngineConfig(new SSLEngineConfigurator(certificate.context(), false, false, false)
                .setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"}));
        listener.registerAddOn(new Http2AddOn(Http2Configuration.builder()
                .maxConcurrentStreams(STREAMS)
                .initialWindowSize(WINDOW)
                .maxHeaderListSize(HttpDoor.MAX_HEADER_BYTES)
                .executorService(workers)
                .enablePush(false)
                .build()));
    }
}
