package org.xingvo.ingest.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.collection.CellValues;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.ColumnDescription;
import org.xingvo.ingest.collection.ColumnValues;
import org.xingvo.ingest.collection.FileFacts;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.obscore.Observation;

/** From what is known of a file to rows for COPY; counts the values that did not fit their column. Thread-safe. */
public final class RowEncoder {
    static final String DATASET_COLUMNS = "id, collection_id, path, publisher_did, size_bytes, media_type, sha256,"
            + " position_reason, region_reason, time_reason, access_class, access_reason,"
            + " obs_key, modified";
    static final String HDU_COLUMNS = "dataset_id, hdu, kind, extname, layout, texts";
    static final String OBSCORE_COLUMNS = "dataset_id, access_class, access_path, dataproduct_type, calib_level,"
            + " obs_collection, obs_id, obs_publisher_did, access_format, access_estsize, obs_title, target_name,"
            + " s_ra, s_dec, s_fov, s_region, s_resolution, s_xel1, s_xel2, s_pixel_scale, t_min, t_max, t_exptime,"
            + " em_min, em_max, em_res_power, em_xel, o_ucd, pol_states, pol_xel, facility_name, instrument_name";
    /** From which PostgreSQL counts. */
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private static final int OBSCORE_COUNT = 32;
    private static final int BYTES_OF_A_CARD = 16;

    private final CardLayouts layouts;
    private final Map<String, LongAdder> misfits = new ConcurrentHashMap<>();

    public RowEncoder(Catalogue catalogue) {
        layouts = catalogue.layouts();
    }

    /** Number of values that did not fit, by "collection.column". */
    public Map<String, LongAdder> misfits() {
        return Map.copyOf(misfits);
    }

    /**
     * One file as rows.
     *
     * @param id of the dataset, never used before
     * @param source the file as people named it
     */
    public EncodedDataset encode(long id, String source, DatasetRow row) {
        CollectionDescription description = row.collection().description();
        FileFacts facts = row.facts();
        boolean hasTable = description != null && facts != null;
        return new EncodedDataset(
                source,
                row.publisherDid(),
                hasTable ? row.collection() : null,
                dataset(id, row),
                hdus(id, row.hdus()),
                obscore(id, row),
                description != null && facts != null ? data(id, row, description, facts) : new byte[0],
                row.key(),
                0);
    }

    private static byte[] dataset(long id, DatasetRow row) {
        Observation o = row.observation();
        return new RowBuffer()
                .row(14)
                .int8(id)
                .int4(row.collection().id())
                .text(row.path())
                .text(row.publisherDid())
                .int8(row.object().sizeBytes())
                .text(row.mediaType())
                .bytea(row.object().sha256())
                .text(o.position() == null ? (o.positionReason() == null ? "unknown" : o.positionReason()) : null)
                .text(o.regionReason())
                .text(o.timeReason())
                .int4(row.access().accessClass())
                .text(row.access().reason())
                .text(row.key())
                .int8(ChronoUnit.MICROS.between(EPOCH, row.modified()))
                .toBytes();
    }

    private byte[] hdus(long id, List<HduHeader> hdus) {
        int cards = 0;
        for (HduHeader hdu : hdus) {
            cards += hdu.cards().size();
        }
        RowBuffer rows = new RowBuffer(128 * hdus.size() + BYTES_OF_A_CARD * cards);
        for (HduHeader hdu : hdus) {
            rows.row(6)
                    .int8(id)
                    .int4(hdu.index())
                    .text(kind(hdu.kind()))
                    .text(hdu.extname())
                    .uuid(layouts.of(hdu.cards()))
                    .joined(hdu.cards(), CardLayouts::said);
        }
        return rows.toBytes();
    }

    private static String kind(HduHeader.Kind kind) {
        return switch (kind) {
            case IMAGE -> "image";
            case BINTABLE -> "bintable";
            case ASCII_TABLE -> "table";
            case OTHER -> "other";
        };
    }

    private static byte[] obscore(long id, DatasetRow row) {
        Observation o = row.observation();
        return new RowBuffer()
                .row(OBSCORE_COUNT)
                .int8(id)
                .int4(row.access().accessClass())
                .text(row.accessPath())
                .text(o.dataproductType())
                .int4(o.calibLevel())
                .text(row.collection().name())
                .text(obsId(row))
                .text(row.publisherDid())
                .text(row.mediaType())
                .int8((row.object().sizeBytes() + 1023) / 1024)
                .text(ascii(o.title()))
                .text(ascii(o.targetName()))
                .float8(o.position() == null ? null : (Double) o.position().raDeg())
                .float8(o.position() == null ? null : (Double) o.position().decDeg())
                .float8(o.fovDeg())
                .float8s(o.region())
                .float8(o.resolutionArcsec())
                .int8(o.xel1())
                .int8(o.xel2())
                .float8(o.pixelScaleArcsec())
                .float8(o.tMin())
                .float8(o.tMax())
                .float8(o.exposureSeconds())
                .float8(o.emMin())
                .float8(o.emMax())
                .float8(o.resolvingPower())
                .int8(o.emXel())
                .text(ascii(o.oUcd()))
                .text(ascii(o.polStates()))
                .int8(o.polXel())
                .text(ascii(o.facility()))
                .text(ascii(o.instrument()))
                .toBytes();
    }

    /** The header's identifier, or the name of the file as people know it. */
    private static String obsId(DatasetRow row) {
        String id = ascii(row.observation().obsId());
        if (id != null && !id.isBlank()) {
            return id;
        }
        return row.collection().description() == null ? row.accessPath() : CellValues.ascii(row.path());
    }

    private byte[] data(long id, DatasetRow row, CollectionDescription description, FileFacts facts) {
        Observation o = row.observation();
        RowBuffer data = new RowBuffer()
                .row(CollectionTable.FIXED + description.columns().size())
                .int8(id)
                .int4(row.access().accessClass())
                .text(row.accessPath())
                .text(row.publisherDid())
                .text(obsId(row))
                .float8(o.position() == null ? null : (Double) o.position().raDeg())
                .float8(o.position() == null ? null : (Double) o.position().decDeg());
        for (ColumnDescription column : description.columns()) {
            Card card = ColumnValues.card(column, facts);
            Object value = card == null ? null : CellValues.of(card, column.type());
            if (value == null
                    && card != null
                    && card.value() != null
                    && !card.value().isBlank()) {
                misfits.computeIfAbsent(description.name() + "." + column.name(), k -> new LongAdder())
                        .increment();
            }
            switch (value) {
                case null -> data.nothing();
                case Boolean b -> data.bool(b);
                case Integer i -> data.int4(i);
                case Long l -> data.int8(l);
                case Double d -> data.float8(d);
                default -> data.text(value.toString());
            }
        }
        return data.toBytes();
    }

    private static @Nullable String ascii(@Nullable String text) {
        return text == null ? null : CellValues.ascii(text);
    }
}
