package org.xingvo.server;

import org.xingvo.ingest.IngestRequest;
import org.xingvo.ingest.Progress;
import org.xingvo.ingest.PublishOptions;
import org.xingvo.ingest.PublishReport;
import org.xingvo.ingest.Publisher;
import org.xingvo.ingest.Rehearsal;
import org.xingvo.server.xs.Gate;
import org.xingvo.server.xs.IngestHandler;

/** The publisher as the door for folders sees it. Thread-safe as the publisher is. */
final class Ingesting implements IngestHandler.Ingest {
    private final Publisher publisher;
    private final PublishOptions options;
    private final Gate gate;
    private final Describing descriptions;

    /** Applies a description, and forgets what was remembered of the one before. */
    interface Describing {
        String describe(String yaml, String file, Progress progress);
    }

    Ingesting(Publisher publisher, String authority, Gate gate, Describing descriptions) {
        this.publisher = publisher;
        this.options = PublishOptions.of(authority);
        this.gate = gate;
        this.descriptions = descriptions;
    }

    @Override
    public PublishReport run(IngestRequest request, Progress progress) {
        try {
            return publisher.ingest(request, options, progress);
        } finally {
            gate.forget();
        }
    }

    @Override
    public void rehearse(IngestRequest request, Progress progress, Rehearsal.Receiver receiver) {
        publisher.rehearse(request, options, progress, receiver);
    }

    @Override
    public String describe(String yaml, String file, Progress progress) {
        return descriptions.describe(yaml, file, progress);
    }
}
