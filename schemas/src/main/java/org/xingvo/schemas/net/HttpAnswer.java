package org.xingvo.schemas.net;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One answer to one GET or PUT over a connection of its own (RFC 9112). One thread at a time. */
final class HttpAnswer implements AutoCloseable {
    private static final int CONTINUE = 100;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Socket socket;
    private final Timed wire;
    private final InputStream in;
    private int status;
    private String reason = "";
    private final Map<String, String> headers = new HashMap<>();

    private HttpAnswer(Socket socket, FetchLimits limits, long deadline) throws IOException {
        this.socket = socket;
        this.wire = new Timed(socket, limits, deadline);
        this.in = new BufferedInputStream(wire, 1 << 16);
    }

    /** Reads status and headers of the next answer of this connection. */
    private void head() throws IOException {
        headers.clear();
        String[] first = line().split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("\\d{3}")) {
            throw new IOException("expected an answer in HTTP/1.1, found '" + String.join(" ", first) + "'");
        }
        this.status = Integer.parseInt(first[1]);
        this.reason = first.length < 3 ? "" : first[2];
        int head = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            head += line.length();
            if (head > FetchLimits.MAX_HEAD) {
                throw new IOException("expected headers of at most " + FetchLimits.MAX_HEAD + " bytes, found more");
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
    }

    /** @param addresses all checked; tried one after the other */
    static HttpAnswer get(URI at, InetAddress[] addresses, FetchLimits limits, long deadline) throws IOException {
        Socket socket = connected(at, addresses, limits, deadline);
        try {
            String path = at.getRawPath() == null || at.getRawPath().isEmpty() ? "/" : at.getRawPath();
            String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
            String port = at.getPort() < 0 ? "" : ":" + at.getPort();
            String request = "GET " + path + query + " HTTP/1.1\r\nHost: " + at.getHost() + port
                    + "\r\nUser-Agent: XingVO\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n";
            if (request.chars().anyMatch(c -> c > 0x7e)) {
                throw new IOException("expected a URL in ASCII, with %-escapes for other characters");
            }
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            HttpAnswer answer = new HttpAnswer(socket, limits, deadline);
            answer.finalHead();
            return answer;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends a body once the server has said that it wants it, or has said nothing for a while. */
    static HttpAnswer put(
            URI at,
            InetAddress[] addresses,
            FetchLimits limits,
            long deadline,
            long length,
            List<String> headers,
            GuardedFetch.Sender body)
            throws IOException {
        Socket socket = connected(at, addresses, limits, deadline);
        try {
            String path = at.getRawPath() == null || at.getRawPath().isEmpty() ? "/" : at.getRawPath();
            String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
            String port = at.getPort() < 0 ? "" : ":" + at.getPort();
            StringBuilder request =
                    new StringBuilder("PUT " + path + query + " HTTP/1.1\r\nHost: " + at.getHost() + port
                            + "\r\nUser-Agent: XingVO\r\nContent-Length: " + length
                            + "\r\nExpect: 100-continue\r\nConnection: close\r\n");
            headers.forEach(line -> request.append(line).append("\r\n"));
            request.append("\r\n");
            if (request.chars().anyMatch(c -> c > 0x7e)) {
                throw new IOException("expected a URL in ASCII, with %-escapes for other characters");
            }
            OutputStream out = socket.getOutputStream();
            out.write(request.toString().getBytes(StandardCharsets.US_ASCII));
            out.flush();
            HttpAnswer answer = new HttpAnswer(socket, limits, deadline);
            if (answer.wire.speaks(millis(limits.word().toNanos(), deadline))) {
                answer.head();
            } else {
                answer.status = CONTINUE;
            }
            if (answer.status == CONTINUE) {
                sendBody(answer, out, body);
            }
            return answer;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void sendBody(HttpAnswer answer, OutputStream out, GuardedFetch.Sender body) throws IOException {
        IOException broken = null;
        try {
            body.send(out);
            out.flush();
        } catch (SocketException e) {
            // The server may have said why before it stopped to listen
            broken = e;
        }
        try {
            answer.finalHead();
        } catch (IOException e) {
            throw broken == null ? e : broken;
        }
    }

    /** Reads heads until one that is not provisional. */
    private void finalHead() throws IOException {
        do {
            head();
        } while (status < 200);
    }

    private static Socket connected(URI at, InetAddress[] addresses, FetchLimits limits, long deadline)
            throws IOException {
        boolean secure = at.getScheme().equalsIgnoreCase("https");
        int port = at.getPort() < 0 ? secure ? 443 : 80 : at.getPort();
        IOException failure = new IOException("expected an address, found none");
        for (InetAddress address : addresses) {
            Socket socket = new Socket(java.net.Proxy.NO_PROXY);
            try {
                socket.connect(
                        new InetSocketAddress(address, port),
                        millis(limits.connect().toNanos(), deadline));
                socket.setSoTimeout(millis(limits.idle().toNanos(), deadline));
                return secure ? secured(socket, at.getHost(), port) : socket;
            } catch (IOException e) {
                socket.close();
                failure = new IOException(
                        "expected an answer from " + address.getHostAddress() + " port " + port + ", found: "
                                + e.getMessage(),
                        e);
            }
        }
        throw failure;
    }

    private static Socket secured(Socket socket, String host, int port) throws IOException {
        SSLSocket secure =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static int millis(long nanos, long deadline) throws IOException {
        long left = Math.min(nanos, deadline - System.nanoTime());
        if (left <= 0) {
            throw new IOException("expected the end within the time that is given, found more to come");
        }
        return Math.clamp(left / 1_000_000, 1, Integer.MAX_VALUE);
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    /** Where the answer sends us; null: nowhere. */
    @Nullable
    String location() {
        return REDIRECTS.contains(status) ? headers.get("location") : null;
    }

    @Nullable
    String mediaType() {
        return headers.get("content-type");
    }

    /** Bytes of the body; -1: not known. */
    long length() throws IOException {
        String length = headers.get("content-length");
        if (length == null || isChunked()) {
            return -1;
        }
        if (!length.matches("\\d{1,18}")) {
            throw new IOException("expected a Content-Length that is a number, found '" + length + "'");
        }
        return Long.parseLong(length);
    }

    private boolean isChunked() {
        return headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .endsWith("chunked");
    }

    /** The body; it fails when the connection ends before it does. */
    InputStream body() throws IOException {
        return isChunked() ? new Chunks() : length() < 0 ? in : new Part(length());
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("expected a line of the answer, found its end");
            }
            if (line.size() == FetchLimits.MAX_HEAD) {
                throw new IOException("expected lines of at most " + FetchLimits.MAX_HEAD + " bytes, found more");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A known number of bytes. */
    private class Part extends InputStream {
        private long left;

        Part(long length) {
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = in.read(bytes, from, (int) Math.min(count, left));
            if (n < 0) {
                throw new EOFException("expected %,d more bytes, found the end".formatted(left));
            }
            left -= n;
            return n;
        }
    }

    /** Chunked transfer coding (RFC 9112, section 7.1). */
    private final class Chunks extends InputStream {
        private InputStream chunk = InputStream.nullInputStream();
        private boolean first = true;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            while (!ended) {
                int n = chunk.read(bytes, from, count);
                if (n >= 0) {
                    return n;
                }
                next();
            }
            return -1;
        }

        private void next() throws IOException {
            if (!first) {
                line();
            }
            first = false;
            String size = line().replaceFirst(";.*", "").strip();
            if (!size.matches("[0-9a-fA-F]{1,15}")) {
                throw new IOException("expected the length of a chunk, found '" + size + "'");
            }
            long length = Long.parseLong(size, 16);
            ended = length == 0;
            chunk = new Part(length);
        }
    }

    /** Reads with the time that is left. */
    private static final class Timed extends InputStream {
        private final Socket socket;
        private final InputStream in;
        private final FetchLimits limits;
        private final long deadline;
        private int heard = -1;

        Timed(Socket socket, FetchLimits limits, long deadline) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.limits = limits;
            this.deadline = deadline;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        /** True if the server sends anything within a time. */
        boolean speaks(int millis) throws IOException {
            socket.setSoTimeout(millis);
            try {
                heard = in.read();
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            }
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (heard >= 0 && count > 0) {
                bytes[from] = (byte) heard;
                heard = -1;
                return 1;
            }
            socket.setSoTimeout(millis(limits.idle().toNanos(), deadline));
            try {
                return in.read(bytes, from, count);
            } catch (SocketTimeoutException e) {
                throw new IOException("expected more bytes within the time that is given, found none", e);
            }
        }
    }
}
