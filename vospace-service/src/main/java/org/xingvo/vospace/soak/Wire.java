package org.xingvo.vospace.soak;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A client of HTTP/1.1 that sends whatever it is told, also what no library would. One thread at a time. */
final class Wire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int LONGEST_LINE = 1 << 20;

    private final URI base;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    Wire(URI base) {
        this.base = base;
    }

    /** An answer; names of headers in lower case. Immutable. */
    record Answer(int status, Map<String, String> headers, String body) {}

    /** Sends a request and reads its answer, over the connection before if that is still there. */
    Answer send(String method, String target, Map<String, String> headers, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder()
                .append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(base.getAuthority())
                .append("\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[first.length + body.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        boolean fresh = socket == null;
        try {
            return once(method, all);
        } catch (IOException e) {
            close();
            if (fresh) {
                throw e;
            }
            // The server may have ended an idle connection just now.
            return once(method, all);
        }
    }

    private Answer once(String method, byte[] request) throws IOException {
        if (socket == null || in == null) {
            socket = new Socket(InetAddress.getByName(base.getHost()), base.getPort());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }
        socket.getOutputStream().write(request);
        String status = line(in);
        while (status.startsWith("HTTP/1.1 100")) {
            line(in);
            status = line(in);
        }
        int code = Integer.parseInt(status.substring(9, 12));
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        boolean empty = method.equals("HEAD") || code == 204 || code == 304;
        String body = empty ? "" : body(headers, in);
        if ("close".equalsIgnoreCase(headers.get("connection"))) {
            close();
        }
        return new Answer(code, headers, body);
    }

    private static String body(Map<String, String> headers, InputStream in) throws IOException {
        String length = headers.get("content-length");
        if (length != null) {
            return new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
        }
        if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line(in), 16);
            text.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
            line(in);
            if (size == 0) {
                return text.toString();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("answer: expected a line, found its end behind '" + line + "'");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
        socket = null;
        in = null;
    }
}
