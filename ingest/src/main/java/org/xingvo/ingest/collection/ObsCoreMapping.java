package org.xingvo.ingest.collection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a description says of columns of ObsCore; what it does not say is found by the rules of docs/positions.md.
 * Immutable.
 *
 * @param expressions by column of ObsCore, in the order written
 */
public record ObsCoreMapping(Map<String, String> expressions) {
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

    public ObsCoreMapping {
        expressions = Collections.unmodifiableMap(new LinkedHashMap<>(expressions));
    }
}
