package org.xingvo.vospace.node;

import org.xingvo.dali.http.BadRequest;
import org.xingvo.dali.http.RequestPath;

/**
 * Writes and reads the identifiers of one space, {@code vos://authority~key/path} (VOSpace 2.1, section 2). Immutable.
 */
public final class NodeUri {
    private static final String SCHEME = "vos://";

    private final String authority;
    private final String resourceKey;

    /**
     * The identifiers of the space that is registered under an IVO identifier.
     *
     * @param authority of the identifier
     * @param resourceKey what follows the authority, without its leading slash
     */
    public NodeUri(String authority, String resourceKey) {
        this.authority = authority;
        this.resourceKey = resourceKey;
    }

    /** The identifier of a node, with {@code ~} for the slashes of the resource key: it needs no escaping. */
    public String of(RequestPath path) {
        return space() + (path.isRoot() ? "" : path.encoded());
    }

    /** The identifier of the root. */
    public String space() {
        return SCHEME + authority + "~" + resourceKey.replace('/', '~');
    }

    /**
     * The path that an identifier of this space names; {@code !} and {@code ~} are both understood, and so are literal
     * blanks, which clients send.
     *
     * @throws VospaceFault InvalidURI if it is no identifier of this space
     */
    public RequestPath path(String uri) {
        String text = uri.strip();
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw invalid(text, "expected " + SCHEME + "...");
        }
        int end = text.indexOf('#');
        text = end < 0 ? text : text.substring(0, end);
        end = text.indexOf('?');
        text = end < 0 ? text : text.substring(0, end);
        int slash = text.indexOf('/', SCHEME.length());
        String space = slash < 0 ? text : text.substring(0, slash);
        if (!space.substring(SCHEME.length()).replace('!', '~').equalsIgnoreCase(space().substring(SCHEME.length()))) {
            throw invalid(uri.strip(), "expected " + space() + "/...");
        }
        try {
            return RequestPath.parse(slash < 0 ? "" : text.substring(slash));
        } catch (BadRequest e) {
            throw invalid(uri.strip(), String.valueOf(e.getMessage()));
        }
    }

    private static VospaceFault invalid(String uri, String why) {
        String shown = uri.length() > 200 ? uri.substring(0, 200) + "..." : uri;
        return new VospaceFault(VospaceFault.Kind.INVALID_URI, shown.replaceAll("\\p{Cntrl}", "?") + " : " + why);
    }
}
