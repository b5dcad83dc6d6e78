package org.xingvo.dali.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mends types of bodies that Jersey would refuse unseen. Puts quotes around the boundary of a multipart body that has none:
 * astroquery's has equals signs, which without quotes are no media type (RFC 2046, section 5.1.1, wants the quotes, too). What
 * is no media type at all counts as none given. Thread-safe.
 */
@PreMatching
@Priority(Priorities.HEADER_DECORATOR)
public final class ContentTypeFilter implements ContainerRequestFilter {
    private static final Pattern BARE =
            Pattern.compile("(multipart/form-data\\s*;.*?\\bboundary=)([^\\s;\"]+)(.*)", Pattern.CASE_INSENSITIVE);

    @Override
    public void filter(ContainerRequestContext context) {
        String type = context.getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (type == null) {
            return;
        }
        Matcher bare = BARE.matcher(type);
        String mended = bare.matches() ? bare.group(1) + '"' + bare.group(2) + '"' + bare.group(3) : type;
        if (!isMediaType(mended)) {
            context.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
        } else if (!mended.equals(type)) {
            context.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, mended);
        }
    }

    private static boolean isMediaType(String type) {
        try {
            return MediaType.valueOf(type) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
