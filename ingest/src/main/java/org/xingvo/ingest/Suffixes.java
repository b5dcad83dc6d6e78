package org.xingvo.ingest;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names by which people mean FITS. Never used to decide what a file is. */
final class Suffixes {
    private static final Pattern FITS = Pattern.compile(".*\\.(fits?|fts|fz|fit)(\\.(gz|bz2|z))?", Pattern.DOTALL);

    private Suffixes() {}

    static boolean claimFits(String path) {
        return FITS.matcher(path.toLowerCase(Locale.ROOT)).matches();
    }
}
