package org.xingvo.server.web;

import java.io.IOException;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * Ignores the wish to change to another protocol, as RFC 9110, 7.8 allows. Java's own client asks for h2c with every
 * request; Grizzly would then hold back the headers that describe the body. Thread-safe.
 */
final class StayAtHttp11 implements AddOn {
    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
        builder.add(builder.indexOfType(HttpServerFilter.class), new Ignore());
    }

    private static final class Ignore extends BaseFilter {
        @Override
        public NextAction handleRead(FilterChainContext context) throws IOException {
            HttpContent content = context.getMessage();
            if (content.getHttpHeader() instanceof HttpRequestPacket request && request.isUpgrade()) {
                request.getUpgradeDC().recycle();
                request.setIgnoreContentModifiers(false);
                request.getResponse().setIgnoreContentModifiers(false);
            }
            return context.getInvokeAction();
        }
    }
}
