package org.xingvo.tables;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text that was read as one character a byte. Pure functions. */
final class Utf8Bytes {
    private Utf8Bytes() {}

    /** What the bytes say in UTF-8; the characters as they are if they are no such bytes. */
    static String decode(String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.charAt(i) > 0x7F) {
                return decoded(bytes);
            }
        }
        return bytes;
    }

    private static String decoded(String bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return bytes;
        }
    }
}
