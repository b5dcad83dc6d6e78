package org.xingvo.storage.local;

import java.util.List;

/**
 * A body that was read to its end. Closing gives its memory or its temporary file back.
 *
 * @param extents the body in pieces, at least one
 * @param sizeBytes of the whole, as all that follows before compression
 * @param sha256 of the whole
 * @param md5 of the whole
 * @param release what to do when the body is not needed any more
 */
record Received(List<Extent> extents, long sizeBytes, byte[] sha256, byte[] md5, Runnable release)
        implements AutoCloseable {
    @Override
    public void close() {
        release.run();
    }
}
