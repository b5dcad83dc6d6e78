package org.xingvo.server.preview;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderCards;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.ingest.preview.PreviewSource;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.Store;

/** A stored object to be drawn. */
record StoredSource(Store store, ObjectKey key, String name) implements PreviewSource {

    /** As they lie beside the object; read from it where they do not. */
    @Override
    public List<HduHeader> headers() throws IOException {
        Optional<byte[]> cards = store.attachment(key);
        if (cards.isPresent()) {
            return HeaderCards.decode(cards.get());
        }
        try (InputStream in = open()) {
            return FitsHeaderReader.read(in, HeaderLimits.DEFAULT);
        }
    }

    @Override
    public InputStream open() throws IOException {
        ObjectReader reader = store.open(key).orElseThrow(() -> new IOException("the object was deleted"));
        try {
            return new FilterInputStream(
                    reader.stream(new ByteRange(0, reader.object().sizeBytes()))) {
                @Override
                public void close() throws IOException {
                    super.close();
                    reader.close();
                }
            };
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }
}
