package org.xingvo.storage.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.VolumeId;

/** Keeps the volumes of an object readable while it is read, whatever a compaction does. Thread-safe. */
final class Pins implements AutoCloseable {
    private final Medium medium;
    private final List<VolumeId> volumes;
    private final boolean complete;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Pins(Medium medium, List<VolumeId> volumes, boolean complete) {
        this.medium = medium;
        this.volumes = volumes;
        this.complete = complete;
    }

    /** Pins what there is. */
    static Pins of(Medium medium, List<Place> places) {
        if (places.size() == 1) {
            VolumeId only = places.getFirst().volume();
            boolean there = medium.pin(only);
            return new Pins(medium, there ? List.of(only) : List.of(), there);
        }
        List<VolumeId> pinned = new ArrayList<>();
        for (VolumeId volume : places.stream().map(Place::volume).distinct().toList()) {
            if (!medium.pin(volume)) {
                return new Pins(medium, pinned, false);
            }
            pinned.add(volume);
        }
        return new Pins(medium, pinned, true);
    }

    /** Whether every volume is there. */
    boolean complete() {
        return complete;
    }

    /** Closing twice is harmless. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            volumes.forEach(medium::unpin);
        }
    }
}
