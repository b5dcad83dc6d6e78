package org.xingvo.votable.write;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;

/** Bytes as base64 in lines of 72 characters within STREAM (VOTable 1.4, section 5.2). One thread at a time. */
final class Base64Stream {
    /** 54 bytes give a line of 72 characters; whole lines are encoded at once. */
    private static final int CHUNK = 54 * 256;

    private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(72, new byte[] {'\n'});

    private final XmlOut xml;
    private final byte[] chunk = new byte[CHUNK];
    private final byte[] encoded = new byte[73 * 256];
    private int used;

    Base64Stream(XmlOut xml) {
        this.xml = xml;
    }

    /** @param element around the stream: BINARY or BINARY2 */
    void open(String element) throws IOException {
        xml.raw("<").raw(element).raw("><STREAM encoding=\"base64\">\n");
    }

    void put(int value) throws IOException {
        if (used == CHUNK) {
            drain();
        }
        chunk[used++] = (byte) value;
    }

    void put(byte[] bytes, int length) throws IOException {
        int from = 0;
        while (from < length) {
            if (used == CHUNK) {
                drain();
            }
            int part = Math.min(length - from, CHUNK - used);
            System.arraycopy(bytes, from, chunk, used, part);
            from += part;
            used += part;
        }
    }

    void close(String element) throws IOException {
        drain();
        xml.raw("</STREAM></").raw(element).raw(">\n");
    }

    private void drain() throws IOException {
        if (used > 0) {
            int length = ENCODER.encode(used == CHUNK ? chunk : Arrays.copyOf(chunk, used), encoded);
            xml.raw(encoded, length);
            xml.raw((byte) '\n');
            used = 0;
        }
    }
}
