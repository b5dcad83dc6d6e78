package org.xingvo.vospace;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.xingvo.dali.http.Callers;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;

/** Answers a fault with its status and, as plain text, its name and detail. Thread-safe. */
final class FaultMapper implements ExceptionMapper<VospaceFault> {
    @Override
    public Response toResponse(VospaceFault fault) {
        Response.ResponseBuilder answer =
                Response.status(fault.kind().status()).type(Answers.PLAIN).entity(fault.getMessage() + "\n");
        // Credentials may help with what an anonymous caller does not see; that tells nothing of what there is.
        if (fault.kind() == Kind.NOT_AUTHENTICATED) {
            Callers.challenges("vos").forEach(challenge -> answer.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
        }
        return answer.build();
    }
}
