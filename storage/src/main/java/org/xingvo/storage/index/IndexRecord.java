package org.xingvo.storage.index;

import java.util.List;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.volume.Place;

/**
 * What the index knows of one name. Immutable.
 *
 * @param object what callers may know
 * @param sequence number of the change that made it
 * @param type code of the registry of types
 * @param extents the object's bytes in order, at least one place
 */
public record IndexRecord(StoredObject object, long sequence, int type, List<Place> extents) {
    public IndexRecord {
        extents = List.copyOf(extents);
    }
}
