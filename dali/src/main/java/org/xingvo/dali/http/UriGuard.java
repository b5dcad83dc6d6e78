package org.xingvo.dali.http;

import java.io.IOException;
import java.util.Map;
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
 * Answers 400 to an address that cannot be decoded, or whose path hides a slash, a backslash or a NUL, before Grizzly's own
 * mapping answers it 500; escapes what people leave unescaped, such as the sign for greater in a query. Thread-safe. Register it with every listener before the start.
 */
public final class UriGuard implements AddOn {
    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
        builder.add(builder.indexOfType(HttpServerFilter.class), new Guard());
    }

    private static final class Guard extends BaseFilter {
        @Override
        public NextAction handleRead(FilterChainContext context) throws IOException {
            HttpContent content = context.getMessage();
            if (!(content.getHttpHeader() instanceof HttpRequestPacket request)) {
                return context.getInvokeAction();
            }
            try {
                RequestPath.checkEncoding(request.getRequestURI());
                String path = Escapes.escape(request.getRequestURI());
                if (!path.equals(request.getRequestURI())) {
                    request.setRequestURI(path);
                }
                String query = request.getQueryString();
                if (query != null) {
                    request.setQueryString(QueryString.legal(query));
                }
                return context.getInvokeAction();
            } catch (BadRequest e) {
                return Refusal.send(context, request, 400, "InvalidURI " + e.getMessage(), Map.of());
            }
        }
    }
}
