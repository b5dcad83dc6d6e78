package org.xingvo.ingest.obscore;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.wcs.CelestialWcs;

/**
 * What {@link Describer} takes a file for, for those who show it. Immutable.
 *
 * @param type ObsCore's dataproduct_type, or null
 * @param picture the HDU whose world coordinates place the file; null: it is no picture of the sky
 * @param wcs those of {@code picture}
 * @param target name of the target, or null
 */
public record MainView(
        @Nullable String type,
        @Nullable HduHeader picture,
        @Nullable CelestialWcs wcs,
        @Nullable String target) {

    /**
     * What the headers say.
     *
     * @param hdus at least one, in the order of the file
     */
    public static MainView of(List<HduHeader> hdus) {
        Product product = Product.of(new Header(hdus));
        return new MainView(
                product.type(),
                product.picture(),
                product.wcs(),
                Describer.describe(hdus).targetName());
    }
}
