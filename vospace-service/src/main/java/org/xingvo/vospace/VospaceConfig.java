package org.xingvo.vospace;

import org.xingvo.vospace.transfer.TransferLimits;
import org.xingvo.vospace.tree.SpaceLimits;

/**
 * What the space needs to know of its archive. Immutable.
 *
 * @param authority of the archive's IVO identifiers, such as {@code xingvo.example.org}
 * @param resourceKey of the space: its identifier is {@code ivo://authority/resourceKey}, its nodes are {@code
 *     vos://authority~resourceKey/...}
 * @param httpsOverHttp answer requests for the https protocols with http endpoints: the {@code vos} client knows no
 *     others; for servers on a loopback address and for tests
 * @param limits of transfers
 * @param space what the user area may use
 */
public record VospaceConfig(
        String authority, String resourceKey, boolean httpsOverHttp, TransferLimits limits, SpaceLimits space) {
    public VospaceConfig {
        if (!authority.matches("[A-Za-z0-9][A-Za-z0-9._-]{2,}")) {
            throw new IllegalArgumentException(
                    "authority: expected 3 or more of A-Z a-z 0-9 . _ -, found '" + authority + "'");
        }
        if (!resourceKey.matches("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9._-]+)*")) {
            throw new IllegalArgumentException(
                    "resource key: expected names with / between, found '" + resourceKey + "'");
        }
    }

    /** A space with the usual limits. */
    public VospaceConfig(String authority, String resourceKey, boolean httpsOverHttp) {
        this(authority, resourceKey, httpsOverHttp, TransferLimits.STANDARD, SpaceLimits.DEFAULT);
    }

    /** The space {@code ivo://authority/vos}, for clients that know plain http. */
    public static VospaceConfig of(String authority) {
        return new VospaceConfig(authority, "vos", false);
    }
}
