package org.xingvo.vospace.tree;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.Store;
import org.xingvo.vospace.node.Node;

/**
 * What all parts of the tree stand on. Thread-safe.
 *
 * @param home the user area in the store
 * @param roots where the tree begins
 * @param quotas what containers may hold
 * @param knownClasses access classes of which everybody has heard
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
        Roots roots,
        Quotas quotas,
        Set<Integer> knownClasses,
        Instant started) {
    private static final Logger log = LoggerFactory.getLogger(Ground.class);

    static final RequestPath ROOT = new RequestPath(List.of());

    /** After the commit of a node: if its access class is new, callers have to be asked anew what they see. */
    void seen(Node node) {
        if (knownClasses.add(node.access().accessClass())) {
            identities.forget();
        }
    }

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
