package org.xingvo.ingest.load;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.collection.FileFacts;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.obscore.Observation;
import org.xingvo.storage.StoredObject;

/**
 * Everything that the catalogue keeps of one stored file. Immutable.
 *
 * @param collection where it belongs
 * @param path within the collection
 * @param publisherDid its identity
 * @param accessPath below the public URL, percent-encoded
 * @param access who may see it
 * @param mediaType of the bytes as they are served
 * @param object the stored bytes
 * @param hdus all headers
 * @param facts what columns may know of the file; null: the collection has no table
 * @param observation what the headers say
 * @param key of the observation; null: the path
 * @param modified when the bytes were written
 */
public record DatasetRow(
        CollectionHandle collection,
        String path,
        String publisherDid,
        String accessPath,
        AccessClasses.Assigned access,
        String mediaType,
        StoredObject object,
        List<HduHeader> hdus,
        @Nullable FileFacts facts,
        Observation observation,
        @Nullable String key,
        Instant modified) {}
