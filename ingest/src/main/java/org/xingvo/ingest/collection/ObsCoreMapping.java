package org.xingvo.ingest.collection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.expression.Expression;
import org.xingvo.ingest.expression.Facts;
import org.xingvo.ingest.expression.Value;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.obscore.HeaderTexts;
import org.xingvo.ingest.obscore.Observation;
import org.xingvo.ingest.obscore.SkyPosition;

/**
 * What a description says of columns of ObsCore; what it does not say is found by the rules of docs/positions.md.
 * Immutable.
 *
 * @param expressions by column of ObsCore, in the order written
 */
public record ObsCoreMapping(Map<String, Expression> expressions) {
    public static final ObsCoreMapping NONE = new ObsCoreMapping(Map.of());

    /** The columns that can be said, in the order of ObsCore 1.1. */
    public static final List<String> COLUMNS = List.of(
            "dataproduct_type",
            "calib_level",
            "obs_id",
            "obs_title",
            "target_name",
            "s_ra",
            "s_dec",
            "s_fov",
            "s_resolution",
            "s_pixel_scale",
            "t_min",
            "t_max",
            "t_exptime",
            "em_min",
            "em_max",
            "em_res_power",
            "o_ucd",
            "pol_states",
            "facility_name",
            "instrument_name");

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** ObsCore 1.1, section 3.3.1. */
    private static final List<String> PRODUCTS =
            List.of("image", "cube", "spectrum", "sed", "timeseries", "visibility", "event", "measurements");

    public ObsCoreMapping {
        expressions = Collections.unmodifiableMap(new LinkedHashMap<>(expressions));
    }

    /** The observation with what the description says in place of what the rules found. */
    public Observation apply(Observation found, FileFacts facts) {
        if (expressions.isEmpty()) {
            return found;
        }
        Said said = new Said(found, facts);
        Place place = said.place();
        Long calibration = said.whole("calib_level", (long) found.calibLevel());
        return new Observation(
                said.word("dataproduct_type", found.dataproductType(), PRODUCTS),
                calibration == null || calibration < 0 || calibration > 4 ? found.calibLevel() : calibration.intValue(),
                said.text("obs_id", found.obsId()),
                said.text("obs_title", found.title()),
                said.text("target_name", found.targetName()),
                place.position(),
                place.reason(),
                found.regionReason(),
                said.positive("s_fov", found.fovDeg()),
                found.region(),
                said.positive("s_resolution", found.resolutionArcsec()),
                found.xel1(),
                found.xel2(),
                said.positive("s_pixel_scale", found.pixelScaleArcsec()),
                said.number("t_min", found.tMin()),
                said.number("t_max", found.tMax()),
                said.timeReason(),
                said.positive("t_exptime", found.exposureSeconds()),
                said.positive("em_min", found.emMin()),
                said.positive("em_max", found.emMax()),
                said.positive("em_res_power", found.resolvingPower()),
                found.emXel(),
                said.text("o_ucd", found.oUcd()),
                said.text("pol_states", found.polStates()),
                found.polXel(),
                said.text("facility_name", found.facility()),
                said.text("instrument_name", found.instrument()));
    }

    private record Place(
            @Nullable SkyPosition position, @Nullable String reason) {}

    /** What is said of one file. Fillers such as -9999 and N/A say nothing, as for the rules. */
    private final class Said {
        private final Observation found;
        private final FileFacts facts;

        Said(Observation found, FileFacts facts) {
            this.found = found;
            this.facts = facts;
        }

        private @Nullable Value value(String column, @Nullable Value automatic) {
            Expression expression = expressions.get(column);
            return expression == null ? automatic : expression.evaluate(new WithAutomatic(facts, automatic), null);
        }

        @Nullable
        String text(String column, @Nullable String automatic) {
            if (!expressions.containsKey(column)) {
                return automatic;
            }
            Value value = value(column, automatic == null ? null : new Value.Text(automatic));
            String text = value == null ? "" : value.asText().strip();
            return text.isEmpty() ? null : BLANKS.matcher(text).replaceAll(" ");
        }

        @Nullable
        String word(String column, @Nullable String automatic, List<String> allowed) {
            String word = text(column, automatic);
            return word == null || allowed.contains(word) ? word : null;
        }

        @Nullable
        Double number(String column, @Nullable Double automatic) {
            if (!expressions.containsKey(column)) {
                return automatic;
            }
            Value value = value(column, automatic == null ? null : Value.real(automatic));
            return value == null ? null : value.asDouble();
        }

        @Nullable
        Double positive(String column, @Nullable Double automatic) {
            Double number = number(column, automatic);
            return number != null && number < 0 ? null : number;
        }

        @Nullable
        Long whole(String column, @Nullable Long automatic) {
            return value(column, automatic == null ? null : new Value.Whole(automatic)) instanceof Value.Whole(long n)
                    ? (Long) n
                    : automatic;
        }

        /** The rules' reason is for the time that they found; one that is said is not doubted. */
        @Nullable
        String timeReason() {
            Double start = number("t_min", found.tMin());
            Double stop = number("t_max", found.tMax());
            boolean asFound = Objects.equals(start, found.tMin()) && Objects.equals(stop, found.tMax());
            if (asFound || (start == null && stop == null)) {
                return asFound || found.timeReason() != null
                        ? found.timeReason()
                        : "no-time: the expressions of the description have no value";
            }
            return null;
        }

        Place place() {
            if (!expressions.containsKey("s_ra")) {
                return new Place(found.position(), found.positionReason());
            }
            SkyPosition automatic = found.position();
            Double ra = number("s_ra", automatic == null ? null : (Double) automatic.raDeg());
            Double dec = number("s_dec", automatic == null ? null : (Double) automatic.decDeg());
            if (ra == null || dec == null) {
                return new Place(
                        null,
                        found.positionReason() == null
                                ? "no-position: the expressions of the description have no value"
                                : found.positionReason());
            }
            if (ra < -180 || ra > 360 || Math.abs(dec) > 90) {
                return new Place(null, "out-of-range: the description makes it %s, %s".formatted(ra, dec));
            }
            double positive = ra < 0 ? ra + 360 : ra;
            return new Place(new SkyPosition(positive >= 360 ? 0 : positive, dec), null);
        }
    }

    private record WithAutomatic(FileFacts facts, @Nullable Value automatic) implements Facts {
        @Override
        public @Nullable Card card(String keyword, @Nullable String hdu) {
            Card card = facts.card(keyword, hdu);
            return card == null || HeaderTexts.isFiller(card) ? null : card;
        }

        @Override
        public String path() {
            return facts.path();
        }
    }
}
