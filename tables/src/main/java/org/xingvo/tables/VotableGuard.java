package org.xingvo.tables;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A VOTable as it is read, made harmless: its DOCTYPE is blanked out, so that no parser fetches what it names, and
 * an internal subset of it, or data that are elsewhere (STREAM with href), is refused. One thread at a time.
 */
final class VotableGuard extends InputStream {
    /** The longest tag that is looked into, and the longest DOCTYPE. */
    private static final int TAG = 4096;

    /** The longest text between two tags, but for a stream of bytes: a parser holds it in memory. */
    private static final int MAX_TEXT = 16 << 20;

    private final InputStream in;
    private final StringBuilder tag = new StringBuilder();
    private boolean inTag;
    private int text;
    private boolean hasCells;
    private boolean hasStream;
    private byte[] ahead = new byte[0];
    private int at;

    VotableGuard(InputStream in) throws IOException {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.in.mark(8);
        byte[] first = this.in.readNBytes(4);
        this.in.reset();
        int start = first.length == 4 && (first[0] & 0xFF) == 0xEF ? 3 : 0;
        if (first.length < 4 || first[start] == 0 || (first[0] & 0xFF) >= 0xFE || (start == 0 && first[1] == 0)) {
            throw new IOException("expected XML in UTF-8 or another encoding that holds ASCII, found other bytes");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == ahead.length && !fill()) {
            return -1;
        }
        int count = Math.min(length, ahead.length - at);
        System.arraycopy(ahead, at, bytes, offset, count);
        at += count;
        return count;
    }

    private boolean fill() throws IOException {
        byte[] block = new byte[1 << 14];
        int count = in.read(block);
        if (count < 0) {
            return false;
        }
        ahead = count == block.length ? block : java.util.Arrays.copyOf(block, count);
        at = 0;
        for (int i = 0; i < ahead.length; i++) {
            byte b = ahead[i];
            if (b == '<') {
                inTag = true;
                text = 0;
                tag.setLength(0);
            } else if (!inTag && ++text > MAX_TEXT && !hasStream) {
                throw new IOException("expected cells of at most %,d bytes, found a longer one".formatted(MAX_TEXT));
            } else if (inTag && b == '>') {
                inTag = false;
                check();
            } else if (inTag) {
                if (tag.length() < TAG) {
                    tag.append((char) (b & 0xFF));
                }
                if (isDoctype()) {
                    i = skipDoctype(i);
                    inTag = false;
                }
            }
        }
        return true;
    }

    /** True if the rows that were met first are in TABLEDATA, not in a stream of bytes. */
    boolean startsWithCells() {
        return hasCells;
    }

    private boolean isDoctype() {
        return tag.length() == 8 && tag.charAt(0) == '!' && tag.toString().equalsIgnoreCase("!doctype");
    }

    /** Reads on to its end, all within one block, and makes a comment of it. Returns where it ends. */
    private int skipDoctype(int last) throws IOException {
        int start = last - 8;
        int end = last;
        byte quote = 0;
        while (true) {
            end++;
            if (end == ahead.length) {
                byte[] more = in.readNBytes(1);
                if (more.length == 0 || end - start > TAG) {
                    throw new IOException("expected a DOCTYPE that ends, found none");
                }
                ahead = java.util.Arrays.copyOf(ahead, end + 1);
                ahead[end] = more[0];
            }
            byte b = ahead[end];
            if (quote != 0) {
                quote = b == quote ? 0 : quote;
            } else if (b == '"' || b == '\'') {
                quote = b;
            } else if (b == '[') {
                throw new IOException("expected a DOCTYPE without declarations of its own, found '['");
            } else if (b == '>') {
                break;
            }
        }
        if (start < 0) {
            throw new IOException("expected the DOCTYPE near the beginning, found it behind "
                    + new String(ahead, 0, Math.min(20, ahead.length), StandardCharsets.ISO_8859_1));
        }
        for (int i = start; i <= end; i++) {
            ahead[i] = ahead[i] == '\n' ? (byte) '\n' : (byte) ' ';
        }
        return end;
    }

    /** Most tags are those of cells and rows, and the ends of others. */
    private boolean isPlain() {
        return tag.length() == 0
                || tag.charAt(0) == '/'
                || (tag.length() == 2 && tag.charAt(0) == 'T' && (tag.charAt(1) == 'D' || tag.charAt(1) == 'R'));
    }

    private void check() throws IOException {
        if (isPlain()) {
            return;
        }
        String text = tag.toString();
        String name = text.split("\\s", 2)[0];
        String local = name.substring(name.indexOf(':') + 1).toUpperCase(Locale.ROOT);
        hasCells |= local.equals("TABLEDATA") && !hasStream;
        hasStream |= local.equals("STREAM") && !hasCells;
        if (local.equals("STREAM") && text.matches("(?s).*\\shref\\s*=.*")) {
            throw new IOException("expected the data of the table within the document, found a STREAM with href");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
