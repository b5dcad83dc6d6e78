package org.xingvo.server.web;

import java.io.IOException;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpEvents.IncomingHttpUpgradeEvent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * Ignores the wish to change to another protocol, as RFC 9110, 7.8 allows. Java's own client asks for h2c with its first
 * request; Grizzly would then take neither headers that describe a body nor the body. It tells of the wish before it
 * decides whether there is a body. Thread-safe.
 */
final class StayAtHttp11 implements AddOn {
    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
        builder.add(builder.indexOfType(HttpServerFilter.class), new Ignore());
    }

    private static final class Ignore extends BaseFilter {
        @Override
        public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) throws IOException {
            if (event instanceof IncomingHttpUpgradeEvent wish) {
                HttpHeader header = wish.getHttpHeader();
                header.getUpgradeDC().recycle();
                header.setIgnoreContentModifiers(false);
            }
            return context.getInvokeAction();
        }
    }
}
