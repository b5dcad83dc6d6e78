package org.xingvo.dali.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts quotes around the boundary of a multipart body that has none: astroquery's has equals signs, which without quotes are
 * no media type to Jersey (RFC 2046, section 5.1.1, wants the quotes, too). Thread-safe.
 */
@PreMatching
@Priority(Priorities.HEADER_DECORATOR)
public final class BoundaryFilter implements ContainerRequestFilter {
    private static final Pattern BARE =
            Pattern.compile("(multipart/form-data\\s*;.*?\\bboundary=)([^\\s;\"]+)(.*)", Pattern.CASE_INSENSITIVE);

    @Override
    public void filter(ContainerRequestContext context) {
        String type = context.getHeaderString(HttpHeaders.CONTENT_TYPE);
        Matcher bare = BARE.matcher(type == null ? "" : type);
        if (bare.matches()) {
            context.getHeaders()
                    .putSingle(HttpHeaders.CONTENT_TYPE, bare.group(1) + '"' + bare.group(2) + '"' + bare.group(3));
        }
    }
}
