package org.xingvo.vospace;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.xingvo.dali.http.BadRequest;

/** Answers a request that cannot be understood. Thread-safe. */
final class BadRequestMapper implements ExceptionMapper<BadRequest> {
    @Override
    public Response toResponse(BadRequest failure) {
        return Response.status(Response.Status.BAD_REQUEST)
                .type(Answers.PLAIN)
                .entity("InvalidURI " + failure.getMessage() + "\n")
                .build();
    }
}
