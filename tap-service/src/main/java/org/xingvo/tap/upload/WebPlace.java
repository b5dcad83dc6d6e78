package org.xingvo.tap.upload;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.xingvo.dali.http.SentBytes;
import org.xingvo.dali.http.SentSpace;
import org.xingvo.schemas.net.AddressRule;
import org.xingvo.schemas.net.FetchLimits;
import org.xingvo.schemas.net.GuardedFetch;

/** What is on the Web, fetched under a guard on every address. Thread-safe. */
public final class WebPlace implements UploadPlace {
    private final AddressRule rule;
    private final SentSpace space;

    public WebPlace(AddressRule rule, SentSpace space) {
        this.rule = rule;
        this.space = space;
    }

    @Override
    public Optional<SentBytes> fetch(URI uri, Client client, String shown, long limit) throws IOException {
        if (!GuardedFetch.isUrl(uri.toString())) {
            return Optional.empty();
        }
        Path file = space.newFile();
        boolean kept = false;
        try {
            new GuardedFetch(rule, FetchLimits.STANDARD.withBytes(limit).withTotal(client.patience()))
                    .toFile(uri, file, moved -> {});
            SentBytes bytes = new SentBytes.InFile(file, Files.size(file));
            kept = true;
            return Optional.of(bytes);
        } finally {
            if (!kept) {
                Files.deleteIfExists(file);
            }
        }
    }
}
