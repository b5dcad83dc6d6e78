package org.xingvo.dali.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The digests that a client announces for its body: {@code Digest: md5=..., sha-256=...} (RFC 3230), {@code
 * Content-MD5}, {@code Content-Digest} and {@code Repr-Digest} (RFC 9530). Other algorithms are ignored. Immutable; the
 * arrays must not be changed.
 */
public record ExpectedDigests(byte @Nullable [] md5, byte @Nullable [] sha256) {

    /** Reads the headers of a request; {@link BadRequest} for a digest that is none. */
    public static ExpectedDigests of(Function<String, @Nullable String> header) {
        byte[] md5 = null;
        byte[] sha256 = null;
        for (String name : new String[] {"Digest", "Content-Digest", "Repr-Digest"}) {
            String value = header.apply(name);
            if (value == null) {
                continue;
            }
            for (String item : value.split(",", -1)) {
                int equals = item.indexOf('=');
                if (equals < 0) {
                    continue;
                }
                String algorithm = item.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                String digest = item.substring(equals + 1).strip();
                if (algorithm.equals("md5")) {
                    md5 = decode(name, digest, 16);
                } else if (algorithm.equals("sha-256")) {
                    sha256 = decode(name, digest, 32);
                }
            }
        }
        String contentMd5 = header.apply("Content-MD5");
        if (contentMd5 != null) {
            md5 = decode("Content-MD5", contentMd5.strip(), 16);
        }
        return new ExpectedDigests(md5, sha256);
    }

    /** Base64 of the bytes, of their hexadecimal text, or that text: all three are on the wire. */
    private static byte[] decode(String header, String text, int length) {
        String plain = text.length() > 1 && text.startsWith(":") && text.endsWith(":")
                ? text.substring(1, text.length() - 1)
                : text;
        try {
            if (plain.length() == 2 * length) {
                return HexFormat.of().parseHex(plain);
            }
            byte[] bytes = Base64.getDecoder().decode(plain);
            if (bytes.length == length) {
                return bytes;
            }
            if (bytes.length == 2 * length) {
                return HexFormat.of().parseHex(new String(bytes, StandardCharsets.US_ASCII));
            }
        } catch (IllegalArgumentException e) {
            throw new BadRequest(header + ": expected " + length + " bytes in base64 or hexadecimal");
        }
        throw new BadRequest(header + ": expected " + length + " bytes in base64 or hexadecimal");
    }
}
