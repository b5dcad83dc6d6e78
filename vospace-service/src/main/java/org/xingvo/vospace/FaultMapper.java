package org.xingvo.vospace;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.Callers;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.xml.NodeWriter;

/** Answers a fault with its status and, as plain text, its name and detail. Thread-safe. */
final class FaultMapper implements ExceptionMapper<VospaceFault> {
    private final NodeWriter.@Nullable Style style;

    /** For faults that are about no link. */
    FaultMapper() {
        this(null);
    }

    FaultMapper(NodeWriter.@Nullable Style style) {
        this.style = style;
    }

    @Override
    public Response toResponse(VospaceFault fault) {
        Node link = fault.link();
        String text = link == null || style == null
                ? (style == null ? fault.getMessage() : fault.told(style.uris())) + "\n"
                : fault.kind().faultName() + "\n" + NodeWriter.text(link, style);
        Response.ResponseBuilder answer =
                Response.status(fault.kind().status()).type(Answers.PLAIN).entity(text);
        // Credentials may help with what an anonymous caller does not see; that tells nothing of what there is.
        if (fault.kind() == Kind.NOT_AUTHENTICATED) {
            Callers.challenges("vos").forEach(challenge -> answer.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
        }
        return answer.build();
    }
}
