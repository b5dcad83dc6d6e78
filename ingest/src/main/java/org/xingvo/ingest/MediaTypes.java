package org.xingvo.ingest;

import java.util.List;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.obscore.Observation;

/**
 * Media types of files by their content. RFC 4047: {@code image/fits} for one image that a viewer of images shows,
 * {@code application/fits} for everything else. A compressed file is stored and served as it came, so its type is
 * that of the compression.
 */
final class MediaTypes {
    static final String FITS = "application/fits";
    static final String FITS_IMAGE = "image/fits";

    private MediaTypes() {}

    /** @param start the first bytes of the file, at least 3 unless it is shorter */
    static String of(byte[] start, List<HduHeader> hdus, Observation observation) {
        int magic = start.length < 3 ? 0 : (start[0] & 0xff) << 16 | (start[1] & 0xff) << 8 | (start[2] & 0xff);
        if (magic >> 8 == 0x1f8b) {
            return "application/gzip";
        }
        if (magic == 0x425a68) {
            return "application/x-bzip2";
        }
        if (magic >> 8 == 0x1f9d) {
            return "application/x-compress";
        }
        String axes = hdus.getFirst().value("NAXIS");
        boolean viewable = hdus.size() == 1
                && "image".equals(observation.dataproductType())
                && axes != null
                && (axes.strip().equals("2") || axes.strip().equals("3"));
        return viewable ? FITS_IMAGE : FITS;
    }
}
