package org.xingvo.tap;

import java.io.IOException;
import java.net.URI;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.uws.JobFiles;

/** Brings results of queries where their owner wants them. Thread-safe. */
public interface Delivery {
    /**
     * Looks whether a result may be brought to a place, before it is made.
     *
     * @param destination as the parameter DEST says
     * @throws org.xingvo.dali.DaliFault why not
     */
    void check(Caller owner, String destination);

    /**
     * Makes a result and brings it there.
     *
     * @param publicUrl this server's address, without slash at the end
     * @param fileName for a destination that is a folder
     * @return the address where it is from now on
     * @throws org.xingvo.dali.DaliFault why not, and what the content throws
     */
    URI deliver(
            Caller owner,
            String destination,
            URI publicUrl,
            String fileName,
            String mediaType,
            JobFiles.Content content)
            throws IOException;
}
