package org.xingvo.ingest.fits;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the headers of a FITS file from a stream and passes over the data, holding at most one header block, a
 * small buffer, and what {@link HduHeader} keeps of data: the row of a one-row table, ranges, small grids. gzip, bzip2 and compress (.Z) around the whole file are undone, told
 * by content. Stateless and thread-safe.
 *
 * <p>What is consumed: {@link #read} reads the stream to its end, when it returns and when it throws a {@link
 * FitsFormatException}; so a caller may copy the bytes elsewhere while they pass. It never calls {@code skip},
 * {@code mark} or {@code close}. After an {@link IOException} of the stream itself nothing is known of the rest.
 *
 * <p>Accepted though not standard: missing padding after the last header or data unit, anything after the last HDU
 * that does not begin with XTENSION, lower case, unclosed strings, bytes that are not ASCII. Refused: see the reason
 * codes {@code empty}, {@code not-fits}, {@code no-end}, {@code bad-header}, {@code truncated}, {@code
 * truncated-gzip}, {@code corrupt-gzip} (and bzip2, compress), {@code limit}. A data unit that is shorter than its
 * header says is {@code truncated}: half an observation must not look like one.
 *
 * <p>Source: FITS Standard 4.0, sections 3 and 4.
 */
public final class FitsHeaderReader {
    static final int BLOCK = 2880;
    static final int CARD = 80;
    private static final int BUFFER = 1 << 16;

    private FitsHeaderReader() {}

    /**
     * Every header of the file, in order.
     *
     * @throws FitsFormatException the bytes are not one whole FITS file within the limits
     * @throws IOException the stream failed
     */
    public static List<HduHeader> read(InputStream raw, HeaderLimits limits) throws IOException {
        Decompression.Source source = new Decompression.Source(raw);
        BufferedInputStream buffered = new BufferedInputStream(source, BUFFER);
        try {
            List<HduHeader> hdus = decompressed(buffered, source, limits);
            drain(buffered);
            return hdus;
        } catch (FitsFormatException e) {
            drain(buffered);
            throw e;
        }
    }

    /**
     * True when the bytes, decompressed if need be, begin as a FITS file. Reads no more than some kilobytes and leaves
     * the stream there.
     *
     * @throws IOException the stream failed
     */
    public static boolean looksLikeFits(InputStream raw) throws IOException {
        Decompression.Source source = new Decompression.Source(raw);
        BufferedInputStream buffered = new BufferedInputStream(source, 8192);
        try {
            InputStream in = Decompression.of(buffered).open(buffered, source);
            return isSimple(in.readNBytes(CARD));
        } catch (FitsFormatException e) {
            return false;
        }
    }

    private static List<HduHeader> decompressed(
            BufferedInputStream buffered, Decompression.Source source, HeaderLimits limits) throws IOException {
        Decompression form = Decompression.of(buffered);
        InputStream plain = form.open(buffered, source);
        Blocks in = new Blocks(plain, form == Decompression.NONE ? null : source, limits);
        List<HduHeader> hdus = readAll(in, limits);
        in.passRest();
        return hdus;
    }

    private static List<HduHeader> readAll(Blocks in, HeaderLimits limits) throws IOException {
        List<HduHeader> hdus = new ArrayList<>();
        int cards = 0;
        byte[] block = new byte[BLOCK];
        int got = in.fill(block);
        if (got == 0) {
            throw new FitsFormatException("empty", "file: expected a FITS file, found no bytes");
        }
        if (!isSimple(block)) {
            throw new FitsFormatException(
                    "not-fits",
                    "file, byte 0: expected the card \"SIMPLE  =\", found \"%s\""
                            .formatted(CardParser.text(block, 0, Math.min(got, 10))));
        }
        while (got > 0 && (hdus.isEmpty() || isExtension(block, got))) {
            int index = hdus.size();
            if (index >= limits.maxHdus()) {
                throw new FitsFormatException(
                        "limit", "file: expected at most %d HDUs, found more".formatted(limits.maxHdus()));
            }
            long start = in.position() - got;
            List<Card> header = header(in, block, got, index, start, limits);
            cards += header.size();
            if (cards > limits.maxCardsPerFile()) {
                throw new FitsFormatException(
                        "limit",
                        "file: expected at most %d cards in all headers, found more by HDU %d"
                                .formatted(limits.maxCardsPerFile(), index));
            }
            hdus.add(data(in, index, header, limits));
            got = in.fill(block);
        }
        return hdus;
    }

    static List<Card> header(Blocks in, byte[] block, int first, int index, long start, HeaderLimits limits)
            throws IOException {
        CardParser parser = new CardParser(limits.maxStringLength());
        int count = 0;
        int got = first;
        while (true) {
            for (int at = 0; at + CARD <= got || (at < got && got < BLOCK); at += CARD) {
                String text = CardParser.text(block, at, Math.min(CARD, got - at));
                if (CardParser.isEnd(text.length() < 8 ? text + "        " : text)) {
                    return parser.cards();
                }
                if (++count > limits.maxCardsPerHeader()) {
                    throw new FitsFormatException(
                            "limit",
                            "HDU %d, header at byte %d: expected at most %d cards, found more"
                                    .formatted(index, start, limits.maxCardsPerHeader()));
                }
                parser.add(text, index);
            }
            got = got < BLOCK ? 0 : in.fill(block);
            if (got == 0) {
                throw new FitsFormatException(
                        index == 0 && count < 36 ? "truncated" : "no-end",
                        "HDU %d, header at byte %d: expected the card END, found the end of the file after %d cards"
                                .formatted(index, start, count));
            }
        }
    }

    private static HduHeader data(Blocks in, int index, List<Card> cards, HeaderLimits limits) throws IOException {
        HduLayout layout = HduLayout.of(index, cards);
        long size = layout.dataBytes();
        long start = in.position();
        DataReader reader =
                new DataReader(new HduHeader(index, layout.kind(), layout.extname(), cards), layout, limits);
        long found = reader.pass(in);
        if (found < size) {
            throw new FitsFormatException(
                    "truncated",
                    "HDU %d%s, data unit at byte %d: expected %d bytes, found %d"
                            .formatted(
                                    index,
                                    layout.extname() == null ? "" : " (" + layout.extname() + ")",
                                    start,
                                    size,
                                    found));
        }
        in.pass((BLOCK - size % BLOCK) % BLOCK);
        return reader.header();
    }

    static boolean isSimple(byte[] bytes) {
        if (bytes.length < 10) {
            return false;
        }
        String text = CardParser.text(bytes, 0, Math.min(bytes.length, CARD));
        return text.startsWith("SIMPLE") && text.substring(6).stripLeading().startsWith("=");
    }

    static boolean isExtension(byte[] block, int got) {
        return got >= 9 && CardParser.text(block, 0, 9).startsWith("XTENSION");
    }

    private static void drain(InputStream in) throws IOException {
        if (in.read() >= 0) {
            byte[] buffer = new byte[BUFFER];
            while (in.read(buffer) >= 0) {}
        }
    }
}
