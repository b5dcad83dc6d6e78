package org.xingvo.storage.copy;

import java.util.Comparator;

/**
 * How much there is of one volume. Immutable.
 *
 * @param number 1 to 4095
 * @param generation 1 at first; higher when the number was used again after a compaction
 * @param bytes from the start of the volume, in a source all of them durable and indexed
 */
public record VolumeState(int number, int generation, long bytes) {
    static final Comparator<VolumeState> ORDER =
            Comparator.comparingInt(VolumeState::number).thenComparingInt(VolumeState::generation);

    public VolumeState {
        if (number < 1 || number > 4095 || generation < 1 || bytes < 0) {
            throw new IllegalArgumentException("volume: expected a number of 1 to 4095, a generation from 1 and"
                    + " a length, found %d, %d and %,d".formatted(number, generation, bytes));
        }
    }

    public boolean sameVolume(VolumeState other) {
        return number == other.number && generation == other.generation;
    }

    public VolumeState withBytes(long now) {
        return new VolumeState(number, generation, now);
    }

    @Override
    public String toString() {
        return "volume %04d.vol, generation %d".formatted(number, generation);
    }
}
