package org.xingvo.datalink;

import org.jspecify.annotations.Nullable;
import org.xingvo.tap.db.DatasetLookup.Dataset;

/** Says where the picture of a dataset is. Thread-safe. */
public interface PreviewLinks {
    /** A server without pictures. */
    PreviewLinks NONE = dataset -> null;

    /** Below the public URL, percent-encoded, starts with '/'; null: there is none, or none can be made. */
    @Nullable
    String path(Dataset dataset);
}
