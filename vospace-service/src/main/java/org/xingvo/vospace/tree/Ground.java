package org.xingvo.vospace.tree;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.Store;

/**
 * What all parts of the tree stand on. Immutable.
 *
 * @param home the user area in the store
 * @param started when the service was started: the age of what is no row
 */
record Ground(
        DataSource database,
        Identities identities,
        Store store,
        NodeRows rows,
        CollectionRows collections,
        Catalogue catalogue,
        CollectionId home,
        Instant started) {
    private static final Logger log = LoggerFactory.getLogger(Ground.class);

    static final RequestPath ROOT = new RequestPath(List.of());

    /** Removes bytes that no node refers to any more; trouble is told to the log only. */
    void deleteBytes(@Nullable String storePath) {
        if (storePath == null) {
            return;
        }
        try {
            store.delete(new ObjectKey(home, storePath));
        } catch (IOException | RuntimeException e) {
            log.warn("Bytes without a node stay in the store: {}", storePath, e);
        }
    }
}
