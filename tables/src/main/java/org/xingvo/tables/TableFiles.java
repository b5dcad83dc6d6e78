package org.xingvo.tables;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
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
import uk.ac.starlink.util.FileDataSource;
import uk.ac.starlink.votable.ColFitsPlusTableBuilder;
import uk.ac.starlink.votable.FitsPlusTableBuilder;

/** Opens the table of a file. Pure functions. */
public final class TableFiles {
    private static final Pattern ECSV_TIME = Pattern.compile(
            "([A-Za-z_][\\w.]*):\\s*[{]?\\s*__class__:\\s*astropy\\.time\\.core\\.Time\\b[^{}]{0,400}?format:\\s*(isot|iso|fits)\\b");

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
            FileDataSource data = new FileDataSource(file.toFile(), which);
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
                case PARQUET -> new ParquetSource(name, file);
                case ECSV -> ecsv(name, data, head);
                case CSV -> {
                    if (head.length < TableFormat.HEAD && lines(head) < 2) {
                        throw new TableException(name + ": expected rows below the names of the columns, found none");
                    }
                    CsvTableBuilder csv = new CsvTableBuilder();
                    char delimiter = TableFormat.delimiter(head);
                    csv.setDelimiter(delimiter == ' ' ? ',' : delimiter);
                    yield new StilSource(name, made(csv, data), true);
                }
                case ASCII -> new StilSource(name, made(new AsciiTableBuilder(), data), true);
            };
        } catch (IOException | RuntimeException e) {
            throw unreadable(name, e);
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

    private static StarTable made(TableBuilder builder, FileDataSource data) throws IOException {
        return builder.makeStarTable(data, false, StoragePolicy.PREFER_DISK);
    }

    /** The forms with a VOTable in their primary HDU, or with a row of columns, hold more than plain FITS tells. */
    private static StarTable fits(FileDataSource data, boolean plainOnly) throws IOException {
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
    private static TableSource ecsv(String name, FileDataSource data, byte[] head) throws IOException {
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
