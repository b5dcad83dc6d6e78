package org.xingvo.tap;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.ErrorDocument;
import org.xingvo.dali.http.ContentDisposition;
import org.xingvo.dali.http.FaultAnswer;

/** Builds the answer to one request; compresses only when the client asks for gzip. One thread at a time. */
public final class HttpAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(HttpAnswer.class);
    private static final int SMALL = 1400;

    private final boolean gzip;
    private int status = 200;
    private String type = ErrorDocument.CONTENT_TYPE;
    private @Nullable String fileName;
    private UnaryOperator<OutputStream> way = out -> out;

    /** Writes a body. */
    @FunctionalInterface
    public interface Body {
        void write(OutputStream out) throws IOException;
    }

    public HttpAnswer(ContainerRequestContext request) {
        this.gzip = acceptsGzip(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
    }

    public HttpAnswer status(int value) {
        status = value;
        return this;
    }

    public HttpAnswer type(String value) {
        type = value;
        return this;
    }

    /** The name under which a client should save the answer. */
    public HttpAnswer fileName(String value) {
        fileName = value;
        return this;
    }

    /** What the bytes go through last, behind the compression. */
    public HttpAnswer by(UnaryOperator<OutputStream> value) {
        way = value;
        return this;
    }

    public Response stream(Body body) {
        Response.ResponseBuilder answer = builder();
        UnaryOperator<OutputStream> last = way;
        if (!gzip) {
            return answer.entity((StreamingOutput) out -> buffered(body, last.apply(out)))
                    .build();
        }
        return answer.header(HttpHeaders.CONTENT_ENCODING, "gzip")
                .entity((StreamingOutput) out -> {
                    // flushed parts must reach the client: the head goes out before the rows
                    GZIPOutputStream zip = new GZIPOutputStream(last.apply(out), 16 * 1024, true);
                    buffered(body, zip);
                    zip.finish();
                })
                .build();
    }

    /** Below here every write becomes a chunk of its own. */
    private static void buffered(Body body, OutputStream out) throws IOException {
        OutputStream buffer = new BufferedOutputStream(out, 64 * 1024);
        body.write(buffer);
        buffer.flush();
    }

    public Response bytes(byte[] body) {
        return gzip && body.length > SMALL
                ? stream(out -> out.write(body))
                : builder().entity(body).build();
    }

    /** The error document for a fault, as a VOTable with the status that goes with it. */
    public static Response fault(RuntimeException failure) {
        return FaultAnswer.of(asFault(failure)).build();
    }

    /** A failure in words for the user; what is no fault of the request is logged. */
    public static DaliFault asFault(RuntimeException failure) {
        if (failure instanceof DaliFault fault) {
            return fault;
        }
        LOG.error("A request failed", failure);
        return new DaliFault(DaliFault.Kind.FATAL, "The server failed to answer; its log says why", failure);
    }

    private Response.ResponseBuilder builder() {
        Response.ResponseBuilder answer = Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, type)
                .header(HttpHeaders.VARY, "Accept-Encoding, Authorization");
        if (fileName != null) {
            answer.header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment(fileName));
        }
        return answer;
    }

    static boolean acceptsGzip(@Nullable String header) {
        if (header == null) {
            return false;
        }
        for (String coding : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.strip().split(";", 2);
            if (parts[0].strip().equals("gzip")) {
                return parts.length == 1 || !parts[1].strip().matches("q\\s*=\\s*0(\\.0*)?");
            }
        }
        return false;
    }
}
