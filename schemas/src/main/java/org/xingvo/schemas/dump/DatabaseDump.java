package org.xingvo.schemas.dump;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Writes the database as one zip file: the rows of every table as text, all of one moment, and last how everything is
 * made again. A file without that last entry is no dump. Thread-safe.
 */
public final class DatabaseDump {
    private DatabaseDump() {}

    /**
     * What was written.
     *
     * @param rows of all tables together
     */
    public record Summary(int tables, long rows) {}

    /**
     * Writes a dump; nobody is held up meanwhile.
     *
     * @param owner of the database
     * @param out not closed
     */
    public static Summary write(DataSource owner, OutputStream out) throws IOException {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            try {
                SystemCatalogue catalogue = new SystemCatalogue(connection);
                catalogue.execute("set transaction isolation level repeatable read read only");
                catalogue.execute("set local search_path = ''");
                catalogue.execute("set local statement_timeout = 0");
                return write(connection, catalogue, out);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new DumpException("The database cannot be dumped: " + firstLine(e) + ".", e);
        }
    }

    private static Summary write(Connection connection, SystemCatalogue catalogue, OutputStream out)
            throws SQLException, IOException {
        ZipOutputStream zip = new ZipOutputStream(new KeptOpen(out), StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
        List<DumpIndex.Table> tables = new ArrayList<>();
        long rows = 0;
        for (String name : catalogue.tableNames()) {
            Relation relation = catalogue.relation(name);
            zip.putNextEntry(new ZipEntry("tables/" + name + ".copy"));
            DigestOutputStream digested = new DigestOutputStream(new KeptOpen(zip), sha256());
            long count = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy " + name + " (" + relation.columnList() + ") to stdout", digested);
            zip.closeEntry();
            tables.add(new DumpIndex.Table(
                    relation,
                    count,
                    HexFormat.of().formatHex(digested.getMessageDigest().digest())));
            rows += count;
        }
        DumpIndex index = new DumpIndex(catalogue.migration(), tables, catalogue.views(), catalogue.sequences());
        zip.putNextEntry(new ZipEntry(DumpIndex.ENTRY));
        zip.write(index.print().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
        zip.flush();
        return new Summary(tables.size(), rows);
    }

    /** Reads a dump and compares every table with its digest; {@link DumpException} names the first that differs. */
    public static Summary verify(Path file) throws IOException {
        try (ZipFile zip = open(file)) {
            DumpIndex index = index(zip, file);
            long rows = 0;
            for (DumpIndex.Table table : index.tables()) {
                try (DigestInputStream in = entry(zip, file, table)) {
                    in.transferTo(OutputStream.nullOutputStream());
                    check(file, table, in);
                } catch (ZipException e) {
                    throw new DumpException(file + ", " + table.entry() + ": " + e.getMessage(), e);
                }
                rows += table.rows();
            }
            return new Summary(index.tables().size(), rows);
        }
    }

    static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            throw new DumpException(
                    file + ": expected a whole zip file with a database, found none (" + e.getMessage() + ")", e);
        }
    }

    static DumpIndex index(ZipFile zip, Path file) throws IOException {
        ZipEntry entry = zip.getEntry(DumpIndex.ENTRY);
        if (entry == null) {
            throw new DumpException(file + ": expected an entry " + DumpIndex.ENTRY + ", found none", null);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return DumpIndex.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static DigestInputStream entry(ZipFile zip, Path file, DumpIndex.Table table) throws IOException {
        ZipEntry entry = zip.getEntry(table.entry());
        if (entry == null) {
            throw new DumpException(file + ": expected an entry " + table.entry() + ", found none", null);
        }
        return new DigestInputStream(zip.getInputStream(entry), sha256());
    }

    static void check(Path file, DumpIndex.Table table, DigestInputStream read) {
        String found = HexFormat.of().formatHex(read.getMessageDigest().digest());
        if (!found.equals(table.sha256())) {
            throw new DumpException(
                    "%s, %s: expected SHA-256 %s, found %s".formatted(file, table.entry(), table.sha256(), found),
                    null);
        }
    }

    static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Others close what they write to; here it goes on. */
    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
