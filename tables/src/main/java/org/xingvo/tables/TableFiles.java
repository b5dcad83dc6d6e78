package org.xingvo.tables;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.ecsv.EcsvTableBuilder;
import uk.ac.starlink.fits.ColFitsTableBuilder;
import uk.ac.starlink.fits.FitsTableBuilder;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.TableBuilder;
import uk.ac.starlink.table.TableFormatException;
import uk.ac.starlink.table.formats.AsciiTableBuilder;
import uk.ac.starlink.table.formats.CsvTableBuilder;
import uk.ac.starlink.util.ByteArrayDataSource;
import uk.ac.starlink.util.Compression;
import uk.ac.starlink.util.DataSource;
import uk.ac.starlink.util.FileDataSource;
import uk.ac.starlink.votable.ColFitsPlusTableBuilder;
import uk.ac.starlink.votable.FitsPlusTableBuilder;

/** Opens the table of a file. Pure functions. */
public final class TableFiles {
    private static final Pattern ECSV_TIME = Pattern.compile(
            "([A-Za-z_][\\w.]*):\\s*[{]?\\s*__class__:\\s*astropy\\.time\\.core\\.Time\\b[^{}]{0,400}?format:\\s*(isot|iso|fits)\\b");

    /** Longest line of a text. */
    private static final int MAX_LINE = 16 << 20;

    private TableFiles() {}

    /**
     * Opens a table.
     *
     * @param name the file as people named it, for messages
     * @param format null: found by content
     * @param which number or EXTNAME of the HDU, or number of the VOTable's table from 0; null: the first table
     * @throws TableException no table, or one that cannot be read: what was expected and found
     */
    public static TableSource open(Path file, String name, @Nullable TableFormat format, @Nullable String which) {
        try {
            return open(new FileDataSource(file.toFile(), which), file, name, format, which);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /**
     * Opens the first table of a file that is not compressed; compressed ones within it are not undone either.
     *
     * @throws TableException as the other
     */
    public static TableSource openPlain(Path file, String name) {
        try {
            FileDataSource data = new FileDataSource(file.toFile());
            data.setCompression(Compression.NONE);
            return open(data, file, name, null, null);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** The same for the bytes of a file, but for Parquet, which must be in one. */
    public static TableSource openPlain(byte[] bytes, String name) {
        ByteArrayDataSource data = new ByteArrayDataSource(name, bytes);
        data.setCompression(Compression.NONE);
        return open(data, null, name, null, null);
    }

    /** True if {@link #openPlain(byte[], String)} refuses the bytes and the same for a file may not. */
    public static boolean mustBeFile(byte[] bytes) {
        return TableFormat.of(java.util.Arrays.copyOf(bytes, Math.min(bytes.length, TableFormat.HEAD)))
                .filter(format -> format == TableFormat.PARQUET)
                .isPresent();
    }

    private static TableSource open(
            DataSource data, @Nullable Path file, String name, @Nullable TableFormat format, @Nullable String which) {
        try {
            byte[] head;
            try (InputStream in = data.getInputStream()) {
                head = in.readNBytes(TableFormat.HEAD);
            }
            TableFormat found = format != null
                    ? format
                    : TableFormat.of(head)
                            .orElseThrow(() -> new TableException(name
                                    + ": expected a table in FITS, VOTable, CSV, ECSV or Parquet, found "
                                    + shown(head)));
            return switch (found) {
                case FITS -> new StilSource(name, fits(data, which != null), false);
                case VOTABLE -> new VotableSource(name, data, which);
                case PARQUET -> new ParquetSource(name, Objects.requireNonNull(file));
                case ECSV -> {
                    checkLines(data);
                    yield ecsv(name, data, head);
                }
                case CSV -> {
                    if (head.length < TableFormat.HEAD && lines(head) < 2) {
                        throw new TableException(name + ": expected rows below the names of the columns, found none");
                    }
                    checkLines(data);
                    CsvTableBuilder csv = new CsvTableBuilder();
                    char delimiter = TableFormat.delimiter(head);
                    csv.setDelimiter(delimiter == ' ' ? ',' : delimiter);
                    yield new StilSource(name, made(csv, data), true);
                }
                case ASCII -> {
                    checkLines(data);
                    yield new StilSource(name, made(new AsciiTableBuilder(), data), true);
                }
            };
        } catch (IOException | RuntimeException e) {
            throw unreadable(name, e);
        }
    }

    /** Readers of text hold a line in memory, more than once. */
    private static void checkLines(DataSource data) throws IOException {
        byte[] block = new byte[1 << 16];
        long length = 0;
        try (InputStream in = data.getInputStream()) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                for (int i = 0; i < n; i++) {
                    length = block[i] == '\n' || block[i] == '\r' ? 0 : length + 1;
                }
                if (length > MAX_LINE) {
                    throw new IOException(
                            "expected lines of at most %,d bytes, found a longer one".formatted(MAX_LINE));
                }
            }
        }
    }

    private static long lines(byte[] text) {
        return new String(text, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .count();
    }

    /** What went wrong while a file was read, as a sentence with the file's name. */
    public static TableException unreadable(String name, Exception e) {
        if (e instanceof TableException known) {
            return known;
        }
        String reason = e.getMessage();
        for (Throwable cause = e.getCause(); reason == null && cause != null; cause = cause.getCause()) {
            reason = cause.getMessage();
        }
        String first = reason == null
                ? e.getClass().getSimpleName()
                : reason.lines().findFirst().orElse("");
        return new TableException(name + ": expected a table that can be read, found: " + first, e);
    }

    private static String shown(byte[] head) {
        if (head.length == 0) {
            return "an empty file";
        }
        String text = new String(head, 0, Math.min(head.length, 24), StandardCharsets.ISO_8859_1);
        return "'" + text.replaceAll("[^ -~]", "?") + "'";
    }

    private static StarTable made(TableBuilder builder, DataSource data) throws IOException {
        return builder.makeStarTable(data, false, StoragePolicy.PREFER_DISK);
    }

    /** The forms with a VOTable in their primary HDU, or with a row of columns, hold more than plain FITS tells. */
    private static StarTable fits(DataSource data, boolean plainOnly) throws IOException {
        if (!plainOnly) {
            for (TableBuilder builder :
                    List.of(new FitsPlusTableBuilder(), new ColFitsPlusTableBuilder(), new ColFitsTableBuilder())) {
                try {
                    return made(builder, data);
                } catch (TableFormatException e) {
                    // not of this kind
                }
            }
        }
        return made(new FitsTableBuilder(), data);
    }

    /** Columns that astropy wrote from points in time are text to STIL. */
    private static TableSource ecsv(String name, DataSource data, byte[] head) throws IOException {
        StringBuilder header = new StringBuilder();
        new String(head, StandardCharsets.UTF_8)
                .lines()
                .takeWhile(line -> line.startsWith("#"))
                .forEach(line -> header.append(line.substring(1)).append('\n'));
        Set<String> times = new HashSet<>();
        Matcher matcher = ECSV_TIME.matcher(header);
        while (matcher.find()) {
            times.add(matcher.group(1));
        }
        StarTable table = made(new EcsvTableBuilder(), data);
        for (int i = 0; i < table.getColumnCount(); i++) {
            if (times.contains(Utf8Bytes.decode(table.getColumnInfo(i).getName()))) {
                table.getColumnInfo(i).setXtype("timestamp");
            }
        }
        return new StilSource(name, table, false, true);
    }
}
