package org.xingvo.ingest;

import org.xingvo.ingest.load.EncodedDataset;
import org.xingvo.ingest.load.Reject;

/** What became of one file before its rows are written. */
sealed interface Outcome {
    FoundFile file();

    /** Stored; the rows are to be written. */
    record Ready(FoundFile file, EncodedDataset rows, String collection, boolean hasPosition, boolean wasWritten)
            implements Outcome {}

    /** Stored and catalogued before, with the same bytes. */
    record Unchanged(FoundFile file, String collection) implements Outcome {}

    /** Refused as a whole. */
    record Refused(FoundFile file, Reject reject) implements Outcome {}

    /** Similar to no collection that there is; to be drafted for. */
    record Homeless(FoundFile file) implements Outcome {}
}
