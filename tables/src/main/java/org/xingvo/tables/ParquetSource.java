package org.xingvo.tables;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.schema.SchemaNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.votable.TableElement;
import uk.ac.starlink.votable.VOElement;
import uk.ac.starlink.votable.VOElementFactory;
import uk.ac.starlink.votable.VOStarTable;

/**
 * A Parquet file: columns of values and of lists of values. Units and UCDs come from the VOTable that astronomers'
 * programs put beside the data (key IVOA.VOTable-Parquet.content), where there is one.
 */
final class ParquetSource implements TableSource {
    private static final String VOTABLE = "IVOA.VOTable-Parquet.content";

    private final String name;
    private final ParquetFileReader reader;
    private final List<TableColumn> columns;
    private final Widening[] widenings;
    private final @Nullable String description;

    /** What Hardwood gives as the signed number with the same bits. */
    private enum Widening {
        NONE,
        UNSIGNED_INT,
        UNSIGNED_LONG;

        static Widening of(SchemaNode node) {
            SchemaNode value =
                    node instanceof SchemaNode.GroupNode group && group.isList() ? group.getListElement() : node;
            if (value instanceof SchemaNode.PrimitiveNode primitive
                    && primitive.logicalType() instanceof LogicalType.IntType whole
                    && !whole.isSigned()) {
                return whole.bitWidth() == 64 ? UNSIGNED_LONG : whole.bitWidth() == 32 ? UNSIGNED_INT : NONE;
            }
            return NONE;
        }

        Object apply(Object value) {
            return switch (this) {
                case NONE -> value;
                case UNSIGNED_INT -> value instanceof Integer i ? (Object) Integer.toUnsignedLong(i) : value;
                case UNSIGNED_LONG -> value instanceof Long l ? (Object) Long.toUnsignedString(l) : value;
            };
        }
    }

    ParquetSource(String name, Path file) throws IOException {
        this.name = name;
        this.reader = ParquetFileReader.open(InputFile.of(file));
        checkCodecs();
        List<TableColumn> plain = new ArrayList<>();
        List<Widening> wide = new ArrayList<>();
        for (SchemaNode node : reader.getFileSchema().getRootNode().children()) {
            plain.add(column(node));
            wide.add(Widening.of(node));
        }
        this.widenings = wide.toArray(Widening[]::new);
        StarTable beside = beside(reader.getFileMetaData().keyValueMetadata().get(VOTABLE));
        this.columns = beside == null ? List.copyOf(plain) : described(plain, beside);
        this.description = beside == null ? null : VotableSource.description(beside);
    }

    /** Refuses what cannot be unpacked before anything is read. */
    private void checkCodecs() throws IOException {
        for (RowGroup group : reader.getFileMetaData().rowGroups()) {
            for (ColumnChunk chunk : group.columns()) {
                CompressionCodec codec = chunk.metaData().codec();
                switch (codec) {
                    case UNCOMPRESSED, SNAPPY, GZIP, ZSTD -> {}
                    default ->
                        throw new IOException("column " + chunk.metaData().pathInSchema()
                                + " in a compression other than snappy, gzip or zstd: " + codec);
                }
            }
        }
    }

    private static TableColumn column(SchemaNode node) throws IOException {
        if (node instanceof SchemaNode.PrimitiveNode value) {
            return new TableColumn(value.name(), kind(value), null, null, null, null, null, null, null);
        }
        if (node instanceof SchemaNode.GroupNode group
                && group.isList()
                && group.getListElement() instanceof SchemaNode.PrimitiveNode element) {
            ValueKind kind = kind(element) == ValueKind.UNSIGNED_BYTE ? ValueKind.SHORT : kind(element);
            String size = kind == ValueKind.TEXT ? "64x*" : "*";
            return new TableColumn(group.name(), kind, size, null, null, null, null, null, null);
        }
        throw new IOException("column " + node.name() + ": expected values or lists of values, found a structure");
    }

    private static ValueKind kind(SchemaNode.PrimitiveNode node) {
        return switch (node.logicalType()) {
            case LogicalType.TimestampType t -> ValueKind.TIMESTAMP;
            case LogicalType.DateType d -> ValueKind.TIMESTAMP;
            case LogicalType.DecimalType d -> ValueKind.DOUBLE;
            case LogicalType.Float16Type f -> ValueKind.FLOAT;
            case LogicalType.TimeType t -> ValueKind.TEXT;
            case LogicalType.IntType whole -> {
                int bits = whole.isSigned() ? whole.bitWidth() : 2 * whole.bitWidth();
                if (bits > 64) {
                    yield ValueKind.TEXT; // as of FITS and ECSV: PostgreSQL has no such number
                }
                yield !whole.isSigned() && whole.bitWidth() == 8
                        ? ValueKind.UNSIGNED_BYTE
                        : bits <= 16 ? ValueKind.SHORT : bits <= 32 ? ValueKind.INT : ValueKind.LONG;
            }
            case null, default -> kind(node.type());
        };
    }

    private static ValueKind kind(PhysicalType type) {
        return switch (type) {
            case BOOLEAN -> ValueKind.BOOLEAN;
            case INT32 -> ValueKind.INT;
            case INT64 -> ValueKind.LONG;
            case FLOAT -> ValueKind.FLOAT;
            case DOUBLE -> ValueKind.DOUBLE;
            case INT96 -> ValueKind.TIMESTAMP;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> ValueKind.TEXT;
        };
    }

    private static @Nullable StarTable beside(@Nullable String votable) {
        if (votable == null) {
            return null;
        }
        try (VotableGuard in = new VotableGuard(new ByteArrayInputStream(votable.getBytes(StandardCharsets.UTF_8)))) {
            VOElement document = new VOElementFactory(StoragePolicy.DISCARD).makeVOElement(in, null);
            return document.getElementsByVOTagName("TABLE").item(0) instanceof TableElement table
                    ? new VOStarTable(table)
                    : null;
        } catch (IOException | SAXException e) {
            return null; // what describes the columns is no part of the data
        }
    }

    private static List<TableColumn> described(List<TableColumn> plain, StarTable beside) {
        Map<String, TableColumn> words = new HashMap<>();
        for (int i = 0; i < beside.getColumnCount(); i++) {
            TableColumn column = StilColumns.of(beside.getColumnInfo(i), false);
            words.put(column.original(), column);
        }
        List<TableColumn> all = new ArrayList<>();
        for (TableColumn column : plain) {
            TableColumn said = words.get(column.original());
            boolean sameShape = said != null && said.isArray() == column.isArray() && column.kind() == said.kind();
            all.add(
                    said == null
                            ? column
                            : new TableColumn(
                                    column.original(),
                                    column.kind(),
                                    sameShape ? said.arraysize() : column.arraysize(),
                                    sameShape ? said.xtype() : null,
                                    said.unit(),
                                    said.ucd(),
                                    said.utype(),
                                    said.description(),
                                    said.frame()));
        }
        return List.copyOf(all);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<TableColumn> columns() {
        return columns;
    }

    @Override
    public long rowCount() {
        return reader.getFileMetaData().numRows();
    }

    @Override
    public @Nullable String description() {
        return description;
    }

    @Override
    public int parts() {
        return 1;
    }

    @Override
    public void read(int part, Rows rows) throws IOException {
        @Nullable Object[] cells = new @Nullable Object[columns.size()];
        try (RowReader row = reader.rowReader()) {
            while (row.hasNext()) {
                row.next();
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = row.isNull(i) ? null : plain(row.getValue(i), widenings[i]);
                }
                rows.row(cells);
            }
        }
    }

    private static @Nullable Object plain(@Nullable Object value, Widening widening) {
        return switch (value) {
            case Instant instant -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            case LocalDate date -> date.atStartOfDay();
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case PqList list -> elements(list.values(), widening);
            case null -> null;
            default -> widening.apply(value);
        };
    }

    private static Object elements(List<Object> values, Widening widening) {
        Object[] elements = new Object[values.size()];
        for (int i = 0; i < elements.length; i++) {
            Object element = plain(values.get(i), widening);
            elements[i] = element == null ? "" : element;
        }
        return elements;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
