package org.xingvo.dali.http;

import java.net.InetAddress;

/** A block of IP addresses, "192.0.2.0/24" or a single address. Immutable. */
record AddressBlock(byte[] network, int bits) {

    static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                    .getAddress();
            int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= network.length * 8) {
                return new AddressBlock(network, bits);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(text), e);
        }
        throw new IllegalArgumentException(wrong(text));
    }

    boolean holds(String address) {
        byte[] other;
        try {
            other = InetAddress.ofLiteral(address.replaceFirst("%.*", "")).getAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (other.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >>> (bit & 7);
            if ((other[bit >>> 3] & mask) != (network[bit >>> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static String wrong(String text) {
        return "trusted proxy: expected an IP address or a block like 10.0.0.0/8, found '" + text + "'";
    }
}
