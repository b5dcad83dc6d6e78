package org.xingvo.ingest.preview;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.xingvo.ingest.fits.HduHeader;

/** A file to be drawn. One thread at a time. */
public interface PreviewSource {
    /** Its name for people, without folders. */
    String name();

    /** All headers, in the order of the file. */
    List<HduHeader> headers() throws IOException;

    /** The bytes as they are stored, from the first; the caller closes the stream. */
    InputStream open() throws IOException;
}
