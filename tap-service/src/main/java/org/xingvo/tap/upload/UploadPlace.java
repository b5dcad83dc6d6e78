package org.xingvo.tap.upload;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.xingvo.dali.http.SentBytes;
import org.xingvo.dali.uws.Jobs;

/** A kind of places where uploads may be, such as the results of jobs, or the Web. Thread-safe. */
@FunctionalInterface
public interface UploadPlace {
    /**
     * Fetches what is there.
     *
     * @param limit most bytes
     * @return empty: the URI is none of this kind
     * @throws org.xingvo.dali.DaliFault it is of this kind, but there is nothing, or nothing for this client
     * @throws IOException it cannot be fetched, in words for the user
     */
    Optional<SentBytes> fetch(URI uri, Client client, String shown, long limit) throws IOException;

    /**
     * For whom it is fetched.
     *
     * @param publicUrl this server's address as the client sees it, without slash at the end
     * @param patience how long he may wait
     */
    record Client(Jobs.Asker asker, URI publicUrl, Duration patience) {}
}
