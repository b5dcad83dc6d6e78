package org.xingvo.server.web;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What no protocol has turned into its own error: a number for the user, the stack trace for the log. Thread-safe. */
public final class LastResort implements ExceptionMapper<Throwable> {
    private static final Logger log = LoggerFactory.getLogger(LastResort.class);

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException known) {
            Response response = known.getResponse();
            if (response.hasEntity() || response.getStatus() < 400) {
                return response;
            }
            return Response.fromResponse(response)
                    .type("text/plain")
                    .entity(response.getStatus() + " "
                            + response.getStatusInfo().getReasonPhrase() + "\n")
                    .build();
        }
        String number = UUID.randomUUID().toString().substring(0, 8);
        log.error("Unexpected failure {}", number, failure);
        return Response.serverError()
                .type("text/plain")
                .entity("Internal error; the operator finds it in the log under " + number + "\n")
                .build();
    }
}
