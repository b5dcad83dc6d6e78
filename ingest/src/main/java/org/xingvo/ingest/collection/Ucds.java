package org.xingvo.ingest.collection;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** UCD1+ of keywords whose meaning is the same everywhere or nearly so. Numbers at the end do not count. */
final class Ucds {
    private static final Pattern NUMBER = Pattern.compile("_?\\d+$");

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("RA", "pos.eq.ra"),
            Map.entry("DEC", "pos.eq.dec"),
            Map.entry("OBJRA", "pos.eq.ra"),
            Map.entry("OBJDEC", "pos.eq.dec"),
            Map.entry("PLUG_RA", "pos.eq.ra"),
            Map.entry("PLUG_DEC", "pos.eq.dec"),
            Map.entry("RA_TARG", "pos.eq.ra"),
            Map.entry("DEC_TARG", "pos.eq.dec"),
            Map.entry("RA_OBS", "pos.eq.ra"),
            Map.entry("DEC_OBS", "pos.eq.dec"),
            Map.entry("EQUINOX", "time.equinox"),
            Map.entry("RADESYS", "pos.frame"),
            Map.entry("RADECSYS", "pos.frame"),
            Map.entry("OBJECT", "meta.id;src"),
            Map.entry("OBJNAME", "meta.id;src"),
            Map.entry("TARGNAME", "meta.id;src"),
            Map.entry("DESIG", "meta.id;src"),
            Map.entry("OBSID", "meta.id;obs"),
            Map.entry("OBS_ID", "meta.id;obs"),
            Map.entry("OBSERVER", "meta.id"),
            Map.entry("TELESCOP", "meta.id;instr.tel"),
            Map.entry("INSTRUME", "meta.id;instr"),
            Map.entry("DETECTOR", "meta.id;instr.det"),
            Map.entry("FILTER", "meta.id;instr.filter"),
            Map.entry("FIBERID", "meta.id;instr"),
            Map.entry("SPID", "meta.id;instr"),
            Map.entry("PLANID", "meta.id;obs.field"),
            Map.entry("PLATEID", "meta.id;obs.field"),
            Map.entry("DATE-OBS", "time.epoch;obs"),
            Map.entry("DATE-BEG", "time.start;obs"),
            Map.entry("DATE-END", "time.end;obs"),
            Map.entry("MJD", "time.epoch;obs"),
            Map.entry("MJD-OBS", "time.epoch;obs"),
            Map.entry("LMJD", "time.epoch;obs"),
            Map.entry("EXPTIME", "time.duration;obs.exposure"),
            Map.entry("EXPOSURE", "time.duration;obs.exposure"),
            Map.entry("AIRMASS", "obs.airMass"),
            Map.entry("SEEING", "instr.obsty.seeing"),
            Map.entry("CLASS", "src.class"),
            Map.entry("SUBCLASS", "src.class"),
            Map.entry("OBJTYPE", "src.class"),
            Map.entry("Z", "src.redshift"),
            Map.entry("Z_ERR", "stat.error;src.redshift"),
            Map.entry("HELIO_RV", "spect.dopplerVeloc"),
            Map.entry("SN_U", "stat.snr;em.opt.U"),
            Map.entry("SN_G", "stat.snr;em.opt.B"),
            Map.entry("SN_R", "stat.snr;em.opt.R"),
            Map.entry("SN_I", "stat.snr;em.opt.I"),
            Map.entry("SN_Z", "stat.snr;em.opt.I"),
            Map.entry("SNRU", "stat.snr;em.opt.U"),
            Map.entry("SNRG", "stat.snr;em.opt.B"),
            Map.entry("SNRR", "stat.snr;em.opt.R"),
            Map.entry("SNRI", "stat.snr;em.opt.I"),
            Map.entry("SNRZ", "stat.snr;em.opt.I"),
            Map.entry("SNR", "stat.snr"),
            Map.entry("MAG", "phot.mag"),
            Map.entry("GAIN", "arith.factor;instr.det"),
            Map.entry("RDNOISE", "instr.det.noise"),
            Map.entry("TEMPCCDB", "phys.temperature"),
            Map.entry("TEMPCCDR", "phys.temperature"),
            Map.entry("CCD-TEMP", "phys.temperature"),
            Map.entry("TEMP_AIR", "phys.temperature"),
            Map.entry("TEMP_FP", "phys.temperature"),
            Map.entry("AIRTEMP", "phys.temperature"),
            Map.entry("DEWPOINT", "phys.temperature"),
            Map.entry("PRESSURE", "phys.pressure"),
            Map.entry("FILENAME", "meta.id;meta.file"));

    private Ucds() {}

    /** The UCD of a keyword, or null. */
    static @Nullable String of(String keyword) {
        String ucd = WORDS.get(keyword);
        return ucd != null ? ucd : WORDS.get(NUMBER.matcher(keyword).replaceAll(""));
    }

    /** The unit, unless it cannot be one of such a quantity: degrees of a temperature are no angle. */
    static @Nullable String fitting(@Nullable String unit, @Nullable String ucd) {
        return "deg".equals(unit) && "phys.temperature".equals(ucd) ? null : unit;
    }
}
