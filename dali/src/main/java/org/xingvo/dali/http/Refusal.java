package org.xingvo.dali.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.memory.Buffers;

/** The answer to a request that is not let in, given by a filter; over HTTP/1.1 the connection ends with it. */
public final class Refusal {
    private Refusal() {}

    /**
     * Answers.
     *
     * @param text a line for people
     * @param headers beside the usual ones
     * @return what the filter returns
     */
    public static NextAction send(
            FilterChainContext context, HttpRequestPacket request, int status, String text, Map<String, String> headers)
            throws IOException {
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        HttpResponsePacket response = request.getResponse();
        response.setStatus(status);
        response.setContentType("text/plain");
        response.setContentLength(line.length);
        response.setHeader("Access-Control-Allow-Origin", "*");
        headers.forEach(response::setHeader);
        boolean closes = request.getProtocol() != Protocol.HTTP_2_0;
        if (closes) {
            response.setHeader("Connection", "close");
        }
        request.getProcessingState().setError(true);
        context.write(HttpContent.builder(response)
                .content(Buffers.wrap(context.getMemoryManager(), line))
                .last(true)
                .build());
        if (closes) {
            context.flush(new CloseAtEnd<>(context.getConnection()));
        }
        return context.getStopAction();
    }

    private static final class CloseAtEnd<T> extends EmptyCompletionHandler<T> {
        private final Connection<?> connection;

        CloseAtEnd(Connection<?> connection) {
            this.connection = connection;
        }

        @Override
        public void completed(T result) {
            connection.closeSilently();
        }

        @Override
        public void failed(Throwable failure) {
            connection.closeSilently();
        }
    }
}
