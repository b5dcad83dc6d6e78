package org.xingvo.schemas.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Which addresses may be connected to on behalf of others. */
public enum AddressRule {
    /** Those of the public Internet (IANA's registries of special-purpose addresses, RFC 6890). */
    PUBLIC_ONLY,
    /** All: the operator says so. */
    ANY;

    /** Address and number of bits of blocks that are nobody's on the Internet. */
    private static final int[][] SPECIAL = {
        {0, 0, 0, 0, 8},
        {10, 0, 0, 0, 8},
        {100, 64, 0, 0, 10},
        {127, 0, 0, 0, 8},
        {169, 254, 0, 0, 16},
        {172, 16, 0, 0, 12},
        {192, 0, 0, 0, 24},
        {192, 0, 2, 0, 24},
        {192, 88, 99, 0, 24},
        {192, 168, 0, 0, 16},
        {198, 18, 0, 0, 15},
        {198, 51, 100, 0, 24},
        {203, 0, 113, 0, 24},
        {224, 0, 0, 0, 3}
    };

    /** True if it may be connected to. */
    public boolean allows(InetAddress address) {
        return this == ANY
                || switch (address) {
                    case Inet4Address four -> isPublic(four.getAddress());
                    case Inet6Address six -> isPublicSix(six.getAddress());
                    default -> false;
                };
    }

    private static boolean isPublic(byte[] a) {
        int value = word(a, 0);
        for (int[] block : SPECIAL) {
            int network = block[0] << 24 | block[1] << 16 | block[2] << 8 | block[3];
            int mask = -1 << (32 - block[4]);
            if ((value & mask) == network) {
                return false;
            }
        }
        return true;
    }

    /** Global unicast 2000::/3 only; addresses that carry an IPv4 address are what that one is. */
    private static boolean isPublicSix(byte[] a) {
        int first = word(a, 0);
        if (first == 0x0064ff9b) {
            boolean wellKnown = word(a, 4) == 0 && word(a, 8) == 0;
            return wellKnown && isPublic(Arrays.copyOfRange(a, 12, 16)); // NAT64
        }
        boolean mapped = first == 0 && word(a, 4) == 0 && (word(a, 8) == 0xffff);
        if (mapped) {
            return isPublic(Arrays.copyOfRange(a, 12, 16));
        }
        if ((first >>> 16) == 0x2002) {
            return isPublic(Arrays.copyOfRange(a, 2, 6)); // 6to4
        }
        boolean global = (first >>> 29) == 1;
        boolean protocol = (first & 0xfffffe00) == 0x20010000; // 2001::/23: Teredo, ORCHID, benchmarks
        boolean documentation = first == 0x20010db8 || (first & 0xfffff000) == 0x3fff0000;
        return global && !protocol && !documentation;
    }

    private static int word(byte[] a, int at) {
        return (a[at] & 0xff) << 24 | (a[at + 1] & 0xff) << 16 | (a[at + 2] & 0xff) << 8 | (a[at + 3] & 0xff);
    }

    /** From a name to all its addresses. */
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }
}
